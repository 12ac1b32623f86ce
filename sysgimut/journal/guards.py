"""Triggers on both engines: journaled tables are append-only, and the promises of the apps are kept.

Installed by `sysgimut migrate` after every migration, because SQLite's table rebuild drops triggers silently.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.apps import apps
from django.db import connection
from django.db.models import Model

from sysgimut.journal.models import Claim, Entry, HealthAccess, Recorded, Seal, Superseded
from sysgimut.journal.promise import Promise, promises

PREFIXES = ("append_only_", "promise_")
WAYS = ("enable_seqscan", "enable_bitmapscan", "enable_hashjoin", "enable_material", "jit")
BY_INDEX = " ".join(f"SET {way} = off" for way in WAYS)
"""A plan is made once for a session, perhaps while a table is empty: for each new row it must look others up by their
index, and never read the table, or a whole partial index, that was small when the plan was made."""
REFUSE = "append_only_refuse"
"""On PostgreSQL, the function that all the append-only triggers call."""
REFUSAL = (
    " BEGIN RAISE EXCEPTION 'append-only: %', TG_TABLE_NAME "
    "USING ERRCODE = 'check_violation', CONSTRAINT = TG_NAME; END "
)


@dataclass(frozen=True, slots=True)
class Guard:
    """One trigger: its name, its table, and the statements that make it on this engine."""

    name: str
    table: str
    statements: tuple[str, ...]

    @property
    def definition(self) -> str:
        """What the engine tells of the trigger when it is the one that these statements made."""
        *functions, trigger = self.statements
        if connection.vendor != "postgresql":
            return _plain(trigger)
        return f"{_plain(trigger)}: {functions[0].split('$$')[1] if functions else REFUSAL}"


def guarded() -> list[type[Model]]:
    """All the append-only models."""
    recorded = [model for model in apps.get_models() if issubclass(model, Recorded)]
    return sorted([Claim, Entry, Seal, HealthAccess, *recorded], key=lambda model: model._meta.db_table)


def changeable(model: type[Model]) -> tuple[str, ...]:
    """Columns that may change once: the mark of supersession, and the erasable payload."""
    if issubclass(model, Superseded):
        return ("superseded_by_id",)
    return ("payload", "salt") if model is Entry else ()


def guards(vendor: str) -> Iterator[Guard]:
    """Every trigger that an engine (postgresql or sqlite) must have."""
    for model in guarded():
        yield from _append_only(model, vendor)
    for promise in promises():
        yield _kept(promise, vendor)


def install() -> None:
    """Install (again) every guard."""
    remove()
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(f"CREATE FUNCTION {REFUSE}() RETURNS trigger LANGUAGE plpgsql AS $${REFUSAL}$$")
        for guard in guards(connection.vendor):
            for statement in guard.statements:
                cursor.execute(statement)


def _append_only(model: type[Model], vendor: str) -> Iterator[Guard]:
    """Deletion, emptying, a change of a fixed column, a second change of the others."""
    table = model._meta.db_table
    free = changeable(model)
    fixed = ", ".join(f'"{f.column}"' for f in model._meta.concrete_fields if f.column not in free)
    yield _refusal(vendor, table, "d", "DELETE")
    yield _refusal(vendor, table, "u", f"UPDATE OF {fixed}")
    if vendor == "postgresql":
        yield _refusal(vendor, table, "t", "TRUNCATE", each="STATEMENT")
    for column in free:
        once = "OLD.{} IS NOT NULL" if column == "superseded_by_id" else "NEW.{} IS NOT NULL"
        yield _refusal(vendor, table, column, f'UPDATE OF "{column}"', when=f"WHEN ({once.format(column)}) ")


def _refusal(vendor: str, table: str, suffix: str, event: str, when: str = "", each: str = "ROW") -> Guard:
    name = f"append_only_{table}_{suffix}"
    if vendor == "postgresql":
        then = f"EXECUTE FUNCTION {REFUSE}()"
    else:
        then = f"BEGIN SELECT RAISE(ABORT, 'append-only: {table}'); END"
    return Guard(name, table, (f'CREATE TRIGGER {name} BEFORE {event} ON "{table}" FOR EACH {each} {when}{then}',))


def _kept(promise: Promise, vendor: str) -> Guard:
    name, table = f"promise_{promise.name}", promise.table
    words = f"{promise.name}: {promise.says}".replace("'", "''")
    if vendor != "postgresql":
        refuse = f"BEGIN SELECT RAISE(ABORT, '{words}') WHERE {promise.broken}; END"
        return Guard(name, table, (f'CREATE TRIGGER {name} AFTER INSERT ON "{table}" FOR EACH ROW {refuse}',))
    # EXECUTE plans each time: a plan kept from when a table was empty reads the whole of it for every row of a batch.
    function = (
        f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql {BY_INDEX} AS $$\n#variable_conflict use_column\n"
        f"DECLARE broken boolean; "
        f"BEGIN {_turn(promise)}"
        f"EXECUTE $q$SELECT EXISTS (SELECT FROM added AS new WHERE {promise.broken})$q$ INTO broken; "
        f"IF broken THEN RAISE EXCEPTION '%', '{words}' "
        f"USING ERRCODE = 'check_violation', CONSTRAINT = TG_NAME; END IF; RETURN NULL; END $$"
    )
    trigger = (
        f'CREATE TRIGGER {name} AFTER INSERT ON "{table}" REFERENCING NEW TABLE AS added '
        f"FOR EACH STATEMENT EXECUTE FUNCTION {name}()"
    )
    return Guard(name, table, (function, trigger))


def _turn(promise: Promise) -> str:
    if not promise.turn:
        return ""
    lock = "pg_advisory_xact_lock" if promise.alone else "pg_advisory_xact_lock_shared"
    names = f"SELECT DISTINCT {promise.turn} AS name FROM added AS new ORDER BY 1"
    return f"PERFORM {lock}(hashtextextended(turns.name, 7)) FROM ({names}) AS turns; "


def installed() -> dict[str, str]:
    """The guards that the database has now: name → table. On PostgreSQL, those that are switched on."""
    query = (
        "SELECT tgname, tgrelid::regclass::text FROM pg_trigger WHERE NOT tgisinternal AND tgenabled IN ('O', 'A')"
        if connection.vendor == "postgresql"
        else "SELECT name, tbl_name FROM sqlite_master WHERE type = 'trigger'"
    )
    with connection.cursor() as cursor:
        cursor.execute(query)
        return {name: table.strip('"') for name, table in cursor.fetchall() if name.startswith(PREFIXES)}


def missing() -> list[str]:
    """Tables whose guards are not all there."""
    return sorted({guard.table for guard in absent()})


def absent() -> list[Guard]:
    """The guards that are not there, or that no longer do what they did."""
    found, defined = installed(), _definitions()
    return [
        guard
        for guard in guards(connection.vendor)
        if found.get(guard.name) != guard.table or defined[guard.name] != guard.definition
    ]


def _definitions() -> dict[str, str]:
    """What each trigger does, as the engine tells it."""
    query = (
        "SELECT t.tgname, pg_get_triggerdef(t.oid, true), p.prosrc FROM pg_trigger t "
        "JOIN pg_proc p ON p.oid = t.tgfoid WHERE NOT t.tgisinternal"
        if connection.vendor == "postgresql"
        else "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"
    )
    with connection.cursor() as cursor:
        cursor.execute(query)
        return {name: ": ".join([_plain(trigger), *body]) for name, trigger, *body in cursor.fetchall()}


def _plain(trigger: str) -> str:
    """The statement without what engines write in their own way: case, quotes, parentheses."""
    return " ".join(trigger.lower().translate(str.maketrans("", "", '"()')).split())


def remove() -> None:
    """Drop every guard: for a migration that rebuilds tables, and for tests that show what a guard is for."""
    postgresql = connection.vendor == "postgresql"
    query = (
        "SELECT proname FROM pg_proc WHERE pronamespace = current_schema()::regnamespace AND prorettype = 2279"
        if postgresql
        else "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    )
    with connection.cursor() as cursor:
        cursor.execute(query)
        for name in sorted(name for (name,) in cursor.fetchall() if name.startswith(PREFIXES)):
            cursor.execute(f"DROP FUNCTION {name}() CASCADE" if postgresql else f"DROP TRIGGER {name}")
