"""Give someone a role over a part of the network."""

from __future__ import annotations

from typing import ClassVar

from sysgimut.identity.governing import Login, MandateEntry, refuse_scope, unknown_account
from sysgimut.identity.models import Assignment, User
from sysgimut.journal.command import Command, handles
from sysgimut.journal.execution import Execution
from sysgimut.kernel.outcomes import Outcome, Reason, accepted, refused


class GiveMandate(Command):
    """The account `login` holds this mandate from its first day on."""

    operation: ClassVar[str] = "identity.give_mandate"
    login: Login
    mandate: MandateEntry


@handles(GiveMandate)
def give_mandate(message: GiveMandate, execution: Execution) -> Outcome:
    """Record the mandate. The outcome's result holds `mandate`, its number."""
    mandate = message.mandate
    execution.authorise(mandate.scope)
    user = User.objects.filter(login=message.login).select_for_update().first()
    if user is None:
        return refused(unknown_account(message.login))
    if user.pk == execution.author.id:
        return refused(Reason("ID-SOI_MEME"))
    start = mandate.start or execution.today
    if mandate.end is not None and mandate.end <= start:
        return refused(Reason("ID-MANDAT_DATES", {"start": start, "end": mandate.end}))
    if (unknown := refuse_scope(mandate.role, mandate.scope)) is not None:
        return refused(unknown)
    held = Assignment.objects.filter(user=user, role=mandate.role, scope=mandate.scope).exclude(end__lte=start)
    if (held if mandate.end is None else held.filter(start__lt=mandate.end)).exists():
        return refused(Reason("ID-MANDAT_EXISTE", {"name": user.full_name, "scope": mandate.scope}))
    given = Assignment(user=user, role=mandate.role, scope=mandate.scope, start=start, end=mandate.end)
    given.save(force_insert=True)
    execution.written()
    return accepted({"login": user.login, "mandate": given.pk})
