"""The assembled product: settings, addresses, command line, demo."""
