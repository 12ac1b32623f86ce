"""Commands of settlement: one file each."""
