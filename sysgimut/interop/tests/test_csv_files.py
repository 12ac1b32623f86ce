"""CSV files of every sort that people send, good and bad, through the door."""

from __future__ import annotations

import os
import tracemalloc
from collections.abc import Iterator
from pathlib import Path

import pytest

from sysgimut.interop import delimited
from sysgimut.interop.domain.kinds import BORDEREAU, MENAGES, TARIFS
from sysgimut.interop.domain.problems import Problem
from sysgimut.interop.tabular import open_table, read_table
from sysgimut.interop.tests.making import csv_of, csv_text, header_of, read, told

HEADER = header_of(TARIFS)
ROW = ["*", "100-01", "600", "2023-01-01", ""]


def tariffs(*rows: str, end: str = "\n") -> bytes:
    """A tariff file with these lines under its header."""
    return ("\n".join((";".join(HEADER), *rows)) + end).encode()


def tariff_lines(source: bytes) -> tuple[list[int], list[tuple[int | None, str, str]], list[str]]:
    """The lines of the good rows, the errors, the codes of the warnings."""
    rows, problems = read(source, TARIFS)
    return [row.line for row in rows], told(problems), [item.code for item in problems if not item.fatal]


@pytest.mark.parametrize("separator", [",", ";"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_separators_marks_and_line_breaks_do_not_matter(separator: str, encoding: str, end: str) -> None:
    text = csv_text(HEADER, [ROW, ROW], separator).replace("\n", end)
    assert tariff_lines(text.encode(encoding)) == ([2, 3], [], [])


def test_the_separator_is_that_of_the_header_outside_its_quotes() -> None:
    header = '"etablissement";"acte";"a,b,c,d,e,f";prix;debut;fin'
    text = f"{header}\n*;100-01;x;600;2023-01-01;\n"
    assert tariff_lines(text.encode()) == ([2], [], ["IMP-COLONNE_EN_TROP"])


def test_the_line_of_a_row_is_the_one_on_which_it_starts() -> None:
    row = '1;"a\nb\nc";'
    header = "ligne;renseignements_cliniques;"
    names = [name for name in header_of(BORDEREAU) if name not in header]
    text = header + ";".join(names) + "\n" + (row + ";" * (len(names) - 1) + "\n") * 2
    rows, problems = read(text.encode(), BORDEREAU)
    assert told(problems) == []
    assert [row.line for row in rows] == [2, 5]
    assert rows[0].request.clinical_information == "a\nb\nc"


def test_blank_lines_are_passed_over_and_counted() -> None:
    source = b"\n  \n" + tariffs(";".join(ROW), "", ";;;;", "  ;;;;", ";".join(ROW))
    assert tariff_lines(source) == ([4, 8], [], [])


def test_headers_are_known_without_case_accents_or_spaces() -> None:
    text = csv_text([" Établissement ", "ACTE", "Prix", "Début", "fin"], [ROW])
    assert tariff_lines(text.encode()) == ([2], [], [])


def test_columns_may_stand_in_any_order_and_more_of_them_are_ignored_with_a_warning() -> None:
    text = csv_text(["note", *reversed(HEADER)], [["x", *reversed(ROW)]])
    rows, problems = read(text.encode(), TARIFS)
    assert [row.price for row in rows] == [600]
    assert [(p.line, p.column, p.code) for p in problems] == [(None, "note", "IMP-COLONNE_EN_TROP")]


def test_a_missing_column_that_nothing_rests_on_is_read_as_empty_with_a_warning() -> None:
    text = "\n".join(
        line.replace(";village", "").replace(";Village 1", "") for line in csv_of(MENAGES, {}).decode().split("\n")
    )
    rows, problems = read(text.encode(), MENAGES)
    assert [row.village for row in rows] == [None]
    assert [(p.line, p.column, p.code, p.fatal) for p in problems] == [
        (None, "village", "IMP-COLONNE_NON_REMPLIE", False)
    ]


@pytest.mark.parametrize(
    ("header", "code", "column"),
    [
        ("etablissement;acte;debut;fin", "IMP-COLONNE_ABSENTE", "prix"),
        ("etablissement;acte;prix;debut;fin;Prix", "IMP-COLONNE_DOUBLE", "prix"),
        ("etablissement\tacte\tprix\tdebut\tfin", "IMP-COLONNE_ABSENTE", "etablissement"),
        ("*;100-01;600;2023-01-01;", "IMP-COLONNE_ABSENTE", "etablissement"),
    ],
)
def test_a_header_that_is_not_the_file_s_own_stops_the_file(header: str, code: str, column: str) -> None:
    rows, problems = read(f"{header}\n*;100-01;600;2023-01-01;;\n".encode(), TARIFS)
    assert rows == []
    assert (None, column, code) in told(problems)


@pytest.mark.parametrize(
    ("source", "code"),
    [
        (b"", "IMP-VIDE"),
        (b"\xef\xbb\xbf", "IMP-VIDE"),
        (b"\n\n  \n", "IMP-VIDE"),
        (b";;;;\n", "IMP-ENTETE"),
        (b'"etablissement;acte\n', "IMP-ENTETE"),
        ("établissement;acte;Kéita\n".encode("utf-16"), "IMP-ENCODAGE"),
        ("établissement;acte;Kéita\n".encode("utf-16-le"), "IMP-ENCODAGE"),
        ("établissement;acte;Kéita\n".encode("utf-32"), "IMP-ENCODAGE"),
        ("établissement;acte;Kéita\n".encode("cp1252"), "IMP-ENCODAGE"),
        (tariffs("Kéita;Maïga;1;1;").decode().encode("latin-1"), "IMP-ENCODAGE"),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 4, "IMP-ENCODAGE"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "IMP-VIEUX_CLASSEUR"),
        (b"a;" * 1_000_000, "IMP-COLONNES"),
        (";".join(f"c{n}" for n in range(300)).encode() + b"\n", "IMP-COLONNES"),
        (b"x" * 2_000_000, "IMP-LIGNE_LONGUE"),
    ],
)
def test_a_file_that_cannot_be_read_has_one_sentence(source: bytes, code: str) -> None:
    rows, problems = read(source, TARIFS)
    assert rows == []
    assert [(p.line, p.code) for p in problems if p.fatal] == [(None, code)]
    assert problems[0].what()
    assert problems[0].action()


def test_a_header_alone_is_told() -> None:
    assert tariff_lines(tariffs()) == ([], [], ["IMP-SANS_LIGNE"])
    assert tariff_lines(tariffs(";;;;")) == ([], [], ["IMP-SANS_LIGNE"])


def test_paths_that_are_no_file_have_their_sentence(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    found = {
        name: [problem.code for problem in open_table(tmp_path / name, name).problems]
        for name in ("", "absent.csv", "pipe", "absent/tarifs.csv", "nul\0.csv")
    }
    assert found == {
        "": ["IMP-DOSSIER"],
        "absent.csv": ["IMP-INTROUVABLE"],
        "pipe": ["IMP-SPECIAL"],
        "absent/tarifs.csv": ["IMP-INTROUVABLE"],
        "nul\0.csv": ["IMP-INTROUVABLE"],
    }


def test_a_file_that_may_not_be_opened_has_its_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "tarifs.csv"
    path.write_bytes(tariffs())

    def refuse(*_: object) -> None:
        raise PermissionError

    monkeypatch.setattr(Path, "open", refuse)
    assert [problem.code for problem in open_table(path, "tarifs.csv").problems] == ["IMP-ACCES"]


def test_a_disk_that_fails_further_on_keeps_the_rows_before(monkeypatch: pytest.MonkeyPatch) -> None:
    real = delimited.read_records

    def failing(stream: object) -> Iterator[object]:
        for at, record in enumerate(real(stream)):  # type: ignore[arg-type]
            if at == 2:
                raise OSError
            yield record

    monkeypatch.setattr("sysgimut.interop.tabular.read_records", failing)
    good = ";".join(ROW)
    assert tariff_lines(tariffs(good, good, good)) == ([2], [(3, "", "IMP-LECTURE")], [])


def test_the_same_file_is_read_from_a_path_and_from_bytes(tmp_path: Path) -> None:
    source = csv_of(MENAGES, {}, {"sexe": "X"}, {"menage": "M2"})
    path = tmp_path / "menages.csv"
    path.write_bytes(source)
    sources: tuple[Path | str | bytes, ...] = (path, str(path), source)
    found = [[repr(item) for item in read_table(one, "m", MENAGES)] for one in sources]
    assert len(found[0]) == 3
    assert found[0] == found[1] == found[2]


def test_a_cut_file_loses_its_last_row_only() -> None:
    good = ";".join(ROW)
    source = tariffs(good, good, good, end="")[: -len(good) // 2]
    assert tariff_lines(source) == ([2, 3], [(4, "", "IMP-CELLULES")], ["IMP-FIN_COUPEE"])


def test_a_file_cut_inside_a_letter_loses_its_last_row_only() -> None:
    source = tariffs(";".join(ROW), "*;ac", end="") + "é".encode()[:1]
    assert tariff_lines(source) == ([2], [(3, "", "IMP-OCTETS")], ["IMP-FIN_COUPEE"])


def test_a_row_with_cells_missing_or_in_excess_is_refused_whole() -> None:
    good = ";".join(ROW)
    source = tariffs(good, "*;100-01;600", good + "x;y", good + ";;", good)
    assert tariff_lines(source) == ([2, 5, 6], [(3, "", "IMP-CELLULES"), (4, "", "IMP-CELLULES")], [])


def test_nameless_columns_at_the_right_end_are_ignored() -> None:
    source = b"etablissement;acte;prix;debut;fin;;\n*;100-01;600;2023-01-01;;;note\n*;100-02;600;2023-01-01;\n*;1;2\n"
    lines, errors, warnings = tariff_lines(source)
    assert lines == [2, 3]
    assert errors == [(4, "", "IMP-CELLULES")]
    assert warnings == ["IMP-COLONNE_EN_TROP"]


def test_broken_bytes_cost_their_line_only() -> None:
    source = tariffs("Kéïta;100-01;600;2023-01-01;", "K\x01ita;100-02;600;2023-01-01;", ";".join(ROW))
    lines, errors, _ = tariff_lines(source.replace(b"\x01", b"\xe9"))
    assert lines == [2, 4]
    assert errors == [(3, "", "IMP-OCTETS")]


def test_a_nul_costs_its_line_only() -> None:
    source = tariffs("A\x00B;100-01;600;2023-01-01;", "*;100-01;6\x0000;2023-01-01;", ";".join(ROW))
    lines, errors, _ = tariff_lines(source)
    assert lines == [4]
    assert errors == [(2, "etablissement", "IMP-CARACTERE"), (3, "prix", "IMP-NOMBRE")]


@pytest.mark.parametrize("broken", ['"A;100-01;600;2023-01-01;', '"A"B;100-01;600;2023-01-01;'])
def test_an_open_quote_costs_its_line_only(broken: str) -> None:
    good = ";".join(ROW)
    assert tariff_lines(tariffs(good, broken, *[good] * 100)) == (
        [2, *range(4, 104)],
        [(3, "", "IMP-GUILLEMETS")],
        [],
    )


def test_two_open_quotes_do_not_hide_the_rows_between() -> None:
    good = ";".join(ROW)
    source = tariffs(good, '*;"100-01;600;2023-01-01;', good, good, '*;100-02;600;2023-01-01";', good)
    assert tariff_lines(source) == (
        [2, 4, 5, 7],
        [(3, "", "IMP-GUILLEMETS"), (6, "debut", "IMP-DATE")],
        [],
    )


def test_an_open_quote_on_the_last_line_is_told() -> None:
    good = ";".join(ROW)
    assert tariff_lines(tariffs(good, '"*;1;6')) == ([2], [(3, "", "IMP-GUILLEMETS")], [])


def test_a_quote_inside_a_text_is_a_letter() -> None:
    rows, problems = read(tariffs('CSCOM "A";100-01;600;2023-01-01;', '"CS ""B""";1;600;2023-01-01;'), TARIFS)
    assert problems == []
    assert [row.scope for row in rows] == ['CSCOM "A"', 'CS "B"']


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("extra", range(-3, 4))
def test_a_line_that_is_too_long_costs_itself_only_wherever_the_limit_falls(end: str, extra: int) -> None:
    good = ";".join(ROW)
    long = "x" * (delimited.MAX_LINE + extra)
    longer = "y" * (2 * delimited.MAX_LINE + 4 + extra)
    lines, errors, _ = tariff_lines(tariffs(good, long, good, longer, good).replace(b"\n", end.encode()))
    assert lines == [2, 4, 6]
    assert [line for line, _, _ in errors] == [3, 5]
    assert errors[1][2] == "IMP-LIGNE_LONGUE"


def test_a_long_line_inside_an_open_quote_does_not_hide_it() -> None:
    good = ";".join(ROW)
    lines, errors, _ = tariff_lines(tariffs('"A;1', "z" * 300_000, good))
    assert lines == [4]
    assert errors == [(2, "", "IMP-GUILLEMETS"), (3, "", "IMP-LIGNE_LONGUE")]


def test_memory_does_not_grow_with_the_file(tmp_path: Path) -> None:
    path = tmp_path / "tarifs.csv"
    with path.open("w") as file:
        file.write(";".join(HEADER) + "\n" + "x" * 9_000_000 + "\n")
        for number in range(10_000):
            file.write(f'*;A{number};{number};2023-01-01;\n"{number}\n' if number % 5 == 0 else f"*;A{number};1;x;\n")
    tracemalloc.start()
    count = 0
    for item in read_table(path, "tarifs.csv", TARIFS):
        count += isinstance(item, Problem)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert count == 10_001
    assert peak < 6_000_000
