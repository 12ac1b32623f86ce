"""Commands of providers: one file each."""
