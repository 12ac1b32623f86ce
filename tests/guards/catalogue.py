"""What the database's own catalogue says that it keeps: name and table → kind, as declared.py names them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

from sysgimut.journal.guards import PREFIXES
from tests.guards.declared import CHECK, INDEX, KEY, REFERENCE, ROW_TRIGGER, STATEMENT_TRIGGER, UNIQUE

Held = dict[tuple[str, str], str]
Ask = Callable[[str], list[Any]]
"""Runs a query and gives its rows."""

CONSTRAINTS = """
SELECT c.conrelid::regclass::text, c.conname, c.contype::text,
    (SELECT a.attname FROM pg_attribute a WHERE a.attrelid = c.conrelid AND a.attnum = c.conkey[1]),
    c.contype = 'p' AND (SELECT a.attidentity <> '' FROM pg_attribute a
        WHERE a.attrelid = c.conrelid AND a.attnum = c.conkey[1])
FROM pg_constraint c WHERE c.contype IN ('c', 'u', 'p', 'f') AND c.connamespace = current_schema()::regnamespace
"""
INDEXES = """
SELECT i.indrelid::regclass::text, i.indexrelid::regclass::text FROM pg_index i
JOIN pg_class c ON c.oid = i.indexrelid WHERE i.indisunique AND i.indisvalid
AND c.relnamespace = current_schema()::regnamespace
AND NOT EXISTS (SELECT FROM pg_constraint c WHERE c.conindid = i.indexrelid)
"""
TRIGGERS = """
SELECT tgrelid::regclass::text, tgname, CASE WHEN tgtype & 1 = 1 THEN 'row' ELSE 'statement' END
FROM pg_trigger WHERE NOT tgisinternal AND tgenabled IN ('O', 'A')
"""
KINDS = {"c": CHECK, "u": UNIQUE, "p": KEY, "f": REFERENCE}


def held_by_postgresql(ask: Ask) -> Held:
    """All that PostgreSQL keeps. Numbers that a table gives its rows are no promise."""
    held: Held = {}
    for table, name, kind, column, numbered in ask(CONSTRAINTS):
        if not numbered:
            held[table, f"{table}_{column}_fk" if kind == "f" else name] = KINDS[kind]
    held |= dict.fromkeys(ask(INDEXES), INDEX)
    for table, name, each in ask(TRIGGERS):
        held[table, name] = ROW_TRIGGER if each == "row" else STATEMENT_TRIGGER
    return held


def held_by_sqlite(ask: Ask) -> Held:
    """All that SQLite keeps, read from the text of its tables."""
    held: Held = {}
    for kind, name, table, sql in ask("SELECT type, name, tbl_name, sql FROM sqlite_master WHERE sql IS NOT NULL"):
        if kind == "trigger":
            held[table, name] = ROW_TRIGGER
        elif kind == "index" and sql.startswith("CREATE UNIQUE INDEX"):
            held[table, name] = INDEX
        elif kind == "table":
            held |= {(table, name): kept for part in parts(sql) for name, kept in _kept(table, part)}
    return held


def parts(sql: str) -> list[str]:
    """The columns and constraints of a CREATE TABLE, as they are written."""
    body = sql[sql.index("(") + 1 : sql.rindex(")")]
    found, depth, start, quoted = [], 0, 0, False
    for at, character in enumerate(body):
        if character == "'":
            quoted = not quoted
        if quoted:
            continue
        depth += {"(": 1, ")": -1}.get(character, 0)
        if character == "," and depth == 0:
            found.append(body[start:at].strip())
            start = at + 1
    return [*found, body[start:].strip()]


NAMED = re.compile(r'CONSTRAINT "(\w+)" (CHECK|UNIQUE)')
COLUMN = re.compile(r'"(\w+)" ')
INLINE = {
    KEY: re.compile(r" PRIMARY KEY(?! AUTOINCREMENT)"),
    UNIQUE: re.compile(r" UNIQUE"),
    CHECK: re.compile(r' CHECK \("\w+" >= 0\)'),
    REFERENCE: re.compile(r' REFERENCES "\w+" \("\w+"\)( DEFERRABLE INITIALLY DEFERRED)?'),
}
ENDINGS = {KEY: "pkey", UNIQUE: "{}_key", CHECK: "{}_check", REFERENCE: "{}_fk"}


def _kept(table: str, part: str) -> Iterator[tuple[str, str]]:
    if named := NAMED.match(part):
        yield named[1], CHECK if named[2] == "CHECK" else UNIQUE
    elif column := COLUMN.match(part):
        for kind, written in INLINE.items():
            if written.search(part):
                yield f"{table}_{ENDINGS[kind].format(column[1])}", kind


def without(table: str, sql: str, name: str) -> str:
    """A CREATE TABLE without what keeps one promise."""
    kept = []
    for part in parts(sql):
        found = dict(_kept(table, part))
        if name not in found:
            kept.append(part)
        elif not NAMED.match(part):
            kept.append(INLINE[found[name]].sub("", part))
    assert len(kept) < len(parts(sql)) or kept != parts(sql), f"{name} is not in {table}"
    return f'CREATE TABLE "{table}" ({", ".join(kept)})'


def ours(held: Held, tables: set[str]) -> Held:
    """Without the tables of the framework."""
    return {(table, name): kind for (table, name), kind in held.items() if table in tables or name.startswith(PREFIXES)}
