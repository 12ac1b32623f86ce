"""Accounts made from the command line: technical authors and the first administrator."""

from __future__ import annotations

from datetime import date

from sysgimut.identity.access import Viewer, viewer_of
from sysgimut.identity.models import Assignment, User
from sysgimut.identity.scopes import ROOT

IMPORT_LOGIN = "import-fichiers"
EPOCH = date(2000, 1, 1)


def technical_viewer(login: str = IMPORT_LOGIN, name: str = "Import de fichiers") -> Viewer:
    """The author of what the command line does: an account nobody can log in with, over the whole union."""
    user, created = User.objects.get_or_create(login=login, defaults={"full_name": name, "password": "!"})
    if created:
        Assignment.objects.create(user=user, role="administrateur", scope=ROOT, start=EPOCH)
    return viewer_of(user.pk)
