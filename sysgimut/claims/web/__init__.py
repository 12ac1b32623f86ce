"""Pages of claims: bordereaux, requests with their decisions, decisions to look at again."""
