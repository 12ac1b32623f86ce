"""`run-dir` equals the oracle to the franc and to the code, and a second run changes nothing."""

from __future__ import annotations

from itertools import islice
from pathlib import Path

import pytest

from sysgimut.identity.access import Viewer
from sysgimut.journal.models import Entry
from sysgimut.site.installation import load_shipped
from tests.agreement.compare import run_product
from tests.agreement.rows import differences, read
from tests.oracle.generator import generate

CASES = Path(__file__).resolve().parent.parent / "data" / "cases"

pytestmark = pytest.mark.django_db


@pytest.fixture
def author() -> Viewer:
    return load_shipped()


@pytest.mark.parametrize("case", ["case100", "case101"])
def test_worked_directories(case: str, tmp_path: Path, author: Viewer) -> None:
    run_product(CASES / case, tmp_path, author)
    for name in ("droits.csv", "liquidation.csv"):
        assert read(tmp_path / name) == read(CASES / case / "expected" / name)


@pytest.mark.parametrize(("seed", "bad_rows"), [(11, False), (12, True), (13, True)])
def test_generated_directories(seed: int, bad_rows: bool, tmp_path: Path, author: Viewer) -> None:
    directory = tmp_path / "in"
    generate(directory, seed, households=120, requests=260, bad_rows=bad_rows)
    run_product(directory, tmp_path / "out", author)
    found = [str(difference) for difference in islice(differences(directory, tmp_path / "out"), 5)]
    assert found == []


def test_a_second_run_changes_nothing(tmp_path: Path, author: Viewer) -> None:
    directory = tmp_path / "in"
    generate(directory, 14, households=60, requests=120, bad_rows=True)
    run_product(directory, tmp_path / "first", author)
    entries = Entry.objects.count()
    run_product(directory, tmp_path / "second", author)
    assert Entry.objects.count() == entries
    for path in sorted((tmp_path / "first").rglob("*.*")):
        other = tmp_path / "second" / path.relative_to(tmp_path / "first")
        assert other.read_bytes() == path.read_bytes(), path.name


def test_the_order_of_files_rows_does_not_matter(tmp_path: Path, author: Viewer) -> None:
    """The registers shuffled: same rights, same decisions."""
    directory = tmp_path / "in"
    generate(directory, 15, households=40, requests=80, bad_rows=False)
    run_product(directory, tmp_path / "first", author)
    decided = read(tmp_path / "first" / "liquidation.csv")
    rights = read(tmp_path / "first" / "droits.csv")
    shuffled = tmp_path / "shuffled"
    shuffled.mkdir()
    for path in directory.iterdir():
        header, *lines = path.read_bytes().splitlines(keepends=True)
        registers = path.stem in ("menages", "recus", "prestataires", "actes", "accords")
        ordered = list(reversed(lines)) if registers else lines
        ends = [line if line.endswith(b"\n") else line + b"\n" for line in ordered]
        (shuffled / path.name).write_bytes(header + b"".join(ends))
    assert [str(d) for d in islice(differences(shuffled, tmp_path / "first"), 5)] == []
    assert decided
    assert rights
