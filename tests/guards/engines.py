"""Trying to break a promise by raw SQL: on PostgreSQL within savepoints, on SQLite in copies kept in memory."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any
from uuid import UUID

from django.db import DatabaseError, connection, transaction

from tests.guards.catalogue import without
from tests.guards.declared import CHECK, INDEX, KEY, REFERENCE, UNIQUE, Declared, model_of
from tests.guards.rows import Row

Statement = tuple[str, Sequence[Any]]


def inserted(table: str, cells: Row) -> Statement:
    """The INSERT of a row."""
    names = ", ".join(f'"{name}"' for name in cells)
    return f'INSERT INTO "{table}" ({names}) VALUES ({", ".join(["%s"] * len(cells))})', list(cells.values())


class Postgres:
    """The test's own transaction: whatever is tried is taken back."""

    def fill(self, statements: Sequence[Statement]) -> None:
        """Write the rows that every attempt finds."""
        self._run(statements, whole=True)

    def attempt(self, statements: Sequence[Statement], whole: bool = True) -> str | None:
        """What refuses these statements: the name of a constraint or trigger; None when they pass.

        `whole`: references are checked too, as at the end of a transaction.
        """
        point = transaction.savepoint()
        try:
            self._run(statements, whole)
        except DatabaseError as refusal:
            return str(refusal.__cause__.diag.constraint_name or refusal)  # type: ignore[union-attr]
        else:
            return None
        finally:
            transaction.savepoint_rollback(point)

    def _run(self, statements: Sequence[Statement], whole: bool) -> None:
        with connection.cursor() as cursor:
            for sql, values in statements:
                cursor.execute(sql, values)
            if whole:
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
                cursor.execute("SET CONSTRAINTS ALL DEFERRED")

    @contextmanager
    def dropped(self, promise: Declared) -> Iterator[Postgres]:
        """The same database without what keeps a promise."""
        point = transaction.savepoint()
        with connection.cursor() as cursor:
            cursor.execute(self._drop(promise))
        yield self
        transaction.savepoint_rollback(point)

    def _drop(self, promise: Declared) -> str:
        if promise.postgresql == INDEX:
            return f'DROP INDEX "{promise.name}"'
        if promise.postgresql in (CHECK, UNIQUE, KEY, REFERENCE):
            return f'ALTER TABLE "{promise.table}" DROP CONSTRAINT "{self.refusal(promise)}" CASCADE'
        return f'DROP TRIGGER {promise.name} ON "{promise.table}"'

    def refusal(self, promise: Declared) -> str:
        """How the engine names the promise when it refuses."""
        if promise.postgresql != REFERENCE:
            return promise.name
        query = (
            "SELECT c.conname FROM pg_constraint c JOIN pg_attribute a ON a.attrelid = c.conrelid "
            "AND a.attnum = c.conkey[1] WHERE c.contype = 'f' AND c.conrelid = %s::regclass AND a.attname = %s"
        )
        with connection.cursor() as cursor:
            cursor.execute(query, [promise.table, column_of(promise)])
            return str(cursor.fetchone()[0])


class Sqlite:
    """A copy in memory, with references kept as the product's connections keep them."""

    def __init__(self, original: sqlite3.Connection) -> None:
        self.base = _copied(original)
        self.references = True

    def fill(self, statements: Sequence[Statement]) -> None:
        """Write the rows that every attempt finds."""
        self._run(self.base, statements, whole=True)

    def attempt(self, statements: Sequence[Statement], whole: bool = True) -> str | None:
        """As `Postgres.attempt`; the name is the engine's message."""
        copy = _copied(self.base)
        copy.execute(f"PRAGMA foreign_keys = {self.references}")
        try:
            self._run(copy, statements, whole)
        except sqlite3.DatabaseError as refusal:
            return str(refusal).replace('"', "")
        finally:
            copy.close()
        return None

    def _run(self, on: sqlite3.Connection, statements: Sequence[Statement], whole: bool) -> None:
        on.execute("BEGIN")
        for sql, values in statements:
            on.execute(sql.replace("%s", "?"), [value.hex if isinstance(value, UUID) else value for value in values])
        on.execute("COMMIT" if whole else "ROLLBACK")

    @contextmanager
    def dropped(self, promise: Declared) -> Iterator[Sqlite]:
        """The same database without what keeps a promise."""
        other = Sqlite(self.base)
        # Nothing can refer to a row without its key; PostgreSQL drops the references with it.
        other.references = self.references and promise.sqlite not in (KEY, UNIQUE)
        if promise.sqlite == INDEX:
            other.base.execute(f'DROP INDEX "{promise.name}"')
        elif promise.sqlite in (CHECK, UNIQUE, KEY, REFERENCE):
            _rebuild(other.base, promise)
        else:
            other.base.execute(f"DROP TRIGGER {promise.name}")
        yield other
        other.base.close()

    def refusal(self, promise: Declared) -> str:
        """How the engine names the promise when it refuses."""
        kind, table = promise.sqlite, promise.table
        if kind == REFERENCE:
            return "FOREIGN KEY constraint failed"
        if kind == CHECK:
            named = any(one.name == promise.name for one in model_of(table)._meta.constraints)
            return f"CHECK constraint failed: {promise.name if named else column_of(promise)}"
        if kind in (UNIQUE, INDEX, KEY):
            return "UNIQUE constraint failed: " + ", ".join(f"{table}.{name}" for name in unique_columns(promise))
        return f"append-only: {table}" if promise.name.startswith("append_only_") else promise.name[len("promise_") :]


def _copied(original: sqlite3.Connection) -> sqlite3.Connection:
    copy = sqlite3.connect(":memory:", isolation_level=None)
    original.backup(copy)
    copy.execute("PRAGMA foreign_keys = ON")
    copy.execute("PRAGMA recursive_triggers = ON")
    return copy


def _rebuild(on: sqlite3.Connection, promise: Declared) -> None:
    """Make a table again without one constraint: SQLite has no other way of dropping it."""
    table = promise.table
    (sql,) = on.execute("SELECT sql FROM sqlite_master WHERE type = 'table' AND name = ?", [table]).fetchone()
    rest = "SELECT sql FROM sqlite_master WHERE tbl_name = ? AND type IN ('index', 'trigger') AND sql IS NOT NULL"
    others = on.execute(rest, [table]).fetchall()
    on.execute("PRAGMA foreign_keys = OFF")
    on.execute("PRAGMA legacy_alter_table = ON")
    on.execute(f'ALTER TABLE "{table}" RENAME TO old')
    for name, kind in on.execute(
        "SELECT name, type FROM sqlite_master WHERE tbl_name = 'old' AND sql <> ''"
    ).fetchall():
        if kind in ("index", "trigger"):
            on.execute(f'DROP {kind} "{name}"')
    on.execute(without(table, sql, promise.name))
    on.execute(f'INSERT INTO "{table}" SELECT * FROM old')
    on.execute("DROP TABLE old")
    for (other,) in others:
        on.execute(other)
    on.execute("PRAGMA foreign_keys = ON")


def column_of(promise: Declared) -> str:
    """The column of a promise that is named after its table and column."""
    return promise.name.removeprefix(f"{promise.table}_").rpartition("_")[0]


def unique_columns(promise: Declared) -> list[str]:
    """The columns that a unique promise or a primary key is about."""
    model = model_of(promise.table)
    for constraint in model._meta.constraints:
        if constraint.name == promise.name:
            return [model._meta.get_field(name).column for name in constraint.fields]
    return [model._meta.pk.column] if promise.sqlite == KEY else [column_of(promise)]
