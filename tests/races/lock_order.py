"""Locks come in one order, that of the table of docs/locking.md: watched in every command that any test runs.

PostgreSQL only, where locks are. A command that takes one out of its turn, of a kind that the table does not name, or
of many rows that nothing puts in order, fails the test in which it runs, at that statement.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.db import connection

from sysgimut.journal import runner

TABLE = Path(__file__).parents[2] / "docs" / "locking.md"
ROW = re.compile(r"\| (\d+) \|[^|]*\|([^|]*)\|", re.MULTILINE)
NAMED = re.compile(r"`([a-z]+\.[A-Z]\w+|[a-z]+:)`")
CLAIM = re.compile(r"INSERT INTO (journal_claim) ")
ADVISORY = re.compile(r"SELECT pg_advisory_xact_lock(?:_shared)?\(")
ROW_LOCK = re.compile(r' FOR (?:NO KEY )?UPDATE(?: OF "(\w+)")?')
SELECTED = re.compile(r'(?:SELECT|,) ("\w+"\."\w+")')
ORDER = re.compile(r' ORDER BY (\d+|"\w+"\."\w+") ASC')
ONE = " LIMIT 21 "
"""How Django asks for one row (`get`), and makes sure that there is no other."""
FROM = re.compile(r' FROM "(\w+)"')


class OutOfOrder(AssertionError):
    """A lock was taken where the order of docs/locking.md does not have it."""


@cache
def ranks() -> dict[str, tuple[int, int]]:
    """Name of a table, or first word of an advisory lock → its place: the row of the document, and its place there."""
    found: dict[str, tuple[int, int]] = {}
    for row, how in ROW.findall(TABLE.read_text()):
        for at, name in enumerate(NAMED.findall(how)):
            found[name if name.endswith(":") else apps.get_model(name)._meta.db_table] = (int(row), at)
    return found


def lock_of(sql: str, params: Any) -> str | None:
    """What a statement locks for the rest of its transaction: a table's name or an advisory lock's first word."""
    if claimed := CLAIM.match(sql):
        return claimed[1]
    if ADVISORY.match(sql):
        return str(params[0]).partition(":")[0] + ":"
    if not (locking := ROW_LOCK.search(sql)):
        return None
    found = locking[1] or FROM.search(sql)[1]  # type: ignore[index]
    if not (_by_key(found, sql) or ONE in sql):
        raise OutOfOrder(f"rows of {found} are locked in no order: {sql}")
    return found


def _by_key(table: str, sql: str) -> bool:
    """Whether the rows are ordered by their key, named or by its place among what is selected."""
    model = next(model for model in apps.get_models() if model._meta.db_table == table)
    key = f'"{table}"."{model._meta.pk.column}"'
    ordered = ORDER.search(sql)
    if ordered is None:
        return False
    return (SELECTED.findall(sql)[int(ordered[1]) - 1] if ordered[1].isdigit() else ordered[1]) == key


class Watch:
    """The locks of one transaction, as an execute wrapper of its connection."""

    def __init__(self) -> None:
        self.taken: list[str] = []

    def __call__(self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        if (lock := lock_of(sql, params)) is not None:
            if lock not in ranks():
                raise OutOfOrder(f"docs/locking.md does not say when {lock} is locked: {sql}")
            if CLAIM.match(sql):
                # Whoever may not is journaled in a transaction of its own, after the command's was rolled back.
                self.taken.clear()
            if self.taken and ranks()[lock] < ranks()[self.taken[-1]]:
                raise OutOfOrder(f"{lock} is locked after {', then '.join(self.taken)}: docs/locking.md")
            if lock not in self.taken:
                self.taken.append(lock)
        return execute(sql, params, many, context)


@contextmanager
def watched() -> Iterator[None]:
    """Every attempt at a command is watched while this lasts."""
    attempt = runner._attempt

    def watched_attempt(*args: Any) -> Any:
        with connection.execute_wrapper(Watch()):
            return attempt(*args)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(runner, "_attempt", watched_attempt)
        yield
