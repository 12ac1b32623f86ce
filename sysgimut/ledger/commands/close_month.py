"""Close the books of a mutual up to the end of a month: what it says of that month will not change any more."""

from __future__ import annotations

from typing import Annotated, ClassVar

from pydantic import Field, StringConstraints

from sysgimut.identity.scope_tree import TREE
from sysgimut.identity.scopes import ROOT
from sysgimut.journal.command import Command, handles
from sysgimut.journal.execution import Execution
from sysgimut.kernel.outcomes import Outcome, Reason, accepted, refused
from sysgimut.ledger.closing import closed_until, held_before, lock_books
from sysgimut.ledger.domain.closing import month_end, refuse_closing
from sysgimut.ledger.models import Closing


class CloseMonth(Command):
    """The month (`2024-03`) that the legal entity `mutual` closes, with all the months before it."""

    operation: ClassVar[str] = "ledger.close_month"
    mutual: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=32)]
    month: Annotated[str, Field(pattern=r"^(19|20)[0-9]{2}-(0[1-9]|1[0-2])$")]


@handles(CloseMonth)
def close_month(message: CloseMonth, execution: Execution) -> Outcome:
    """Refused while the month lasts, and once it is closed. The result holds what the closed books hold, from their
    beginning: `entries`, and `debit` in XOF."""
    path = TREE.entity_path(message.mutual)
    execution.authorise(path or ROOT, chain=message.mutual if path else None)
    if path is None:
        return refused(Reason("LIVRE-INCONNU", {"entity": message.mutual}))
    lock_books(message.mutual)
    until = month_end(message.month)
    refusal = refuse_closing(message.mutual, until, closed_until(message.mutual), execution.today)
    if refusal is not None:
        return refused(refusal)
    entries, debit = held_before(message.mutual, until)
    execution.insert(Closing, [(message.mutual, until, execution.today, entries, debit)])
    return accepted({"until": until.isoformat(), "entries": entries, "debit": debit})
