"""Commands of parameters: one file each."""
