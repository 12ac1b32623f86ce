"""Commands of benefits: one file each."""
