"""Workbooks: what spreadsheets write, and what only an attacker or a bad copy does."""

from __future__ import annotations

import io
import struct
import time
import tracemalloc
import zipfile
from datetime import date, datetime

import pytest
import python_calamine
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from sysgimut.interop import archive, workbook
from sysgimut.interop.domain.kinds import MENAGES, RECUS, TARIFS
from sysgimut.interop.domain.problems import Problem
from sysgimut.interop.tabular import open_table
from sysgimut.interop.tests.making import (
    GOOD,
    SHEET,
    csv_of,
    header_of,
    raw_workbook,
    read,
    told,
    unzipped,
    zipped,
)
from sysgimut.interop.tests.making import (
    workbook as made_workbook,
)

HEADER = header_of(TARIFS)
ROW = ["*", "100-01", 600, "2023-01-01", ""]


def cells_of(source: bytes) -> list[tuple[int, list[str]]]:
    """Header and rows of a workbook as texts, with their line numbers."""
    with open_table(source, "f.xlsx") as table:
        rows = [item for item in table if not isinstance(item, Problem)]
        return [(1, list(table.header)), *rows]


def codes_of(source: bytes) -> list[str]:
    """The codes of all that is wrong with a tariff workbook."""
    return [problem.code for problem in read(source, TARIFS)[1]]


def inline(*cells: str) -> str:
    """A row of texts written in the sheet itself."""
    return "<row>" + "".join(f'<c t="inlineStr"><is><t>{cell}</t></is></c>' for cell in cells) + "</row>"


def test_a_workbook_says_the_same_as_the_csv_file() -> None:
    header = header_of(MENAGES)
    good = GOOD["menages"]
    plain: list[object] = [good.get(name, "") for name in header]
    source = made_workbook([header, plain, ["X"], plain])
    rows, problems = read(source, MENAGES)
    assert [row.line for row in rows] == [2, 4]
    assert rows[0] == read(csv_of(MENAGES, {}), MENAGES)[0][0]
    assert {problem.line for problem in problems} == {3}


def test_numbers_dates_and_booleans_are_read_as_people_see_them() -> None:
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream)
    sheet = book.add_worksheet()
    day, month, hour = (book.add_format({"num_format": text}) for text in ("dd/mm/yyyy", "mmm-yy", "hh:mm"))
    amount = book.add_format({"num_format": '# ##0 "FCFA"'})
    sheet.write_row(0, 0, [f"c{number}" for number in range(12)])
    sheet.write_datetime(1, 0, date(2024, 3, 31), day)
    sheet.write_datetime(1, 1, date(2024, 3, 1), month)
    sheet.write_number(1, 2, 1730.0, amount)
    sheet.write_number(1, 3, 1730.5)
    sheet.write_boolean(1, 4, True)
    sheet.write_number(1, 5, 70000000)
    sheet.write_number(1, 6, -5)
    sheet.write_datetime(1, 7, datetime.fromisoformat("2024-03-31 12:30"), day)
    sheet.write_number(1, 8, 0.5, hour)
    sheet.write_string(1, 9, "0001")
    sheet.write_rich_string(1, 10, "Ma", book.add_format({"bold": True}), "ïga")
    sheet.write_number(1, 11, 1e300)
    book.close()
    assert cells_of(stream.getvalue())[1] == (
        2,
        ["2024-03-31", "2024-03", "1730", "1730.5", "oui", "70000000"]
        + ["-5", "2024-03-31 12:30", "0.5", "0001", "Maïga", "1E+300"],
    )


def test_dates_counted_from_1904_are_understood() -> None:
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"date_1904": True})
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, ["a"])
    sheet.write_datetime(1, 0, date(2024, 3, 31), book.add_format({"num_format": "yyyy-mm-dd"}))
    book.close()
    assert cells_of(stream.getvalue())[1] == (2, ["2024-03-31"])


