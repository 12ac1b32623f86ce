"""The watch over the order of locks finds what it must find; conftest.py keeps it over every test."""

from __future__ import annotations

from typing import ClassVar

import pytest
from django.db import connection, transaction

from sysgimut.identity.models import User
from sysgimut.journal.command import REGISTRY, Command
from sysgimut.journal.execution import Execution
from sysgimut.journal.runner import submit
from sysgimut.journal.turns import take_turns
from sysgimut.kernel.outcomes import Outcome, accepted
from sysgimut.membership.models import Household, Person
from sysgimut.parameters.models import ParameterValue
from tests.journal.test_submit import Clerk
from tests.races.lock_order import OutOfOrder, Watch, lock_of, ranks

pytestmark = pytest.mark.django_db
only_postgresql = pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite's own lock is the only one")


def households() -> None:
    list(Household.objects.select_for_update().order_by("id"))


def people() -> None:
    list(Person.objects.select_for_update().order_by("id"))


class Backwards(Command):
    """A command of these tests that locks people, then households."""

    operation: ClassVar[str] = "membership.backwards"


def test_every_lock_of_the_document_is_known() -> None:
    assert ranks()["journal_claim"] < ranks()["books:"] < ranks()["seal:"]
    assert ranks()["membership_household"] < ranks()["membership_person"]


@only_postgresql
def test_locks_in_order_pass() -> None:
    with transaction.atomic(), connection.execute_wrapper(Watch()):
        take_turns("enrolment:MOPTI")
        households()
        households()
        people()
        take_turns("books:MOPTI", shared=True)


@only_postgresql
@pytest.mark.parametrize(
    ("first", "then"),
    [
        (people, households),
        (households, lambda: take_turns("enrolment:MOPTI")),
        (lambda: take_turns("books:MOPTI"), people),
        (lambda: take_turns("booklet:MOPTI:C1"), lambda: take_turns("something:new")),
        (people, lambda: list(ParameterValue.objects.select_for_update().order_by("id"))),
        (people, lambda: list(Person.objects.select_for_update())),
        (people, lambda: list(Person.objects.select_for_update().order_by("-id"))),
    ],
)
def test_locks_out_of_order_are_found(first: object, then: object) -> None:
    with transaction.atomic(), connection.execute_wrapper(Watch()):
        first()  # type: ignore[operator]
        with pytest.raises(OutOfOrder):
            then()  # type: ignore[operator]


@only_postgresql
def test_every_command_of_every_test_is_watched(monkeypatch: pytest.MonkeyPatch) -> None:
    def backwards(message: Backwards, execution: Execution) -> Outcome:
        execution.authorise("UTM")
        people()
        households()
        return accepted({})

    monkeypatch.setitem(REGISTRY, Backwards, backwards)  # type: ignore[misc]
    with pytest.raises(OutOfOrder, match="membership_household is locked after journal_claim, then membership_person"):
        submit(Backwards(), Clerk())


@only_postgresql
def test_one_row_by_its_key_needs_no_order() -> None:
    seen: list[str | None] = []

    def note(execute: object, sql: str, params: object, many: bool, context: object) -> object:
        seen.append(lock_of(sql, params))
        return execute(sql, params, many, context)  # type: ignore[operator]

    with transaction.atomic(), connection.execute_wrapper(note), pytest.raises(User.DoesNotExist):
        User.objects.select_for_update().get(login="personne")
    assert seen == ["identity_user"]
