"""Login by identifier and password. The demo's accounts open nothing outside the demo.

Repeated wrong passwords close a login for a while (domain/lockout.py). The page says the same whatever is wrong,
so that nobody learns which logins exist.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib.auth.hashers import check_password, make_password
from django.db import transaction
from django.http import HttpRequest

from sysgimut.identity.accounts import technical_viewer
from sysgimut.identity.commands.lock_account import LockAccount
from sysgimut.identity.domain.lockout import Attempts
from sysgimut.identity.models import User
from sysgimut.journal import clock
from sysgimut.journal.runner import submit


class Backend:
    """Django's authentication interface over `User`."""

    def authenticate(
        self, request: HttpRequest | None, username: str | None = None, password: str | None = None, **_: Any
    ) -> User | None:
        """The user with this login and password, or None. Takes as long for an unknown login as for a known one."""
        user = User.objects.filter(login=(username or "").strip().lower()).first()
        if user is None:
            make_password(password or "")
            return None
        right = check_password(password or "", user.password)
        now = clock.now()
        if _attempts(user).closed(now):
            return None
        if not right:
            _failed(user.pk, now)
            return None
        if not self._may_enter(user):
            return None
        if user.failures:
            User.objects.filter(pk=user.pk).update(failures=0, failing_since=None)
        return user

    def get_user(self, user_id: UUID) -> User | None:
        """The user of a session, unless their account was closed since."""
        user = User.objects.filter(pk=user_id).first()
        return user if user is not None and self._may_enter(user) else None

    @staticmethod
    def _may_enter(user: User) -> bool:
        return user.is_active and (not user.is_demo or settings.DEMO or settings.MODE == "test")


def _attempts(user: User) -> Attempts:
    return Attempts(user.failures, user.failing_since, user.closed_until)


def _failed(user_id: UUID, now: datetime) -> None:
    """Count a wrong password; the one too many closes the login, by a command that the journal keeps."""
    with transaction.atomic():
        user = User.objects.select_for_update().get(pk=user_id)
        if _attempts(user).closed(now):
            return
        after = _attempts(user).after_failure(now)
        User.objects.filter(pk=user_id).update(failures=after.failures, failing_since=after.since)
    if after.closed_until is not None and after.closed(now):
        author = technical_viewer("controle-acces", "Contrôle des accès")
        submit(LockAccount(user=user_id, until=after.closed_until), author, now=now)
