"""One union for a whole module of tries: each try is undone, and so is the union after the last."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection, transaction

from sysgimut.network.commands import load_network
from tests.matrix import union as making
from tests.matrix.cells import People
from tests.matrix.messages import Sent, messages


@pytest.fixture(scope="module")
def union(django_db_setup: None, django_db_blocker: Any) -> Iterator[making.Union]:
    """The seeded union. The tests of the module are marked `django_db`: without it there is no test database."""
    assert "test" in str(connection.settings_dict["NAME"])
    with django_db_blocker.unblock(), transaction.atomic(), pytest.MonkeyPatch.context() as patch:
        # The union's communes are its own: nothing of the shipped territory is added to them.
        patch.setattr(load_network, "_read", lambda name: [])
        yield making.build()
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def silence() -> Iterator[None]:
    """Thousands of refusals are expected: Django would log each of them."""
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)


@pytest.fixture
def people(union: making.Union) -> People:
    """Someone for each cell of a test."""
    return People()


@pytest.fixture(scope="module")
def sent(union: making.Union) -> dict[str, Sent]:
    """The message of every command."""
    return messages(union)
