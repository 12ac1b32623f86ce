"""When a household is validated: fee and first contribution, both, on the same evaluated day."""

from __future__ import annotations

from dataclasses import replace

import pytest

from sysgimut.contributions.domain.coverage import Belonging, cover
from sysgimut.contributions.tests.households import AMV, MOPTI, d, household, mopti, person, receipt, runs


def test_tembely_four_people_are_validated_on_the_day_of_the_last_missing_franc() -> None:
    tembely = household(4, "2024-01-10")
    coverage = mopti(
        tembely,
        receipt("2024-01-10", fee=1000),
        receipt("2024-01-15", contribution=3000),
        receipt("2024-02-05", contribution=3920),
    )
    assert coverage.validated_on == d("2024-02-05")
    assert runs(coverage) == [("2024-02-05", "2025-02-05", "2024-05-05")]
    assert (coverage.fee_missing, coverage.contribution_credit) == (0, 0)


def test_one_franc_short_validates_nothing_and_says_what_lacks() -> None:
    coverage = mopti(household(4, "2024-01-10"), receipt("2024-01-10", fee=1000, contribution=6919))
    assert coverage.validated_on is None
    assert coverage.paid_end is None
    assert (coverage.fee_missing, coverage.contribution_missing) == (0, 1)


def test_a_contribution_without_the_fee_validates_nothing() -> None:
    coverage = mopti(household(4, "2024-01-10"), receipt("2024-01-10", contribution=20_000))
    assert coverage.validated_on is None
    assert (coverage.fee_missing, coverage.contribution_missing) == (1000, 0)
    assert coverage.contribution_credit == 20_000


def test_fee_money_never_pays_a_contribution_nor_the_reverse() -> None:
    all_in_fee = mopti(household(4, "2024-01-10"), receipt("2024-01-10", fee=7920))
    assert all_in_fee.validated_on is None
    assert (all_in_fee.fee_credit, all_in_fee.contribution_missing) == (6920, 6920)


def test_the_fee_paid_late_validates_on_its_own_day_and_buys_all_that_credit_allows() -> None:
    coverage = mopti(
        household(4, "2024-01-10"),
        receipt("2024-01-10", contribution=2 * 6920 + 15),
        receipt("2024-03-01", fee=1000),
    )
    assert runs(coverage) == [("2024-03-01", "2026-03-01", "2024-06-01")]
    [purchase] = coverage.purchases
    assert (purchase.bought_on, purchase.periods, purchase.amount) == (d("2024-03-01"), 2, 13_840)
    assert coverage.contribution_credit == 15


@pytest.mark.parametrize(("size", "fee"), [(1, 1000), (15, 1000), (16, 2000), (30, 2000), (31, 3000)])
def test_fee_is_1000_per_started_group_of_15_people(size: int, fee: int) -> None:
    people = household(size, "2024-01-10")
    contribution = size * 1730
    short = mopti(people, receipt("2024-01-10", fee=fee - 1, contribution=contribution))
    enough = mopti(people, receipt("2024-01-10", fee=fee, contribution=contribution))
    assert (short.validated_on, short.fee_missing) == (None, 1)
    assert (enough.validated_on, enough.fee_due) == (d("2024-01-10"), fee)


def test_all_the_receipts_of_the_day_count_whatever_their_number() -> None:
    coverage = mopti(
        household(2, "2024-01-10"),
        receipt("2024-01-20", contribution=3000),
        receipt("2024-01-20", fee=1000),
        receipt("2024-01-20", contribution=460),
    )
    assert coverage.validated_on == d("2024-01-20")
    assert len(coverage.purchases) == 1


def test_somebody_who_joins_on_the_day_of_the_receipt_is_counted_in_it() -> None:
    guindo = [*household(2, "2024-01-10"), person("2024-01-20")]
    assert mopti(guindo, receipt("2024-01-20", fee=1000, contribution=3460)).validated_on is None
    assert mopti(guindo, receipt("2024-01-20", fee=1000, contribution=5190)).validated_on == d("2024-01-20")


