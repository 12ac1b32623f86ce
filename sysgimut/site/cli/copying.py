"""A copy of the whole database and back: SQLite's online backup, PostgreSQL's own pg_dump and pg_restore."""

from __future__ import annotations

import os
import re
import shutil
import sqlite3
import subprocess
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory, TemporaryFile
from typing import IO, Any

from django.db import connection

from sysgimut.site.cli.archive import BLOCK, new_file
from sysgimut.site.cli.stopping import Stop

PASSED_ON = ("PATH", "HOME", "LANG", "LC_ALL", "TMPDIR", "PGPASSFILE")
SETTINGS = {
    "host": "PGHOST",
    "port": "PGPORT",
    "user": "PGUSER",
    "password": "PGPASSWORD",
    "passfile": "PGPASSFILE",
    "dbname": "PGDATABASE",
    "sslmode": "PGSSLMODE",
    "sslrootcert": "PGSSLROOTCERT",
    "sslcert": "PGSSLCERT",
    "sslkey": "PGSSLKEY",
    "connect_timeout": "PGCONNECT_TIMEOUT",
    "service": "PGSERVICE",
}


def engine_version() -> str:
    """The version of the engine: of SQLite's library, of PostgreSQL's server."""
    if connection.vendor == "sqlite":
        return sqlite3.sqlite_version
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version")
        return str(cursor.fetchone()[0])


def dump(write: Callable[[bytes], None]) -> None:
    """Hand over a copy of the database as it is at one moment, while others go on writing. Raises Stop."""
    if connection.vendor == "sqlite":
        _dump_sqlite(write)
        return
    command = [_tool("pg_dump"), "--format=custom", "--no-owner", "--no-privileges"]
    with _tool_running(command, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        while block := process.stdout.read(BLOCK):
            write(block)


def load(source: IO[bytes]) -> None:
    """Fill the empty database with a copy, whole or not at all. Raises Stop."""
    if connection.vendor == "sqlite":
        _load_sqlite(source)
        return
    name = str(connection.settings_dict["NAME"])
    options = ["--no-owner", "--no-privileges", "--exit-on-error", "--single-transaction", f"--dbname={name}"]
    with _tool_running([_tool("pg_restore"), *options], stdin=subprocess.PIPE) as process:
        assert process.stdin is not None
        with suppress(BrokenPipeError), process.stdin as pipe:  # the tool stopped: its own sentence says why
            shutil.copyfileobj(source, pipe, BLOCK)


def is_empty() -> bool:
    """Does the database hold nothing at all? A SQLite file that is not there is empty, and is not made by looking.

    Raises Stop when something of another database stands beside the SQLite file: it would be mixed into this one.
    """
    if connection.vendor == "sqlite" and not Path(connection.settings_dict["NAME"]).exists():
        _refuse_remains(Path(connection.settings_dict["NAME"]))
        return True
    return not connection.introspection.table_names()


def _refuse_remains(name: Path) -> None:
    for remains in (name.with_name(name.name + suffix) for suffix in ("-wal", "-journal", "-shm")):
        if remains.exists():
            raise Stop(
                f"« {remains} » appartient à une autre base : gardez-le avec elle, ailleurs, et recommencez.",
                f"“{remains}” belongs to another database: keep it with that one, elsewhere, and try again.",
            )


def _dump_sqlite(write: Callable[[bytes], None]) -> None:
    connection.ensure_connection()
    source: sqlite3.Connection = connection.connection
    with TemporaryDirectory(prefix="sysgimut-", dir=Path(connection.settings_dict["NAME"]).parent) as folder:
        target = Path(folder) / "copy"
        copy = sqlite3.connect(target)
        try:
            source.backup(copy)  # in one go: piece by piece, each commit of somebody else would begin it again
            copy.execute("PRAGMA journal_mode=DELETE")
        finally:
            copy.close()
        _check_sqlite(target)
        with target.open("rb") as file:
            while block := file.read(BLOCK):
                write(block)


def _load_sqlite(source: IO[bytes]) -> None:
    name = Path(connection.settings_dict["NAME"])
    connection.close()
    part = name.with_name(name.name + ".part")
    with new_file(part) as file:
        shutil.copyfileobj(source, file, BLOCK)
        file.flush()
        os.fsync(file.fileno())
        _check_sqlite(part)
        _refuse_remains(name)
        os.replace(part, name)


def _check_sqlite(path: Path) -> None:
    copy = sqlite3.connect(path)
    try:
        (answer,) = copy.execute("PRAGMA quick_check(1)").fetchone()
    except sqlite3.DatabaseError as error:
        answer = str(error)
    finally:
        copy.close()
    if answer != "ok":
        raise Stop(f"La copie de la base est abîmée : {answer}.", f"The copy of the database is damaged: {answer}.")


def _tool(name: str) -> str:
    """The path of PostgreSQL's tool. Raises Stop when there is none, or one older than the server."""
    found = shutil.which(name)
    server = int(engine_version().split(".", 1)[0])
    if found is None:
        raise Stop(
            f"« {name} » n'est pas installé : installez les outils de PostgreSQL (Debian, Ubuntu : "
            "apt install postgresql-client).",
            f"“{name}” is not installed: install PostgreSQL's tools (Debian, Ubuntu: apt install postgresql-client).",
        )
    said = subprocess.run([found, "--version"], capture_output=True, text=True, check=False).stdout
    version = re.search(r"(\d+)", said)
    if version is None or int(version[1]) < server:
        raise Stop(
            f"« {name} » est plus ancien que le serveur PostgreSQL {server} : installez postgresql-client-{server}.",
            f"“{name}” is older than the PostgreSQL {server} server: install postgresql-client-{server}.",
        )
    return found


@contextmanager
def _tool_running(command: Sequence[str], **streams: Any) -> Iterator[subprocess.Popen[bytes]]:
    """A tool of PostgreSQL at work. The address and the password stay off its command line. Raises Stop if it fails."""
    parameters: dict[str, Any] = connection.get_connection_params()
    environment = {name: os.environ[name] for name in PASSED_ON if name in os.environ}
    environment |= {SETTINGS[name]: str(value) for name, value in parameters.items() if name in SETTINGS and value}
    with TemporaryFile() as complaints:
        given = {"stdin": subprocess.DEVNULL, "stdout": subprocess.DEVNULL, **streams}
        with subprocess.Popen(command, env=environment, stderr=complaints, **given) as process:
            yield process
        complaints.seek(0)
        said = [line for line in complaints.read().decode(errors="replace").splitlines() if line.strip()]
    if process.returncode:
        name, why = Path(command[0]).name, said[0] if said else f"code {process.returncode}"
        raise Stop(f"« {name} » a échoué : {why}", f"“{name}” failed: {why}")
