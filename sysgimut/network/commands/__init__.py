"""Commands of network: one file each."""
