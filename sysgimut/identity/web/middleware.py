"""Every request knows its viewer: who asks, with the mandates they hold today."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import SimpleLazyObject

from sysgimut.identity.access import NOBODY, viewer_of

MUST_CHANGE = "must_change_password"
"""Set in a session that a provisional password opened, until its holder has chosen their own."""
STILL_OPEN = ("own_password", "logout", "set_language")


class Viewer:
    """Sets `request.viewer`, read from the database only when a page asks for it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.viewer = SimpleLazyObject(  # type: ignore[attr-defined]
            lambda: viewer_of(request.user.pk) if request.user.is_authenticated else NOBODY
        )
        if request.session.get(MUST_CHANGE) and request.path not in map(reverse, STILL_OPEN):
            if request.path.startswith("/api/"):
                return JsonResponse({"detail": "change your password first"}, status=403)
            return redirect("own_password")
        return self.get_response(request)
