"""Entries of the main menu."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

MENU = [
    (30, "bordereau", _("Bordereaux"), "bordereaux", "claims.read_requests"),
    (35, "history", _("Décisions à revoir"), "reopenings", "claims.read_reopening"),
]
