"""Writing receipts down, with the ledger entries that go with them. Entries: docs/algorithms/ledger.md."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sysgimut.contributions.domain.intake import DeclaredReceipt
from sysgimut.contributions.models import Receipt, SuspenseTask
from sysgimut.journal.execution import Execution
from sysgimut.kernel.outcomes import Reason
from sysgimut.ledger.closing import open_day
from sysgimut.ledger.domain.book import BookEntry, entry
from sysgimut.ledger.posting import post
from sysgimut.parameters.queries import Parameters


@dataclass(frozen=True, slots=True)
class TakenReceipt:
    """A receipt to record: for which household (None: in suspense), in the cash of which section."""

    receipt: DeclaredReceipt
    household: UUID | None
    scope_path: str


def record_receipts(
    execution: Execution, mutual: str, taken: Sequence[TakenReceipt], parameters: Parameters
) -> list[UUID]:
    """Write receipts down with their ledger entries, and return their identifiers."""
    rows = []
    for one in taken:
        receipt = one.receipt
        rows.append(
            (
                execution.new_id(),
                mutual,
                receipt.text,
                receipt.number.booklet,
                receipt.number.number,
                receipt.day,
                one.household,
                one.scope_path,
                receipt.fee,
                receipt.contribution,
                receipt.method,
                receipt.payment_reference,
                receipt.collector,
            )
        )
    execution.insert(Receipt, rows)
    post(execution, [_entry(execution, mutual, one, parameters) for one in taken])
    return [row[0] for row in rows]


def suspend(execution: Execution, mutual: str, identifier: UUID, taken: TakenReceipt) -> Reason:
    """A receipt whose household is not known here waits for a person to say: the task, and what its giver is told."""
    receipt = taken.receipt
    reason = Reason("RECU-ATTENTE", {"household": receipt.household, "receipt": receipt.text})
    code, params = reason.packed()
    task = (identifier, mutual, taken.scope_path, code, params, receipt.household, execution.today)
    execution.insert(SuspenseTask, [task])
    return reason


def _entry(execution: Execution, mutual: str, taken: TakenReceipt, parameters: Parameters) -> BookEntry | None:
    """Money that was taken is never refused: a receipt of a closed month is booked on the first open day."""
    receipt = taken.receipt
    day = open_day(execution, mutual, receipt.day)
    money = Money(receipt.text, day, receipt.method, receipt.fee, receipt.contribution, receipt.household)
    return receipt_entry(mutual, money, parameters, suspense=taken.household is None)


@dataclass(frozen=True, slots=True)
class Money:
    """What the books need of a receipt; `party` is the household it is for."""

    number: str
    day: date
    method: str
    fee: int
    contribution: int
    party: str


def receipt_entry(mutual: str, money: Money, parameters: Parameters, suspense: bool = False) -> BookEntry | None:
    """The double entry of a receipt: money in hand against fee and credit of the household, or against the
    suspense account when the household is not known. None for a receipt of nothing."""
    lines = (
        (parameters.accounts("moyens_paiement", money.day)[money.method], money.fee + money.contribution, money.party),
        *_purposes(money, parameters, suspense, -1),
    )
    return entry(mutual, money.day, "recu", money.number, f"Reçu {money.number}", lines)


def reversal_entry(
    mutual: str, money: Money, parameters: Parameters, on: date, suspense: bool = False
) -> BookEntry | None:
    """The reverse of a receipt's entry, on the day it is cancelled: the money is given back."""
    hand = parameters.accounts("moyens_paiement", money.day)[money.method]
    lines = (
        *_purposes(money, parameters, suspense, 1),
        (hand, -money.fee - money.contribution, money.party),
    )
    return entry(mutual, on, "annulation-recu", money.number, f"Annulation du reçu {money.number}", lines)


def placement_entry(mutual: str, money: Money, parameters: Parameters, on: date, party: str) -> BookEntry | None:
    """Money leaves the suspense account for the household it turned out to be for (`party`)."""
    placed = Money(money.number, money.day, money.method, money.fee, money.contribution, party)
    lines = (*_purposes(money, parameters, True, 1), *_purposes(placed, parameters, False, -1))
    return entry(mutual, on, "affectation", money.number, f"Affectation du reçu {money.number}", lines)


def transfer_entry(
    mutual: str, household: str, source: str, amount: int, parameters: Parameters, on: date
) -> BookEntry | None:
    """Credit of a household goes from one purpose (`source`: fee or contribution) to the other."""
    fee, ahead = parameters.account("droits_admission", on), parameters.account("cotisations_avance", on)
    debit, credit = (fee, ahead) if source == "fee" else (ahead, fee)
    label = "Du droit d'admission à la cotisation" if source == "fee" else "De la cotisation au droit d'admission"
    lines = ((debit, amount, household), (credit, -amount, household))
    return entry(mutual, on, "virement-credit", household, label, lines)


def _purposes(money: Money, parameters: Parameters, suspense: bool, sign: int) -> Sequence[tuple[str, int, str]]:
    """What the money is for, as (account, amount, party)."""
    if suspense:
        account = parameters.account("encaissements_attente", money.day)
        return ((account, sign * (money.fee + money.contribution), money.party),)
    return (
        (parameters.account("droits_admission", money.day), sign * money.fee, money.party),
        (parameters.account("cotisations_avance", money.day), sign * money.contribution, money.party),
    )
