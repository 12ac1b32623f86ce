"""Entries of the main menu."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

MENU = [(60, "book", _("Actes et médicaments"), "acts", "benefits.read_catalogue")]
