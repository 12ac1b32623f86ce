"""Adjudication: from a facility's request to what the mutual grants, rejects or wants justified. Pure Python.

Rules: docs/algorithms/adjudication.md and docs/algorithms/rounding.md.
"""
