"""Pure values of the network."""
