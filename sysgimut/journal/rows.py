"""How rows reach the database, and the digest that binds them to their journal entry.

A command hands over plain tuples; they go in with COPY on PostgreSQL and one prepared statement on SQLite, so
that one row and a hundred thousand rows take the same road.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from functools import cache
from hashlib import sha256
from typing import Any
from uuid import UUID

from django.db import connection, models
from django.db.models import AutoField, Field, JSONField

from sysgimut.journal.models import Recorded, Superseded

Row = tuple[Any, ...]
COPY_FROM = 50  # below this many rows a plain INSERT is quicker than opening a COPY


@cache
def columns(model: type[Recorded]) -> tuple[str, ...]:
    """The attributes a command gives for a row of `model`, in order: what the digest covers."""
    skipped = {"command", "superseded_by"}
    return tuple(
        field.attname
        for field in model._meta.concrete_fields
        if field.name not in skipped and not isinstance(field, AutoField)
    )


_ENCODE = json.JSONEncoder(
    ensure_ascii=False,
    separators=(",", ":"),
    sort_keys=True,
    default=lambda value: value.hex if isinstance(value, UUID) else str(value),
).encode


def row_digest(row: Sequence[Any]) -> bytes:
    """SHA-256 of one row as a JSON array: the same on every engine."""
    return sha256(_ENCODE(row).encode()).digest()


def digest(row_digests: Iterable[bytes]) -> str:
    """SHA-256, in hexadecimal, of a set of row digests, whatever their order."""
    return sha256(b"".join(sorted(row_digests))).hexdigest()


def insert(model: type[Recorded], rows: Sequence[Row], command_id: UUID) -> None:
    """Insert `rows` (tuples in the order of `columns(model)`) as recorded by `command_id`."""
    if not rows:
        return
    names = columns(model)
    fields: list[Any] = [model._meta.get_field(name) for name in names]
    table = connection.ops.quote_name(model._meta.db_table)
    listed = ", ".join(connection.ops.quote_name(field.column) for field in fields)
    if connection.vendor == "postgresql" and len(rows) >= COPY_FROM:
        _copy(f"COPY {table} ({listed}, command_id) FROM STDIN", fields, rows, command_id)
        return
    prepare = [_preparer(field) for field in fields]
    command = _prepared_uuid(command_id)
    values = [
        (*[value if p is None else p(value) for p, value in zip(prepare, row, strict=True)], command) for row in rows
    ]
    slots = ", ".join(["%s"] * (len(names) + 1))
    sql = f"INSERT INTO {table} ({listed}, command_id) VALUES "
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(sql + ", ".join([f"({slots})"] * len(values)), [v for row in values for v in row])
        else:
            cursor.executemany(f"{sql}({slots})", values)


def _copy(sql: str, fields: Sequence[Any], rows: Sequence[Row], command_id: UUID) -> None:
    json_at = [i for i, field in enumerate(fields) if isinstance(field, JSONField)]
    with connection.cursor() as cursor, cursor.copy(sql) as copy:
        for row in rows:
            if json_at:
                cells = list(row)
                for i in json_at:
                    cells[i] = json.dumps(cells[i])
                copy.write_row((*cells, command_id))
            else:
                copy.write_row((*row, command_id))


def _preparer(field: Field[Any, Any]) -> Any:
    """What turns a Python value into this engine's value, or None where it goes as it is."""
    if isinstance(field, JSONField):
        return json.dumps
    if connection.vendor == "postgresql":
        return None
    if isinstance(field, models.ForeignKey):
        return _preparer(field.target_field)
    if isinstance(field, models.UUIDField):
        return lambda value: None if value is None else value.hex
    if isinstance(field, models.DateTimeField):
        return lambda value: field.get_db_prep_value(value, connection)
    if isinstance(field, models.DateField):
        return lambda value: None if value is None else value.isoformat()
    return None


def _prepared_uuid(identifier: UUID) -> Any:
    return identifier if connection.vendor == "postgresql" else identifier.hex


def supersede(model: type[Superseded], keys: Sequence[Any], command_id: UUID) -> int:
    """Mark the rows with these primary keys as superseded by `command_id`; returns how many were still current."""
    done = 0
    for start in range(0, len(keys), 5_000):
        block = list(keys[start : start + 5_000])
        current: Any = model._default_manager.filter(pk__in=block, superseded_by__isnull=True)
        done += current.update(superseded_by_id=command_id)
    return done
