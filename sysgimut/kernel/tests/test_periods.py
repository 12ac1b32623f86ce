"""Months, ages and half-open periods."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sysgimut.kernel.periods import Period, add_months, completed_years

DAYS = st.dates(date(1900, 1, 1), date(2099, 12, 31))


@pytest.mark.parametrize(
    ("start", "months", "end"),
    [
        ("2024-01-31", 1, "2024-02-29"),
        ("2023-01-31", 1, "2023-02-28"),
        ("2024-01-31", 2, "2024-03-31"),
        ("2024-02-29", 12, "2025-02-28"),
        ("2024-12-15", 1, "2025-01-15"),
        ("2024-03-31", -1, "2024-02-29"),
    ],
)
def test_a_day_that_does_not_exist_becomes_the_months_last(start: str, months: int, end: str) -> None:
    assert add_months(date.fromisoformat(start), months) == date.fromisoformat(end)


@given(DAYS, st.integers(0, 600))
def test_months_never_overshoot(day: date, months: int) -> None:
    moved = add_months(day, months)
    assert (moved.year * 12 + moved.month) - (day.year * 12 + day.month) == months
    assert moved.day == day.day or (moved.day < day.day and (moved + timedelta(days=1)).day == 1)


@given(DAYS, DAYS)
def test_an_age_grows_by_one_on_each_birthday(birth: date, on: date) -> None:
    age = completed_years(birth, on)
    if on >= birth:
        assert age >= 0
        assert completed_years(birth, on + timedelta(days=1)) - age in (0, 1)


def test_someone_born_on_29_february_grows_on_1_march() -> None:
    assert completed_years(date(2020, 2, 29), date(2021, 2, 28)) == 0
    assert completed_years(date(2020, 2, 29), date(2021, 3, 1)) == 1
    assert completed_years(date(2020, 2, 29), date(2024, 2, 29)) == 4


def test_a_period_ends_after_it_starts() -> None:
    with pytest.raises(ValueError, match="must end after"):
        Period(date(2024, 1, 1), date(2024, 1, 1))


@given(st.tuples(DAYS, DAYS, DAYS, DAYS, DAYS))
def test_an_intersection_holds_the_days_of_both(days: tuple[date, ...]) -> None:
    a, b, c, d, day = days
    if a == b or c == d:
        return
    one, other = Period(min(a, b), max(a, b)), Period(min(c, d), max(c, d))
    common = one.intersection(other)
    assert (common is not None and common.contains(day)) == (one.contains(day) and other.contains(day))
    assert one.overlaps(other) == (common is not None)
    assert Period(min(a, b)).contains(max(a, b))
