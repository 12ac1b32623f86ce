"""Directories of workbooks, as spreadsheets and as nobody would write them; and documents of odd texts."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from sysgimut.identity.access import Viewer
from sysgimut.interop.run_dir import run_dir
from tests.agreement.compare import quiet
from tests.hostile.conftest import Run
from tests.hostile.world import GOOD, HEADERS, LINE, PERSON, Row, World, csv_bytes, kind_of, world, write_world

AMOUNTS = ("droit_admission", "cotisation", "prix", "quantite", "prix_unitaire", "montant", "part_mutuelle", "age")


def workbook(name: str, rows: Sequence[Row]) -> bytes:
    """A workbook as a spreadsheet writes it: dates are dates, amounts numbers, and a second sheet of notes."""
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream) as book:
        sheet, notes = book.add_worksheet("Données"), book.add_worksheet("Notes")
        notes.write(0, 0, "à ne pas lire")
        shown = book.add_format({"num_format": "dd/mm/yyyy"})
        header = HEADERS[kind_of(name)]
        sheet.write_row(0, 0, header)
        for at, row in enumerate(rows, 1):
            for column, title in enumerate(header):
                write_cell(sheet, at, column, title, row.get(title, ""), shown)
    return stream.getvalue()


def write_cell(sheet: Any, row: int, column: int, title: str, value: str, shown: Any) -> None:
    """One cell: a date, a number, a formula (with no saved value when it ends with `?`), or a text."""
    if value.startswith("="):
        sheet.write_formula(row, column, value.rstrip("?"), None, "" if value.endswith("?") else "computed")
    elif len(value) == 10 and value[4] == value[7] == "-":
        sheet.write_datetime(row, column, datetime.fromisoformat(value), shown)
    elif title in AMOUNTS and value.isdigit():
        sheet.write_number(row, column, int(value))
    elif value:
        sheet.write_string(row, column, value)


def write_workbooks(directory: Path, files: World) -> Path:
    """Write every file of a world as a workbook."""
    directory.mkdir(parents=True, exist_ok=True)
    for name, rows in files.items():
        (directory / f"{name}.xlsx").write_bytes(workbook(name, rows))
    return directory


def test_workbooks_say_the_same_as_text(run: Run, tmp_path: Path) -> None:
    directory = write_workbooks(tmp_path / "in", world())
    ran = run(directory)
    assert ran.errors == []
    assert ran.liquidation == GOOD
    both = write_world(directory, world())
    again = run(both)
    assert again.errors == []
    assert (sorted(again.liquidation), again.rights) == (GOOD, ran.rights)


def test_odd_cells_of_workbooks(run: Run, tmp_path: Path) -> None:
    files = world()
    odd = ("=1+1?", "=NA()", "#N/A", "1.5", "_x0000_", "_xD800_", "\u202e", "x" * 9000, "  ", "1899-12-31")
    for rank, value in enumerate(odd, 3):
        files["menages"].append({**PERSON, "menage": f"H{rank}", "reference_beneficiaire": f"H{rank}-1", "nom": value})
        files["bordereau"].append({**LINE, "demande": str(rank), "montant": value, "date_soins": "2023-06-11"})
    directory = write_workbooks(tmp_path / "in", files)
    ran = run(directory)
    assert [row for row in ran.liquidation if row in GOOD] == GOOD
    lines = {line for file, line, column in ran.refused if (file, column) == ("bordereau.xlsx", "montant")}
    assert lines == {str(line) for line in range(4, 4 + len(odd))} - {"12"}
    assert run(directory).errors == ran.errors


@pytest.mark.parametrize("cut", [0.1, 0.5, 0.9, 0.99])
def test_cut_workbooks(cut: float, run: Run, tmp_path: Path) -> None:
    directory = write_workbooks(tmp_path / "in", world())
    for path in directory.iterdir():
        content = path.read_bytes()
        path.write_bytes(content[: int(len(content) * cut)])
    (directory / "bordereau.csv").write_bytes(csv_bytes("bordereau", world()["bordereau"]))
    ran = run(directory)
    assert len(ran.refused) == 7
    assert len(ran.liquidation) == 2


def test_documents_of_odd_texts(author: Viewer, tmp_path: Path) -> None:
    """What people type never breaks a page: the PDF of each statement is written."""
    files = world()
    texts = (
        '#import "x"',
        "$x^2$",
        "*b* _i_ `c`",
        "\\u{0}",
        "👩‍⚕️",
        "\u202eظهر",
        "a" + "\u0301" * 60,
        "@label <x>",
        "x" * 120,
    )
    for rank, text in enumerate(texts, 3):
        files["prestataires"].append({**files["prestataires"][0], "etablissement": f"F{rank}", "nom": text})
        cells = {
            "bordereau": text[:60],
            "demande": text[:60],
            "ligne": text[:60],
            "nom": text,
            "etablissement": f"F{rank}",
        }
        files["bordereau"].append({**LINE, **cells})
    report = run_dir(write_world(tmp_path / "in", files), tmp_path / "out", author, quiet, pdf=True)  # type: ignore[arg-type]
    written = sorted(path.suffix for path in (tmp_path / "out" / "reglements").iterdir())
    assert report.statements == len(texts) + 2
    assert written == [".csv"] * (2 * report.statements) + [".pdf"] * (2 * report.statements)
