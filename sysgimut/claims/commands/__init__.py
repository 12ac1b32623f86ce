"""Commands of claims: one file each."""
