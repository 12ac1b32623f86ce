"""Short years: a few seeds, each of them lived twice by the model's word and once more to see that it is the same."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction

from sysgimut.identity.access import Viewer
from tests.simulation import world
from tests.simulation.living import Report, Run

pytestmark = pytest.mark.django_db
SEEDS, HOUSEHOLDS, LENGTH = (1, 2, 3), 8, 260


@pytest.fixture(scope="module")
def officers(django_db_setup: None, django_db_blocker: Any) -> Iterator[dict[str, Viewer]]:
    """The union of the simulation; what each test does in it is undone."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield world.build()
        transaction.set_rollback(True)


def live(seed: int, officers: dict[str, Viewer], length: int = LENGTH) -> Report:
    return Run(seed, HOUSEHOLDS, length, officers).live()


@pytest.mark.parametrize("seed", SEEDS)
def test_a_year_holds(seed: int, officers: dict[str, Viewer]) -> None:
    report = live(seed, officers)
    assert report.steps >= LENGTH
