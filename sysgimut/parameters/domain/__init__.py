"""Dated, sourced values: what exists (schema), how files are read (loader), which value holds (resolver)."""
