"""Triggers that keep journaled tables append-only, on both engines.

Installed by `sysgimut migrate` after every migration, because SQLite's table rebuild drops triggers silently.
"""

from __future__ import annotations

from collections.abc import Iterator

from django.apps import apps
from django.db import connection
from django.db.models import Model

from sysgimut.journal.models import Claim, Entry, HealthAccess, Recorded, Seal, Superseded

PREFIX = "append_only_"


def guarded() -> list[type[Model]]:
    """All the append-only models."""
    recorded = [model for model in apps.get_models() if issubclass(model, Recorded)]
    return sorted([Claim, Entry, Seal, HealthAccess, *recorded], key=lambda model: model._meta.db_table)


def changeable(model: type[Model]) -> tuple[str, ...]:
    """Columns that may change once: the mark of supersession, and the erasable payload."""
    if issubclass(model, Superseded):
        return ("superseded_by_id",)
    return ("payload", "salt") if model is Entry else ()


def install() -> None:
    """Install (again) every guard."""
    remove()
    with connection.cursor() as cursor:
        for statement in statements():
            cursor.execute(statement)


def statements() -> Iterator[str]:
    """The SQL of every guard for this engine."""
    make = _postgresql if connection.vendor == "postgresql" else _sqlite
    for model in guarded():
        yield from make(model)


def _sqlite(model: type[Model]) -> Iterator[str]:
    table = model._meta.db_table
    free = changeable(model)
    fixed = ", ".join(f'"{f.column}"' for f in model._meta.concrete_fields if f.column not in free)
    refuse = f"BEGIN SELECT RAISE(ABORT, 'append-only: {table}'); END"
    yield f'CREATE TRIGGER {PREFIX}{table}_d BEFORE DELETE ON "{table}" {refuse}'
    yield f'CREATE TRIGGER {PREFIX}{table}_u BEFORE UPDATE OF {fixed} ON "{table}" {refuse}'
    for column in free:
        once = f"OLD.{column} IS NOT NULL" if column == "superseded_by_id" else f"NEW.{column} IS NOT NULL"
        yield f'CREATE TRIGGER {PREFIX}{table}_{column} BEFORE UPDATE OF "{column}" ON "{table}" WHEN {once} {refuse}'


def _postgresql(model: type[Model]) -> Iterator[str]:
    table = model._meta.db_table
    free = changeable(model)
    name = f"{PREFIX}{table}"
    same = "to_jsonb(NEW)" + "".join(f" - '{c}'" for c in free) + " = to_jsonb(OLD)"
    same += "".join(f" - '{c}'" for c in free)
    once = [
        f"OLD.{c} IS NULL" if c == "superseded_by_id" else f"(NEW.{c} IS NULL OR OLD.{c} IS NOT DISTINCT FROM NEW.{c})"
        for c in free
    ]
    allowed = f"IF TG_OP = 'UPDATE' AND {same} AND {' AND '.join(once)} THEN RETURN NEW; END IF;" if free else ""
    yield (
        f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {allowed} "
        f"RAISE EXCEPTION 'append-only: {table}'; END $$"
    )
    yield f'CREATE TRIGGER {name} BEFORE UPDATE OR DELETE ON "{table}" FOR EACH ROW EXECUTE FUNCTION {name}()'


def installed() -> set[str]:
    """Names of the guards that the database has now."""
    query = (
        f"SELECT tgname FROM pg_trigger WHERE tgname LIKE '{PREFIX}%%' AND tgenabled <> 'D'"
        if connection.vendor == "postgresql"
        else f"SELECT name FROM sqlite_master WHERE type = 'trigger' AND name LIKE '{PREFIX}%%'"
    )
    with connection.cursor() as cursor:
        cursor.execute(query.replace("%%", "%"))
        return {row[0] for row in cursor.fetchall()}


def missing() -> list[str]:
    """Tables whose guards are not all there."""
    found = installed()
    suffixes = ("",) if connection.vendor == "postgresql" else ("_d", "_u")
    tables = (model._meta.db_table for model in guarded())
    return [table for table in tables if any(f"{PREFIX}{table}{suffix}" not in found for suffix in suffixes)]


def remove() -> None:
    """Drop every guard: for a migration that rebuilds tables, and for tests that show what a guard is for."""
    with connection.cursor() as cursor:
        for name in sorted(installed()):
            if connection.vendor == "postgresql":
                cursor.execute(f"DROP FUNCTION {name}() CASCADE")
            else:
                cursor.execute(f"DROP TRIGGER {name}")
