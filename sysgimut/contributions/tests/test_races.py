"""Two at once. Each race is first shown to happen without the lock; the constraint is what stops it then."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import Any

import pytest
from django.db import IntegrityError, connection

from sysgimut.contributions import receipts as till
from sysgimut.contributions.commands import cancel_receipt, enrol_household, record_receipt
from sysgimut.contributions.models import Receipt
from sysgimut.contributions.tests import world
from sysgimut.contributions.tests.world import enrolled, family, person, receipt, send, viewer
from sysgimut.journal import runner
from sysgimut.membership.models import Household
from sysgimut.membership.queries import last_number

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite writes one transaction at a time"),
]


@pytest.fixture(autouse=True)
def small_union() -> None:
    world.build()
    viewer()


def meet(read: Callable[..., Any], seconds: float = 1.0) -> Callable[..., Any]:
    """`read`, after which both threads wait for each other: whoever is alone goes on when the time is up."""
    barrier = threading.Barrier(2)

    def read_and_wait(*args: Any) -> Any:
        found = read(*args)
        with suppress(threading.BrokenBarrierError):
            barrier.wait(seconds)
        return found

    return read_and_wait


def at_once(*actions: Callable[[], Any]) -> list[Any]:
    """The results of actions done by as many threads; an IntegrityError is a result."""

    def run(action: Callable[[], Any]) -> Any:
        try:
            return action()
        except IntegrityError as conflict:
            return conflict
        finally:
            connection.close()

    with ThreadPoolExecutor(len(actions)) as pool:
        return list(pool.map(run, actions))


def two_households() -> list[Any]:
    families = [
        family(people=(person(family_name=name, given_names=name),), village=name) for name in ("Dicko", "Arama")
    ]
    return at_once(*[lambda message=message: send(message) for message in families])


def test_two_enrolments_do_not_take_the_same_number(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(enrol_household, "last_number", meet(last_number))
    found = two_households()
    assert [outcome.status for outcome in found] == ["accepted", "accepted"]
    assert set(Household.objects.values_list("number", flat=True)) == {1, 2}


def test_without_the_lock_they_would_and_the_constraint_stops_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(enrol_household, "last_number", meet(last_number))
    monkeypatch.setattr(enrol_household, "lock_enrolment", lambda mutual: None)
    monkeypatch.setattr(runner, "ATTEMPTS", 1)
    found = two_households()
    assert sum(isinstance(result, IntegrityError) for result in found) == 1
    assert Household.objects.count() == 1


def one_number_for_two() -> list[Any]:
    households = [
        enrolled(people=(person(family_name=name, given_names=name),), village=name) for name in ("Dicko", "Arama")
    ]
    messages = [receipt("C1-1", household, "2024-01-10", 1000) for household in households]
    return at_once(*[lambda message=message: send(message) for message in messages])


def test_a_number_is_used_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(record_receipt, "refuse_number", meet(till.refuse_number))
    found = one_number_for_two()
    assert sorted(outcome.status for outcome in found) == ["accepted", "refused"]
    assert Receipt.objects.count() == 1


def test_without_the_lock_it_would_be_used_twice_and_the_constraint_stops_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(record_receipt, "refuse_number", meet(till.refuse_number))
    monkeypatch.setattr(record_receipt, "lock_booklet", lambda mutual, booklet: None)
    monkeypatch.setattr(runner, "ATTEMPTS", 1)
    found = one_number_for_two()
    assert sum(isinstance(result, IntegrityError) for result in found) == 1
    assert Receipt.objects.count() == 1


def test_a_receipt_is_given_back_once(monkeypatch: pytest.MonkeyPatch) -> None:
    household = enrolled()
    assert send(receipt("C1-1", household, "2024-01-10", 1000)).accepted
    chief = viewer("chef", "coordinateur", world.MOPTI)
    message = cancel_receipt.CancelReceipt(mutual="MOPTI", receipt="C1-1", reason="erreur")
    found = at_once(lambda: send(message, chief), lambda: send(message, chief))
    assert sorted(outcome.status for outcome in found) == ["accepted", "refused"]
