"""Entries of the main menu."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

MENU = [(40, "statement", _("États de remboursement"), "statements", "settlement.read_statements")]
