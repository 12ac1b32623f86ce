"""Whatever the bytes, reading answers: rows and sentences, never an exception, never without bound."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from sysgimut.interop.domain.bordereaux import BordereauGrouper
from sysgimut.interop.domain.columns import Kind
from sysgimut.interop.domain.kinds import BORDEREAU, KINDS, MENAGES, TARIFS
from sysgimut.interop.tests.making import GOOD, csv_of, header_of, read, unzipped, workbook, zipped

CSV = csv_of(MENAGES, *[{"menage": f"M{number}", "prenoms": '"Awa, ""dite"" Néné"'} for number in range(6)])
XLSX = workbook([header_of(TARIFS), *[["*", "100-01", 600, "2023-01-01", "", "note"]] * 4])
PARTS = unzipped(XLSX)


def check(source: bytes, kind: Kind[Any]) -> None:
    """Read everything, and look at all that is said."""
    rows, problems = read(source, kind)
    for problem in problems:
        assert all((problem.what("fr"), problem.what("en"), problem.action("fr"), problem.action("en")))
        assert len(problem.value) <= 200
        assert problem.line is None or problem.line >= 1
    wrong = {problem.line for problem in problems if problem.fatal}
    assert not wrong & {row.line for row in rows}
    assert rows or problems


@st.composite
def spoiled(draw: st.DrawFn, source: bytes) -> bytes:
    """The file with some bytes changed, put in, taken out, or its end cut off."""
    data = bytearray(source)
    for _ in range(draw(st.integers(1, 4))):
        at = draw(st.integers(0, len(data)))
        size = draw(st.integers(0, 12))
        data[at : at + size] = draw(st.binary(max_size=12))
    return bytes(data[: draw(st.integers(0, len(data)))] if draw(st.booleans()) else data)


@settings(deadline=None, max_examples=200)
@given(st.binary(max_size=400), st.sampled_from(KINDS))
@example(b'"', TARIFS)
@example(b"\xff\xfe", TARIFS)
@example(b"PK\x05\x06" + bytes(18), TARIFS)
@example(b"\xef\xbb\xbf\n", TARIFS)
def test_random_bytes(source: bytes, kind: Kind[Any]) -> None:
    check(source, kind)


@settings(deadline=None, max_examples=200)
@given(st.text(st.sampled_from('a1;,"\n\r \x00é='), max_size=300), st.sampled_from(KINDS))
def test_random_rows_under_a_good_header(text: str, kind: Kind[Any]) -> None:
    check(f"{';'.join(header_of(kind))}\n{text}".encode(), kind)


@settings(deadline=None, max_examples=200)
@given(spoiled(CSV))
def test_a_spoiled_csv_file(source: bytes) -> None:
    check(source, MENAGES)


@settings(deadline=None, max_examples=150)
@given(spoiled(XLSX))
def test_a_spoiled_workbook(source: bytes) -> None:
    check(source, TARIFS)


@settings(deadline=None, max_examples=200)
@given(st.sampled_from(sorted(PARTS)).flatmap(lambda name: st.tuples(st.just(name), spoiled(PARTS[name]))))
def test_a_workbook_with_a_spoiled_part(part: tuple[str, bytes]) -> None:
    check(zipped({**PARTS, part[0]: part[1]}), TARIFS)


@pytest.mark.parametrize(
    "encoding", ["TF-8", "idna", "punycode", "hex", "undefined", "utf-16", "cp500", "utf-7", "x" * 50]
)
def test_a_workbook_with_a_part_in_an_odd_encoding(encoding: str) -> None:
    for name, content in PARTS.items():
        check(zipped({**PARTS, name: content.replace(b"UTF-8", encoding.encode(), 1)}), TARIFS)


_cell = st.one_of(
    st.text(max_size=12), st.sampled_from(["", "0", "-1", "oui", "2024-02-30", "9" * 40, "=A1", "#REF!", "\x1a"])
)


@settings(deadline=None, max_examples=200)
@given(st.lists(st.dictionaries(st.sampled_from(header_of(BORDEREAU)), _cell, max_size=4), min_size=1, max_size=5))
def test_any_values_in_a_bordereau(changes: list[dict[str, str]]) -> None:
    header = header_of(BORDEREAU)
    good = GOOD["bordereau"]
    quoted = [
        ";".join('"' + {**good, **change}.get(name, "").replace('"', '""') + '"' for name in header)
        for change in changes
    ]
    source = "\n".join([";".join(header), *quoted, ""]).encode("utf-8", "surrogatepass")
    check(source, BORDEREAU)
    grouper = BordereauGrouper()
    for row in read(source, BORDEREAU)[0]:
        grouper.add("f.csv", row)
    for group in grouper.bordereaux():
        assert all(request.lines for request in group.requests)
