"""Entries of the main menu."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

MENU = [(60, "book", _("Comptes et balance"), "ledger", "ledger.read_ledger")]
