"""Shipped parameter values, as TOML. Layout: README.md."""
