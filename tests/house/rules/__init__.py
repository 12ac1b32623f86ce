"""One module per family of rules. A rule reads one file and yields what is wrong with it."""
