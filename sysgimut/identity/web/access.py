"""What every page declares: its operation in the policy table, or that it is public.

A test walks all the addresses and refuses one that declares neither.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase

View = Callable[..., HttpResponseBase]


def requires(operation: str) -> Callable[[View], View]:
    """A page for those who may do `operation` somewhere. What they see is cut to their scopes by the queries;
    something outside them is not found (404), whether it exists or not."""

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            if not request.viewer.may_somewhere(operation):  # type: ignore[attr-defined]
                raise PermissionDenied
            return view(request, *args, **kwargs)

        guarded.operation = operation  # type: ignore[attr-defined]
        return guarded

    return decorate


def public(view: View) -> View:
    """A page that anyone may see, logged in or not."""
    view.operation = "public"  # type: ignore[attr-defined]
    return view


def for_everyone(view: View) -> View:
    """A page for anyone who is logged in, whatever their role (their home, their account)."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        return view(request, *args, **kwargs)

    guarded.operation = "everyone"  # type: ignore[attr-defined]
    return guarded
