"""How many SQL statements the commands that matter cost: asserted, on both engines."""
