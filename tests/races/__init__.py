"""Two at once: each race shown to happen without its guards, and never with either of them."""
