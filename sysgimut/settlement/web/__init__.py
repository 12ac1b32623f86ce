"""Pages of settlement: statements to sign, to pay, paid."""
