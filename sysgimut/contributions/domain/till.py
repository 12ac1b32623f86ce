"""What may be done at the till, and why not. Pure; amounts in whole XOF.

Rules: docs/algorithms/membership.md (validation, credit) and docs/algorithms/ledger.md (what is booked).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date, timedelta
from typing import Literal

from sysgimut.contributions.domain.coverage import HouseholdCoverage, Payment
from sysgimut.contributions.domain.receipts import ReceiptNumber, parse_receipt_number
from sysgimut.kernel.outcomes import Reason

Purpose = Literal["fee", "contribution"]
LARGEST_BOOKLET = 1_000
OLDEST_RECEIPT = timedelta(days=366 * 60)


def refuse_receipt(day: date, fee: int, contribution: int, today: date) -> Reason | None:
    """Why a receipt is no receipt: nothing was paid, or its day cannot be. Money itself is never refused."""
    if fee + contribution <= 0:
        return Reason("RECU-VIDE", {"field": "contribution"})
    if day > today or day < today - OLDEST_RECEIPT:
        return Reason("RECU-DATE", {"field": "day", "day": day})
    return None


def refuse_validation(coverage: HouseholdCoverage) -> Reason | None:
    """Why the file of a household cannot be validated: nobody in it, or what is still to pay.

    `coverage` is that of the day (`cover(…, until=day)`). A household that paid once stays payable: what
    counts is the first contribution date, whenever the file is validated.
    """
    if coverage.validated_on is not None:
        return None
    if coverage.persons == 0:
        return Reason("VALID-PERSONNE")
    return Reason(
        "VALID-MANQUE",
        {
            "fee": coverage.fee_missing,
            "contribution": coverage.contribution_missing,
            "total": coverage.fee_missing + coverage.contribution_missing,
        },
    )


def movable(coverage: HouseholdCoverage, source: Purpose) -> int:
    """How much of a purpose's money is not needed there: the admission fee paid in excess, or the credit of
    contributions. What has bought time or paid a fee that was due cannot be moved."""
    return coverage.fee_credit if source == "fee" else max(0, coverage.contribution_credit)


def overdrawn(payments: Iterable[Payment]) -> bool:
    """Whether some day has less than nothing of one purpose: credit was moved away that would not have been there."""
    by_day: dict[date, list[int]] = {}
    for payment in payments:
        sums = by_day.setdefault(payment.day, [0, 0])
        sums[0] += payment.fee
        sums[1] += payment.contribution
    fee = contribution = 0
    for day in sorted(by_day):
        fee += by_day[day][0]
        contribution += by_day[day][1]
        if fee < 0 or contribution < 0:
            return True
    return False


def refuse_credit_transfer(
    coverage: HouseholdCoverage, source: Purpose, amount: int, day: date, today: date
) -> Reason | None:
    """Why credit cannot move on `day`: too little of it, or a day before the last one that counted.

    `coverage` is that of `today`. A transfer in the past would take away credit that was used since.
    """
    if day > today:
        return Reason("PERS-FUTUR", {"field": "day", "day": day})
    if coverage.evaluated_on is not None and day < coverage.evaluated_on:
        return Reason("CREDIT-DATE", {"field": "day", "day": coverage.evaluated_on})
    available = movable(coverage, source)
    if amount > available:
        return Reason("CREDIT-INSUFFISANT", {"field": "amount", "amount": amount, "available": available})
    return None


def refuse_booklet(code: str, first: int, last: int, known: bool, used: Collection[int]) -> Reason | None:
    """Why a booklet cannot be handed out: known already, a code no receipt could bear, a range that is none,
    or receipts already used outside it."""
    if known:
        return Reason("CARNET-DEJA", {"field": "code", "code": code})
    read = parse_receipt_number(f"{code}-{first}")
    if not isinstance(read, ReceiptNumber) or read.booklet != code:
        return Reason("CARNET-CODE", {"field": "code", "code": code})
    if last < first or last - first >= LARGEST_BOOKLET:
        return Reason("CARNET-ETENDUE", {"field": "last", "most": LARGEST_BOOKLET})
    outside = sorted(number for number in used if not first <= number <= last)
    if outside:
        return Reason("CARNET-UTILISE", {"field": "first", "receipt": f"{code}-{outside[0]}"})
    return None
