"""The CSV of the documents, read back as a spreadsheet would."""

from __future__ import annotations

import csv
from dataclasses import replace
from pathlib import Path

import pytest

from sysgimut.settlement.documents.statement import Statement
from sysgimut.settlement.documents.tables import TOTAL, write_csv
from sysgimut.settlement.documents.validation_sheet import ValidationSheet
from sysgimut.settlement.tests.samples import HEADING, request, sheet

AMOUNTS = ("reclame", "accorde", "rejete", "a_justifier", "trop_percu")


def read_back(document: ValidationSheet | Statement, folder: Path) -> list[dict[str, str]]:
    path = folder / "document.csv"
    write_csv(document, path)
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file, delimiter=";"))


def test_sheet_has_a_row_per_line_and_its_figures_are_those_of_the_sheet(tmp_path: Path) -> None:
    made = sheet()
    rows = read_back(made, tmp_path)
    assert len(rows) == len(list(made.lines))
    sums = [sum(int(row[name]) for row in rows) for name in AMOUNTS]
    figures = made.amounts
    assert sums == [figures.claimed, figures.granted, figures.rejected, figures.to_justify, figures.overpaid]
    reduced = next(row for row in rows if row["codes"] == "TR-2")
    assert reduced["demande"] == "0002"
    assert reduced["date_soins"] == "2024-03-09"
    assert [reduced[name] for name in AMOUNTS] == ["2797", "2331", "466", "0", "200"]
    assert "222 F CFA" in reduced["motifs"]
    empty = rows[-1]
    assert (empty["reference_beneficiaire"], empty["date_soins"], empty["quantite"]) == ("", "", "")


def test_names_are_in_the_file_only_when_they_are_shown(tmp_path: Path) -> None:
    assert "nom" not in read_back(sheet(), tmp_path)[0]
    assert "MAÏGA" not in (tmp_path / "document.csv").read_text(encoding="utf-8-sig")
    assert read_back(sheet(with_names=True), tmp_path)[0]["nom"] == "MAÏGA Amadou"


@pytest.mark.parametrize("language", ["fr", "en"])
def test_statement_has_a_row_per_service_and_a_total(tmp_path: Path, language: str) -> None:
    made = Statement.of(sheet("en" if language == "en" else "fr"), "ER-1")
    *rows, last = read_back(made, tmp_path)
    assert [row["prestation"] for row in rows] == [row.service_code for row in made.rows]
    for name in (*AMOUNTS, "lignes"):
        assert int(last[name]) == sum(int(row[name]) for row in rows)
    assert last["prestation"] == TOTAL
    assert (last["etat"], last["net_a_payer"]) == ("ER-1", str(made.net))
    words = {"fr": "dix mille quatre-vingt-un francs CFA", "en": "ten thousand and eighty-one CFA francs"}
    assert last["net_en_lettres"] == words[language]
    assert {row["net_a_payer"] for row in rows} == {""}


@pytest.mark.parametrize("name", ["=1+1", "+223 70", "-x", "@SUM(A1)", "\t=1", 'a;"b"\nc', "\ud800x"])
def test_no_text_runs_as_a_formula_or_breaks_a_row(tmp_path: Path, name: str) -> None:
    line = sheet().requests[0].lines[0]
    made = ValidationSheet(
        replace(HEADING, bordereau=name),
        (request(1, name, name, None, None, replace(line, label=name, act=name)),),
        with_names=True,
    )
    (row,) = read_back(made, tmp_path)
    for column in ("bordereau", "reference_beneficiaire", "nom", "libelle", "acte"):
        assert row[column].lstrip("'").replace("?", "\ud800") == name
        assert not row[column].startswith(("=", "+", "-", "@", "\t"))
