"""Commands of ledger: one file each."""
