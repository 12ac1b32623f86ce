"""How paid time runs: period ends, renewals, interruptions, credit."""

from __future__ import annotations

from dataclasses import replace

import pytest

from sysgimut.contributions.domain.coverage import cover
from sysgimut.contributions.tests.households import (
    AMV,
    MOPTI,
    amv,
    d,
    household,
    mopti,
    person,
    receipt,
    runs,
)


@pytest.mark.parametrize(
    ("months", "end"),
    [(1, "2024-02-29"), (2, "2024-03-31"), (3, "2024-04-30"), (13, "2025-02-28"), (14, "2025-03-31")],
)
def test_monthly_ends_count_from_the_first_start_not_from_a_shortened_month(months: int, end: str) -> None:
    alone = household(1, "2024-01-31")
    at_once = amv(alone, receipt("2024-01-31", fee=1000, contribution=575 * months))
    assert at_once.paid_end == d(end)
    by_month = amv(alone, receipt("2024-01-31", fee=1000), *[receipt("2024-01-31", contribution=575)] * months)
    assert by_month.paid_end == d(end)


def test_a_month_bought_on_a_shortened_end_goes_on_from_the_first_start() -> None:
    coverage = amv(
        household(1, "2024-01-31"),
        receipt("2024-01-31", fee=1000, contribution=575),
        receipt("2024-02-29", contribution=575),
        receipt("2024-03-31", contribution=575),
    )
    assert runs(coverage) == [("2024-01-31", "2024-04-30", "2024-04-30")]
    assert [str(purchase.end) for purchase in coverage.purchases] == [
        "2024-02-29",
        "2024-03-31",
        "2024-04-30",
    ]


def test_a_year_from_29_february_ends_on_28_and_returns_to_29() -> None:
    coverage = mopti(household(1, "2024-02-29"), receipt("2024-02-29", fee=1000, contribution=4 * 1730))
    assert coverage.paid_end == d("2028-02-29")
    one_year = mopti(household(1, "2024-02-29"), receipt("2024-02-29", fee=1000, contribution=1730))
    assert one_year.paid_end == d("2025-02-28")


@pytest.mark.parametrize(
    ("renewed", "expected"),
    [
        ("2024-12-01", [("2024-01-10", "2026-01-10", "2024-04-10")]),
        ("2025-01-10", [("2024-01-10", "2026-01-10", "2024-04-10")]),  # on E: the run goes on
        (
            "2025-01-11",
            [("2024-01-10", "2025-01-10", "2024-04-10"), ("2025-01-11", "2026-01-11", "2025-01-11")],
        ),
        (
            "2025-04-10",  # E + 3 months: the last day without a new observation
            [("2024-01-10", "2025-01-10", "2024-04-10"), ("2025-04-10", "2026-04-10", "2025-04-10")],
        ),
        (
            "2025-04-11",
            [("2024-01-10", "2025-01-10", "2024-04-10"), ("2025-04-11", "2026-04-11", "2025-07-11")],
        ),
    ],
)
def test_dembele_renew_on_time_late_or_too_late(renewed: str, expected: list[tuple[str, str, str]]) -> None:
    coverage = mopti(
        household(1, "2024-01-10"),
        receipt("2024-01-10", fee=1000, contribution=1730),
        receipt(renewed, contribution=1730),
    )
    assert runs(coverage) == expected


@pytest.mark.parametrize(("renewed", "opens"), [("2025-02-28", "2025-02-28"), ("2025-03-01", "2025-06-01")])
def test_an_interruption_is_counted_in_calendar_months(renewed: str, opens: str) -> None:
    coverage = mopti(
        household(1, "2023-11-30"),
        receipt("2023-11-30", fee=1000, contribution=1730),  # paid until 30 November 2024
        receipt(renewed, contribution=1730),
    )
    assert str(coverage.runs[-1].opens) == opens


def test_an_unfinished_observation_continues_through_a_short_interruption() -> None:
    coverage = amv(
        household(1, "2024-01-10"),
        receipt("2024-01-10", fee=1000, contribution=575),
        receipt("2024-03-01", contribution=3 * 575),
    )
    assert runs(coverage) == [
        ("2024-01-10", "2024-02-10", "2024-04-10"),
        ("2024-03-01", "2024-06-01", "2024-04-10"),
    ]
    assert [str(time.start) for time in coverage.open_time()] == ["2024-04-10"]


def test_an_unfinished_observation_is_carried_from_run_to_run() -> None:
    coverage = amv(
        household(1, "2024-01-10"),
        receipt("2024-01-10", fee=1000, contribution=575),
        receipt("2024-02-20", contribution=575),
        receipt("2024-03-25", contribution=575),
    )
    assert [str(run.opens) for run in coverage.runs] == ["2024-04-10"] * 3


@pytest.mark.parametrize(("resume_days", "opens"), [(0, "2025-02-01"), (7, "2025-02-08")])
def test_resume_days_delay_the_reopening_after_a_short_interruption(resume_days: int, opens: str) -> None:
    people = household(1, "2024-01-10")
    paid = [receipt("2024-01-10", fee=1000, contribution=1730), receipt("2025-02-01", contribution=1730)]
    coverage = cover(people, paid, replace(MOPTI, resume_days=resume_days))
    assert str(coverage.runs[-1].opens) == opens