def test_somebody_who_leaves_on_the_day_of_the_receipt_is_not_counted_in_it() -> None:
    guindo = [*household(2, "2024-01-10"), person("2024-01-10", left="2024-01-20")]
    coverage = mopti(guindo, receipt("2024-01-20", fee=1000, contribution=3460))
    assert (coverage.validated_on, coverage.purchases[0].persons) == (d("2024-01-20"), 2)


def test_money_received_before_anybody_joined_is_credit_until_the_day_they_join() -> None:
    early = receipt("2023-12-20", fee=1000, contribution=3460)
    assert mopti([], early).validated_on is None
    assert mopti([], early).contribution_credit == 3460
    coverage = mopti(household(2, "2024-01-10"), early)
    assert runs(coverage) == [("2024-01-10", "2025-01-10", "2024-04-10")]


def test_a_departure_can_validate_those_who_stay() -> None:
    kassogue = [*household(2, "2024-01-10"), person("2024-01-10", left="2024-03-01")]
    coverage = mopti(kassogue, receipt("2024-01-10", fee=1000, contribution=3460))
    assert runs(coverage) == [("2024-03-01", "2025-03-01", "2024-06-01")]


def test_an_empty_household_owes_nothing_and_is_not_validated() -> None:
    coverage = mopti([person("2024-01-10", left="2024-02-01")], receipt("2024-03-01", fee=1000))
    assert (coverage.persons, coverage.validated_on) == (0, None)
    assert (coverage.fee_missing, coverage.contribution_missing, coverage.fee_credit) == (0, 0, 1000)


def test_a_household_without_any_event_has_an_empty_coverage() -> None:
    coverage = mopti([])
    assert (coverage.evaluated_on, coverage.runs, coverage.fee_due) == (None, (), 0)


def test_the_sixteenth_person_makes_a_second_fee_due_and_closes_nothing() -> None:
    arama = [*household(15, "2024-01-10"), person("2024-06-01", left="2024-09-01")]
    paid = receipt("2024-01-10", fee=1000, contribution=15 * 1730)
    before, after = cover(arama, [paid], MOPTI, until=d("2024-05-31")), mopti(arama, paid)
    assert (before.fee_due, before.fee_missing) == (1000, 0)
    assert (after.fee_due, after.fee_missing) == (2000, 1000)  # still due after the departure
    assert runs(after) == runs(before)
    settled = mopti(arama, paid, receipt("2024-10-01", fee=1500))
    assert (settled.fee_missing, settled.fee_credit) == (0, 500)


def test_until_shows_what_was_true_on_a_day() -> None:
    togo = [*household(2, "2024-01-10"), person("2024-01-10", left="2024-03-01")]
    paid = [receipt("2024-01-10", fee=1000, contribution=3460)]
    assert cover(togo, paid, MOPTI, until=d("2024-02-29")).contribution_missing == 1730
    assert cover(togo, paid, MOPTI, until=d("2024-03-01")).contribution_missing == 3460  # for a second year
    assert cover(togo, paid, MOPTI, until=d("2024-01-09")).evaluated_on is None


def test_a_transfer_of_credit_moves_money_from_one_column_to_the_other() -> None:
    sagara = household(2, "2024-01-10")
    too_much_fee = receipt("2024-01-10", fee=4460)
    coverage = mopti(sagara, too_much_fee, receipt("2024-02-01", fee=-3460, contribution=3460))
    assert (coverage.validated_on, coverage.fee_credit) == (d("2024-02-01"), 0)


@pytest.mark.parametrize("field", ["period_months", "contribution_per_person", "fee_group"])
def test_terms_refuse_a_parameter_that_would_give_time_away(field: str) -> None:
    with pytest.raises(ValueError, match="positive"):
        replace(AMV, **{field: 0})


@pytest.mark.parametrize(
    "field", ["fee_amount", "observation_months", "interruption_max_months", "resume_days", "newborn_days"]
)
def test_terms_refuse_a_negative_length_or_fee(field: str) -> None:
    assert getattr(replace(AMV, **{field: 0}), field) == 0
    with pytest.raises(ValueError, match="negative"):
        replace(AMV, **{field: -1})


def test_nobody_leaves_on_or_before_the_day_they_join() -> None:
    with pytest.raises(ValueError, match="leaves after joining"):
        Belonging("P", d("2024-01-10"), d("2024-01-10"), d("1985-04-02"), False)
