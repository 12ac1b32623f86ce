"""What production refuses to start with: accounts of the demo, whose password everyone knows.

Two guards: the login refuses them outside the demo (identity/backend.py), and production does not even start.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error
from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError

from sysgimut.identity.models import User

REFUSAL = (
    "The database holds {count} account(s) of the demo ({logins}): their password is public. Production starts on a "
    "database of its own; make one with `sysgimut migrate`."
)


def demo_accounts() -> list[str]:
    """The logins of the demo's accounts in the database."""
    return list(User.objects.filter(is_demo=True).order_by("login").values_list("login", flat=True))


def refuse_demo_accounts() -> None:
    """Raise ImproperlyConfigured when production would start beside accounts of the demo, or on no database."""
    if settings.MODE != "production":
        return
    try:
        logins = demo_accounts()
    except DatabaseError as error:
        why = str(error).strip().splitlines()[0]
        raise ImproperlyConfigured(f"The database cannot be read ({why}); run `sysgimut migrate` first.") from error
    if logins:
        raise ImproperlyConfigured(_refusal(logins))


def check_demo_accounts(
    app_configs: Any = None, databases: Sequence[str] | None = None, **_: Any
) -> list[CheckMessage]:
    """The same as a system check, for `django-admin check --database default`."""
    if settings.MODE != "production" or not databases:
        return []
    logins = demo_accounts()
    return [Error(_refusal(logins), id="site.E001")] if logins else []


def _refusal(logins: Sequence[str]) -> str:
    return REFUSAL.format(count=len(logins), logins=", ".join(logins[:5]))
