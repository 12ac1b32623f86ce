"""People and households: who belongs where, from when to when."""
