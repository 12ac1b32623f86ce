"""Commands of identity: one file each."""