@settings(deadline=None, max_examples=30)
@given(
    st.lists(
        st.lists(
            st.one_of(
                st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Co", "Cn")), max_size=8),
                st.integers(-(10**9), 10**9),
                st.dates(date(1900, 3, 1), date(2099, 12, 31)),
                st.booleans(),
            ),
            min_size=1,
            max_size=5,
        ),
        min_size=1,
        max_size=5,
    )
)
def test_another_reader_sees_the_same_cells(rows: list[list[object]]) -> None:
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"default_date_format": "dd/mm/yyyy", "strings_to_formulas": False})
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, ["a", "b", "c", "d", "e"])
    for at, cells in enumerate(rows, 1):
        for column, value in enumerate(cells):
            if isinstance(value, str):
                sheet.write_string(at, column, value)
            elif isinstance(value, date):
                sheet.write_datetime(at, column, value)
            else:
                sheet.write(at, column, value)
    book.close()
    other = python_calamine.load_workbook(io.BytesIO(stream.getvalue())).get_sheet_by_index(0)
    expected = [(line, [as_text(value) for value in cells]) for line, cells in enumerate(other.to_python(), 1)]
    assert cells_of(stream.getvalue()) == [(line, cells) for line, cells in expected if any(cells)]


def as_text(value: object) -> str:
    """A value of the other reader, written as ours writes it."""
    if isinstance(value, bool):
        return "oui" if value else "non"
    if isinstance(value, float):
        return str(int(value))
    return value.isoformat() if isinstance(value, date) else str(value)


def test_a_formula_is_read_by_its_value_and_never_calculated() -> None:
    sheet = inline(*HEADER) + (
        '<row r="2"><c t="str"><f>UPPER("a")</f><v>A</v></c><c t="inlineStr"><is><t>=1+1</t></is></c>'
        '<c><f>300*2</f><v>600</v></c><c><f>A1</f><v>2023-01-01</v></c><c t="str"><f>T(1)</f><v></v></c></row>'
        '<row r="3"><c t="inlineStr"><is><t>*</t></is></c><c t="inlineStr"><is><t>1</t></is></c>'
        '<c><f>SUM(A1:A2)</f></c><c t="inlineStr"><is><t>2023-01-01</t></is></c></row>'
        '<row r="4"><c t="e"><v>#REF!</v></c><c t="inlineStr"><is><t>1</t></is></c><c><v>5</v></c>'
        '<c t="inlineStr"><is><t>2023-01-01</t></is></c></row>'
    )
    rows, problems = read(raw_workbook(sheet), TARIFS)
    assert [(row.scope, row.act, row.price, row.end) for row in rows] == [("A", "=1+1", 600, None)]
    assert [(p.line, p.column, p.value, p.code) for p in problems] == [
        (2, "acte", "=1+1", "IMP-FORMULE"),
        (3, "prix", "=SUM(A1:A2)", "IMP-FORMULE_SANS_VALEUR"),
        (4, "etablissement", "#REF!", "IMP-ERREUR_TABLEUR"),
    ]


def test_cells_are_placed_by_their_references() -> None:
    texts = dict(zip("ABCDE", HEADER, strict=True))
    head = "".join(f'<c r="{at}1" t="inlineStr"><is><t>{name}</t></is></c>' for at, name in texts.items())
    sheet = (
        f'<row r="1">{head}</row><row r="7"><c r="D7" t="d"><v>2023-01-01T00:00:00</v></c>'
        '<c r="A7" t="inlineStr"><is><r><t>C</t></r><r><t>S</t></r><rPh><t>x</t></rPh></is></c>'
        '<c r="B7" t="s"><v>1</v></c><c r="C7" s="1"><v>1E3</v></c></row>'
    )
    strings = "<si><t>no</t></si><si><r><t>100</t></r><r><t>-01_x0041_</t></r><rPh><t>x</t></rPh></si>"
    styles = '<cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs><xf/><xf numFmtId="3"/></cellXfs>'
    rows, problems = read(raw_workbook(sheet, strings=strings, styles=styles), TARIFS)
    assert problems == []
    assert [(row.line, row.scope, row.act, row.price) for row in rows] == [(7, "CS", "100-01A", 1000)]


def test_prefixed_names_are_understood() -> None:
    namespace = 'xmlns:x="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    sheet = '<x:row><x:c t="inlineStr"><x:is><x:t>a</x:t></x:is></x:c></x:row>'
    files = unzipped(raw_workbook(""))
    files[SHEET] = f"<x:worksheet {namespace}><x:sheetData>{sheet}</x:sheetData></x:worksheet>".encode()
    assert cells_of(zipped(files, zipfile.ZIP_STORED)) == [(1, ["a"])]


