"""Tests that stand outside the apps: house rules, the oracle of the file formats, end to end."""
