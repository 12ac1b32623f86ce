"""What the shell of every page shows: who is logged in, their navigation, whether this is a demo."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from sysgimut.identity.access import NOBODY
from sysgimut.identity.roles import ROLES
from sysgimut.identity.web.submission import language


def shell(request: HttpRequest) -> dict[str, Any]:
    """Context of every template: `viewer`, `roles`, `navigation`, `demo`."""
    viewer = getattr(request, "viewer", NOBODY)
    index = 1 if language() == "en" else 0
    return {
        "viewer": viewer,
        "roles": [ROLES[role][index] for role in viewer.roles()],
        "navigation": navigation(request),
        "demo": settings.DEMO,
    }


def navigation(request: HttpRequest) -> list[dict[str, Any]]:
    """The menu of the viewer: the entries of every app (`<app>/web/menu.py`) whose operation they may do."""
    viewer = getattr(request, "viewer", NOBODY)
    if not viewer.mandates:
        return []
    entries = []
    for name in settings.APPS:
        if find_spec(f"sysgimut.{name}.web") and find_spec(f"sysgimut.{name}.web.menu"):
            for rank, icon, label, url_name, operation in import_module(f"sysgimut.{name}.web.menu").MENU:
                if operation == "everyone" or viewer.may_somewhere(operation):
                    url = reverse(url_name)
                    current = request.path == url or (url != "/" and request.path.startswith(url))
                    entries.append((rank, {"icon": icon, "label": label, "url": url, "current": current}))
    return [entry for _, entry in sorted(entries, key=lambda pair: pair[0])]
