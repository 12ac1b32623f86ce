"""A disk that is full: the command ends in an error and leaves nothing; once there is room, it is done, once."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.db import OperationalError, connection

from sysgimut.journal import clock
from tests.crashes import scenes
from tests.crashes.clients import answered_once, rehearse, send
from tests.crashes.databases import content, copy_database, speaking_to
from tests.crashes.dying import in_process
from tests.crashes.scenes import Scene
from tests.crashes.servers import Server, give_to_server

HOUSEHOLDS = 400
"""About a megabyte of rows."""
LEFT = 100_000
"""Bytes that a full disk has left: the engine begins, and cannot end."""


@pytest.fixture
def large(on_stage: dict[str, Scene]) -> Scene:
    """A register that needs room."""
    return Scene(scenes.register(202, HOUSEHOLDS), on_stage["contributions.import_households"].author)


def refused_by_the_engine(scene: Scene, said: str) -> None:
    """Sent where there is no room: an error that says so, and nothing that stays."""
    before = content()
    command_id = clock.new_id()

    def work() -> str:
        try:
            return f"answered: {send(scene, command_id)}"
        except OperationalError as error:
            return str(error)

    assert said in in_process(work).value
    assert content() == before


@pytest.mark.skipif(connection.vendor != "sqlite", reason="SQLite's own limit")
def test_sqlite_has_no_page_left(large: Scene) -> None:
    """SQLite refuses a page beyond the limit as it refuses one that the disk has no room for (SQLITE_FULL)."""
    with connection.cursor() as cursor:
        (pages,) = cursor.execute("PRAGMA page_count").fetchone()
    options = connection.settings_dict["OPTIONS"]
    limited = {**options, "init_command": f"{options['init_command']} PRAGMA max_page_count={pages + 20};"}
    with speaking_to(OPTIONS=limited):
        refused_by_the_engine(large, "database or disk is full")
    answered_once(large, clock.new_id(), rehearse(large))


@contextmanager
def small_disk(megabytes: int) -> Iterator[Path]:
    """A disk of that size, which only root can make; skips the test where it cannot be made."""
    if os.geteuid() != 0:
        pytest.skip("only root mounts a disk of a few megabytes")
    place = Path(tempfile.mkdtemp(prefix="sysgimut-disk-"))
    mount = ["mount", "-t", "tmpfs", "-o", f"size={megabytes}m", "tmpfs", str(place)]
    try:
        made = subprocess.run(mount, capture_output=True, text=True, check=False)
        if made.returncode:
            pytest.skip(f"a disk of a few megabytes cannot be mounted here: {made.stderr.strip()}")
        try:
            yield place
        finally:
            subprocess.run(["umount", "--lazy", str(place)], check=True)
    finally:
        place.rmdir()


@contextmanager
def filled(disk: Path) -> Iterator[None]:
    """Other files take the room that is left, but for a few pages."""
    ballast = disk / "ballast"
    room = shutil.disk_usage(disk).free - LEFT
    assert room > 0
    ballast.write_bytes(b"x" * room)
    try:
        yield
    finally:
        ballast.unlink()


@pytest.mark.skipif(connection.vendor != "sqlite", reason="about SQLite's file")
def test_the_disk_of_sqlite_is_full(large: Scene) -> None:
    source = str(connection.settings_dict["NAME"])
    with small_disk(64) as disk:
        target = str(disk / "base.sqlite3")
        copy_database(source, target)
        with speaking_to(NAME=target):
            with filled(disk):
                refused_by_the_engine(large, "database or disk is full")
            answered_once(large, clock.new_id(), rehearse(large))


def test_the_disk_of_postgresql_is_full(own: tuple[Server, dict[str, Scene]]) -> None:
    """The disk on which the tables lie; the server goes on."""
    server, scenes_of_it = own
    large = Scene(scenes.register(202, HOUSEHOLDS), scenes_of_it["contributions.import_households"].author)
    with small_disk(128) as disk:
        tables = disk / "tables"
        tables.mkdir()
        disk.chmod(0o755)
        give_to_server(tables)
        connection.close()
        server.execute(f"CREATE TABLESPACE small LOCATION '{tables}'")
        server.execute("ALTER DATABASE crashes SET TABLESPACE small")
        with filled(disk):
            refused_by_the_engine(large, "No space left on device")
        answered_once(large, clock.new_id(), rehearse(large))
        connection.close()
        server.execute("ALTER DATABASE crashes SET TABLESPACE pg_default")
        server.execute("DROP TABLESPACE small")
