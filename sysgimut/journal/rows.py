"""How rows reach the database, and the digest that binds them to their journal entry.

A command hands over plain tuples; they go in with COPY on PostgreSQL and one prepared statement on SQLite, so
that one row and a hundred thousand rows take the same road.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
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
    """The attributes a command gives for a row of `model`, in order."""
    skipped = {"command", "superseded_by"}
    return tuple(
        field.attname
        for field in model._meta.concrete_fields
        if field.name not in skipped and not isinstance(field, AutoField)
    )


@cache
def digested(model: type[Recorded]) -> tuple[str, ...]:
    """The attributes that a row's digest covers, in order: the number that the table gave it, then the command's."""
    return ("id", *columns(model)) if _numbered(model) else columns(model)


def _numbered(model: type[Recorded]) -> bool:
    return isinstance(model._meta.pk, AutoField)


_ENCODER = json.JSONEncoder(
    ensure_ascii=False,
    separators=(",", ":"),
    sort_keys=True,
    default=lambda value: value.hex if isinstance(value, UUID) else str(value),
)


def _encoding() -> Callable[[Sequence[Any]], str]:
    """`_ENCODER.encode`, which makes its machine anew for each row, with the machine kept where Python has it."""
    make: Any = getattr(json.encoder, "c_make_encoder", None)
    if make is None:
        return _ENCODER.encode
    text = json.encoder.encode_basestring
    parts = make(None, _ENCODER.default, text, None, ":", ",", True, False, True)
    return lambda row: "".join(parts(row, 0))


_ENCODE = _encoding()


def row_digest(row: Sequence[Any]) -> bytes:
    """SHA-256 of one row as a JSON array: the same on every engine."""
    return sha256(_ENCODE(row).encode()).digest()


def digest(row_digests: Iterable[bytes]) -> str:
    """SHA-256, in hexadecimal, of a set of row digests, whatever their order."""
    return sha256(b"".join(sorted(row_digests))).hexdigest()


def insert(model: type[Recorded], rows: Sequence[Row], command_id: UUID) -> Sequence[Row]:
    """Insert `rows` (tuples in the order of `columns(model)`) as recorded by `command_id`.

    Returns them in the order of `digested(model)`: with the number that the table gave each, where it gives one.
    """
    if not rows:
        return rows
    if len(rows) < COPY_FROM:
        return _insert(model, rows, command_id)
    return (_copy if connection.vendor == "postgresql" else _insert_many)(model, rows, command_id)


def _insert(model: type[Recorded], rows: Sequence[Row], command_id: UUID) -> Sequence[Row]:
    """A few rows in one statement, which gives their numbers back."""
    names, fields, table = _names(model, columns(model))
    slots = ", ".join(["%s"] * (len(fields) + 1))
    sql = f"INSERT INTO {table} ({names}, command_id) VALUES " + ", ".join([f"({slots})"] * len(rows))
    prepare = _preparers(tuple(fields), connection.vendor)
    command = _prepared_uuid(command_id)
    values = [value for row in rows for value in (*_prepared(prepare, row), command)]
    with connection.cursor() as cursor:
        cursor.execute(sql + (" RETURNING id" if _numbered(model) else ""), values)
        if not _numbered(model):
            return rows
        # Numbers are given in the order of the rows; SQLite does not promise to return them so.
        return [(number, *row) for (number,), row in zip(sorted(cursor.fetchall()), rows, strict=True)]


def insert_together(
    inserts: Sequence[tuple[type[Recorded], Sequence[Row]]], command_id: UUID
) -> list[tuple[type[Recorded], Sequence[Row]]]:
    """What `insert` does, for a few rows of several tables: in one statement where the engine can (PostgreSQL).

    Triggers and deferred keys of PostgreSQL see them all together.
    """
    if connection.vendor != "postgresql" or any(len(rows) >= COPY_FROM for _, rows in inserts):
        return [(model, insert(model, rows, command_id)) for model, rows in inserts]
    parts, numbers, values = [], ["SELECT -1 AS part, 0::bigint AS id WHERE FALSE"], []
    for part, (model, rows) in enumerate(inserts):
        names, fields, table = _names(model, columns(model))
        slots = f"({', '.join(['%s'] * (len(fields) + 1))})"
        numbered = " RETURNING id" if _numbered(model) else ""
        sql = f"INSERT INTO {table} ({names}, command_id) VALUES {', '.join([slots] * len(rows))}{numbered}"
        parts.append(f"w{part} AS ({sql})")
        if numbered:
            numbers.append(f"SELECT {part}, id FROM w{part}")
        prepare = _preparers(tuple(fields), connection.vendor)
        values += [value for row in rows for value in (*_prepared(prepare, row), command_id)]
    found: dict[int, list[int]] = {}
    with connection.cursor() as cursor:
        cursor.execute(f"WITH {', '.join(parts)} {' UNION ALL '.join(numbers)} ORDER BY 1, 2", values)
        for part, number in cursor.fetchall():
            found.setdefault(part, []).append(number)
    return [
        (model, [(number, *row) for number, row in zip(found[part], rows, strict=True)] if part in found else rows)
        for part, (model, rows) in enumerate(inserts)
    ]


def _insert_many(model: type[Recorded], rows: Sequence[Row], command_id: UUID) -> Sequence[Row]:
    """SQLite's road: the transaction holds the file for itself, the numbers that the table gives follow each other."""
    names, fields, table = _names(model, columns(model))
    prepare = _preparers(tuple(fields), connection.vendor)
    command = _prepared_uuid(command_id)
    values = [(*_prepared(prepare, row), command) for row in rows]
    slots = ", ".join(["%s"] * (len(fields) + 1))
    with connection.cursor() as cursor:
        cursor.executemany(f"INSERT INTO {table} ({names}, command_id) VALUES ({slots})", values)
        if not _numbered(model):
            return rows
        cursor.execute("SELECT last_insert_rowid()")
        first = cursor.fetchone()[0] - len(rows) + 1
    return [(number, *row) for number, row in enumerate(rows, first)]


