"""Pages of batches: the list, one with its progress, starting and resuming."""
