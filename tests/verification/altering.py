"""Raw cells changed as little as their type allows, behind the product's back."""

from __future__ import annotations

import json
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import AutoField, BooleanField, DateField, IntegerField, JSONField, UUIDField

from sysgimut.journal.stored import raw_rows

OTHER = UUID("01900000-0000-7000-8000-000000000001")


def altered(field: Any, value: Any) -> Any:
    """Another value for a raw cell, as near as one byte where the type allows it."""
    kind = field.target_field if field.is_relation else field
    if isinstance(kind, UUIDField):
        if value is None:
            return OTHER if connection.vendor == "postgresql" else OTHER.hex
        text = value.hex if isinstance(value, UUID) else value
        changed = text[:-1] + ("1" if text[-1] == "0" else "0")
        return UUID(changed) if isinstance(value, UUID) else changed
    if isinstance(kind, JSONField):
        return _altered_json(value)
    if isinstance(kind, BooleanField):
        return not value
    if isinstance(kind, DateField):
        return _altered_day(value)
    if isinstance(field, AutoField):
        return value + 1_000_000  # a number that no other row has
    if isinstance(kind, IntegerField):
        return (value or 0) + 1
    return (value or "")[:-1] + ("y" if (value or "x")[-1] == "x" else "x")


def _altered_day(value: Any) -> Any:
    if isinstance(value, str) and len(value) > len("2020-01-01"):  # a moment, as SQLite keeps it
        return value[:-1] + ("1" if value[-1] == "0" else "0")
    day = date(2020, 1, 1) if value is None else value if isinstance(value, date) else date.fromisoformat(value)
    moved = day + timedelta(1)
    return moved if connection.vendor == "postgresql" else moved.isoformat()


def _altered_json(value: Any) -> Any:
    if connection.vendor == "postgresql":
        return json.dumps([value, 1])
    if value is None:
        return "[1]"
    at = next((i for i, c in enumerate(value) if c.isalnum()), None)
    if at is None:
        return value.replace("[", "{").replace("]", "}") if "[" in value else value.replace("{", "[").replace("}", "]")
    return value[:at] + ("1" if value[at] == "0" else "0") + value[at + 1 :]


def cells(model: Any, field: Any) -> list[tuple[Any, Any]]:
    """(key, raw cell) of every row, by key."""
    if connection.vendor == "sqlite":
        return [(pk, cell) for pk, cell in raw_rows(model, "pk", ("pk", field.attname))]
    with connection.cursor() as cursor:
        key = model._meta.pk.column
        cursor.execute(f'SELECT "{key}", "{field.column}" FROM "{model._meta.db_table}" ORDER BY "{key}"')
        return list(cursor.fetchall())


def write(model: Any, pk: Any, field: Any, value: Any) -> None:
    """Put a raw value into one cell."""
    with connection.cursor() as cursor:
        table, key = model._meta.db_table, model._meta.pk.column
        cast = "::jsonb" if isinstance(field, JSONField) and connection.vendor == "postgresql" else ""
        cursor.execute(f'UPDATE "{table}" SET "{field.column}" = %s{cast} WHERE "{key}" = %s', [value, pk])
