"""Pages tried with the whole product around them."""
