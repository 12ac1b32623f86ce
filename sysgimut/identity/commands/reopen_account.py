"""Reopen an account that was closed, or that too many wrong passwords closed for a while."""

from __future__ import annotations

from typing import ClassVar

from sysgimut.identity.governing import Login, Why, lock_account, unknown_account
from sysgimut.identity.models import User
from sysgimut.journal.command import Command, handles
from sysgimut.journal.execution import Execution
from sysgimut.kernel.outcomes import Outcome, Reason, accepted, refused


class ReopenAccount(Command):
    """The account `login`, and why it opens again."""

    operation: ClassVar[str] = "identity.reopen_account"
    login: Login
    reason: Why


@handles(ReopenAccount)
def reopen_account(message: ReopenAccount, execution: Execution) -> Outcome:
    """Open the account and forget its wrong passwords."""
    user, scopes = lock_account(message.login, execution.today)
    for scope in scopes:
        execution.authorise(scope)
    if user is None:
        return refused(unknown_account(message.login))
    locked = user.closed_until is not None and user.closed_until > execution.now
    if user.is_active and not locked:
        return refused(Reason("ID-COMPTE_OUVERT", {"login": user.login}))
    User.objects.filter(pk=user.pk).update(is_active=True, failures=0, failing_since=None, closed_until=None)
    execution.written()
    return accepted({"login": user.login})
