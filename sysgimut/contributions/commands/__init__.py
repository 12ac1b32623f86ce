"""Commands of contributions: one file each."""
