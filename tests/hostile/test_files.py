"""Whole files that break: the file is told, the other files go in, the good rows of a broken file too."""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from sysgimut.interop.run_dir import UnusableDirectory, find_files
from sysgimut.site.cli.entry import main
from tests.agreement.compare import run_product
from tests.hostile.conftest import Run
from tests.hostile.world import GOOD, LINE, csv_bytes, world, write_world

Break = Callable[[bytes], bytes]
FILES = ["menages", "recus", "prestataires", "actes", "tarifs", "accords", "bordereau"]


def titles(content: bytes, change: Callable[[list[str]], list[str]]) -> bytes:
    """The file with other column titles."""
    header, _, rest = content.partition(b"\n")
    return ",".join(change(header.decode().split(","))).encode() + b"\n" + rest


UNREADABLE: dict[str, Break] = {
    "empty": lambda content: b"",
    "one line break": lambda content: b"\n",
    "blank lines": lambda content: b"\r\n \r\n\r\n",
    "only a byte order mark": lambda content: b"\xef\xbb\xbf",
    "UTF-16": lambda content: content.decode().encode("utf-16"),
    "UTF-16 without mark": lambda content: content.decode().encode("utf-16-le"),
    "UTF-32": lambda content: content.decode().encode("utf-32"),
    "EBCDIC": lambda content: content.decode().encode("cp500", "replace"),
    "zeros": lambda content: bytes(10_000),
    "random": lambda content: bytes(range(256)) * 40,
    "zip": lambda content: b"PK\x03\x04" + content,
    "old Excel": lambda content: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + content,
    "a million columns": lambda content: b"," * 1_000_000 + b"\n" + content,
    "a line of 3 MB": lambda content: b"x" * 3_000_000 + b"\n" + content,
    "no header": lambda content: content.partition(b"\n")[2],
    "a column twice": lambda content: titles(content, lambda names: [*names[:-1], names[0]]),
    "a column missing": lambda content: (
        titles(content, lambda names: ["x", *names[1:]])
        if not content.startswith(b"bordereau")
        else titles(content, lambda names: ["x" if name == "ligne" else name for name in names])
    ),
    "an open quotation mark in the header": lambda content: b'"' + content,
    "another separator": lambda content: content.replace(b",", b"\t"),
    "HTML": lambda content: b"<html><table><tr><td>menage</td></tr></table></html>\n",
    "JSON": lambda content: b'[{"menage": "M1"}]',
}


@pytest.mark.parametrize("how", UNREADABLE)
def test_no_file_can_be_read(how: str, run: Run, tmp_path: Path) -> None:
    """Every file broken the same way: one sentence for each at least, nothing recorded, no exception."""
    directory = write_world(tmp_path / "in", world())
    for name in FILES:
        path = directory / f"{name}.csv"
        path.write_bytes(UNREADABLE[how](path.read_bytes()))
    ran = run(directory)
    assert {file for file, _, _ in ran.refused} == {f"{name}.csv" for name in FILES}
    assert ran.liquidation == []
    assert ran.rights == []


@pytest.mark.parametrize("name", FILES)
def test_the_other_files_go_in(name: str, run: Run, tmp_path: Path) -> None:
    directory = write_world(tmp_path / "in", world())
    (directory / f"{name}.csv").write_bytes("é".encode("utf-16"))
    ran = run(directory)
    assert (f"{name}.csv", "", "") in ran.refused
    assert len(ran.liquidation) == (0 if name == "bordereau" else 2)
    assert bool(ran.rights) == (name != "menages")


