"""Entries of the main menu."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

MENU = [
    (0, "home", _("Accueil"), "home", "everyone"),
    (85, "shield", _("Journal"), "journal", "journal.read_journal"),
]
