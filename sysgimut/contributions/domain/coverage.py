"""From receipts to paid time: validation, periods bought, uninterrupted runs, credit.

Everything is decided for one household at a time, from its belongings and its payments, in any order.
Rules: docs/algorithms/coverage.md.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from datetime import MAXYEAR, date, timedelta
from operator import itemgetter

from sysgimut.kernel.periods import Period, add_months


@dataclass(frozen=True, slots=True)
class Terms:
    """What a product asks, resolved from the parameters: amounts in XOF, lengths in months or days.

    `period_months` is what one contribution buys (12 for MOPTI, 1 for AMV), `contribution_per_person` the
    member's part for one person and one period, `fee_amount` the admission fee (droit d'admission) per
    started group of `fee_group` people. Raises ValueError when a price, a period or a group is not
    positive, or when a length is negative: time cannot be given away by a missing parameter.
    """

    period_months: int
    contribution_per_person: int
    fee_amount: int
    fee_group: int
    observation_months: int
    interruption_max_months: int
    resume_days: int
    newborn_days: int

    def __post_init__(self) -> None:
        if min(self.period_months, self.contribution_per_person, self.fee_group) <= 0:
            raise ValueError(f"period, contribution and fee group must be positive: {self}")
        lengths = (self.observation_months, self.interruption_max_months, self.resume_days, self.newborn_days)
        if min(self.fee_amount, *lengths) < 0:
            raise ValueError(f"fee and lengths cannot be negative: {self}")

    def fee_for(self, persons: int) -> int:
        """Admission fee for a household of `persons` people, in XOF: one amount per started group.

        >>> mopti = Terms(12, 1730, 1000, 15, 3, 3, 0, 60)
        >>> [mopti.fee_for(n) for n in (0, 1, 15, 16)]
        [0, 1000, 1000, 2000]
        """
        return self.fee_amount * -(-persons // self.fee_group)

    def contribution_for(self, persons: int) -> int:
        """Contribution of `persons` people for one period, in XOF."""
        return self.contribution_per_person * persons

    def on(self, day: date) -> Terms:
        """These terms: they are the same on every day."""
        return self


@dataclass(frozen=True, slots=True)
class DatedTerms:
    """Terms that change: each version holds from its day on, the first one before as well. Oldest first.

    >>> old, new = Terms(12, 1730, 1000, 15, 3, 3, 0, 60), Terms(12, 1800, 1000, 15, 3, 3, 0, 60)
    >>> dated = DatedTerms(((date(2017, 3, 21), old), (date(2025, 1, 1), new)))
    >>> [dated.on(date(year, 6, 1)).contribution_per_person for year in (2010, 2024, 2025)]
    [1730, 1730, 1800]
    """

    versions: tuple[tuple[date, Terms], ...]

    def on(self, day: date) -> Terms:
        """The version of a day."""
        return self.versions[max(0, bisect_right(self.versions, day, key=itemgetter(0)) - 1)][1]


AnyTerms = Terms | DatedTerms


@dataclass(frozen=True, slots=True)
class Belonging:
    """One person's time in the household, from `joined` (included) to `left` (excluded, None: still there).

    Someone who leaves and comes back has two belongings. When only the year of birth is known
    (`birth_is_year`), the birth is read as 1 July of that year. Raises ValueError when the person would
    leave on or before the day they join.
    """

    key: Hashable
    joined: date
    left: date | None
    birth: date
    birth_is_year: bool = False

    def __post_init__(self) -> None:
        if self.left is not None and self.left <= self.joined:
            raise ValueError(f"a person leaves after joining, not {self.joined}..{self.left}")

    def contains(self, day: date) -> bool:
        """Whether the person belongs to the household on `day`."""
        return self.joined <= day and (self.left is None or day < self.left)


@dataclass(frozen=True, slots=True)
class Payment:
    """One receipt, in XOF per column. A cancelled receipt is simply not given.

    A transfer of credit from one column to the other is a payment with a negative and a positive column;
    the command that records it checks that the credit is there.
    """

    day: date
    number: str
    fee: int
    contribution: int


@dataclass(frozen=True, slots=True)
class Run:
    """Uninterrupted paid time (`start` included, `paid_end` excluded) and the day its rights open.

    `opens` may lie on or after `paid_end`: such a run opens nothing.
    """

    start: date
    paid_end: date
    opens: date

    @property
    def open_period(self) -> Period | None:
        """The run's time from opening to paid end, or None when it is paid for less than its observation."""
        return Period(self.opens, self.paid_end) if self.opens < self.paid_end else None


