"""Rules of accounts: pure."""
