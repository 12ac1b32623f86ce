"""Move a household's credit from one purpose to the other: a fee paid twice becomes contribution, or the reverse."""

from __future__ import annotations

from typing import Annotated, ClassVar

from pydantic import Field

from sysgimut.contributions.domain.till import Purpose, refuse_credit_transfer
from sysgimut.contributions.models import CreditTransfer
from sysgimut.contributions.recalculation import recalculate
from sysgimut.contributions.recording import transfer_entry
from sysgimut.contributions.standing import standing
from sysgimut.identity.scopes import ROOT
from sysgimut.journal.command import Command, handles
from sysgimut.journal.execution import Execution
from sysgimut.kernel.outcomes import Outcome, Reason, accepted, refused
from sysgimut.ledger.posting import post
from sysgimut.membership.messages import Day, Reference, Why
from sysgimut.membership.queries import home_of, lock_households
from sysgimut.parameters.queries import current


class TransferCredit(Command):
    """`amount` XOF of `household` leaves `source` (fee or contribution) for the other purpose on `day`."""

    operation: ClassVar[str] = "contributions.transfer_credit"
    household: Reference
    source: Purpose
    amount: Annotated[int, Field(gt=0, le=1_000_000_000, strict=True)]
    day: Day
    reason: Why


@handles(TransferCredit)
def transfer_credit(message: TransferCredit, execution: Execution) -> Outcome:
    """Record the transfer and work the coverage out again: new credit may buy a period at once.

    The result holds what is due after it: `fee`, `contribution`, in XOF.
    """
    home = home_of(message.household)
    execution.authorise(home.scope_path if home else ROOT, chain=home.mutual if home else None)
    if home is None:
        return refused(Reason("MEN-INCONNU", {"household": message.household}))
    lock_households([home.reference])
    parameters = current()
    before = standing(home.household_id, execution.today, parameters)
    refusal = refuse_credit_transfer(before.then, message.source, message.amount, message.day, execution.today)
    if refusal is not None:
        return refused(refusal)
    row = (
        execution.new_id(),
        home.household_id,
        home.mutual,
        message.day,
        message.source,
        message.amount,
        message.reason,
    )
    execution.insert(CreditTransfer, [row])
    post(
        execution,
        [transfer_entry(home.mutual, home.reference, message.source, message.amount, parameters, message.day)],
    )
    recalculate(execution, [home.household_id], parameters)
    due = standing(home.household_id, execution.today, parameters).due
    return accepted({"household": home.reference, "fee": due.fee, "contribution": due.contribution})
