"""Entries of the main menu."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

MENU = [
    (70, "network", _("Organisations"), "organisations", "network.read_network"),
    (71, "map", _("Territoire"), "territory", "network.read_network"),
]
