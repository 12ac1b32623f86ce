"""The databases of a bench: made, copied and dropped, on PostgreSQL and on SQLite."""

from __future__ import annotations

import os
import shutil
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
from psycopg import sql

PREFIX = "sysgimut_bench_"


@dataclass(frozen=True, slots=True)
class PostgreSQL:
    """The databases of one run on a server, told apart by the process that runs."""

    server: str
    """Address of any database of the server, whose user may create databases."""
    name: str = "PostgreSQL"

    def url(self, name: str) -> str:
        """The address of a database of this run."""
        return urlunsplit(urlsplit(self.server)._replace(path=f"/{self._full(name)}"))

    def create(self, name: str, template: str | None = None) -> str:
        """A new database, empty or a copy; returns its address."""
        self.drop(name)
        copied: sql.Composable = sql.SQL("")
        if template is not None:
            copied = sql.SQL(" TEMPLATE {} STRATEGY FILE_COPY").format(sql.Identifier(self._full(template)))
        self._execute(sql.SQL("CREATE DATABASE {}{}").format(sql.Identifier(self._full(name)), copied))
        return self.url(name)

    def drop(self, name: str) -> None:
        """Drop a database of this run, whoever is connected."""
        self._execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(self._full(name))))

    def drop_all(self) -> None:
        """Drop what this run left."""
        with psycopg.connect(self.server, autocommit=True) as connection:
            query = "SELECT datname FROM pg_database WHERE starts_with(datname, %s)"
            left = [name for (name,) in connection.execute(query, [self._full("")])]
        for name in left:
            self.drop(name.removeprefix(self._full("")))

    def size(self, name: str) -> int:
        """Bytes of a database on the disk."""
        with psycopg.connect(self.url(name)) as connection:
            (found,) = connection.execute("SELECT pg_database_size(current_database())").fetchone() or (0,)
        return int(found)

    def settings(self) -> dict[str, str]:
        """Version and the settings that a figure depends on."""
        with psycopg.connect(self.server) as connection:
            names = ("server_version", "fsync", "synchronous_commit", "shared_buffers", "max_wal_size")
            return {name: str((connection.execute(f"SHOW {name}").fetchone() or ("?",))[0]) for name in names}

    def _full(self, name: str) -> str:
        return f"{PREFIX}{os.getpid()}_{name}"

    def _execute(self, statement: sql.Composed) -> None:
        with psycopg.connect(self.server, autocommit=True) as connection:
            connection.execute(statement)


@dataclass(frozen=True, slots=True)
class SQLite:
    """The databases of one run in a folder."""

    folder: Path
    name: str = "SQLite"

    def url(self, name: str) -> str:
        """The address of a database of this run."""
        return f"sqlite:///{self._path(name)}"

    def create(self, name: str, template: str | None = None) -> str:
        """A new database, empty or a copy; returns its address."""
        self.drop(name)
        if template is not None:
            shutil.copyfile(self._path(template), self._path(name))
        return self.url(name)

    def drop(self, name: str) -> None:
        """Remove a database and the files that SQLite keeps beside it."""
        for suffix in ("", "-wal", "-shm", "-journal"):
            with suppress(FileNotFoundError):
                Path(f"{self._path(name)}{suffix}").unlink()

    def drop_all(self) -> None:
        """The folder is temporary: whoever made it removes it."""

    def size(self, name: str) -> int:
        """Bytes of a database on the disk."""
        return self._path(name).stat().st_size

    def settings(self) -> dict[str, str]:
        """Version and the settings that a figure depends on."""
        import sqlite3

        return {"version": sqlite3.sqlite_version, "journal_mode": "WAL", "synchronous": "NORMAL"}

    def _path(self, name: str) -> Path:
        return self.folder / f"{name}.sqlite3"


Engine = PostgreSQL | SQLite
