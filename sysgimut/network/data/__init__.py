"""Shipped reference data of the territory and the organisations. Columns and sources: README.md."""