def test_only_the_first_visible_sheet_is_read_and_that_is_told() -> None:
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream)
    hidden, first, second = book.add_worksheet("Listes"), book.add_worksheet("Tarifs"), book.add_worksheet("Notes")
    first.activate()
    hidden.hide()
    first.write_row(0, 0, HEADER)
    first.write_row(1, 0, ROW)
    second.write(0, 0, "x")
    book.close()
    rows, problems = read(stream.getvalue(), TARIFS)
    assert len(rows) == 1
    assert [(p.code, p.params) for p in problems] == [("IMP-AUTRES_FEUILLES", {"sheet": "Tarifs"})]


def test_notes_beside_the_table_are_ignored_and_told_once() -> None:
    source = made_workbook([HEADER, [*ROW, "", "", "note"], ROW, [*ROW, "note"]])
    rows, problems = read(source, TARIFS)
    assert [row.line for row in rows] == [2, 3, 4]
    assert told(problems, fatal=False) == [(2, "", "IMP-COLONNE_EN_TROP")]


def test_a_receipt_of_a_workbook_with_centimes_is_refused_not_rounded() -> None:
    good = {**GOOD["recus"], "cotisation": 1725.5}
    header = header_of(RECUS)
    _, problems = read(made_workbook([header, [good.get(name, "") for name in header]]), RECUS)
    assert told(problems) == [(2, "cotisation", "IMP-DECIMALE")]


@pytest.mark.parametrize(
    ("sheet", "expected"),
    [
        ("", ["IMP-VIDE"]),
        (inline(*HEADER), ["IMP-SANS_LIGNE"]),
        (inline(*[f"c{number}" for number in range(300)]), ["IMP-COLONNES"]),
        (inline(*HEADER) + '<row r="9999999"><c><v>1</v></c></row>', ["IMP-LECTURE"]),
        (inline(*HEADER) + '<row r="2"><c r="XFDA2"><v>1</v></c></row>', ["IMP-LECTURE"]),
        (inline(*HEADER) + '<row r="x"/>', ["IMP-LECTURE"]),
        (inline(*HEADER) + '<row><c t="s"><v>7</v></c></row>', ["IMP-LECTURE"]),
        (inline(*HEADER) + '<row><c t="s"><v>-1</v></c></row>', ["IMP-LECTURE"]),
        (inline(*HEADER) + "<row><c></row>", ["IMP-LECTURE"]),
        (inline(*HEADER) + "<a>" * 100, ["IMP-LECTURE"]),
        (inline(*HEADER) + "".join(f"<a{n}/>" for n in range(9000)), ["IMP-LECTURE"]),
        (inline(*HEADER) + f"<a b='{'x' * 3_000_000}'/>", ["IMP-LECTURE"]),
    ],
)
def test_a_sheet_that_no_spreadsheet_writes_has_its_sentence(sheet: str, expected: list[str]) -> None:
    assert codes_of(raw_workbook(sheet)) == expected


def test_rows_before_a_break_are_kept() -> None:
    good = '<c t="inlineStr"><is><t>*</t></is></c><c><v>1</v></c><c><v>5</v></c><c t="d"><v>2023-01-01</v></c>'
    rows, problems = read(raw_workbook(inline(*HEADER) + f"<row>{good}</row>" + "<row>" * 3), TARIFS)
    assert [row.line for row in rows] == [2]
    assert told(problems) == [(3, "", "IMP-LECTURE")]


@pytest.mark.parametrize("entity", ['<!DOCTYPE a [<!ENTITY a "aaaa">]>', '<!DOCTYPE a SYSTEM "file:///etc/passwd">'])
def test_a_document_type_is_refused(entity: str) -> None:
    files = unzipped(raw_workbook(inline(*HEADER)))
    for part in (SHEET, "xl/workbook.xml"):
        spoiled = {**files, part: entity.encode() + files[part]}
        assert codes_of(zipped(spoiled)) == ["IMP-CLASSEUR"]


@pytest.mark.parametrize("part", ["_rels/.rels", "xl/workbook.xml", "xl/_rels/workbook.xml.rels", SHEET])
def test_a_workbook_without_one_of_its_parts_is_damaged(part: str) -> None:
    files = unzipped(raw_workbook(inline(*HEADER)))
    del files[part]
    assert codes_of(zipped(files)) == ["IMP-CLASSEUR"]


