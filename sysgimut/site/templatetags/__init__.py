"""Template tags and filters of every page: `{% load components %}` (docs/components.md)."""
