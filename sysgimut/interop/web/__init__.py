"""Pages of exchange files: a facility sends its bordereau."""