@cache
def _names(model: type[models.Model], attributes: tuple[str, ...]) -> tuple[str, list[Any], str]:
    """The columns of these attributes as SQL lists them, their fields, and the table."""
    fields: list[Any] = [model._meta.get_field(name) for name in attributes]
    quote = connection.ops.quote_name
    return ", ".join(quote(field.column) for field in fields), fields, quote(model._meta.db_table)


def _prepared(prepare: Sequence[Any], row: Sequence[Any]) -> list[Any]:
    return [value if p is None else p(value) for p, value in zip(prepare, row, strict=True)]


def _copy(model: type[Recorded], rows: Sequence[Row], command_id: UUID) -> Sequence[Row]:
    """COPY takes no RETURNING: the numbers are drawn from the table's own sequence first.

    Identifiers go as their digits: both COPY and the digest then take them as they are.
    """
    names, fields, table = _names(model, digested(model))
    json_at = [i for i, field in enumerate(fields) if isinstance(field, JSONField)]
    uuid_at = [i for i, field in enumerate(fields) if _is_identifier(field)]
    command = command_id.hex
    written: list[Row] = []
    with connection.cursor() as cursor:
        if _numbered(model):
            sequence = f"nextval(pg_get_serial_sequence('{model._meta.db_table}', 'id'))"
            cursor.execute(f"SELECT {sequence} FROM generate_series(1, %s)", [len(rows)])
            rows = [(number, *row) for (number,), row in zip(cursor, rows, strict=True)]
        # Django wraps the errors of its cursors, but not of a COPY: the runner knows Django's only.
        copying = cursor.copy(f"COPY {table} ({names}, command_id) FROM STDIN")
        with connection.wrap_database_errors, copying as copy:
            for row in rows:
                cells = [*row, command]
                for i in uuid_at:
                    if (value := cells[i]) is not None:
                        cells[i] = value.hex
                written.append(tuple(cells[:-1]))
                for i in json_at:
                    cells[i] = "[]" if cells[i] == [] else json.dumps(cells[i])
                copy.write_row(cells)
    return written


def _is_identifier(field: Any) -> bool:
    return isinstance(field.target_field if field.is_relation else field, models.UUIDField)


@cache
def _preparers(fields: tuple[Any, ...], vendor: str) -> list[Any]:
    return [_preparer(field) for field in fields]


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
    quote = connection.ops.quote_name
    key: Any = model._meta.pk
    sql = f"UPDATE {quote(model._meta.db_table)} SET superseded_by_id = %s WHERE superseded_by_id IS NULL AND "
    values: Any = list(keys)
    if connection.vendor == "postgresql":
        sql += f"{quote(key.column)} = ANY(%s)"
    else:
        plain = [value.hex if isinstance(value, UUID) else value for value in keys]
        sql, values = f"{sql}{quote(key.column)} IN (SELECT value FROM json_each(%s))", json.dumps(plain)
    with connection.cursor() as cursor:
        cursor.execute(sql, [_prepared_uuid(command_id), values])
        return int(cursor.rowcount)


def insert_one(row: models.Model) -> None:
    """Insert a row of the journal itself, whose key the table gives or the row holds."""
    held = tuple(field.attname for field in row._meta.concrete_fields if not isinstance(field, AutoField))
    names, fields, table = _names(type(row), held)
    values = _prepared(_preparers(tuple(fields), connection.vendor), [getattr(row, name) for name in held])
    with connection.cursor() as cursor:
        cursor.execute(f"INSERT INTO {table} ({names}) VALUES ({', '.join(['%s'] * len(held))})", values)
