"""Addresses of the lists behind the figures."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.urls import reverse


def address(name: str, *args: Any, **query: Any) -> str:
    """The address of a page by its name, with its query string."""
    listed = urlencode({key: value for key, value in query.items() if value not in (None, "")})
    return reverse(name, args=args) + (f"?{listed}" if listed else "")
