"""Words to write a household's story in a few lines: `household(4, "2024-01-10")`, `receipt(…)`."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from itertools import count

from sysgimut.contributions.domain.coverage import (
    Belonging,
    HouseholdCoverage,
    Payment,
    Terms,
    cover,
)
from sysgimut.contributions.domain.rights import status_on, timeline

# The shipped values: 1,730 a year for MOPTI, 575 a month for AMV, three months of observation.
MOPTI = Terms(
    period_months=12,
    contribution_per_person=1730,
    fee_amount=1000,
    fee_group=15,
    observation_months=3,
    interruption_max_months=3,
    resume_days=0,
    newborn_days=60,
)
AMV = replace(MOPTI, period_months=1, contribution_per_person=575)

_numbers = count(1)


def d(text: str) -> date:
    """`2024-03-12` as a date."""
    return date.fromisoformat(text)


def person(joined: str, left: str | None = None, birth: str = "1985-04-02", key: str = "") -> Belonging:
    """Somebody who joins and perhaps leaves; a birth of four digits is a year alone."""
    year_alone = len(birth) == 4
    born = d(f"{birth}-07-01") if year_alone else d(birth)
    return Belonging(key or f"P{next(_numbers)}", d(joined), d(left) if left else None, born, year_alone)


def household(size: int, joined: str) -> list[Belonging]:
    """`size` adults who join on the same day and stay."""
    return [person(joined) for _ in range(size)]


def receipt(day: str, fee: int = 0, contribution: int = 0) -> Payment:
    """One receipt, in XOF."""
    return Payment(d(day), f"C0100001-{next(_numbers):06}", fee, contribution)


def mopti(people: Iterable[Belonging], *receipts: Payment) -> HouseholdCoverage:
    """The coverage of a household of the yearly product."""
    return cover(people, receipts, MOPTI)


def amv(people: Iterable[Belonging], *receipts: Payment) -> HouseholdCoverage:
    """The coverage of a household of the monthly product."""
    return cover(people, receipts, AMV)


def runs(coverage: HouseholdCoverage) -> list[tuple[str, str, str]]:
    """The runs as (start, paid end, opening day)."""
    return [(str(run.start), str(run.paid_end), str(run.opens)) for run in coverage.runs]


def status(coverage: HouseholdCoverage, someone: Belonging, day: str) -> str:
    """The status of somebody on a day."""
    return str(status_on(timeline(coverage, someone), d(day)))


def story(coverage: HouseholdCoverage, someone: Belonging) -> list[tuple[str, str]]:
    """Somebody's time line as (from, status); the first segment has no beginning."""
    return [(str(segment.start or ""), str(segment.status)) for segment in timeline(coverage, someone)]
