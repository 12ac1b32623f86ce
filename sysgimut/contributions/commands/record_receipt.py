"""Take money from a household against one receipt. Money that was really taken is never refused."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from sysgimut.contributions.domain.intake import DeclaredReceipt
from sysgimut.contributions.domain.receipts import ReceiptNumber, parse_receipt_number
from sysgimut.contributions.domain.till import refuse_receipt
from sysgimut.contributions.messages import Amount, Method
from sysgimut.contributions.recalculation import recalculate
from sysgimut.contributions.receipts import booklet_of, canonical, lock_booklet, refuse_booklet_of, refuse_number
from sysgimut.contributions.recording import TakenReceipt, record_receipts, suspend
from sysgimut.contributions.standing import standing
from sysgimut.identity.scopes import within
from sysgimut.journal.command import Command, handles
from sysgimut.journal.execution import Execution
from sysgimut.kernel.outcomes import Outcome, Reason, accepted, held, refused
from sysgimut.membership.messages import AgentName, Code, Day, ReceiptText, Reference, ScopePath
from sysgimut.membership.queries import home_of, lock_households
from sysgimut.network.queries import mutual_path
from sysgimut.parameters.queries import Parameters, current


class RecordReceipt(Command):
    """A receipt of the mutual: `receipt` is CARNET-NUMERO, amounts are whole XOF, each for its own purpose.

    `till` is the scope path of the section whose cash it is (empty: the household's, else the booklet's, else
    the mutual's): it is needed only when the household may be unknown.
    """

    operation: ClassVar[str] = "contributions.record_receipt"
    mutual: Code
    receipt: ReceiptText
    day: Day
    household: Reference
    fee: Amount = 0
    contribution: Amount = 0
    method: Method = "especes"
    payment_reference: AgentName = ""
    collector: AgentName = ""
    till: ScopePath = ""


@dataclass(frozen=True, slots=True)
class Place:
    """For whom the money is (None: in suspense) and in whose cash it lies."""

    household: UUID | None
    scope_path: str


@handles(RecordReceipt)
def record_receipt(message: RecordReceipt, execution: Execution) -> Outcome:
    """Record the receipt, book it, and work the coverage of the household out again.

    Refused: a number that is unreadable, used, cancelled or outside its booklet, and a receipt of nothing.
    Held, in suspense and with a task: the household is unknown here. The result holds `receipt` and, for a
    known household, what is due after it (`fee`, `contribution`) and `paid_end`.
    """
    path = mutual_path(message.mutual)
    number = parse_receipt_number(message.receipt)
    place = _place(message, path or "UTM", number, execution)
    execution.authorise(place.scope_path, chain=message.mutual if path else None)
    if path is None:
        return refused(Reason("MUT-INCONNUE", {"mutual": message.mutual}))
    if isinstance(number, Reason):
        return refused(number)
    lock_booklet(message.mutual, number.booklet)
    if place.household is not None:
        lock_households([message.household])
    refusal = refuse_receipt(message.day, message.fee, message.contribution, execution.today)
    refusal = refusal or refuse_number(message.mutual, number) or refuse_booklet_of(message.mutual, number, execution)
    if refusal is not None:
        return refused(refusal)
    return _record(message, number, place, execution, current())


def _place(message: RecordReceipt, mutual: str, number: ReceiptNumber | Reason, execution: Execution) -> Place:
    """A household that the author may not reach is as unknown to them as one that does not exist."""
    home = home_of(message.household)
    here = home is not None and home.mutual == message.mutual
    if home is not None and here and execution.author.may(execution.operation, home.scope_path):
        return Place(home.household_id, home.scope_path)
    if message.till and within(message.till, mutual):
        return Place(None, message.till)
    booklet = booklet_of(message.mutual, number.booklet) if isinstance(number, ReceiptNumber) else None
    return Place(None, booklet.scope_path if booklet else mutual)


def _record(
    message: RecordReceipt, number: ReceiptNumber, place: Place, execution: Execution, parameters: Parameters
) -> Outcome:
    declared = DeclaredReceipt(
        line=0,
        text=canonical(number),
        number=number,
        day=message.day,
        household=message.household,
        fee=message.fee,
        contribution=message.contribution,
        method=message.method,
        payment_reference=message.payment_reference,
        collector=message.collector,
    )
    taken = TakenReceipt(declared, place.household, place.scope_path)
    (identifier,) = record_receipts(execution, message.mutual, [taken], parameters)
    if place.household is None:
        return held({"receipt": declared.text}, suspend(execution, message.mutual, identifier, taken))
    recalculate(execution, [place.household], parameters)
    after = standing(place.household, execution.today, parameters)
    paid_end = after.coverage.paid_end
    return accepted(
        {
            "receipt": declared.text,
            "fee": after.due.fee,
            "contribution": after.due.contribution,
            "paid_end": paid_end.isoformat() if paid_end else None,
        }
    )
