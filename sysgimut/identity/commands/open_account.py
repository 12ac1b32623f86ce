"""Open an account for someone, with their first mandates and a password that they change when they first log in."""

from __future__ import annotations

from typing import Annotated, Any, ClassVar, Literal

from django.conf import settings
from django.contrib.auth.hashers import make_password
from pydantic import Field, StringConstraints

from sysgimut.identity.governing import refuse_password, refuse_scope
from sysgimut.identity.models import Assignment, User
from sysgimut.identity.roles import RoleName
from sysgimut.journal.command import Command, handles
from sysgimut.journal.execution import Execution
from sysgimut.kernel.outcomes import Outcome, Reason, accepted, refused


class OpenAccount(Command):
    """The account `login` of `full_name`, with its mandates as (role, scope path) from the day of the command on.

    `temporary`: the password was set by somebody else and must be changed at the first login. `demo` accounts open
    nothing outside the demo, and production does not start beside them.
    """

    operation: ClassVar[str] = "identity.open_account"
    login: Annotated[
        str, StringConstraints(strip_whitespace=True, to_lower=True, pattern=r"^[a-z0-9][a-z0-9._-]{2,39}$")
    ]
    full_name: Annotated[str, StringConstraints(strip_whitespace=True, min_length=2, max_length=120)]
    password: str = Field(repr=False)
    mandates: Annotated[tuple[tuple[RoleName, str], ...], Field(min_length=1, max_length=20)]
    language: Literal["fr", "en"] = "fr"
    temporary: bool = False
    demo: bool = False

    def journaled(self) -> dict[str, Any]:
        """Everything but the password, of which the journal keeps nothing, not even a digest."""
        return self.model_dump(mode="json", exclude={"password"})


@handles(OpenAccount)
def open_account(message: OpenAccount, execution: Execution) -> Outcome:
    """Record the account and its mandates. The outcome's result holds `login` and `user`, its identifier."""
    scopes = sorted({scope for _, scope in message.mandates})
    for scope in scopes:
        execution.authorise(scope)
    user = User(
        login=message.login,
        full_name=message.full_name,
        language=message.language,
        is_demo=message.demo,
        must_change_password=message.temporary,
    )
    asked = sorted(set(message.mandates))
    reasons = [reason for role, scope in asked if (reason := refuse_scope(role, scope)) is not None]
    if User.objects.filter(login=message.login).exists():
        reasons.append(Reason("ID-LOGIN_PRIS", {"login": message.login}))
    if message.demo and not (settings.DEMO or settings.MODE == "test"):
        reasons.append(Reason("ID-COMPTE_DEMO", {"login": message.login}))
    if (weak := refuse_password(message.password, user)) is not None:
        reasons.append(weak)
    if reasons:
        return refused(*reasons)
    user.password = make_password(message.password)
    user.save(force_insert=True)
    execution.written()
    Assignment.objects.bulk_create(
        Assignment(user=user, role=role, scope=scope, start=execution.today)
        for role, scope in dict.fromkeys(message.mandates)
    )
    execution.written()
    return accepted({"login": user.login, "user": str(user.pk)})
