"""Rows changed behind the product's back, and the proof that it is seen."""
