"""A PostgreSQL server of the test's own, to be killed and started again; nobody else's is touched."""

from __future__ import annotations

import os
import pwd
import re
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.db import connection

START_SECONDS = 60
PROCESSES = Path("/proc")
POSTGRES = "postgres"
"""Whom the server runs as when the tests run as root."""


class Server:
    """A server on a free port of this machine, with its files in `folder`."""

    def __init__(self, folder: Path) -> None:
        self.data = folder / "data"
        self.log = folder / "log"
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self._run("initdb", "-D", str(self.data), "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-sync")
        with (self.data / "postgresql.conf").open("a") as settings:
            settings.write(f"port = {self.port}\nlisten_addresses = '127.0.0.1'\nunix_socket_directories = ''\n")
            settings.write("shared_buffers = 32MB\nmax_connections = 20\n")

    @property
    def settings(self) -> dict[str, Any]:
        """How the default connection of Django reaches it."""
        return {"HOST": "127.0.0.1", "PORT": str(self.port), "USER": "postgres", "PASSWORD": "", "CONN_MAX_AGE": 0}

    def start(self) -> None:
        """Start, and wait until it answers. What was killed may need a moment to leave its memory."""
        end = time.monotonic() + START_SECONDS
        while True:
            try:
                self._run("pg_ctl", "start", "-D", str(self.data), "-l", str(self.log), "-w", "-t", str(START_SECONDS))
                return
            except subprocess.CalledProcessError:
                if time.monotonic() > end:
                    raise RuntimeError(f"the server does not start:\n{self.log.read_text()[-2000:]}") from None
                time.sleep(0.2)

    def kill(self) -> None:
        """SIGKILL to its first process, then to all the others that it leaves: the power is cut."""
        first = self._first_process()
        others = _children(first)
        for process in (first, *others):
            try:
                os.kill(process, signal.SIGKILL)
            except ProcessLookupError:
                continue

    def stop_at_once(self) -> None:
        """Its own way to stop without any order: `pg_ctl stop -m immediate`. No error when it is dead already."""
        try:
            self._run("pg_ctl", "stop", "-D", str(self.data), "-m", "immediate")
        except subprocess.CalledProcessError:
            if self._runs():
                raise

    def execute(self, statement: str) -> None:
        """Run a statement in its first database."""
        with psycopg.connect(f"postgresql://postgres@127.0.0.1:{self.port}/postgres", autocommit=True) as server:
            server.execute(statement)

    def _runs(self) -> bool:
        try:
            self._run("pg_ctl", "status", "-D", str(self.data))
        except subprocess.CalledProcessError:
            return False
        return True

    def _first_process(self) -> int:
        return int((self.data / "postmaster.pid").read_text().split("\n", 1)[0])

    def _run(self, program: str, *arguments: str) -> None:
        folder = programs()
        assert folder is not None
        command = [str(folder / program), *arguments]
        if os.geteuid() == 0:
            command = [shutil.which("runuser") or "/usr/sbin/runuser", "-u", POSTGRES, "--", *command]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd="/")


def _children(parent: int) -> list[int]:
    """The processes whose parent is this one, by the second field after the name in their `stat`."""
    found = []
    for process in PROCESSES.glob("[0-9]*"):
        try:
            told = (process / "stat").read_text()
        except OSError:
            continue  # it has ended meanwhile
        if int(told.rpartition(")")[2].split()[1]) == parent:
            found.append(int(process.name))
    return found


def programs() -> Path | None:
    """The folder of the server's programs, the newest version's where there are several."""
    if found := shutil.which("initdb"):
        return Path(found).resolve().parent
    installed = Path("/usr/lib/postgresql").glob("*/bin/initdb")
    by_version = sorted(installed, key=lambda path: int(re.sub(r"\D", "", path.parts[-3]) or 0))
    return by_version[-1].parent if by_version else None


def _lacking() -> str:
    """Why no server can be started here, or an empty text."""
    if programs() is None:
        return "the programs of a PostgreSQL server are not installed here"
    if not PROCESSES.exists():
        return "the processes of a server are found in /proc, which is not here"
    if os.geteuid() == 0 and not any(one.pw_name == POSTGRES for one in pwd.getpwall()):
        return "a server does not run as root, and there is no user called postgres"
    return ""


@contextmanager
def own_server() -> Iterator[Server]:
    """A running server, gone at the end of the block. Skips where none can run, and fails where CI promises one."""
    if connection.vendor != "postgresql":
        pytest.skip("about PostgreSQL's server")
    if lacking := _lacking():
        (pytest.fail if os.environ.get("CI") else pytest.skip)(lacking)
    folder = Path(tempfile.mkdtemp(prefix="sysgimut-server-"))
    try:
        give_to_server(folder)
        server = Server(folder)
        server.start()
        try:
            yield server
        finally:
            server.stop_at_once()
    finally:
        shutil.rmtree(folder)


def give_to_server(folder: Path) -> None:
    """Let the processes of the server write in a folder."""
    if os.geteuid() == 0:
        shutil.chown(folder, POSTGRES)
