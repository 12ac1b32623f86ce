"""What the database itself promises beyond one row's own columns, declared by each app in `<app>/promises.py`.

A promise is a condition that no new row may fulfil. One text of SQL serves both engines: a trigger for each row on
SQLite, one for each statement on PostgreSQL, so that a COPY of a hundred thousand rows runs it once.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec

from django.apps import apps


@dataclass(frozen=True, slots=True)
class Promise:
    """No row enters `table` for which `broken` is true; `says` is the promise in plain words.

    `broken` is an SQL condition over the columns of `NEW`, in the words that both engines understand (`CASE`,
    `coalesce`, `EXISTS`; no `IS DISTINCT FROM`). It is asked after the row went in: it sees the row itself, and on
    PostgreSQL all the rows of its statement. Tables that hold it never change their rows (journal/guards.py), so that
    what was true of a row when it came stays true of it.
    """

    name: str
    table: str
    says: str
    broken: str
    turn: str = ""
    """Where what is asked may be changing in another transaction: an SQL expression over `NEW`, the name on which
    PostgreSQL takes turns (journal/turns.py) before it asks. Shared, unless `alone`."""
    alone: bool = False


def promises() -> list[Promise]:
    """The promises of all the apps, by name."""
    found: list[Promise] = []
    for app in apps.get_app_configs():
        module = f"{app.name}.promises"
        if app.name.startswith("sysgimut.") and find_spec(module):
            found += import_module(module).PROMISES
    return sorted(found, key=lambda promise: promise.name)


def apart(name: str, table: str, says: str, same: Iterable[str], start: str, end: str) -> Promise:
    """Rows in force with the same `same` columns have half-open periods (`end` null: for ever) that do not overlap.

    >>> apart("t_apart", "t", "…", ["person_id"], "start", "end").table
    't'
    """
    alike = " AND ".join(f'o."{column}" = NEW."{column}"' for column in same)
    return Promise(
        name,
        table,
        says,
        f'NEW.superseded_by_id IS NULL AND EXISTS (SELECT 1 FROM "{table}" o '
        f"WHERE {alike} AND o.superseded_by_id IS NULL AND o.id <> NEW.id "
        f'AND (NEW."{end}" IS NULL OR o."{start}" < NEW."{end}") '
        f'AND (o."{end}" IS NULL OR o."{end}" > NEW."{start}"))',
    )
