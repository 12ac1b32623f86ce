"""Close an account: its holder cannot log in any more, and their open sessions end."""

from __future__ import annotations

from typing import ClassVar

from sysgimut.identity.governing import Login, Why, last_administrator, lock_account, unknown_account
from sysgimut.identity.models import User
from sysgimut.journal.command import Command, handles
from sysgimut.journal.execution import Execution
from sysgimut.kernel.outcomes import Outcome, Reason, accepted, refused


class CloseAccount(Command):
    """The account `login`, and why it closes."""

    operation: ClassVar[str] = "identity.close_account"
    login: Login
    reason: Why


@handles(CloseAccount)
def close_account(message: CloseAccount, execution: Execution) -> Outcome:
    """Mark the account closed. Its mandates keep their dates: who held what, when, stays known."""
    user, scopes = lock_account(message.login, execution.today)
    for scope in scopes:
        execution.authorise(scope)
    if user is None:
        return refused(unknown_account(message.login))
    if user.pk == execution.author.id:
        return refused(Reason("ID-SOI_MEME"))
    if not user.is_active:
        return refused(Reason("ID-COMPTE_FERME", {"login": user.login}))
    if last_administrator(user, execution.today):
        return refused(Reason("ID-DERNIER_ADMIN"))
    User.objects.filter(pk=user.pk).update(is_active=False)
    execution.written()
    return accepted({"login": user.login})
