"""Coverage, word for word (File formats, section 2): validation, runs of paid periods, rights, reasons.

Rights are found day by day: the household's open days are listed one after the other, each person keeps
the days that are theirs, and days that follow each other make a period.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta

from tests.oracle.registers import Person, Receipt

FEE = 1_000
PEOPLE_PER_FEE = 15
MEMBER_PART = {"MOPTI": 1_730, "AMV": 575}
MONTHS_OF_A_PERIOD = {"MOPTI": 12, "AMV": 1}
OBSERVATION_MONTHS = 3
LONGEST_INTERRUPTION_MONTHS = 3
RESUMPTION_DAYS = 0
NEWBORN_DAYS = 60
LAST_YEAR_BOUGHT = 2199


@dataclass
class Run:
    """Paid periods that follow each other: paid from `start` to `end` (excluded), open from `opens`."""

    start: date
    opens: date
    end: date
    periods: int = 1


@dataclass
class Coverage:
    """A household's product, first contribution date P (None: never validated) and runs, oldest first."""

    product: str
    first: date | None = None
    runs: list[Run] = field(default_factory=list)


def add_months(start: date, months: int) -> date:
    """`start` moved by whole months; a day that the target month lacks becomes its last day."""
    year, month = start.year, start.month
    for _ in range(months):
        month += 1
        if month == 13:
            year, month = year + 1, 1
    number = start.day
    while True:
        try:
            return date(year, month, number)
        except ValueError:
            number -= 1


def belonging(people: Iterable[Person], day: date) -> int:
    """How many people belong to the household on a day."""
    return sum(1 for p in people if p.joins <= day and (p.leaves is None or day < p.leaves))


def buy(coverage: Coverage, day: date) -> bool:
    """Buy one period on `day`; False when it would end absurdly far."""
    months = MONTHS_OF_A_PERIOD[coverage.product]
    if coverage.runs and day <= coverage.runs[-1].end:
        run = coverage.runs[-1]
        end = add_months(run.start, (run.periods + 1) * months)
        if end.year > LAST_YEAR_BOUGHT:
            return False
        run.end = end
        run.periods += 1
        return True
    if not coverage.runs:
        opens = add_months(day, OBSERVATION_MONTHS)
    elif day <= add_months(coverage.runs[-1].end, LONGEST_INTERRUPTION_MONTHS):
        opens = max(day + timedelta(days=RESUMPTION_DAYS), coverage.runs[-1].opens)
    else:
        opens = add_months(day, OBSERVATION_MONTHS)
    coverage.runs.append(Run(start=day, opens=opens, end=add_months(day, months)))
    return True


def cover(people: list[Person], receipts: list[Receipt]) -> Coverage:
    """The coverage of one household from its people (one adherent among them) and its receipts."""
    coverage = Coverage([p.produit for p in people if p.lien == "adherent"][0])
    days = {r.day for r in receipts} | {p.joins for p in people}
    days |= {p.leaves for p in people if p.leaves is not None}
    fee_credit = 0
    credit = 0
    for day in sorted(days):
        for receipt in receipts:
            if receipt.day == day:
                fee_credit += receipt.fee
                credit += receipt.contribution
        n = belonging(people, day)
        if n == 0:
            continue
        period_due = n * MEMBER_PART[coverage.product]
        if coverage.first is None:
            fee_due = FEE * -(-n // PEOPLE_PER_FEE)
            if fee_credit < fee_due or credit < period_due:
                continue
            coverage.first = day
        while credit >= period_due and buy(coverage, day):
            credit -= period_due
    return coverage


def is_newborn(person: Person) -> bool:
    """Whether the person was born 0 to 60 days before joining (a year alone is read as 1 July)."""
    return 0 <= (person.joins - person.born).days <= NEWBORN_DAYS


def own_start(person: Person, coverage: Coverage) -> date:
    """The end of the person's own observation, or their date_adhesion when they have none."""
    if coverage.first is not None and person.joins > coverage.first and not is_newborn(person):
        return add_months(person.joins, OBSERVATION_MONTHS)
    return person.joins


def reason(person: Person, coverage: Coverage, day: date) -> str | None:
    """Why rights are closed on a day, or None when they are open. `INCONNU` is for who has no row at all."""
    if coverage.first is None:
        return "NON_VALIDE"
    if person.leaves is not None and day >= person.leaves:
        return "SORTI"
    if day < coverage.first or day < person.joins:
        return "PAS_ENCORE"
    for run in coverage.runs:
        if run.start <= day < run.end:
            if day < run.opens or day < own_start(person, coverage):
                return "OBSERVATION"
            return None
    return "EXPIRE"


def open_days(coverage: Coverage) -> list[date]:
    """Every day of the household's open time, in order."""
    days = []
    for run in coverage.runs:
        day = run.opens
        while day < run.end:
            days.append(day)
            day += timedelta(days=1)
    return days


def periods_of(days: list[date]) -> list[tuple[date, date]]:
    """Days put together into periods whose end is excluded."""
    periods: list[tuple[date, date]] = []
    for day in days:
        if periods and periods[-1][1] == day:
            periods[-1] = (periods[-1][0], day + timedelta(days=1))
        else:
            periods.append((day, day + timedelta(days=1)))
    return periods


def rights(person: Person, coverage: Coverage, household_days: list[date]) -> tuple[list[tuple[date, date]], str]:
    """The person's periods of open rights and "", or no period and the motif. Days as from `open_days`."""
    starts = own_start(person, coverage)
    remainder = [day for day in household_days if day >= starts]
    own = [day for day in remainder if person.leaves is None or day < person.leaves]
    if own:
        return periods_of(own), ""
    if coverage.first is None:
        return [], "NON_VALIDE"
    if remainder and person.leaves is not None and remainder[0] >= person.leaves:
        return [], "SORTI"
    if household_days and not remainder:
        return [], "EXPIRE"
    return [], "OBSERVATION"
