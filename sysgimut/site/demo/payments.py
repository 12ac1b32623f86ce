"""When households pay: at once or in two parts, on time, late, or never again. Booklets, agents, mobile money."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from sysgimut.contributions.domain.coverage import Terms
from sysgimut.interop.domain.cells import ReceiptNumber
from sysgimut.interop.domain.rows import ReceiptRow
from sysgimut.kernel.periods import add_months
from sysgimut.site.demo.households import Household

LEAVES = 50
"""Receipts in a booklet."""
METHODS = (("especes", 62), ("orange_money", 27), ("moov_money", 6), ("wave", 2), ("sama_money", 1), ("banque", 2))
MOBILE = {"orange_money": "OM", "moov_money": "MM", "wave": "WV", "sama_money": "SM", "banque": "VB"}
RENEWAL = 0.64
"""Share of households that pay for a second year (domain figures: 55 to 70 %)."""


@dataclass(frozen=True, slots=True)
class Payment:
    """Money that a household brings, in XOF, before it has a receipt number."""

    household: Household
    day: date
    fee: int
    contribution: int


@dataclass(frozen=True, slots=True)
class Booklet:
    """A booklet of receipts, handed to the agent of a section when the one before was full."""

    mutual: str
    section: str
    code: str
    holder: str
    day: date


def payments(random: Random, household: Household, terms: Terms, today: date) -> list[Payment]:
    """All that a household pays until today."""
    yearly = household.product != "AMV"
    drawn = _yearly(random, household, terms) if yearly else _monthly(random, household, terms, today)
    return [payment for payment in drawn if payment.day <= today and payment.fee + payment.contribution > 0]


def _persons(household: Household, day: date) -> int:
    return sum(row.joined_on <= day and (row.left_on is None or row.left_on > day) for row in household.rows)


def _first(random: Random, household: Household, terms: Terms) -> Iterator[Payment]:
    """Admission: mostly all at once; some in two parts, some never complete."""
    day = household.joined + timedelta(random.choices((0, 5, 20), (60, 25, 15))[0])
    persons = _persons(household, day)
    fee, price = terms.fee_for(persons), terms.contribution_for(persons)
    manner = random.random()
    if manner < 0.72:
        yield Payment(household, day, fee, price)
    elif manner < 0.88:
        part = price // 2 // 100 * 100
        rest = day + timedelta(random.randint(20, 110))
        yield Payment(household, day, fee, part)
        yield Payment(household, rest, 0, terms.contribution_for(_persons(household, rest)) - part)
    elif manner < 0.92:
        yield Payment(household, day, 0, price)
        yield Payment(household, day + timedelta(random.randint(10, 60)), fee, 0)
    elif manner < 0.96:
        yield Payment(household, day, fee, 0)
    else:
        yield Payment(household, day, fee, price // 3 // 100 * 100)


def _yearly(random: Random, household: Household, terms: Terms) -> Iterator[Payment]:
    first = list(_first(random, household, terms))
    yield from first
    end = add_months(first[-1].day, terms.period_months)
    while random.random() < RENEWAL:
        late = random.choices((-20, 15, 60, 150), (55, 20, 15, 10))[0]
        day = end + timedelta(late + random.randint(-10, 10))
        price = terms.contribution_for(_persons(household, day))
        extra = random.choice((0, 0, 0, 500, 1_000))
        if random.random() < 0.2:
            half = price // 2 // 500 * 500
            yield Payment(household, day, 0, half)
            day += timedelta(random.randint(10, 45))
            yield Payment(household, day, 0, price - half + extra)
        else:
            yield Payment(household, day, _second_fee(household, first, terms, day), price + extra)
        end = add_months(max(day, end), terms.period_months)


def _second_fee(household: Household, first: Sequence[Payment], terms: Terms, day: date) -> int:
    """What the 16th, the 31st… person made due since."""
    return max(0, terms.fee_for(_persons(household, day)) - sum(payment.fee for payment in first))


def _monthly(random: Random, household: Household, terms: Terms, today: date) -> Iterator[Payment]:
    """Some pay month after month, others by the quarter; two in five stop one day, some of them come back."""
    first = list(_first(random, household, terms))
    yield from first
    by = random.choices((1, 3, 6), (45, 40, 15))[0]
    day = first[-1].day
    while True:
        day = add_months(day, by)
        if day > today:
            return
        if random.random() < 0.035 * by:
            day = add_months(day, random.choice((2, 5, 30)))
            continue
        on = day + timedelta(random.choices((-5, 0, 12, 35), (45, 30, 18, 7))[0])
        yield Payment(household, on, 0, by * terms.contribution_for(_persons(household, on)))


class Till:
    """Gives receipt numbers, section by section, in the order of days: booklets of 50 leaves, some of them spoilt."""

    def __init__(self, random: Random) -> None:
        self._random = random
        self.booklets: list[Booklet] = []
        self._used: dict[str, int] = defaultdict(int)
        self._spoilt: dict[str, list[int]] = defaultdict(list)

    def receipts(self, paid: Iterable[Payment]) -> list[ReceiptRow]:
        """A receipt for each payment, by day."""
        rows = []
        for payment in sorted(paid, key=lambda one: (one.day, one.household.key)):
            code, number = self._leaf(payment)
            method = self._random.choices([name for name, _ in METHODS], [weight for _, weight in METHODS])[0]
            reference = None
            if method in MOBILE:
                reference = f"{MOBILE[method]}{payment.day:%y%m%d}.{self._random.randint(0, 999_999):06d}"
            text = f"{code}-{number:06d}"
            rows.append(
                ReceiptRow(
                    line=0,
                    receipt=ReceiptNumber(text, code, number),
                    day=payment.day,
                    household=payment.household.key,
                    fee=payment.fee,
                    contribution=payment.contribution,
                    method=method,
                    payment_reference=reference,
                    collector=f"Gestionnaire de {payment.household.place.commune}",
                )
            )
        return rows

    def _leaf(self, payment: Payment) -> tuple[str, int]:
        """The next leaf of the section; one in sixty is spoilt, and struck out later."""
        place = payment.household.place
        section = place.code[-4:]
        while True:
            used = self._used[section] = self._used[section] + 1
            code = f"C{section}{(used - 1) // LEAVES + 1:03d}"
            if (used - 1) % LEAVES == 0:
                holder = f"Gestionnaire de {place.commune}"
                self.booklets.append(Booklet(place.mutual, place.section, code, holder, payment.day))
            number = (used - 1) % LEAVES + 1
            if self._random.random() < 1 / 60:
                self._spoilt[code].append(number)
                continue
            return code, number

    def leaves(self) -> dict[str, Sequence[int]]:
        """Booklet → the leaves of it that were spoilt."""
        return dict(self._spoilt)
