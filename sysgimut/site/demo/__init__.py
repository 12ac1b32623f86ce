"""The demo: the real territory, and on it people, money and care that are all invented, drawn from a seed.

Everything goes through the same commands as a union's own files; the demo decides nothing itself.
"""
