"""Queries whose shape never changes, compiled once: building their SQL takes longer than the rows take to read.

@compiled(TEXTS)
def _acts(codes):                                   # an expression that stands for the values
    return Act.objects.filter(code__in=codes).values_list("code", "label")

_acts({"CONS-01", "CONS-02"})                       # the rows, read with these values
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.db import connection
from django.db.models import QuerySet
from django.db.models.expressions import RawSQL

Row = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Kind:
    """How a value stands in the SQL of each engine, and what is handed over for it."""

    postgresql: str
    sqlite: str
    to_postgresql: Callable[[Any], Any]
    to_sqlite: Callable[[Any], Any]

    @property
    def sql(self) -> str:
        """What stands in the statement, on the engine in use."""
        return self.postgresql if connection.vendor == "postgresql" else self.sqlite

    def given(self, value: Any) -> Any:
        """What is handed over for a value, to the engine in use."""
        return (self.to_postgresql if connection.vendor == "postgresql" else self.to_sqlite)(value)


def _hexadecimal(identifiers: Collection[Any]) -> str:
    return json.dumps([identifier.hex for identifier in identifiers])


LISTED = "SELECT value FROM json_each(%s)"
TEXTS = Kind("SELECT unnest(%s::text[])", LISTED, list, lambda values: json.dumps(list(values)))
"""Texts, for the right side of an `__in`."""
IDENTIFIERS = Kind("SELECT unnest(%s::uuid[])", LISTED, list, _hexadecimal)
"""Identifiers, for the right side of an `__in`."""
TEXT = Kind("%s::text", "%s", str, str)
DAY = Kind("%s::date", "%s", lambda day: day, lambda day: day.isoformat())


@dataclass(frozen=True, slots=True)
class _Given:
    """In the place of a value among a statement's parameters."""

    position: int


@dataclass(frozen=True, slots=True)
class _Ready:
    sql: str
    params: tuple[Any, ...]
    compiler: Any


def compiled(*kinds: Kind) -> Callable[[Callable[..., QuerySet[Any, Any]]], Callable[..., list[Row]]]:
    """Make of a function that builds a `values_list` query one that gives its rows for values of these kinds.

    The function is called once for each engine, with expressions in the place of the values.
    """

    def decorate(build: Callable[..., QuerySet[Any, Any]]) -> Callable[..., list[Row]]:
        ready: dict[str, _Ready] = {}

        @wraps(build)
        def rows(*values: Any) -> list[Row]:
            vendor = connection.vendor
            if vendor not in ready:
                ready[vendor] = _compile(build, kinds)
            found = ready[vendor]
            given = [kind.given(value) for kind, value in zip(kinds, values, strict=True)]
            params = [given[p.position] if isinstance(p, _Given) else p for p in found.params]
            with connection.cursor() as cursor:
                cursor.execute(found.sql, params)
                return list(found.compiler.results_iter([cursor.fetchall()], tuple_expected=True))

        return rows

    return decorate


def _compile(build: Callable[..., QuerySet[Any, Any]], kinds: tuple[Kind, ...]) -> _Ready:
    stand_ins = [RawSQL(kind.sql, [_Given(position)]) for position, kind in enumerate(kinds)]
    compiler = build(*stand_ins).query.get_compiler(connection=connection)
    sql, params = compiler.as_sql()
    return _Ready(sql, tuple(params), compiler)
