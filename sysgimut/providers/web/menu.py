"""Entries of the main menu."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

MENU = [(50, "facility", _("Établissements"), "facilities", "providers.read_facilities")]
