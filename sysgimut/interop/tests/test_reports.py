"""erreurs.csv and avertissements.csv as they are written."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sysgimut.interop.domain.problems import Fault, Problem, about_file, about_row
from sysgimut.interop.reports import HEADER, Reports, ReportWriter


def written(problem: Problem, language: str = "fr") -> list[str]:
    """The cells of a problem."""
    stream = io.StringIO(newline="")
    ReportWriter(stream, language).write(problem)
    header, cells = csv.reader(io.StringIO(stream.getvalue(), newline=""))
    assert tuple(header) == HEADER
    return cells


def test_a_problem_is_one_line_that_says_everything() -> None:
    problem = about_row("recus.csv", 12, Fault("IMP-NEGATIF"), "cotisation", "-575")
    assert written(problem) == [
        "recus.csv",
        "12",
        "cotisation",
        "'-575",
        "Le nombre est négatif.",
        "Écrivez un nombre positif.",
    ]
    assert written(problem, "en")[4:] == ["The number is negative.", "Write a positive number."]


def test_a_problem_of_the_file_has_no_line() -> None:
    assert written(about_file("a.csv", Fault("IMP-VIDE")))[:4] == ["a.csv", "", "", ""]


@pytest.mark.parametrize("value", ["=1+1", "+33", "-5", "@SUM(A1)", "\t=1", "\r=1"])
def test_no_cell_can_run_in_a_spreadsheet(value: str) -> None:
    assert written(Problem(value, 1, value, value, "IMP-NOMBRE"))[0].startswith("'")
    assert written(Problem("a.csv", 1, "x", value, "IMP-NOMBRE"))[3].startswith("'")
    contradiction = Problem("a.csv", 1, "nom", "x", "IMP-CONTREDIT", {"file": value, "line": "1", "first": value})
    assert written(contradiction)[4][0] not in "=+-@\t\r"


def test_long_values_are_cut() -> None:
    assert len(written(Problem("a.csv", 1, "nom", "x" * 5000, "IMP-TEXTE_LONG", {"limit": 120}))[3]) == 200


def test_a_formula_that_was_not_calculated_is_shown_as_text() -> None:
    assert written(about_row("a.xlsx", 1, Fault("IMP-FORMULE_SANS_VALEUR"), "prix", "\x1a=A1"))[3] == "'=A1"


@given(st.text())
def test_any_value_can_be_written_and_read_again(value: str) -> None:
    cell = written(Problem("a.csv", 1, "nom", value, "IMP-CARACTERE"))[3]
    cell.encode()
    assert not cell.startswith(("=", "+", "-", "@"))
    assert "\x00" not in cell


def test_errors_and_warnings_go_to_their_own_file(tmp_path: Path) -> None:
    with Reports(tmp_path) as reports:
        reports.write(about_row("a.csv", 2, Fault("IMP-ZERO"), "montant", "0"))
        reports.write(about_row("a.csv", 3, Fault("IMP-A_SAISIR", fatal=False), "village"))
        reports.write(about_row("a.csv", 4, Fault("IMP-A_SAISIR", fatal=False), "village"))
    assert (reports.errors.count, reports.warnings.count) == (1, 2)
    errors, warnings = (
        list(csv.reader((tmp_path / name).read_text("utf-8").splitlines()))
        for name in ("erreurs.csv", "avertissements.csv")
    )
    assert [row[1] for row in errors] == ["ligne", "2"]
    assert [row[1] for row in warnings] == ["ligne", "3", "4"]


def test_reports_have_their_header_even_when_all_is_well(tmp_path: Path) -> None:
    with Reports(tmp_path):
        pass
    for name in ("erreurs.csv", "avertissements.csv"):
        assert (tmp_path / name).read_text("utf-8") == "fichier,ligne,colonne,valeur,probleme,que_faire\n"
