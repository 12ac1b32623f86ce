"""Journaled rows read back for proof: exactly what lies in the database, without the kindness of converters.

PostgreSQL refuses at the door what is not of a column's type, so its rows are read as the product reads them.
SQLite takes anything anywhere, and its converters read `ABC…` and `abc…` as one identifier, `2` as false and two
spellings of a JSON text as one value: there the raw cells are compared with the only form in which they are written.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import BooleanField, DateTimeField, Field, JSONField, Model, UUIDField

CHUNK = 5_000
ALTERED = "\x00altered"
"""Stands before a cell that is not written as the product writes it: no digest was ever made of it."""

Row = tuple[Any, ...]


def stored_rows(model: type[Model], key: str, columns: Sequence[str]) -> Iterator[tuple[str, Row]]:
    """(`key` in hexadecimal, cells of `columns`) of every row of `model` whose `key` is set, in the order of `key`.

    The cells give the digests that the same values gave when they were recorded. Memory does not grow with the table.
    """
    if connection.vendor == "postgresql":
        manager: Any = model._default_manager
        found = manager.filter(**{f"{key}__isnull": False}).order_by(key).values_list(key, *columns)
        for identifier, *cells in found.iterator(chunk_size=CHUNK):
            yield identifier.hex, tuple(cells)
        return
    readers = [(at, reader) for at, name in enumerate(columns) if (reader := _reader(_field(model, name)))]
    for identifier, *cells in raw_rows(model, key, (key, *columns)):
        for at, reader in readers:
            cells[at] = reader(cells[at])
        yield str(identifier), tuple(cells)


def raw_rows(model: type[Model], key: str, columns: Sequence[str]) -> Iterator[Sequence[Any]]:
    """The raw cells of a SQLite table, in the order of `key`, where it is set."""
    quote = connection.ops.quote_name
    # The sign + makes an expression of the column: SQLite then names no type and Python converts nothing.
    listed = ", ".join(f"+{quote(_field(model, name).column)}" for name in columns)
    order = quote(_field(model, key).column)
    sql = f"SELECT {listed} FROM {quote(model._meta.db_table)} WHERE {order} IS NOT NULL ORDER BY {order}"
    with connection.cursor() as cursor:
        cursor.execute(sql)
        while block := cursor.fetchmany(CHUNK):
            yield from block


def misshapen(model: type[Model]) -> Iterator[tuple[Any, str]]:
    """(primary key, column) of the cells of a SQLite table that are not written as the product writes them.

    For the journal's own tables, which are read through the converters.
    """
    if connection.vendor == "postgresql":
        return
    fields = [field for field in model._meta.concrete_fields if _reader(field) or _is_uuid(field)]
    for pk, *cells in raw_rows(model, "pk", ("pk", *(field.attname for field in fields))):
        for field, cell in zip(fields, cells, strict=True):
            reader = _reader(field)
            wrong = not _is_hex(cell) if reader is None else _is_altered(reader(cell))
            if wrong and cell is not None:
                yield pk, field.attname


def _field(model: type[Model], name: str) -> Any:
    meta: Any = model._meta
    return meta.pk if name == "pk" else next(f for f in meta.concrete_fields if f.attname == name)


def _is_uuid(field: Any) -> bool:
    return isinstance(field.target_field if field.is_relation else field, UUIDField)


def _is_hex(cell: Any) -> bool:
    return isinstance(cell, str) and len(cell) == 32 and not set(cell) - set("0123456789abcdef")


def _is_altered(value: Any) -> bool:
    return isinstance(value, str) and value.startswith(ALTERED)


def _reader(field: Field[Any, Any]) -> Callable[[Any], Any] | None:
    """What gives the value of a raw cell, or None where the raw cell is the value as digests see it."""
    if isinstance(field, JSONField):
        return _json
    if isinstance(field, BooleanField):
        return _boolean
    return _moment if isinstance(field, DateTimeField) else None


def _json(cell: Any) -> Any:
    if cell is None:
        return None
    try:
        value = json.loads(cell)
    except (TypeError, ValueError):
        return f"{ALTERED} {cell}"
    return value if json.dumps(value) == cell else f"{ALTERED} {cell}"


def _boolean(cell: Any) -> Any:
    return {None: None, 0: False, 1: True}.get(cell, f"{ALTERED} {cell}")


def _moment(cell: Any) -> Any:
    try:
        return cell if cell is None or str(datetime.fromisoformat(cell)) == cell else f"{ALTERED} {cell}"
    except (TypeError, ValueError):
        return f"{ALTERED} {cell}"
