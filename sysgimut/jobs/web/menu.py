"""Entries of the main menu."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

MENU = [(80, "settings", _("Traitements par lots"), "batches", "jobs.read_batches")]
