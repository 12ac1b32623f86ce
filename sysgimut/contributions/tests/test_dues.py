"""What the till and the list of late payers show."""

from __future__ import annotations

import pytest

from sysgimut.contributions.domain.coverage import cover
from sysgimut.contributions.domain.dues import Due, next_due
from sysgimut.contributions.tests.households import MOPTI, d, household, person, receipt

TEMBELY = household(4, "2024-01-10")
FIRST_YEAR = receipt("2024-01-10", fee=1000, contribution=6920)


def due_on(day: str, *receipts: object, people: object = None) -> Due:
    """What is due on a day, knowing only what happened until then."""
    members = TEMBELY if people is None else people
    coverage = cover(members, receipts, MOPTI, until=d(day))  # type: ignore[arg-type]
    return next_due(coverage, members, d(day))  # type: ignore[arg-type]


def test_a_new_household_owes_fee_and_first_contribution() -> None:
    due = due_on("2024-01-10")
    assert (due.fee, due.contribution, due.total, due.persons) == (1000, 6920, 7920, 4)
    assert (due.validated, due.late, due.paid_end, due.days_left) == (False, False, None, None)
    assert due.opens_if_paid == d("2024-04-10")


def test_a_first_instalment_is_deducted() -> None:
    due = due_on("2024-02-01", receipt("2024-01-10", fee=400, contribution=5000))
    assert (due.fee, due.contribution) == (600, 1920)
    assert due.opens_if_paid == d("2024-05-01")


@pytest.mark.parametrize(
    ("day", "days_left", "late", "opens_if_paid"),
    [
        ("2024-12-11", 30, False, "2024-04-10"),
        ("2025-01-09", 1, False, "2024-04-10"),
        ("2025-01-10", 0, True, "2024-04-10"),  # unpaid today, but paying today still prolongs the run
        ("2025-01-11", -1, True, "2025-01-11"),
        ("2025-04-10", -90, True, "2025-04-10"),  # the last day without a new observation
        ("2025-04-11", -91, True, "2025-07-11"),
    ],
)
def test_days_until_expiry_and_what_paying_today_opens(
    day: str, days_left: int, late: bool, opens_if_paid: str
) -> None:
    due = due_on(day, FIRST_YEAR)
    assert (due.days_left, due.late, due.opens_if_paid) == (days_left, late, d(opens_if_paid))
    assert (due.paid_end, due.resume_by) == (d("2025-01-10"), d("2025-04-10"))
    assert (due.fee, due.contribution, due.period_price) == (0, 6920, 6920)


def test_paying_what_is_due_on_a_day_opens_on_the_day_announced() -> None:
    for day in ("2024-01-10", "2025-01-10", "2025-01-11", "2025-04-11"):
        paid_before = () if day == "2024-01-10" else (FIRST_YEAR,)
        due = due_on(day, *paid_before)
        after = cover(TEMBELY, [*paid_before, receipt(day, due.fee, due.contribution)], MOPTI)
        assert after.runs[-1].opens == due.opens_if_paid
        assert (after.fee_missing, after.contribution_credit) == (0, 0)


def test_the_sixteenth_person_owes_a_second_fee() -> None:
    people = [*household(15, "2024-01-10"), person("2024-06-01")]
    paid = receipt("2024-01-10", fee=1000, contribution=15 * 1730)
    assert due_on("2024-05-31", paid, people=people).fee == 0
    assert due_on("2024-06-01", paid, people=people).fee == 1000
    assert due_on("2024-06-02", paid, receipt("2024-06-02", fee=1000), people=people).fee == 0


def test_a_fee_that_fell_due_stays_due_after_a_departure() -> None:
    people = [*household(15, "2024-01-10"), person("2024-06-01", left="2024-07-01")]
    paid = receipt("2024-01-10", fee=1000, contribution=15 * 1730)
    assert due_on("2024-08-01", paid, people=people).fee == 1000


def test_an_empty_household_has_no_contribution_due_and_is_not_late() -> None:
    people = [person("2024-01-10", left="2024-06-01")]
    due = due_on("2026-01-01", receipt("2024-01-10", fee=1000, contribution=1730), people=people)
    assert (due.persons, due.contribution, due.late) == (0, 0, False)


def test_credit_reduces_the_renewal() -> None:
    due = due_on("2024-12-01", FIRST_YEAR, receipt("2024-11-01", contribution=5000))
    assert (due.contribution, due.period_price) == (1920, 6920)
