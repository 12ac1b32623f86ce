"""Hand a booklet of numbered receipts to an agent."""

from __future__ import annotations

from typing import Annotated, ClassVar

from pydantic import Field

from sysgimut.contributions.domain.till import refuse_booklet
from sysgimut.contributions.models import Booklet
from sysgimut.contributions.receipts import booklet_of, lock_numbers, section_path, used_numbers
from sysgimut.journal.command import Command, handles
from sysgimut.journal.execution import Execution
from sysgimut.kernel.outcomes import Outcome, Reason, accepted, refused
from sysgimut.membership.messages import Code, Day, HolderName, OptionalCode
from sysgimut.network.queries import mutual_path

Leaf = Annotated[int, Field(ge=0, le=999_999_999)]


class IssueBooklet(Command):
    """Receipts `first` to `last` (both included) of the booklet `code`, handed to `holder` on `day`.

    `section` is the code of the section it is for; empty for the mutual's own office.
    """

    operation: ClassVar[str] = "contributions.issue_booklet"
    mutual: Code
    section: OptionalCode = ""
    code: Code
    first: Leaf
    last: Leaf
    holder: HolderName
    day: Day


@handles(IssueBooklet)
def issue_booklet(message: IssueBooklet, execution: Execution) -> Outcome:
    """Register the booklet: from now on its numbers are counted, and gaps are reported."""
    path = mutual_path(message.mutual)
    section = section_path(message.section, message.mutual) if message.section else path
    execution.authorise(section or path or "UTM", chain=message.mutual if path else None)
    if path is None:
        return refused(Reason("MUT-INCONNUE", {"mutual": message.mutual}))
    if section is None:
        return refused(Reason("CARNET-SECTION", {"section": message.section, "mutual": message.mutual}))
    if message.day > execution.today:
        return refused(Reason("PERS-FUTUR", {"field": "day", "day": message.day}))
    lock_numbers(message.mutual, alone=True)
    known = booklet_of(message.mutual, message.code) is not None
    used = used_numbers(message.mutual, message.code)
    refusal = refuse_booklet(message.code, message.first, message.last, known, used)
    if refusal is not None:
        return refused(refusal)
    row = (message.mutual, message.code, message.first, message.last, message.holder, message.day, section)
    execution.insert(Booklet, [row])
    return accepted({"booklet": message.code, "leaves": message.last - message.first + 1})