HARMLESS: dict[str, Break] = {
    "byte order mark": lambda content: b"\xef\xbb\xbf" + content,
    "semicolons": lambda content: content.replace(b",", b";"),
    "Windows line breaks": lambda content: content.replace(b"\n", b"\r\n"),
    "Macintosh line breaks": lambda content: content.replace(b"\n", b"\r"),
    "no last line break": lambda content: content.rstrip(b"\n"),
    "blank lines": lambda content: content.replace(b"\n", b"\n\n\n"),
    "quoted cells": lambda content: b"\n".join(
        b",".join(b'"' + cell + b'"' for cell in line.split(b",")) for line in content.splitlines()
    ),
    "unknown columns": lambda content: b"\n".join(line + b",\xf0\x9f\x98\x80,=1+1" for line in content.splitlines()),
    "titles in capitals": lambda content: titles(content, lambda names: [f" {name.upper()} " for name in names]),
    "a cut last row": lambda content: content + b"1,2,3",
    "an open quotation mark": lambda content: content + b'"M9,MOPTI\n',
    "a row cut inside quotes": lambda content: content + content.splitlines()[1][:-1] + b'"never closed',
    "Latin-1 in one row": lambda content: content if content.isascii() else content + b"\xe9,x\n",
    "a row of a million cells": lambda content: content + b"," * 1_000_000 + b"\n",
    "a cell of 3 MB": lambda content: content + b'"' + b"x" * 3_000_000 + b'"\n',
    "NUL in one row": lambda content: content + b"\x00" + content.splitlines()[1] + b"\n",
}


@pytest.mark.parametrize("how", HARMLESS)
def test_the_good_rows_go_in(how: str, run: Run, tmp_path: Path) -> None:
    directory = write_world(tmp_path / "in", world())
    for name in FILES:
        path = directory / f"{name}.csv"
        path.write_bytes(HARMLESS[how](path.read_bytes()))
    assert run(directory).liquidation == GOOD


def test_a_file_cut_at_any_byte(run: Run, tmp_path: Path) -> None:
    """The bordereau cut in the middle of a quoted text, of a letter, of a number: the whole rows stay."""
    files = world()
    files["bordereau"].append({**LINE, "demande": "3", "renseignements_cliniques": "fièvre,\n« toux »"})
    whole = csv_bytes("bordereau", files["bordereau"])
    directory = write_world(tmp_path / "in", world())
    last = whole.index(b"\nB1,CSCOM01,2023-06,2023-07-01,70000000,oui,oui,3")
    for cut in range(last + 1, len(whole) - 1, 23):
        (directory / f"bordereau-{cut:05}.csv").write_bytes(whole[:cut])
    (directory / "bordereau.csv").unlink()
    ran = run(directory)
    assert ran.liquidation == GOOD


def test_what_is_no_file(run: Run, tmp_path: Path) -> None:
    directory = write_world(tmp_path / "in", world())
    (directory / "bordereau-dir.csv").mkdir()
    (directory / "bordereau-loop.csv").symlink_to("bordereau-loop.csv")
    (directory / "bordereau-gone.csv").symlink_to("nowhere.csv")
    (directory / "bordereau-null.csv").symlink_to("/dev/null")
    os.mkfifo(directory / "bordereau-pipe.csv")
    (directory / "bordereau-same.csv").symlink_to("bordereau.csv")
    (directory / "notes.csv").write_text("nothing of ours")
    ran = run(directory)
    assert ran.liquidation == GOOD
    assert {file for file, _, _ in ran.refused} == {
        f"bordereau-{name}.csv" for name in ("dir", "loop", "gone", "null", "pipe")
    }


@pytest.mark.skipif(os.geteuid() == 0, reason="root reads everything")
def test_without_permission(run: Run, tmp_path: Path) -> None:
    directory = write_world(tmp_path / "in", world())
    (directory / "accords.csv").chmod(0)
    assert ("accords.csv", "", "") in run(directory).refused


