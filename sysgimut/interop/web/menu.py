"""Entries of the main menu."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

MENU = [(31, "upload", _("Envoyer un bordereau"), "bordereau_upload", "claims.import_requests")]
