"""Each promise refuses the rows that break it, and they go in once it is dropped: nothing else stands in their way."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from typing import Any

import pytest
from django.db import connection, transaction

from tests.guards.attacks import attacks, besides, statements
from tests.guards.declared import CHECK, NOTHING, Declared, declared, words
from tests.guards.engines import Postgres, Sqlite, inserted
from tests.guards.rows import world

HERE = [one for one in declared() if one.kind(connection.vendor) != NOTHING]


@pytest.fixture(scope="module")
def engine(django_db_setup: None, django_db_blocker: Any) -> Iterator[Postgres | Sqlite]:
    """The engine, with a row in every table."""
    good = [inserted(table, cells) for table, cells in world()]
    with django_db_blocker.unblock():
        if connection.vendor == "sqlite":
            connection.ensure_connection()
            engine = Sqlite(connection.connection)
            engine.fill(good)
            yield engine
            return
        with transaction.atomic():
            postgres = Postgres()
            postgres.fill(good)
            yield postgres
            transaction.set_rollback(True)


def without_besides(engine: Any, promise: Declared, stack: ExitStack) -> Any:
    """The engine without what would refuse the same attack for another reason."""
    others = besides(promise)
    if promise.name.endswith("_t"):
        others = [one for one in HERE if one.name.endswith("_t") and one.name.startswith("append") and one != promise]
    for other in others:
        engine = stack.enter_context(engine.dropped(other))
    return engine


@pytest.mark.parametrize("promise", HERE, ids=lambda promise: promise.name)
def test_a_promise_is_kept_by_what_is_named(engine: Any, promise: Declared) -> None:
    whole = not promise.name.startswith("append_only_")
    with ExitStack() as stack:
        alone = without_besides(engine, promise, stack)
        named = alone.refusal(promise)
        for attack in statements(promise):
            refusal = alone.attempt(attack, whole)
            assert refusal is not None, "the database took what it promises to refuse"
            assert refusal == named or (connection.vendor == "sqlite" and refusal.startswith(named)), refusal
        dropped = stack.enter_context(alone.dropped(promise))
        for attack in statements(promise):
            assert dropped.attempt(attack, whole) is None, "something else refuses too: the attack proves nothing"


def test_every_check_and_promise_is_attacked() -> None:
    explicit = {one.name for one in declared() if one.name.startswith("promise_")}
    explicit |= {one.name for one in declared() if one.name in words() and one.sqlite == CHECK}
    missing, idle = explicit - set(attacks()), set(attacks()) - explicit
    assert not missing, f"add rows that break them to tests/guards/bad_rows.py: {sorted(missing)}"
    assert not idle, f"tests/guards/bad_rows.py attacks what is not declared: {sorted(idle)}"


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL has no REPLACE")
def test_to_replace_a_row_is_to_delete_it(engine: Sqlite) -> None:
    (sql, values) = next(inserted(table, cells) for table, cells in world() if table == "contributions_receipt")
    refusal = engine.attempt([(sql.replace("INSERT", "REPLACE"), values)])
    assert refusal == "append-only: contributions_receipt"
