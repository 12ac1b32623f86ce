"""Pure rules and values of providers."""
