"""A year of a mutual, drawn from a seed, lived by the real commands and by a model that knows nothing of them."""
