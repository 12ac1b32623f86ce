"""Drawn directories: every code comes up, the same seed writes the same bytes, bad rows are found."""

from __future__ import annotations

import ast
import sys
from collections import Counter
from pathlib import Path

import pytest

from tests.oracle.generator import generate
from tests.oracle.oracle import Result, run

CODES = {
    *(f"BOR-{number:02d}" for number in range(1, 15) if number != 12),  # BOR-12 is not checked
    *(f"ORD-{number:02d}" for number in range(1, 26)),
    *("ID-1", "ID-2", "ID-3"),
    *("DR-NON_VALIDE", "DR-SORTI", "DR-PAS_ENCORE", "DR-OBSERVATION", "DR-EXPIRE"),
    *("CV-1", "CV-2", "DL-1", "ST-1", "ST-2", "UR-1"),
    *("LN-1", "LN-2", "LN-3", "LN-4", "LN-5", "DB-1", "DB-2", "AP-1", "TR-1", "TR-2", "MT-1"),
    *("QT-1", "QT-2", "TX-1", "AS-1"),
}


@pytest.fixture(scope="module")
def drawn(tmp_path_factory: pytest.TempPathFactory) -> Result:
    directory = tmp_path_factory.mktemp("drawn")
    generate(directory, 20, 200, 1400, bad_rows=False)
    return run(directory)


def test_every_code_comes_up(drawn: Result) -> None:
    found = Counter(code for row in drawn.liquidation for code in row[-1].split())
    assert set(found) == CODES
    assert {code: times for code, times in found.items() if times < 3} == {}


def test_every_motif_comes_up(drawn: Result) -> None:
    assert {row[-1] for row in drawn.droits} == {"", "NON_VALIDE", "SORTI", "EXPIRE", "OBSERVATION"}


def test_lines_are_granted_left_to_justify_and_overpaid(drawn: Result) -> None:
    lines = len(drawn.liquidation)
    for column, least in (("accorde", 5), ("rejete", 5), ("a_justifier", 20), ("trop_percu", 20)):
        place = ("accorde", "rejete", "a_justifier", "trop_percu").index(column) + 5
        assert sum(int(row[place]) > 0 for row in drawn.liquidation) > lines // least, column


def test_without_bad_rows_no_row_is_rejected(drawn: Result) -> None:
    assert drawn.errors == []


def test_bad_rows_are_found_in_every_file(tmp_path: Path) -> None:
    generate(tmp_path, 21, 400, 1500, bad_rows=True)
    result = run(tmp_path)
    files = {path.name for path in tmp_path.iterdir()}
    assert {file for file, _ in result.errors} == files
    reasons = " ".join(result.why.values())
    for wrong in (
        "adherents in the household", "already someone else's", "not the mutual", "contradicts",
        "already given with other content", "number already used for another receipt", "unknown household",
        "joins before being born", "leaves on or before", "is not a day of the calendar",
    ):  # fmt: skip
        assert wrong in reasons
    assert result.liquidation


def test_the_same_seed_writes_the_same_bytes(tmp_path: Path) -> None:
    for name, seed in (("one", 7), ("two", 7), ("other", 8)):
        generate(tmp_path / name, seed, 20, 60, bad_rows=True, blank_references=True)
    contents = {
        name: {path.name: path.read_bytes() for path in (tmp_path / name).iterdir()} for name in ("one", "two", "other")
    }
    assert contents["one"] == contents["two"]
    assert contents["one"] != contents["other"]


def test_people_without_a_reference_have_rights_too(tmp_path: Path) -> None:
    generate(tmp_path, 9, 60, 30, bad_rows=False, blank_references=True)
    result = run(tmp_path)
    assert result.errors == []
    assert any(row[0] == "" and row[2] for row in result.droits)


def test_nothing_of_the_product_is_imported() -> None:
    """A second reading is worth something only while it shares no code with the first."""
    allowed = {*sys.stdlib_module_names, "tests", "pytest"}
    for path in Path(__file__).parent.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names: list[str] = []
            if isinstance(node, ast.Import):
                names = [alias.name for alias in node.names]
            elif isinstance(node, ast.ImportFrom):
                names = [node.module or ""]
            for name in names:
                assert name.split(".")[0] in allowed, f"{path.name} imports {name}"
                assert not name.startswith("tests.") or name.startswith("tests.oracle")
