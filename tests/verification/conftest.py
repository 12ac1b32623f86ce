"""A small demo with a row in every journaled table, told once for all the tests of a module."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from django.db import transaction

from sysgimut.journal import guards
from sysgimut.journal.seal import Head, heads, seal_all
from sysgimut.site.demo.loading import load
from tests.verification.filling import fill_empty_tables

HOUSEHOLDS, SEED, TODAY = 25, 11, date(2026, 6, 17)


@pytest.fixture(scope="module")
def told(django_db_setup: None, django_db_blocker: Any) -> Iterator[list[Head]]:
    """The demo, sealed, with its guards out of the way; gives the heads that were published."""
    with django_db_blocker.unblock(), transaction.atomic():
        assert load(HOUSEHOLDS, SEED, lambda name, total=None: lambda done: None, TODAY) == []
        seal_all()
        published = heads()
        guards.remove()
        yield published
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def filled(told: list[Head]) -> list[Head]:
    """The same with a row in the tables that the demo leaves empty."""
    fill_empty_tables()
    seal_all()
    return heads()


@pytest.fixture
def undone(db: None) -> Iterator[None]:
    """What a test breaks is mended after it, before Django looks at the constraints."""
    point = transaction.savepoint()
    yield
    transaction.savepoint_rollback(point)
