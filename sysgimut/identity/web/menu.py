"""Entries of the main menu."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

MENU = [
    (90, "key", _("Utilisateurs"), "accounts", "identity.read_accounts"),
    (98, "person", _("Mon compte"), "own_account", "everyone"),
    (99, "question", _("Qui peut quoi"), "policy", "everyone"),
]
