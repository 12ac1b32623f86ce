"""Short years that hold, the same seed lived again, and products that are broken on purpose: the year finds out.

The long ones are `make simulate` and `make simulate-long`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import transaction

from sysgimut.contributions import recalculation
from sysgimut.contributions import receipts as till
from sysgimut.contributions.commands import cancel_receipt
from sysgimut.identity.access import Viewer
from sysgimut.journal import clock
from sysgimut.settlement.commands import pay_statement
from tests.simulation import world
from tests.simulation.living import Failed, Report, Run

pytestmark = pytest.mark.django_db
HOUSEHOLDS, LENGTH = 5, 100


@pytest.fixture(scope="module")
def officers(django_db_setup: None, django_db_blocker: Any) -> Iterator[dict[str, Viewer]]:
    """The union of the simulation; what is done in it is undone."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield world.build()
        transaction.set_rollback(True)


def live(seed: int, officers: dict[str, Viewer], length: int = LENGTH, only: int | None = None) -> Report:
    """A short year, of which nothing is left."""
    with transaction.atomic():
        report = Run(seed, HOUSEHOLDS, length, officers, only).live()
        transaction.set_rollback(True)
    return report


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_a_year_holds(seed: int, officers: dict[str, Viewer]) -> None:
    report = live(seed, officers)
    done = {operation for operation, status in report.counts if status == "accepted"}
    assert {"enrol_household", "record_receipt", "validate_household", "submit_request"} <= done


def test_a_seed_is_one_year(officers: dict[str, Viewer]) -> None:
    first, again, other = (live(seed, officers, only=25) for seed in (4, 4, 5))
    assert first.digest == again.digest != other.digest


def _price_of_today(patch: pytest.MonkeyPatch) -> None:
    """The price of today for the whole life of a household, as it once was."""

    def today_for_ever(parameters: Any, product: str) -> Any:
        return recalculation.terms_of(parameters, product, clock.today())

    patch.setattr(recalculation, "terms_over", today_for_ever)


def _numbers_again(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(till, "refuse_use", lambda *facts: None)


def _given_back_unbooked(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(cancel_receipt, "reversal_entry", lambda *facts, **more: None)


def _unsigned(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(pay_statement, "refuse_payment", lambda *facts: None)


@pytest.mark.parametrize(
    ("broken", "seed", "found"),
    [
        (_price_of_today, 3, "an account differs"),
        (_numbers_again, 4, "contributions_receipt"),
        (_given_back_unbooked, 4, "an account differs"),
        (_unsigned, 3, "settlement_payment_exact"),
    ],
)
def test_a_broken_product_is_found(
    broken: Callable[[pytest.MonkeyPatch], None], seed: int, found: str, officers: dict[str, Viewer]
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        broken(patch)
        with pytest.raises(Failed, match=rf"(?s){found}.*make simulate SEED={seed} HOUSEHOLDS=5 LENGTH=100 STEPS="):
            live(seed, officers)
