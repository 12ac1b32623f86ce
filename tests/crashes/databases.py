"""A database of these tests' own: a real one, that other processes reach, kept as it was once and put back.

The test database of pytest will not do: each test stands in a transaction there, or empties it.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from typing import Any

import psycopg
from django.apps import apps
from django.db import connection
from psycopg import sql


class Stage:
    """The database that the default connection speaks to, and the copies that were kept of it."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.copies: set[str] = set()

    def keep(self, moment: str = "built") -> None:
        """Remember the database as it is at this moment."""
        connection.close()
        self.copies.add(f"{self.name}_{moment}")
        copy_database(self.name, f"{self.name}_{moment}")

    def put_back(self, moment: str = "built") -> None:
        """Make the database what it was at this moment. Every connection to it is cut."""
        connection.close()
        copy_database(f"{self.name}_{moment}", self.name)


def copy_database(source: str, target: str) -> None:
    """Make the database `target` (file or name) a copy of `source`, whatever it was before."""
    if connection.vendor == "sqlite":
        remove_database(target)
        shutil.copyfile(source, target)
        if Path(f"{source}-wal").exists():
            shutil.copyfile(f"{source}-wal", f"{target}-wal")
        return
    remove_database(target)
    _on_server("CREATE DATABASE {} TEMPLATE {}", target, source)


def remove_database(name: str) -> None:
    """Remove a database and cut its connections; one that is not there is no error."""
    if connection.vendor == "sqlite":
        for suffix in ("", "-wal", "-shm"):
            Path(f"{name}{suffix}").unlink(missing_ok=True)
        return
    _on_server("DROP DATABASE IF EXISTS {} WITH (FORCE)", name)


def _on_server(statement: str, *names: str) -> None:
    known = connection.settings_dict
    reached = {"host": known["HOST"], "port": known["PORT"], "user": known["USER"], "password": known["PASSWORD"]}
    given = {name: value for name, value in reached.items() if value}
    with psycopg.connect(**given, dbname="postgres", autocommit=True) as server:
        server.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))


@contextmanager
def speaking_to(**settings: Any) -> Iterator[None]:
    """The default connection with these settings (NAME, HOST, PORT, OPTIONS…) in place of its own."""
    before = dict(connection.settings_dict)
    connection.close()
    connection.settings_dict.update(settings)
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict.update(before)


def stage_name(folder: Path) -> str:
    """A name that no other run, and no other worker of this one, gives its stage."""
    run = os.environ.get("SYSGIMUT_TEST_DATABASE", f"test_sysgimut_{os.getpid()}")
    worker = os.environ.get("PYTEST_XDIST_WORKER", "")
    return str(folder / "crashes.sqlite3") if connection.vendor == "sqlite" else f"{run}_crashes{worker}"


@contextmanager
def stage(name: str) -> Iterator[Stage]:
    """An empty stage, without tables, on the server that the connection speaks to, until the end of the block."""
    made = Stage(name)
    remove_database(name)
    if connection.vendor == "postgresql":
        _on_server("CREATE DATABASE {} TEMPLATE template0 ENCODING 'UTF8'", name)
    try:
        with speaking_to(NAME=name):
            yield made
    finally:
        for one in (name, *made.copies):
            remove_database(one)


def content() -> dict[str, tuple[int, str]]:
    """Table → how many rows it holds, and the digest of all that they say."""
    found = {}
    with connection.cursor() as cursor:
        for table in sorted({model._meta.db_table for model in apps.get_models()}):
            cursor.execute(f"SELECT * FROM {table}")
            rows = sorted(map(repr, cursor.fetchall()))
            found[table] = (len(rows), sha256("\n".join(rows).encode()).hexdigest())
    return found


def counts(found: dict[str, tuple[int, str]]) -> dict[str, int]:
    """Table → how many rows: what two runs of one command share, whose identifiers differ."""
    return {table: number for table, (number, _) in found.items()}