@dataclass(frozen=True, slots=True)
class Purchase:
    """Periods bought on one evaluated day: they run from `start` to `end` (excluded) for `persons` people.

    `amount` is in XOF, the same for each of the `periods`.
    """

    bought_on: date
    start: date
    end: date
    persons: int
    periods: int
    amount: int


@dataclass(frozen=True, slots=True)
class HouseholdCoverage:
    """What a household's payments have produced, as of the last evaluated day. Amounts in XOF.

    `validated_on` is the first contribution date (P), None while fee and first contribution are not both
    paid. `fee_due` is the fee of the household of the last evaluated day before validation, and the highest
    one reached since validation afterwards (what was due stays due when somebody leaves).
    `period_price` is one period for the people of the last evaluated day.
    """

    terms: AnyTerms
    evaluated_on: date | None
    persons: int
    validated_on: date | None
    runs: tuple[Run, ...]
    purchases: tuple[Purchase, ...]
    fee_paid: int
    fee_due: int
    contribution_paid: int
    contribution_credit: int

    @property
    def fee_missing(self) -> int:
        """Admission fee still to pay."""
        return max(0, self.fee_due - self.fee_paid)

    @property
    def fee_credit(self) -> int:
        """Admission fee paid beyond what is due."""
        return max(0, self.fee_paid - self.fee_due)

    @property
    def period_price(self) -> int:
        """One period for the people of the last evaluated day."""
        return self.terms.on(self.evaluated_on or date.min).contribution_for(self.persons)

    @property
    def contribution_missing(self) -> int:
        """What the credit lacks to buy one more period (the first one while not validated)."""
        return max(0, self.period_price - self.contribution_credit)

    @property
    def paid_end(self) -> date | None:
        """The first day that is not paid, at the end of the last run; None when never validated."""
        return self.runs[-1].paid_end if self.runs else None

    def open_time(self) -> tuple[Period, ...]:
        """The household's open time, whoever belongs to it: each run from its opening to its paid end."""
        return tuple(period for run in self.runs if (period := run.open_period) is not None)


def cover(
    belongings: Iterable[Belonging], payments: Iterable[Payment], terms: AnyTerms, until: date | None = None
) -> HouseholdCoverage:
    """The coverage of a household. The order of belongings and payments does not matter.

    Every day with a receipt, and every day on which somebody joins or leaves, is evaluated once, after all
    the receipts of that day, by the terms of that day. `until` ignores what happens after it (what was true then).
    """
    events: dict[date, list[int]] = {}
    for belonging in belongings:
        events.setdefault(belonging.joined, [0, 0, 0])[0] += 1
        if belonging.left is not None:
            events.setdefault(belonging.left, [0, 0, 0])[0] -= 1
    for payment in payments:
        event = events.setdefault(payment.day, [0, 0, 0])
        event[1] += payment.fee
        event[2] += payment.contribution
    days = [day for day in sorted(events) if until is None or day <= until]
    fees = reserves([events[day][1] for day in days])
    contributions = reserves([events[day][2] for day in days])
    evaluation = _Evaluation(terms)
    for i, day in enumerate(days):
        joiners, fee, contribution = events[day]
        evaluation.evaluate(day, joiners, fee, contribution, fees[i], contributions[i])
    return evaluation.result()


def reserves(columns: Sequence[int]) -> Sequence[int]:
    """For each day, how much of its credit later days take away: it is not there to be spent.

    `columns` are the sums of one purpose's money, day by day, in XOF; only a transfer of credit makes one negative.

    >>> reserves([3000, 0, -2000, 500]), reserves([1000, 2000])
    ([2000, 2000, 0, 0], [0, 0])
    """
    kept = [0] * len(columns)
    if all(column >= 0 for column in columns):
        return kept
    for i in range(len(columns) - 2, -1, -1):
        kept[i] = max(0, kept[i + 1] - columns[i + 1])
    return kept


