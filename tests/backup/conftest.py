"""One database filled by the real commands, and its backup, for all the tests of a module that change neither."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.command_line.conftest import CASE, Run, own_database, run_in, server


@dataclass(frozen=True)
class World:
    """The database, its backup, what the first run wrote, and how to run `sysgimut`."""

    database: str
    kept: Path
    out: Path
    sysgimut: Run


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """case100 recorded and backed up."""
    folder = tmp_path_factory.mktemp("world")
    sysgimut = run_in(folder)
    with own_database(server(), folder / "base.sqlite3") as database:
        done = sysgimut("run-dir", CASE, "--out", folder / "out", "--no-pdf", "--database", database)
        assert done.returncode == 0, done.stderr
        done = sysgimut("backup", folder / "kept.sysgimut", "--database", database)
        assert done.returncode == 0, done.stderr
        yield World(database, folder / "kept.sysgimut", folder / "out", sysgimut)


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[str]:
    """The address of an empty database."""
    with own_database(server(), tmp_path / "empty.sqlite3") as address:
        yield address
