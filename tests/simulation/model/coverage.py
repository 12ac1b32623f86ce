"""Where a household stands, from its people and its money: validation, paid time, credit (File formats, section 2).

Prices are those of the day on which a period is bought. Money that a later transfer takes away is not there to be
spent before.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from tests.oracle.registers import Person
from tests.oracle.rights import FEE, PEOPLE_PER_FEE, Coverage, belonging, buy

Price = Callable[[str, date], int]


@dataclass(frozen=True, slots=True)
class Money:
    """What came in, or moved from one purpose to the other (one of the two is then negative). XOF."""

    day: date
    number: str
    fee: int
    contribution: int


@dataclass(slots=True)
class Standing:
    """What the evaluated days have produced. XOF."""

    coverage: Coverage
    evaluated_on: date | None = None
    persons: int = 0
    fee_paid: int = 0
    fee_due: int = 0
    paid: int = 0
    bought: int = 0

    @property
    def credit(self) -> int:
        """Contributions that have bought nothing yet."""
        return self.paid - self.bought


def stand(
    people: Iterable[Person], payments: Sequence[Money], product: str, price: Price, until: date | None = None
) -> Standing:
    """Evaluate, in order, each day with money, an arrival or a departure."""
    known = list(people)
    days = {money.day for money in payments} | {person.joins for person in known}
    days |= {person.leaves for person in known if person.leaves is not None}
    evaluated = sorted(day for day in days if until is None or day <= until)
    sums = {day: [money for money in payments if money.day == day] for day in evaluated}
    fees = [sum(money.fee for money in sums[day]) for day in evaluated]
    contributions = [sum(money.contribution for money in sums[day]) for day in evaluated]
    standing = Standing(Coverage(product))
    for rank, day in enumerate(evaluated):
        standing.evaluated_on = day
        standing.persons = belonging(known, day)
        standing.fee_paid += fees[rank]
        standing.paid += contributions[rank]
        _evaluate(standing, day, price(product, day), taken_later(fees, rank), taken_later(contributions, rank))
    return standing


def _evaluate(standing: Standing, day: date, part: int, fee_gone: int, gone: int) -> None:
    coverage = standing.coverage
    due = FEE * -(-standing.persons // PEOPLE_PER_FEE)
    cost = standing.persons * part
    standing.fee_due = max(standing.fee_due, due) if coverage.first is not None else due
    if standing.persons == 0:
        return
    if coverage.first is None:
        if standing.fee_paid - fee_gone < due or standing.credit - gone < cost:
            return
        coverage.first = day
    while standing.credit - gone >= cost and buy(coverage, day):
        standing.bought += cost


def taken_later(sums: Sequence[int], rank: int) -> int:
    """How much of what has come in until this day later days take away."""
    lowest = total = 0
    for amount in sums[rank + 1 :]:
        total += amount
        lowest = min(lowest, total)
    return -lowest


def overdrawn(payments: Iterable[Money]) -> bool:
    """Whether on some day less than nothing of a purpose would be there."""
    fee = contribution = 0
    known = list(payments)
    for day in sorted({money.day for money in known}):
        fee += sum(money.fee for money in known if money.day == day)
        contribution += sum(money.contribution for money in known if money.day == day)
        if fee < 0 or contribution < 0:
            return True
    return False