def test_a_cut_workbook_is_damaged_wherever_it_is_cut() -> None:
    source = made_workbook([HEADER, ROW])
    for length in range(4, len(source), 97):
        assert codes_of(source[:length]) == ["IMP-CLASSEUR"], length


def test_a_changed_byte_in_the_sheet_is_found_before_any_row() -> None:
    source = raw_workbook(inline(*HEADER) + inline("*", "1", "5", "2023-01-01", "") * 3)
    files = zipfile.ZipFile(io.BytesIO(source))
    offset = files.getinfo(SHEET).header_offset + 30 + len(SHEET) + 20
    spoiled = source[:offset] + bytes([source[offset] ^ 1]) + source[offset + 1 :]
    assert codes_of(spoiled) == ["IMP-CLASSEUR"]


def test_sheets_that_open_on_a_zip_but_are_none_are_damaged() -> None:
    assert codes_of(b"PK\x03\x04" + bytes(100)) == ["IMP-CLASSEUR"]
    assert codes_of(zipped({})) == ["IMP-CLASSEUR"]
    assert codes_of(zipped({"lisez-moi.txt": b"x"})) == ["IMP-CLASSEUR"]
    assert codes_of(zipped(unzipped(raw_workbook(inline(*HEADER))), zipfile.ZIP_LZMA)) == ["IMP-CLASSEUR"]
    assert codes_of(zipped({f"{n}": b"" for n in range(3000)})) == ["IMP-CLASSEUR"]


def test_an_encrypted_part_is_refused() -> None:
    source = bytearray(raw_workbook(inline(*HEADER)))
    at = source.find(b"PK\x01\x02")
    while at >= 0:
        source[at + 8] |= 1
        at = source.find(b"PK\x01\x02", at + 4)
    assert codes_of(bytes(source)) == ["IMP-CLASSEUR"]


def test_a_bomb_is_stopped_by_what_comes_out_not_by_what_it_declares(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook, "MAX_SHEET", 2 * 2**20)
    source = bytearray(raw_workbook(inline(*HEADER) + " " * 40_000_000))
    assert len(source) < 60_000
    assert codes_of(bytes(source)) == ["IMP-CLASSEUR_DEMESURE"]
    at = source.rfind(b"PK\x01\x02")
    struct.pack_into("<L", source, at + 24, 100)  # the directory now declares a hundred bytes
    tracemalloc.start()
    assert codes_of(bytes(source)) == ["IMP-CLASSEUR_DEMESURE"]
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 4 * 2**20


def test_a_workbook_that_is_too_big_is_not_opened(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "MAX_ARCHIVE", 100)
    assert codes_of(raw_workbook(inline(*HEADER))) == ["IMP-TROP_GROS"]


def test_two_cells_in_the_far_corners_cost_nothing() -> None:
    far = '<row r="1048576"><c r="XFD1048576"><v>2</v></c></row>'
    tracemalloc.start()
    started = time.process_time()
    _, problems = read(raw_workbook(inline(*HEADER) + far), TARIFS)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert told(problems, fatal=False) == [(1048576, "", "IMP-COLONNE_EN_TROP")]
    assert peak < 2 * 2**20
    assert time.process_time() - started < 2


def test_one_long_text_shared_by_many_cells_is_held_once() -> None:
    row = "<row>" + '<c t="s"><v>0</v></c>' * 5 + "</row>"
    source = raw_workbook(inline(*HEADER) + row * 4000, strings=f"<si><t>{'x' * 1_000_000}</t></si>")
    tracemalloc.start()
    count = sum(isinstance(item, Problem) for item in open_table(source, "f.xlsx"))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert count == 0
    assert peak < 4 * 2**20


def test_a_serial_number_that_is_no_day_stays_a_number() -> None:
    styles = '<cellXfs><xf numFmtId="14"/></cellXfs>'
    values = ["60", "0", "-3", "99999999", "1e999999", "nan", "1"]
    sheet = inline("a") + "".join(f'<row><c s="0"><v>{value}</v></c></row>' for value in values)
    texts = [cells[0] for _, cells in cells_of(raw_workbook(sheet, styles=styles))[1:]]
    assert texts == ["1900-02-29", "0", "-3", "99999999", "1e999999", "nan", "1900-01-01"]
