"""Booklets of three-part receipts: a number is used once, cancelled with a reason, or missing.

Rules: docs/algorithms/coverage.md.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from sysgimut.kernel.outcomes import Reason

_FORM = re.compile(r"(?P<booklet>[^\W_][\w./-]{0,31})-(?P<number>[0-9]{1,9})")
_SHOWN = 40  # characters of an unreadable number that are repeated to the person who typed it


@dataclass(frozen=True, slots=True, order=True)
class ReceiptNumber:
    """A receipt's place in the world: its booklet and its number in it. Orders by booklet, then number."""

    booklet: str
    number: int


def parse_receipt_number(text: str) -> ReceiptNumber | Reason:
    """Read `CARNET-NUMERO`; the booklet may hold hyphens itself, the number is what follows the last one.

    Zeros before the number count for nothing: `C1-14` and `C1-000014` are the same leaf. Anything else
    than a booklet of 1 to 32 letters, digits, `.`, `/`, `_`, `-` and a number of 1 to 9 digits gives
    RECU-FORME.

    >>> parse_receipt_number("C09600006-000014")
    ReceiptNumber(booklet='C09600006', number=14)
    >>> parse_receipt_number("sans numéro").code
    'RECU-FORME'
    """
    found = _FORM.fullmatch(text.strip())
    if found is None:
        return Reason("RECU-FORME", {"receipt": text.strip()[:_SHOWN]})
    return ReceiptNumber(found["booklet"], int(found["number"]))


def place(number: int, first: int, last: int) -> int | None:
    """Which leaf of the booklet `first`..`last` (both included) a number is, from 1; None when outside.

    >>> place(51, first=51, last=100), place(101, first=51, last=100)
    (1, None)
    """
    return number - first + 1 if first <= number <= last else None


def refuse_use(
    receipt: ReceiptNumber, first: int, last: int, used: Collection[int], cancelled: Collection[int]
) -> Reason | None:
    """Why a number of the booklet `first`..`last` cannot be used now, or None when it can."""
    shown = f"{receipt.booklet}-{receipt.number:06d}"
    if place(receipt.number, first, last) is None:
        return Reason("RECU-HORS_CARNET", {"receipt": shown, "first": str(first), "last": str(last)})
    if receipt.number in used:
        return Reason("RECU-UTILISE", {"receipt": shown})
    if receipt.number in cancelled:
        return Reason("RECU-ANNULE", {"receipt": shown})
    return None


def missing_ranges(
    first: int, last: int, used: Iterable[int], cancelled: Iterable[int], returned: bool = False
) -> tuple[tuple[int, int], ...]:
    """The gaps of a booklet as (from, to), both included, in order.

    Leaves are used in order: a number is missing when it is neither used nor cancelled and a higher one
    is. What follows the highest is still blank, unless the booklet has been `returned`: then every leaf
    must be accounted for. Numbers outside `first`..`last` are ignored.

    >>> missing_ranges(1, 50, used=[1, 2, 6, 9], cancelled=[5])
    ((3, 4), (7, 8))
    >>> missing_ranges(1, 50, used=[1, 2, 6, 9], cancelled=[5], returned=True)
    ((3, 4), (7, 8), (10, 50))
    """
    known = sorted({number for seen in (used, cancelled) for number in seen if first <= number <= last})
    gaps: list[tuple[int, int]] = []
    expected = first
    for number in known:
        if number > expected:
            gaps.append((expected, number - 1))
        expected = number + 1
    if returned and expected <= last:
        gaps.append((expected, last))
    return tuple(gaps)


def missing_numbers(
    first: int, last: int, used: Iterable[int], cancelled: Iterable[int], returned: bool = False
) -> tuple[int, ...]:
    """The numbers of `missing_ranges`, one by one.

    >>> missing_numbers(1, 50, used=[1, 2, 6], cancelled=[5])
    (3, 4)
    """
    gaps = missing_ranges(first, last, used, cancelled, returned)
    return tuple(number for start, end in gaps for number in range(start, end + 1))
