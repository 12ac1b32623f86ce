"""Writes docs/constraints.lock from what the models and the guards declare (`make docs`)."""

from __future__ import annotations

import json
from pathlib import Path

from tests.guards.declared import Declared, declared

LOCK = Path(__file__).resolve().parents[2] / "docs" / "constraints.lock"
HEAD = """\
# What the database itself promises, whatever program writes to it. Written by `make docs`; do not edit.
# tests/guards compares this list with the catalogue of each engine, and tries to break each promise by raw SQL.
#
# Where the engines differ:
# - SQLite has no TRUNCATE, so there is nothing to refuse; DELETE without condition is refused as any deletion.
# - A promise over several rows is asked for each row on SQLite and for each statement on PostgreSQL, where COPY brings
#   a hundred thousand rows in one. On PostgreSQL it does not see what another transaction has not committed yet: the
#   locks of docs/locking.md stand before it, or the promise takes its turn itself.
# - SQLite keeps any value in any column. Types are PostgreSQL's promise; on SQLite `sysgimut verify` finds them.
"""


def text() -> str:
    """The text of docs/constraints.lock."""
    return HEAD + "".join(map(_block, declared()))


def _block(one: Declared) -> str:
    lines = [f"{name} = {json.dumps(getattr(one, name), ensure_ascii=False)}" for name in Declared.__slots__]
    return "\n[[promise]]\n" + "\n".join(lines) + "\n"
