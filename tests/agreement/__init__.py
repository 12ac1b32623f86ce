"""The product against the naive oracle, on whole directories, through the real commands and a real database."""
