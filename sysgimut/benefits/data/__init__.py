"""Shipped catalogue of acts and medicines, and starting tariffs. What is sourced and what is not: README.md."""
