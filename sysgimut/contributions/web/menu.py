"""Entries of the main menu."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

MENU = [
    (10, "shield", _("Vérifier une carte"), "card", "contributions.read_rights"),
    (20, "household", _("Ménages"), "households", "membership.read_households"),
    (22, "clock", _("Cotisations en retard"), "arrears", "contributions.read_arrears"),
    (24, "people", _("Doublons possibles"), "duplicates", "membership.read_duplicates"),
    (30, "receipt", _("Reçus"), "receipts", "contributions.read_receipts"),
    (32, "book", _("Carnets"), "booklets", "contributions.read_booklets"),
]
