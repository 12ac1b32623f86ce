"""Commands of batches: one file each."""
