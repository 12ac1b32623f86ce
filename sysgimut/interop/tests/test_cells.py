"""Each parser of a cell, on what it takes and on one example of each thing that it refuses."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sysgimut.interop.domain.cells import Birth, Parser, birth, choice, codes, day, month, receipt, text, whole, yes_no
from sysgimut.interop.domain.problems import Fault


def code_of(value: object) -> object:
    """The code of a Fault, or the value itself."""
    return value.code if isinstance(value, Fault) else value


@pytest.mark.parametrize(
    ("parse", "cell", "expected"),
    [
        (day, "2024-03-31", date(2024, 3, 31)),
        (day, "31/03/2024", date(2024, 3, 31)),
        (day, "29/02/2024", date(2024, 2, 29)),
        (day, "1900-01-01", date(1900, 1, 1)),
        (day, "2099-12-31", date(2099, 12, 31)),
        (day, "29/02/2023", "IMP-DATE"),
        (day, "2024-3-31", "IMP-DATE"),
        (day, "03/31/2024", "IMP-DATE"),
        (day, "31-03-2024", "IMP-DATE"),
        (day, "2024-W10-1", "IMP-DATE"),
        (day, "٢٠٢٤-٠١-٠١", "IMP-DATE"),
        (day, "2024-03-31 12:00", "IMP-DATE"),
        (day, "2024", "IMP-DATE"),
        (day, "1899-12-31", "IMP-DATE_BORNES"),
        (day, "01/01/2100", "IMP-DATE_BORNES"),
        (birth, "1984", Birth(date(1984, 7, 1), True)),
        (birth, "02/11/1984", Birth(date(1984, 11, 2), False)),
        (birth, "1800", "IMP-DATE_BORNES"),
        (birth, "1800-02-02", "IMP-DATE_BORNES"),
        (birth, "84", "IMP-NAISSANCE"),
        (birth, "vers 1984", "IMP-NAISSANCE"),
        (month, "2024-03", "2024-03"),
        (month, "2024-13", "IMP-PERIODE"),
        (month, "mars 2024", "IMP-PERIODE"),
        (month, "03/2024", "IMP-PERIODE"),
        (month, "1800-03", "IMP-DATE_BORNES"),
        (whole(), "0", 0),
        (whole(), "007", 7),
        (whole(), "1730", 1730),
        (whole(), "1 730", 1730),
        (whole(), "1\u00a0730", 1730),
        (whole(), "12\u202f345\u202f678", 12_345_678),
        (whole(), str(10**12), 10**12),
        (whole(), "17 30", "IMP-NOMBRE"),
        (whole(), "1.730", "IMP-DECIMALE"),
        (whole(), "1730,00", "IMP-DECIMALE"),
        (whole(), "-1 730", "IMP-NEGATIF"),
        (whole(), "-1,5", "IMP-DECIMALE"),
        (whole(), "+5", "IMP-NOMBRE"),
        (whole(), "1e3", "IMP-NOMBRE"),
        (whole(), "=A1", "IMP-NOMBRE"),
        (whole(), "²", "IMP-NOMBRE"),
        (whole(), "mille", "IMP-NOMBRE"),
        (whole(), "575 F", "IMP-NOMBRE"),
        (whole(), str(10**12 + 1), "IMP-ENORME"),
        (whole(), "9" * 6000, "IMP-ENORME"),
        (whole(1), "0", "IMP-ZERO"),
        (whole(1), "000", "IMP-ZERO"),
        (whole(0, 999), "1000", "IMP-ENORME"),
        (yes_no, "OUI", True),
        (yes_no, "non", False),
        (yes_no, "yes", "IMP-OUI_NON"),
        (yes_no, "1", "IMP-OUI_NON"),
        (choice("deces", "depart"), "Décès", "deces"),
        (choice("M", "F"), "f", "F"),
        (choice("M", "F"), "H", "IMP-CHOIX"),
        (codes, "MOPTI  AMV MOPTI", ("MOPTI", "AMV")),
        (codes, "MOPTI,AMV", "IMP-CODES"),
        (codes, " ".join(f"P{number}" for number in range(41)), "IMP-CODES"),
        (text(5), "Fanta", "Fanta"),
        (text(5), "Hawa M", "IMP-TEXTE_LONG"),
        (text(), "Cafe\u0301", "Café"),
        (text(), "ɛɔɲŋɗƴ 'N’Diaye", "ɛɔɲŋɗƴ 'N’Diaye"),
        (text(), "A\u00a0B", "A\u00a0B"),
        (text(), "a\x00b", "IMP-CARACTERE"),
        (text(), "a\tb", "IMP-CARACTERE"),
        (text(), "a\nb", "IMP-CARACTERE"),
        (text(), "a\udce9b", "IMP-CARACTERE"),
        (text(multiline=True), "fièvre\r\ntoux", "fièvre\ntoux"),
        (text(multiline=True), "a\x07b", "IMP-CARACTERE"),
        (text(), "#REF!", "IMP-ERREUR_TABLEUR"),
        (text(), "-", "-"),
        (text(), "+22370000000", "+22370000000"),
    ],
)
def test_a_cell_is_read_or_refused_with_its_reason(parse: Parser, cell: str, expected: object) -> None:
    assert code_of(parse(cell)) == expected


@pytest.mark.parametrize("cell", ["C09600006-000014", "C/2024-7", "A-B-12"])
def test_a_receipt_number_is_a_booklet_and_a_number(cell: str) -> None:
    read = receipt(cell)
    assert not isinstance(read, Fault)
    assert read.text == cell
    assert cell.startswith(f"{read.booklet}-")
    assert int(cell.rpartition("-")[2]) == read.number


@pytest.mark.parametrize("cell", ["C1", "C1-", "-14", "C1-A", "C1 - 14", "C1-1234567890", "-"])
def test_anything_else_is_no_receipt_number(cell: str) -> None:
    assert code_of(receipt(cell)) == "IMP-RECU"


def test_a_text_that_looks_like_a_formula_is_kept_and_told() -> None:
    read = text()("=HYPERLINK(1)")
    assert read == Fault("IMP-FORMULE", fatal=False, value="=HYPERLINK(1)")


@given(st.dates(date(1900, 1, 1), date(2099, 12, 31)))
def test_both_ways_of_writing_a_day_give_the_day(value: date) -> None:
    assert day(value.isoformat()) == value
    assert day(value.strftime("%d/%m/%Y")) == value


@given(st.integers(0, 10**12), st.sampled_from([" ", "\u00a0", "\u202f"]))
def test_an_amount_is_the_same_with_and_without_thousands_spaces(amount: int, space: str) -> None:
    assert whole()(str(amount)) == amount
    assert whole()(f"{amount:,}".replace(",", space)) == amount


_PARSERS = [day, birth, month, whole(), whole(1), yes_no, choice("A", "H"), codes, receipt, text(), text(9, True)]


@given(st.sampled_from(_PARSERS), st.text(min_size=1).map(str.strip).filter(bool))
def test_no_cell_makes_a_parser_raise(parse: Parser, cell: str) -> None:
    parse(cell)
