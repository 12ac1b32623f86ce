"""What can be covered: service codes, acts and medicines."""
