"""Runs the console script in a process of its own, in a folder of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
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


@pytest.fixture
def sysgimut(tmp_path: Path) -> Run:
    """Runs `sysgimut` with arguments; `environment` adds variables, `typed` is what is typed."""

    def run(*arguments: object, typed: str = "", **environment: str) -> subprocess.CompletedProcess[str]:
        kept = {name: os.environ[name] for name in KEPT if name in os.environ}
        command = [sys.executable, "-c", "import sys; from sysgimut.site.cli import main; sys.exit(main())"]
        return subprocess.run(
            [*command, *map(str, arguments)],
            cwd=tmp_path,
            env=kept | {"PYTHONPATH": str(ROOT), "SYSGIMUT_VAR": str(tmp_path / "var")} | environment,
            input=typed,
            capture_output=True,
            text=True,
            check=False,
            timeout=300,
        )

    return run


@pytest.fixture
def database(tmp_path: Path) -> object:
    """The address of an empty database of the engine under test, dropped afterwards."""
    if connection.vendor == "sqlite":
        yield str(tmp_path / "base.sqlite3")
        return
    settings = connection.settings_dict
    name = f"test_sysgimut_cli_{uuid4().hex[:12]}"
    host = quote(settings["HOST"] or "127.0.0.1", safe="")  # a socket's folder holds slashes
    place = f"{host}:{settings['PORT'] or 5432}"
    secret = f":{settings['PASSWORD']}" if settings["PASSWORD"] else ""
    server = f"postgresql://{settings['USER']}{secret}@{place}"
    with psycopg.connect(f"{server}/postgres", autocommit=True) as admin:
        admin.execute(f'CREATE DATABASE "{name}"')
        yield f"{server}/{name}"
        admin.execute(f'DROP DATABASE "{name}" WITH (FORCE)')