def test_a_file_that_fails_while_it_is_read(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    directory = write_world(tmp_path / "in", world())
    (directory / "accords.csv").rename(directory / "moved")
    (directory / "accords.csv").symlink_to("/proc/self/mem" if sys.platform == "linux" else "/dev/kmem")
    assert stat.S_ISREG((directory / "accords.csv").stat().st_mode)
    assert ("accords.csv", "", "") in run(directory).refused


def test_names_that_are_not_text(run: Run, tmp_path: Path) -> None:
    """A file name in another encoding, or with a line break in it, is told and its rows go in."""
    directory = write_world(tmp_path / "in", world())
    names = [os.fsdecode(name) for name in (b"bordereau-\xe9\xff.csv", "bordereau-\n\u202e.csv".encode())]
    for rank, name in enumerate(names, 3):
        rows = [{**LINE, "demande": str(rank), "date_soins": f"2023-06-1{rank}"}, {**LINE, "quantite": "x"}]
        (directory / name).write_bytes(csv_bytes("bordereau", rows))
    ran = run(directory)
    assert len(ran.liquidation) == 4
    assert len(ran.errors) == 2
    assert run(directory).errors == ran.errors
    # Refused by the command this time, whose outcome, and so the file's name, goes to the journal.
    later = [
        {**LINE, "demande": "3", "date_soins": "2023-06-13", "part_mutuelle": "1"},
        {**LINE, "demande": "9", "date_soins": "2023-06-19"},
    ]
    (directory / names[0]).write_bytes(csv_bytes("bordereau", later))
    assert len(run(directory).errors) == 2


def test_two_files_of_a_kind(run: Run, tmp_path: Path) -> None:
    """The same register as .csv and .CSV, once more under capitals: the second changes nothing."""
    directory = write_world(tmp_path / "in", world())
    for name in FILES[:-1]:
        (directory / f"{name.upper()}.CSV").write_bytes((directory / f"{name}.csv").read_bytes())
    ran = run(directory)
    assert ran.errors == []
    assert ran.liquidation == GOOD
    assert len(ran.rights) == 2


def test_names_of_files_as_people_write_them(run: Run, tmp_path: Path) -> None:
    """Capitals and accents are no matter; a table of another name is told, what a run wrote is not."""
    directory = write_world(tmp_path / "in", world())
    (directory / "menages.csv").rename(directory / "Ménages.CSV")
    (directory / "recus.csv").rename(directory / "REC\u0327US.csv")
    for name in ("menages (1).csv", "droits.csv", "Liquidation.csv", "notes.txt"):
        (directory / name).write_text("x")
    ran = run(directory)
    assert ran.errors == []
    assert ran.liquidation == GOOD
    told = (ran.out / "avertissements.csv").read_text(encoding="utf-8").splitlines()[1:]
    assert [line.split(",")[0] for line in told] == ["menages (1).csv"]


@pytest.mark.parametrize("name", FILES)
def test_one_file_alone(name: str, run: Run, tmp_path: Path) -> None:
    ran = run(write_world(tmp_path / "in", {name: world()[name]}))
    missing = {f"{kind}.csv" for kind in FILES[:5]} - {f"{name}.csv"}
    assert missing <= {file for file, line, _ in ran.refused if not line}


def test_results_beside_the_files(run: Run, tmp_path: Path, author: object) -> None:
    directory = write_world(tmp_path / "in", world())
    for _ in range(2):
        report = run_product(directory, directory, author)  # type: ignore[arg-type]
        assert report.errors == 0
    assert run(directory).liquidation == GOOD


def test_a_directory_that_is_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("")
    (tmp_path / "loop").symlink_to("loop")
    (tmp_path / "empty").mkdir()
    for name in ("file", "loop", "empty", "nowhere", "file/below", "x" * 5000):
        with pytest.raises(UnusableDirectory):
            find_files(tmp_path / name)

    def refuse(self: Path) -> object:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "iterdir", refuse)
    with pytest.raises(UnusableDirectory):
        find_files(tmp_path / "empty")


def test_results_in_a_folder_whose_name_is_not_text(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    directory = write_world(tmp_path / "in", world())
    assert main(["run-dir", str(directory), "--out", str(tmp_path / os.fsdecode(b"out-\xe9"))]) == 2
    assert "--out" in capsys.readouterr().err
