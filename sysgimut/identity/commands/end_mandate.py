"""End a mandate: from a day on, its holder may no longer act by it."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from sysgimut.identity.governing import ADMINISTRATOR, Why, last_administrator
from sysgimut.identity.models import Assignment
from sysgimut.identity.scopes import ROOT
from sysgimut.journal.command import Command, handles
from sysgimut.journal.execution import Execution
from sysgimut.kernel.outcomes import Outcome, Reason, accepted, refused


class EndMandate(Command):
    """The mandate by its number; `end` is the first day without it (today when none)."""

    operation: ClassVar[str] = "identity.end_mandate"
    mandate: int
    end: date | None = None
    reason: Why


@handles(EndMandate)
def end_mandate(message: EndMandate, execution: Execution) -> Outcome:
    """Record the end. A mandate that would end on the day it began, or before, is taken away altogether."""
    mandate = Assignment.objects.select_for_update(of=("self",)).filter(pk=message.mandate).first()
    execution.authorise(mandate.scope if mandate else ROOT)
    end = message.end or execution.today
    if mandate is None or (mandate.end is not None and mandate.end <= end):
        return refused(Reason("ID-MANDAT_INCONNU"))
    if mandate.user_id == execution.author.id:
        return refused(Reason("ID-SOI_MEME"))
    rules_all = mandate.role == ADMINISTRATOR and mandate.scope == ROOT
    if rules_all and last_administrator(mandate.user, end):
        return refused(Reason("ID-DERNIER_ADMIN"))
    if end <= mandate.start:
        mandate.delete()
    else:
        Assignment.objects.filter(pk=mandate.pk).update(end=end)
    execution.written()
    return accepted({"mandate": message.mandate})
