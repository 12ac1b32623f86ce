"""docs/constraints.lock says what is declared, and the database has it: a constraint that is lost is seen."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection

from tests.guards.catalogue import Held, held_by_postgresql, held_by_sqlite, ours
from tests.guards.declared import NOTHING, declared, models, words
from tests.guards.lock import LOCK, text

pytestmark = pytest.mark.django_db
FEWEST = 25
"""Issue: at least so many promises that are not merely those of columns and of append-only tables."""


def held() -> Held:
    """What this database's catalogue has."""

    def ask(query: str) -> list[Any]:
        with connection.cursor() as cursor:
            cursor.execute(query)
            return cursor.fetchall()

    found = held_by_postgresql(ask) if connection.vendor == "postgresql" else held_by_sqlite(ask)
    return ours(found, {model._meta.db_table for model in models()})


def wanted() -> Held:
    """What is declared, on this engine."""
    kept = {(one.table, one.name): one.kind(connection.vendor) for one in declared()}
    return {name: kind for name, kind in kept.items() if kind != NOTHING}


def test_the_lock_is_current() -> None:
    current = LOCK.read_text("utf-8") if LOCK.exists() else ""
    assert current == text(), "docs/constraints.lock is not current: run `make docs`"


def test_every_promise_says_what_it_is() -> None:
    silent = [one.name for one in declared() if not one.says]
    assert not silent, f"say in tests/guards/words.toml what these promise: {silent}"
    idle = set(words()) - {one.name for one in declared()}
    assert not idle, f"tests/guards/words.toml speaks of what is not declared: {sorted(idle)}"


def test_names_are_used_once() -> None:
    names = [one.name for one in declared()]
    assert len(names) == len(set(names))
    own = [one for one in declared() if one.name in words() or one.name.startswith("promise_")]
    assert len(own) >= FEWEST


def test_the_database_keeps_what_is_declared() -> None:
    found, declared_here = held(), wanted()
    assert sorted(set(declared_here) - set(found)) == [], "lost"
    assert sorted(set(found) - set(declared_here)) == [], "kept and not declared"
    assert {name: kind for name, kind in found.items() if declared_here[name] != kind} == {}


def test_a_lost_trigger_is_seen() -> None:
    on = ' ON "ledger_entry"' if connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TRIGGER promise_ledger_entry_balanced{on}")
    assert set(wanted()) - set(held()) == {("ledger_entry", "promise_ledger_entry_balanced")}


def test_a_lost_index_is_seen() -> None:
    with connection.cursor() as cursor:
        cursor.execute("DROP INDEX claims_decision_once")
    assert set(wanted()) - set(held()) == {("claims_decision", "claims_decision_once")}
