"""Guards switched off, here and nowhere else: the product has no such switch.

Locks: the racers' own connections leave out what locks, row locks and advisory ones, and send the rest as it is.
Constraints: dropped in the test's own database, and made again from what the database said of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import pytest
from django.db import connection

from sysgimut.journal import guards, rows, runner
from sysgimut.journal.models import Claim
from tests.emptying import empty_database

ROW_LOCK = re.compile(r' FOR (?:NO KEY )?UPDATE(?: OF "\w+"(?:, "\w+")*)?(?: SKIP LOCKED| NOWAIT)?')
ADVISORY = re.compile(r"SELECT pg_advisory_xact_lock(?:_shared)?\(hashtextextended\(%s, 7\)\)")


@contextmanager
def without_locks() -> Iterator[None]:
    """What this thread's connection sends locks nothing."""

    def unlocked(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        sql = ADVISORY.sub("SELECT %s::text", ROW_LOCK.sub("", sql))
        assert "advisory" not in sql
        assert not re.search(r" FOR (?:NO KEY |KEY )?(?:UPDATE|SHARE)", sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(unlocked):
        yield


def look_then_claim(command_id: Any, digest: str) -> bool:
    """What claiming an identifier would be without waiting for whoever is claiming it: look, then write."""
    if Claim.objects.filter(pk=command_id).exists():
        return False
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO journal_claim (id, digest) VALUES (%s, %s)", [command_id, digest])
    return True


@contextmanager
def without_waiting_claims() -> Iterator[None]:
    """Commands claim their identifier without its lock."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(runner, "_claim", look_then_claim)
        yield


@dataclass(frozen=True)
class Unique:
    """A unique constraint or index of a table, by its columns, whatever its name."""

    table: str
    columns: tuple[str, ...]


@dataclass(frozen=True)
class Promised:
    """A promise that a trigger keeps, by its name (`<app>/promises.py`)."""

    name: str


Constraint = Unique | Promised


@contextmanager
def without_constraints(dropped: Sequence[Constraint], *, spoilt: bool) -> Iterator[None]:
    """The database goes without these constraints, and commands without noticing that a row was superseded meanwhile.

    `spoilt`: rows that break them are expected; all is emptied before they are made again.
    """
    again: list[str] = []
    try:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(rows, "supersede", _blind(rows.supersede))
            for one in dropped:
                again += _drop(one)
            yield
    finally:
        if spoilt:
            empty_database()
        _run(reversed(again))
        if guards.missing():
            guards.install()


def _blind(supersede: Any) -> Any:
    def claims_that_all_were_current(model: Any, keys: Any, command_id: Any) -> int:
        supersede(model, keys, command_id)
        return len(keys)

    return claims_that_all_were_current


def _drop(one: Constraint) -> list[str]:
    """Drop it; returns the statements that make it again, last first."""
    if isinstance(one, Promised):
        name = f"promise_{one.name}"
        _run([f'DROP TRIGGER {name} ON "{guards.installed()[name]}"'])
        return []
    name, constraint, index = _found(one)
    if constraint is None:
        _run([f'DROP INDEX "{name}"'])
        return [index]
    leaning = _rows(
        "SELECT conrelid::regclass, conname, pg_get_constraintdef(oid) FROM pg_constraint "
        "WHERE contype = 'f' AND confrelid = %s::regclass AND conindid = %s::regclass",
        [one.table, name],
    )
    _run([f'ALTER TABLE "{one.table}" DROP CONSTRAINT "{name}" CASCADE'])
    foreign = [f'ALTER TABLE {table} ADD CONSTRAINT "{key}" {definition}' for table, key, definition in leaning]
    return [*foreign, f'ALTER TABLE "{one.table}" ADD CONSTRAINT "{name}" {constraint}']


def _found(one: Unique) -> tuple[str, str | None, str]:
    """Name of the index, definition of its constraint when it has one, definition of the index."""
    found = _rows(
        "SELECT i.indexrelid::regclass::text, pg_get_constraintdef(c.oid), pg_get_indexdef(i.indexrelid) "
        "FROM pg_index i LEFT JOIN pg_constraint c ON c.conindid = i.indexrelid AND c.contype IN ('p', 'u') "
        "WHERE i.indrelid = %s::regclass AND i.indisunique AND %s::text[] = (SELECT array_agg(a.attname::text "
        "ORDER BY k.at) FROM unnest(i.indkey) WITH ORDINALITY AS k(attnum, at) "
        "JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.attnum)",
        [one.table, list(one.columns)],
    )
    assert len(found) == 1, f"{one}: {found}"
    name, constraint, index = found[0]
    return name.strip('"'), constraint, index


def _rows(sql: str, params: Sequence[Any]) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return cursor.fetchall()


def _run(statements: Any) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
