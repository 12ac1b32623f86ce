"""Territory and organisations: where people live, and who answers for them."""
