"""What batches say when they refuse or fail."""
