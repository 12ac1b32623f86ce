"""The rules of the till: what may be validated, moved, handed out."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sysgimut.contributions.domain.coverage import Payment, cover
from sysgimut.contributions.domain.till import (
    LARGEST_BOOKLET,
    Purpose,
    movable,
    refuse_booklet,
    refuse_credit_transfer,
    refuse_receipt,
    refuse_validation,
)
from sysgimut.contributions.tests.households import MOPTI, household, mopti, receipt
from sysgimut.contributions.tests.world import d
from sysgimut.kernel.outcomes import Reason

TODAY = date(2024, 6, 15)
AMOUNTS = st.integers(0, 20_000)


def code(reason: Reason | None) -> str:
    return reason.code if reason else ""


@pytest.mark.parametrize(
    ("day", "fee", "contribution", "expected"),
    [
        ("2024-06-15", 1, 0, ""),
        ("2024-06-15", 0, 1, ""),
        ("2024-06-15", 0, 0, "RECU-VIDE"),
        ("2024-06-16", 1, 0, "RECU-DATE"),
        ("1964-01-01", 1, 0, "RECU-DATE"),
    ],
)
def test_what_is_a_receipt(day: str, fee: int, contribution: int, expected: str) -> None:
    assert code(refuse_receipt(d(day), fee, contribution, TODAY)) == expected


@given(AMOUNTS, AMOUNTS, st.integers(1, 40))
def test_a_validation_is_refused_for_what_is_missing_and_for_nothing_else(
    fee: int, contribution: int, people: int
) -> None:
    coverage = mopti(household(people, "2024-01-10"), receipt("2024-01-10", fee, contribution))
    refusal = refuse_validation(coverage)
    missing = max(0, MOPTI.fee_for(people) - fee), max(0, MOPTI.contribution_for(people) - contribution)
    assert (refusal is None) is (missing == (0, 0))
    if refusal is not None:
        assert (refusal.params["fee"], refusal.params["contribution"]) == missing
        assert refusal.params["total"] == sum(missing)


def test_an_empty_household_is_not_validated() -> None:
    assert code(refuse_validation(mopti([], receipt("2024-01-10", 1000, 1730)))) == "VALID-PERSONNE"


@given(AMOUNTS, AMOUNTS, st.integers(1, 20), st.sampled_from(["fee", "contribution"]), st.integers(1, 20_000))
def test_a_transfer_that_is_allowed_takes_nothing_that_served(
    fee: int, contribution: int, people: int, source: Purpose, amount: int
) -> None:
    members, paid = household(people, "2024-01-10"), receipt("2024-01-10", fee, contribution)
    before = mopti(members, paid)
    refusal = refuse_credit_transfer(before, source, amount, TODAY, TODAY)
    assert (refusal is None) is (amount <= movable(before, source))
    if refusal is None:
        signed = -amount if source == "fee" else amount
        after = cover(members, [paid, Payment(TODAY, "T", signed, -signed)], MOPTI)
        assert after.contribution_credit >= 0
        assert after.fee_missing <= before.fee_missing or source == "fee" and before.fee_missing == after.fee_missing
        assert before.validated_on is None or after.validated_on == before.validated_on
        assert len(after.purchases) >= len(before.purchases)
        assert after.fee_paid + after.contribution_paid == before.fee_paid + before.contribution_paid


@pytest.mark.parametrize(
    ("day", "expected"), [(0, ""), (1, "PERS-FUTUR"), (-156, "CREDIT-DATE"), (-157, "CREDIT-DATE")]
)
def test_a_transfer_is_dated_between_the_last_fact_and_today(day: int, expected: str) -> None:
    coverage = mopti(household(1, "2024-01-10"), receipt("2024-01-12", 2000, 1730))
    found = refuse_credit_transfer(coverage, "fee", 1, TODAY + timedelta(days=day), TODAY)
    assert code(found) == expected


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, ""),
        ({"known": True}, "CARNET-DEJA"),
        ({"code": "C 1"}, "CARNET-CODE"),
        ({"code": "-C1"}, "CARNET-CODE"),
        ({"code": "C" * 33}, "CARNET-CODE"),
        ({"last": 0}, "CARNET-ETENDUE"),
        ({"last": LARGEST_BOOKLET}, ""),
        ({"last": LARGEST_BOOKLET + 1}, "CARNET-ETENDUE"),
        ({"used": [1, 50]}, ""),
        ({"used": [51]}, "CARNET-UTILISE"),
        ({"used": [0]}, "CARNET-UTILISE"),
    ],
)
def test_what_is_a_booklet(changes: dict[str, object], expected: str) -> None:
    asked: dict[str, object] = {"code": "C-1", "first": 1, "last": 50, "known": False, "used": [], **changes}
    assert code(refuse_booklet(**asked)) == expected  # type: ignore[arg-type]
