"""Shipped list of the facilities under agreement. What is sourced and what is not: README.md."""
