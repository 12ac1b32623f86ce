"""What a household owes and by when: for the till, reminders and the list of late payers.

Rules: docs/algorithms/coverage.md.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sysgimut.contributions.domain.coverage import (
    Belonging,
    HouseholdCoverage,
    months_after,
    opening_day,
    persons_on,
)


@dataclass(frozen=True, slots=True)
class Due:
    """What a household of `persons` people owes on `day`, in XOF.

    `fee`: admission fee still to pay (after validation, what fell due with the 16th, the 31st… person);
    `contribution`: what the credit lacks to buy one period (`period_price`): the first one, or the next;
    `paid_end`: first day not paid, None when never validated; `days_left` until it, negative once passed;
    `resume_by`: last day on which a payment still resumes without a new observation;
    `opens_if_paid`: the day the household's rights open if all is paid on `day`.
    Nobody in the household: nothing to buy, so `contribution` is 0.
    """

    day: date
    persons: int
    fee: int
    contribution: int
    period_price: int
    paid_end: date | None
    days_left: int | None
    resume_by: date | None
    opens_if_paid: date

    @property
    def total(self) -> int:
        """Fee and contribution together, in XOF."""
        return self.fee + self.contribution

    @property
    def validated(self) -> bool:
        """Whether fee and first contribution have been paid."""
        return self.paid_end is not None

    @property
    def late(self) -> bool:
        """Whether the household has people, was validated, and its paid time is over."""
        return self.persons > 0 and self.days_left is not None and self.days_left <= 0


def next_due(coverage: HouseholdCoverage, belongings: Iterable[Belonging], day: date) -> Due:
    """What the household owes on `day`.

    `coverage` is that of `cover(…, until=day)`: given without `until`, what is already known to happen
    after `day` (somebody leaves next month) is counted as done.
    """
    terms = coverage.terms.on(day)
    persons = persons_on(belongings, day)
    fee_due = terms.fee_for(persons)
    if coverage.validated_on is not None:
        fee_due = max(fee_due, coverage.fee_due)
    price = terms.contribution_for(persons)
    last = coverage.runs[-1] if coverage.runs else None
    running = last is not None and day <= last.paid_end
    return Due(
        day=day,
        persons=persons,
        fee=max(0, fee_due - coverage.fee_paid),
        contribution=max(0, price - coverage.contribution_credit) if persons else 0,
        period_price=price,
        paid_end=last.paid_end if last else None,
        days_left=(last.paid_end - day).days if last else None,
        resume_by=months_after(last.paid_end, terms.interruption_max_months) if last else None,
        opens_if_paid=last.opens if last and running else opening_day(day, last, terms),
    )
