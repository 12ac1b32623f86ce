"""Dues, receipts and booklets, validation and coverage: what payments produce."""