def test_the_later_of_resume_days_and_the_unfinished_observation_wins() -> None:
    people = household(1, "2024-01-10")
    paid = [receipt("2024-01-10", fee=1000, contribution=575), receipt("2024-04-08", contribution=575)]
    coverage = cover(people, paid, replace(AMV, resume_days=7))
    assert str(coverage.runs[-1].opens) == "2024-04-15"


def test_without_any_interruption_allowed_every_late_payment_begins_a_new_observation() -> None:
    strict = replace(MOPTI, interruption_max_months=0)
    people = household(1, "2024-01-10")
    first = receipt("2024-01-10", fee=1000, contribution=1730)
    on_time = cover(people, [first, receipt("2025-01-10", contribution=1730)], strict)
    late = cover(people, [first, receipt("2025-01-11", contribution=1730)], strict)
    assert len(on_time.runs) == 1
    assert str(late.runs[-1].opens) == "2025-04-11"


def test_several_periods_bought_late_belong_to_the_new_run() -> None:
    coverage = amv(
        household(2, "2024-01-10"),
        receipt("2024-01-10", fee=1000, contribution=1150),
        receipt("2024-08-01", contribution=4 * 1150 + 149),
    )
    assert runs(coverage)[-1] == ("2024-08-01", "2024-12-01", "2024-11-01")
    assert coverage.contribution_credit == 149


def test_small_payments_are_kept_until_they_make_a_period() -> None:
    coverage = amv(
        household(1, "2024-01-10"),
        receipt("2024-01-10", fee=1000, contribution=575),
        receipt("2024-01-20", contribution=300),
        receipt("2024-02-15", contribution=300),  # after E = 10 February: a new run, on that day
    )
    assert runs(coverage)[-1][:2] == ("2024-02-15", "2024-03-15")
    assert coverage.contribution_credit == 25


def test_a_renewal_is_priced_for_the_people_of_its_day() -> None:
    karembe = [*household(2, "2024-01-10"), person("2024-11-02", birth="2024-10-20")]
    first = receipt("2024-01-10", fee=1000, contribution=3460)
    assert mopti(karembe, first, receipt("2024-12-01", contribution=5189)).contribution_missing == 1
    coverage = mopti(karembe, first, receipt("2024-12-01", contribution=5190))
    assert (coverage.paid_end, coverage.purchases[-1].persons) == (d("2026-01-10"), 3)


def test_a_departure_can_make_the_credit_buy_a_period() -> None:
    karembe = [*household(2, "2024-01-10"), person("2024-01-10", left="2025-03-15")]
    coverage = mopti(
        karembe, receipt("2024-01-10", fee=1000, contribution=5190), receipt("2025-01-05", contribution=3460)
    )
    assert runs(coverage)[-1] == ("2025-03-15", "2026-03-15", "2025-03-15")


def test_while_nobody_belongs_nothing_is_bought_and_money_waits() -> None:
    poudiougou = [person("2024-01-10", left="2024-06-01"), person("2024-08-15")]
    first = receipt("2024-01-10", fee=1000, contribution=1730)
    coverage = mopti(poudiougou, first, receipt("2024-07-01", contribution=1730))
    assert [str(purchase.bought_on) for purchase in coverage.purchases] == ["2024-01-10", "2024-08-15"]
    assert runs(coverage) == [("2024-01-10", "2026-01-10", "2024-04-10")]


def test_a_death_or_departure_gives_nothing_back() -> None:
    ongoiba = [person("2024-01-10"), person("2024-01-10", left="2024-02-01")]
    coverage = mopti(ongoiba, receipt("2024-01-10", fee=1000, contribution=3460))
    assert (coverage.contribution_credit, coverage.fee_credit) == (0, 0)
    assert coverage.paid_end == d("2025-01-10")


def test_an_absurd_amount_stops_at_the_end_of_the_calendar_and_the_rest_is_credit() -> None:
    paid = 10**15
    coverage = amv(household(1, "2024-01-31"), receipt("2024-01-31", fee=1000, contribution=paid))
    assert coverage.paid_end == d("9999-12-31")
    assert coverage.purchases[0].amount + coverage.contribution_credit == paid
    later = amv(
        household(1, "2024-01-31"),
        receipt("2024-01-31", fee=1000, contribution=paid),
        receipt("2025-01-31", contribution=paid),
    )
    assert len(later.purchases) == 1


def test_the_last_year_of_the_calendar_validates_nothing_that_cannot_be_paid_for_whole() -> None:
    coverage = mopti(household(1, "9999-06-01"), receipt("9999-06-01", fee=1000, contribution=1730))
    assert (coverage.validated_on, coverage.contribution_credit) == (None, 1730)
    monthly = amv(household(1, "9999-10-01"), receipt("9999-10-01", fee=1000, contribution=575))
    assert runs(monthly) == [("9999-10-01", "9999-11-01", "9999-12-31")]
