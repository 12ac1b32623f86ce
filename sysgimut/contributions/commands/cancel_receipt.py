"""Cancel a receipt number: unused, it is struck out; used, the money is given back and its effects undone."""

from __future__ import annotations

from typing import ClassVar

from sysgimut.contributions.domain.receipts import ReceiptNumber, parse_receipt_number
from sysgimut.contributions.domain.till import overdrawn
from sysgimut.contributions.models import Cancellation, Placement, Receipt, SuspenseTask
from sysgimut.contributions.recalculation import load_facts, recalculate
from sysgimut.contributions.receipts import booklet_of, canonical, lock_numbers, open_task, receipt_of, refuse_number
from sysgimut.contributions.recording import Money, reversal_entry
from sysgimut.journal.command import Command, handles
from sysgimut.journal.execution import Execution
from sysgimut.kernel.outcomes import Outcome, Reason, accepted, refused
from sysgimut.ledger.posting import post
from sysgimut.membership.messages import Code, ReceiptText, Why
from sysgimut.membership.queries import lock_households
from sysgimut.network.queries import mutual_path
from sysgimut.parameters.queries import current


class CancelReceipt(Command):
    """The number `receipt` (CARNET-NUMERO) of the mutual, and why it is cancelled."""

    operation: ClassVar[str] = "contributions.cancel_receipt"
    mutual: Code
    receipt: ReceiptText
    reason: Why


@handles(CancelReceipt)
def cancel_receipt(message: CancelReceipt, execution: Execution) -> Outcome:
    """Strike the number out for ever. The result holds `receipt` and `amount`, what is given back in XOF.

    Rights that the money had opened are worked out again without it: what was decided on them stays, for a
    person to see (docs/algorithms/coverage.md).
    """
    path = mutual_path(message.mutual)
    number = parse_receipt_number(message.receipt)
    if path is None or isinstance(number, Reason):
        execution.authorise(path or "UTM", chain=message.mutual if path else None)
        return refused(number if isinstance(number, Reason) else Reason("MUT-INCONNUE", {"mutual": message.mutual}))
    receipt = receipt_of(message.mutual, number)
    booklet = booklet_of(message.mutual, number.booklet)
    scope = receipt.scope_path if receipt else booklet.scope_path if booklet else path
    execution.authorise(scope, chain=message.mutual)
    lock_numbers(message.mutual, alone=True)
    receipt = receipt_of(message.mutual, number)
    refusal = refuse_number(message.mutual, number)
    if receipt is None and refusal is not None:
        return refused(refusal)
    if receipt is not None and Cancellation.objects.filter(receipt=receipt).exists():
        return refused(Reason("RECU-ANNULE", {"receipt": receipt.number}))
    if receipt is None:
        _strike(message, number, None, execution)
        return accepted({"receipt": canonical(number), "amount": 0})
    return _give_back(message, number, receipt, execution)


def _strike(message: CancelReceipt, number: ReceiptNumber, receipt: Receipt | None, execution: Execution) -> None:
    execution.insert(
        Cancellation,
        [
            (
                message.mutual,
                receipt.number if receipt else canonical(number),
                number.booklet,
                number.number,
                receipt.pk if receipt else None,
                message.reason,
                execution.today,
            )
        ],
    )


def _give_back(message: CancelReceipt, number: ReceiptNumber, receipt: Receipt, execution: Execution) -> Outcome:
    placement = Placement.objects.filter(receipt=receipt).select_related("household").first()
    household = placement.household if placement else receipt.household
    if household is not None:
        lock_households([household.reference])
        kept = [payment for payment in load_facts([household.pk])[0].payments if payment.number != receipt.number]
        if overdrawn(kept):
            return refused(Reason("RECU-TRANSFERE", {"receipt": receipt.number}))
    task = open_task(receipt)
    party = household.reference if household else task.declared if task else ""
    money = Money(receipt.number, receipt.day, receipt.method, receipt.fee, receipt.contribution, party)
    parameters = current()
    _strike(message, number, receipt, execution)
    execution.supersede(SuspenseTask, [task.pk] if task else [])
    entry = reversal_entry(message.mutual, money, parameters, execution.today, suspense=household is None)
    post(execution, [entry])
    if household is not None:
        recalculate(execution, [household.pk], parameters)
    amount = receipt.fee + receipt.contribution
    given = Reason("RECU-RENDU", {"amount": amount, "receipt": receipt.number})
    return accepted({"receipt": receipt.number, "amount": amount}, given)
