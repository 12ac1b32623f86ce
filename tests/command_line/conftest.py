"""Runs the console script in a process of its own, in a folder of its own."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote
from uuid import uuid4

import psycopg
import pytest
from django.db import connection

from tests.house.rules.reading import ROOT

CASE = ROOT / "tests" / "data" / "cases" / "case100"
KEPT = ("PATH", "HOME", "LANG", "LC_ALL", "TMPDIR")
Run = Callable[..., subprocess.CompletedProcess[str]]


def run_in(folder: Path) -> Run:
    """Runs `sysgimut` with arguments in `folder`; `environment` adds variables, `typed` is what is typed."""

    def run(*arguments: object, typed: str = "", **environment: str) -> subprocess.CompletedProcess[str]:
        kept = {name: os.environ[name] for name in KEPT if name in os.environ}
        command = [sys.executable, "-c", "import sys; from sysgimut.site.cli import main; sys.exit(main())"]
        return subprocess.run(
            [*command, *map(str, arguments)],
            cwd=folder,
            env=kept | {"SYSGIMUT_VAR": str(folder / "var"), **environment},
            input=typed,
            capture_output=True,
            text=True,
            check=False,
            timeout=300,
        )

    return run


@pytest.fixture
def sysgimut(tmp_path: Path) -> Run:
    """Runs `sysgimut` in a folder of the test's own."""
    return run_in(tmp_path)


def server() -> str:
    """The address of the PostgreSQL server under test, without a database; empty on SQLite."""
    if connection.vendor == "sqlite":
        return ""
    settings = connection.settings_dict
    host = quote(settings["HOST"] or "127.0.0.1", safe="")  # a socket's folder holds slashes
    secret = f":{settings['PASSWORD']}" if settings["PASSWORD"] else ""
    return f"postgresql://{settings['USER']}{secret}@{host}:{settings['PORT'] or 5432}"


@contextmanager
def own_database(server: str, file: Path, like: str = "") -> Iterator[str]:
    """The address of an empty database on a server, dropped afterwards; without a server, of the SQLite `file`.

    With `like`, the address of another that nobody speaks to, it is a copy of that one.
    """
    if not server:
        if like:
            shutil.copyfile(like, file)
        yield str(file)
        return
    template = like.rpartition("/")[2] or "template0"
    name = f"test_sysgimut_own_{uuid4().hex[:12]}"
    with psycopg.connect(f"{server}/postgres", autocommit=True) as admin:
        admin.execute(f'CREATE DATABASE "{name}" ENCODING \'UTF8\' TEMPLATE "{template}"')
        try:
            yield f"{server}/{name}"
        finally:
            admin.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


@pytest.fixture
def database(tmp_path: Path) -> Iterator[str]:
    """The address of an empty database of the engine under test, dropped afterwards."""
    with own_database(server(), tmp_path / "base.sqlite3") as address:
        yield address


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a database that `sysgimut migrate` has made ready: making one takes longer than most tests."""
    folder = tmp_path_factory.mktemp("template")
    with own_database(server(), folder / "base.sqlite3") as address:
        done = run_in(folder)("migrate", "--database", address)
        assert done.returncode == 0, done.stderr
        yield address


@pytest.fixture
def migrated(template: str, tmp_path: Path) -> Iterator[str]:
    """The address of a database of the engine under test that `sysgimut migrate` has made ready, dropped afterwards."""
    with own_database(server(), tmp_path / "base.sqlite3", like=template) as address:
        yield address
