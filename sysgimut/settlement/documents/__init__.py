"""The documents of settlement, from plain values to PDF and CSV. No Django, no database, no clock."""