def persons_on(belongings: Iterable[Belonging], day: date) -> int:
    """How many people belong to the household on `day` (n)."""
    return sum(belonging.contains(day) for belonging in belongings)


def opening_day(day: date, before: Run | None, terms: Terms) -> date:
    """The day rights open when a run starts on `day`, after the run `before` (None: the first run).

    A short interruption costs no new observation, but an unfinished one continues.
    """
    if before is None or day > months_after(before.paid_end, terms.interruption_max_months):
        return months_after(day, terms.observation_months)
    return max(_days_after(day, terms.resume_days), before.opens)


def months_after(day: date, months: int) -> date:
    """`add_months`, stopping at the last day of the calendar instead of failing beyond it."""
    return add_months(day, months) if months <= _months_left(day) else date.max


def _days_after(day: date, days: int) -> date:
    return day + timedelta(days=days) if days <= (date.max - day).days else date.max


def _months_left(day: date) -> int:
    """How many months can be added to `day` before the calendar ends, in December of year 9999."""
    return (MAXYEAR - day.year) * 12 + 12 - day.month


class _Evaluation:
    """The state that the evaluated days go through, in order."""

    __slots__ = (
        "terms",
        "day",
        "persons",
        "fee_paid",
        "fee_due",
        "paid",
        "credit",
        "runs",
        "periods",
        "purchases",
    )

    def __init__(self, terms: AnyTerms) -> None:
        self.terms = terms
        self.day: date | None = None
        self.persons = 0
        self.fee_paid = 0
        self.fee_due = 0
        self.paid = 0
        self.credit = 0
        self.runs: list[Run] = []
        self.periods = 0  # bought in the last run
        self.purchases: list[Purchase] = []

    def evaluate(
        self, day: date, joiners: int, fee: int, contribution: int, kept_fee: int, kept_contribution: int
    ) -> None:
        """One evaluated day: who joined less who left, the day's receipts, and what later days take back."""
        self.day = day
        self.persons += joiners
        self.fee_paid += fee
        self.paid += contribution
        self.credit += contribution
        terms = self.terms.on(day)
        due = terms.fee_for(self.persons)
        if self.runs:
            self.fee_due = max(self.fee_due, due)
        else:
            self.fee_due = due
            if self.fee_paid - kept_fee < due:
                return
        price = terms.contribution_for(self.persons)
        spendable = self.credit - kept_contribution
        if price and spendable >= price:
            self._buy(day, spendable // price, price)

    def _buy(self, day: date, affordable: int, price: int) -> None:
        """Buy what the credit allows: it prolongs the last run, or starts one when that run is over."""
        run = self.runs[-1] if self.runs else None
        if run is not None and day <= run.paid_end:
            origin, start, opens, already = run.start, run.paid_end, run.opens, self.periods
            self.runs.pop()
        else:
            origin, start, opens, already = day, day, opening_day(day, run, self.terms.on(day)), 0
        length = self.terms.on(origin).period_months  # what a run began with
        # An absurd amount buys no time after the calendar's end: the rest stays credit.
        total = min(already + affordable, _months_left(origin) // length)
        bought = total - already
        end = add_months(origin, total * length)
        if bought:
            self.credit -= bought * price
            self.periods = total
            self.purchases.append(Purchase(day, start, end, self.persons, bought, bought * price))
        if total:
            self.runs.append(Run(origin, end, opens))

    def result(self) -> HouseholdCoverage:
        """What the evaluated days have produced."""
        return HouseholdCoverage(
            terms=self.terms,
            evaluated_on=self.day,
            persons=self.persons,
            validated_on=self.runs[0].start if self.runs else None,
            runs=tuple(self.runs),
            purchases=tuple(self.purchases),
            fee_paid=self.fee_paid,
            fee_due=self.fee_due,
            contribution_paid=self.paid,
            contribution_credit=self.credit,
        )
