"""The books across the apps that write in them."""
