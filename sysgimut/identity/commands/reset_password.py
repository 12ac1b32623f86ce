"""Give someone who forgot theirs a new password, which they change when they next log in."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.hashers import make_password
from pydantic import SecretStr

from sysgimut.identity.governing import Login, lock_account, refuse_password, unknown_account
from sysgimut.identity.models import User
from sysgimut.journal.command import Command, handles
from sysgimut.journal.execution import Execution
from sysgimut.kernel.outcomes import Outcome, Reason, accepted, refused


class ResetPassword(Command):
    """The account `login` and its provisional password, which never reaches the journal."""

    operation: ClassVar[str] = "identity.reset_password"
    login: Login
    password: SecretStr

    def journaled(self) -> dict[str, Any]:
        """All but the password."""
        return self.model_dump(mode="json", exclude={"password"})


@handles(ResetPassword)
def reset_password(message: ResetPassword, execution: Execution) -> Outcome:
    """Record the password and forget the wrong ones. Open sessions of the account end with it."""
    user, scopes = lock_account(message.login, execution.today)
    for scope in scopes:
        execution.authorise(scope)
    if user is None:
        return refused(unknown_account(message.login))
    if user.pk == execution.author.id:
        return refused(Reason("ID-SOI_MEME"))
    password = message.password.get_secret_value()
    if (weak := refuse_password(password, user)) is not None:
        return refused(weak)
    User.objects.filter(pk=user.pk).update(
        password=make_password(password),
        must_change_password=True,
        failures=0,
        failing_since=None,
        closed_until=None,
    )
    execution.written()
    return accepted({"login": user.login})
