"""Taking receipts in: what is new, what is recorded already, what cannot be. Pure.

Rules: docs/algorithms/coverage.md.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from operator import attrgetter

from sysgimut.contributions.domain.receipts import ReceiptNumber, place
from sysgimut.kernel.outcomes import Reason


@dataclass(frozen=True, slots=True)
class DeclaredReceipt:
    """A receipt as its file or its form declares it; `line` is the row of the file. Amounts in whole XOF."""

    line: int
    text: str
    number: ReceiptNumber
    day: date
    household: str
    fee: int
    contribution: int
    method: str
    payment_reference: str = ""
    collector: str = ""


@dataclass(frozen=True, slots=True)
class KnownReceipt:
    """What is recorded under a number."""

    day: date
    household: str
    fee: int
    contribution: int
    method: str
    payment_reference: str = ""
    collector: str = ""


@dataclass(frozen=True, slots=True)
class ReceiptError:
    """A receipt that is not recorded, and why."""

    line: int
    column: str
    value: str
    reason: Reason


@dataclass(slots=True)
class Intake:
    """What to record, and the receipts in error."""

    receipts: list[DeclaredReceipt] = field(default_factory=list)
    errors: list[ReceiptError] = field(default_factory=list)
    unchanged: int = 0


def take_in(
    receipts: Iterable[DeclaredReceipt],
    households: Collection[str],
    recorded: Mapping[tuple[str, int], KnownReceipt],
    cancelled: Collection[tuple[str, int]],
    ranges: Mapping[str, tuple[int, int]],
) -> Intake:
    """Compare receipts with what is recorded in the mutual.

    `households` are the references known in the mutual, `recorded` what stands under each (booklet, number),
    `cancelled` those that were cancelled, `ranges` the booklets registered with their first and last number (a
    booklet that was never registered takes any number). The same number with the same content again is
    unchanged; with another content it is an error: a number is used once, for ever.
    """
    intake = Intake()
    seen = dict(recorded)
    for receipt in receipts:
        key = receipt.number.booklet, receipt.number.number
        content = _content(receipt)
        if seen.get(key) == content:
            intake.unchanged += 1
            continue
        problem = _problem(receipt, households, key in seen, cancelled, ranges)
        if problem is not None:
            intake.errors.append(problem)
            continue
        seen[key] = content
        intake.receipts.append(receipt)
    return intake


_content_of = attrgetter(*KnownReceipt.__slots__)


def _content(receipt: DeclaredReceipt) -> KnownReceipt:
    return KnownReceipt(*_content_of(receipt))


def _problem(
    receipt: DeclaredReceipt,
    households: Collection[str],
    used: bool,
    cancelled: Collection[tuple[str, int]],
    ranges: Mapping[str, tuple[int, int]],
) -> ReceiptError | None:
    def error(column: str, value: str, code: str, **params: str | int) -> ReceiptError:
        return ReceiptError(receipt.line, column, value, Reason(code, params))

    if used:
        return error("recu", receipt.text, "RECU-UTILISE", receipt=receipt.text)
    if (receipt.number.booklet, receipt.number.number) in cancelled:
        return error("recu", receipt.text, "RECU-ANNULE", receipt=receipt.text)
    if receipt.household not in households:
        return error("menage", receipt.household, "RECU-MENAGE", household=receipt.household)
    bounds = ranges.get(receipt.number.booklet)
    if bounds is not None and place(receipt.number.number, *bounds) is None:
        first, last = (str(number) for number in bounds)
        return error("recu", receipt.text, "RECU-HORS_CARNET", receipt=receipt.text, first=first, last=last)
    return None
