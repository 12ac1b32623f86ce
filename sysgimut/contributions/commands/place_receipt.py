"""Say which household money in suspense is for."""

from __future__ import annotations

from typing import ClassVar

from sysgimut.contributions.domain.receipts import parse_receipt_number
from sysgimut.contributions.models import Placement, SuspenseTask
from sysgimut.contributions.recalculation import recalculate
from sysgimut.contributions.receipts import lock_booklet, open_task, receipt_of
from sysgimut.contributions.recording import Money, placement_entry
from sysgimut.identity.scopes import ROOT
from sysgimut.journal.command import Command, handles
from sysgimut.journal.execution import Execution
from sysgimut.kernel.outcomes import Outcome, Reason, accepted, refused
from sysgimut.ledger.posting import post
from sysgimut.membership.messages import Code, ReceiptText, Reference, Why
from sysgimut.membership.queries import home_of, lock_households
from sysgimut.parameters.queries import current


class PlaceReceipt(Command):
    """The receipt in suspense `receipt` of the mutual is for `household`, because `reason`."""

    operation: ClassVar[str] = "contributions.place_receipt"
    mutual: Code
    receipt: ReceiptText
    household: Reference
    reason: Why


@handles(PlaceReceipt)
def place_receipt(message: PlaceReceipt, execution: Execution) -> Outcome:
    """Move the money from suspense to the household, as of the day it was taken, and close the task.

    The author must be allowed where the household is and where the money lies.
    """
    home = home_of(message.household)
    known = home is not None and home.mutual == message.mutual
    execution.authorise(home.scope_path if home and known else ROOT, chain=message.mutual if known else None)
    if home is None or not known:
        return refused(Reason("RECU-MENAGE", {"household": message.household}))
    number = parse_receipt_number(message.receipt)
    if isinstance(number, Reason):
        return refused(number)
    lock_booklet(home.mutual, number.booklet)
    lock_households([home.reference])
    receipt = receipt_of(home.mutual, number)
    task = open_task(receipt) if receipt else None
    if receipt is None or task is None:
        return refused(Reason("RECU-PLACE", {"receipt": message.receipt}))
    execution.authorise(task.scope_path)
    money = Money(receipt.number, receipt.day, receipt.method, receipt.fee, receipt.contribution, task.declared)
    parameters = current()
    execution.insert(Placement, [(receipt.pk, home.household_id, execution.today, message.reason)])
    execution.supersede(SuspenseTask, [task.pk])
    post(execution, [placement_entry(home.mutual, money, parameters, execution.today, home.reference)])
    recalculate(execution, [home.household_id], parameters)
    return accepted({"receipt": receipt.number, "household": home.reference})
