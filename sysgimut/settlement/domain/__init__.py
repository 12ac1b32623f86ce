"""Rules of settlement that need neither a database nor a clock."""
