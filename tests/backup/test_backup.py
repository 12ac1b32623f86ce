"""A backup is one file; restored into an empty database it is proved whole, and nothing is ever overwritten."""

from __future__ import annotations

import json
import os
import shutil
import zipfile
from pathlib import Path

import pytest
from django.db import connection

from tests.backup.conftest import World
from tests.command_line.conftest import CASE


def test_what_was_lost_comes_back_and_is_proved(world: World, empty: str, tmp_path: Path) -> None:
    assert os.stat(world.kept).st_mode & 0o777 == 0o600
    heads = world.sysgimut("heads", "--database", world.database).stdout
    done = world.sysgimut("restore", world.kept, "--database", empty)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "Tout est conforme" in done.stdout
    assert world.sysgimut("heads", "--database", empty).stdout == heads
    again = world.sysgimut("run-dir", CASE, "--out", tmp_path, "--no-pdf", "--database", empty)
    assert again.returncode == 0, again.stderr
    assert (tmp_path / "liquidation.csv").read_bytes() == (world.out / "liquidation.csv").read_bytes()
    assert world.sysgimut("heads", "--database", empty).stdout == heads


def test_a_database_that_holds_something_is_never_restored_over(world: World) -> None:
    before = world.sysgimut("heads", "--database", world.database).stdout
    done = world.sysgimut("restore", world.kept, "--database", world.database)
    assert done.returncode == 2
    assert "n'est pas vide" in done.stderr
    assert world.sysgimut("heads", "--database", world.database).stdout == before


def test_a_backup_is_never_written_over_another_file(world: World) -> None:
    before = world.kept.read_bytes()
    done = world.sysgimut("backup", world.kept, "--database", world.database)
    assert done.returncode == 2
    assert "existe déjà" in done.stderr
    assert world.kept.read_bytes() == before
    assert [path.name for path in world.kept.parent.glob("*.part")] == []


def spoiled(kept: Path, folder: Path, manifest: dict[str, object] | None = None, copy: bytes | None = None) -> Path:
    """The same backup with another manifest or another copy."""
    path = folder / "spoiled.sysgimut"
    with zipfile.ZipFile(kept) as source, zipfile.ZipFile(path, "w") as target:
        told = json.loads(source.read("manifest.json")) | (manifest or {})
        target.writestr("database", source.read("database") if copy is None else copy)
        target.writestr("manifest.json", json.dumps(told))
    return path


def cut_short(kept: Path, folder: Path) -> Path:
    path = folder / "short.sysgimut"
    path.write_bytes(kept.read_bytes()[: kept.stat().st_size // 2])
    return path


def one_byte_altered(kept: Path, folder: Path) -> Path:
    with zipfile.ZipFile(kept) as source:
        copy = bytearray(source.read("database"))
    copy[len(copy) // 2] ^= 1
    return spoiled(kept, folder, copy=bytes(copy))


OTHER = "postgresql" if connection.vendor == "sqlite" else "sqlite"


@pytest.mark.parametrize(
    ("spoil", "sentence"),
    [
        (cut_short, "n'est pas une sauvegarde"),
        (lambda kept, folder: folder / "absent", "Impossible d'utiliser"),
        (lambda kept, folder: Path(__file__), "n'est pas une sauvegarde"),
        (one_byte_altered, "abîmée"),
        (lambda kept, folder: spoiled(kept, folder, {"format": 2}), "autre version"),
        (lambda kept, folder: spoiled(kept, folder, {"engine": OTHER}), f"est d'une base {OTHER}"),
        (lambda kept, folder: spoiled(kept, folder, {"migrations": [["claims", "9999"]]}), "version plus récente"),
    ],
)
def test_what_cannot_be_trusted_is_not_restored(
    world: World, empty: str, tmp_path: Path, spoil: object, sentence: str
) -> None:
    done = world.sysgimut("restore", spoil(world.kept, tmp_path), "--database", empty)  # type: ignore[operator]
    assert done.returncode == 2, done.stderr
    assert sentence in done.stderr
    assert "Traceback" not in done.stderr
    refused = world.sysgimut("verify", "--database", empty)  # nothing was left behind
    assert refused.returncode == 2


def test_a_restored_database_that_was_cut_is_named(world: World, empty: str, tmp_path: Path) -> None:
    """The heads that the manifest keeps are those that verify is given."""
    with zipfile.ZipFile(world.kept) as source:
        heads = json.loads(source.read("manifest.json"))["heads"].splitlines()
    chain, number, digest = heads[0].split()
    longer = "\n".join([*heads[1:], f"{chain} {int(number) + 1} {digest}"])
    done = world.sysgimut("restore", spoiled(world.kept, tmp_path, {"heads": longer}), "--database", empty)
    assert done.returncode == 1, done.stdout + done.stderr
    assert f"journal {chain} {int(number) + 1}" in done.stdout


@pytest.mark.skipif("connection.vendor == 'sqlite'", reason="SQLite needs no tool")
def test_missing_tools_of_postgresql_are_named(world: World, tmp_path: Path) -> None:
    done = world.sysgimut("backup", tmp_path, "--database", world.database, PATH=str(tmp_path))
    assert done.returncode == 2
    assert "postgresql-client" in done.stderr
    old = tmp_path / "pg_dump"
    old.write_text(f"#!{shutil.which('sh')}\necho pg_dump 9.6.1\n")
    old.chmod(0o755)
    done = world.sysgimut("backup", tmp_path, "--database", world.database, PATH=str(tmp_path))
    assert done.returncode == 2
    assert "plus ancien que le serveur" in done.stderr


def test_what_another_backup_is_writing_is_left_alone(world: World, tmp_path: Path) -> None:
    (tmp_path / "kept.sysgimut.part").write_bytes(b"half")
    done = world.sysgimut("backup", tmp_path / "kept.sysgimut", "--database", world.database)
    assert done.returncode == 2
    assert (tmp_path / "kept.sysgimut.part").read_bytes() == b"half"
    assert not (tmp_path / "kept.sysgimut").exists()


def test_a_file_is_named_where_there_are_no_links(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A USB key, for instance."""
    from sysgimut.site.cli import archive

    def refused(*paths: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(os, "link", refused)
    for name in ("part", "other"):
        (tmp_path / name).write_bytes(name.encode())
    archive._name(tmp_path / "part", tmp_path / "whole")
    assert (tmp_path / "whole").read_bytes() == b"part"
    with pytest.raises(FileExistsError):
        archive._name(tmp_path / "other", tmp_path / "whole")
    assert (tmp_path / "whole").read_bytes() == b"part"


@pytest.mark.skipif("connection.vendor != 'sqlite'", reason="a file of SQLite")
def test_what_a_crash_left_beside_the_file_is_not_swallowed(world: World, tmp_path: Path) -> None:
    (tmp_path / "new.sqlite3-wal").write_bytes(b"of another database")
    done = world.sysgimut("restore", world.kept, "--database", tmp_path / "new.sqlite3")
    assert done.returncode == 2
    assert "new.sqlite3-wal" in done.stderr
    assert not (tmp_path / "new.sqlite3").exists()
