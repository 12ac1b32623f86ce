"""Files made for the tests of this app: CSV text, workbooks, and good rows to spoil one cell at a time."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from typing import TypeVar

import xlsxwriter

from sysgimut.interop.domain.columns import Kind
from sysgimut.interop.domain.problems import Problem
from sysgimut.interop.tabular import read_table

Row = TypeVar("Row")

GOOD: dict[str, dict[str, str]] = {
    "menages": {
        "menage": "M1",
        "mutuelle": "MOPTI",
        "commune": "Fatoma",
        "village": "Village 1",
        "produit": "AMV",
        "date_adhesion": "2024-01-15",
        "reference_beneficiaire": "M1-01",
        "nom": "Maïga",
        "prenoms": "Awa",
        "sexe": "F",
        "date_naissance": "1984",
        "lien": "adherent",
    },
    "recus": {
        "recu": "C1-0014",
        "date": "15/01/2024",
        "menage": "M1",
        "droit_admission": "1 000",
        "cotisation": "1\u202f725",
        "mode": "especes",
    },
    "prestataires": {
        "etablissement": "CSCOM01",
        "nom": "Cscom 1",
        "type": "CSCOM",
        "commune": "Fatoma",
        "convention_debut": "2023-01-01",
        "produits": "MOPTI AMV",
    },
    "actes": {
        "acte": "100-01",
        "libelle": "Consultation",
        "prestation": "100",
        "couvert_par": "MOPTI",
        "accord_prealable": "non",
    },
    "tarifs": {"etablissement": "*", "acte": "100-01", "prix": "600", "debut": "2023-01-01"},
    "accords": {
        "accord": "AP1",
        "reference_beneficiaire": "M1-01",
        "acte": "100-01",
        "debut": "2024-02-01",
        "fin": "2024-03-01",
    },
    "bordereau": {
        "bordereau": "B1",
        "etablissement": "CSCOM01",
        "periode": "2024-02",
        "date_reception": "2024-03-05",
        "pieces_jointes": "oui",
        "demande": "0001",
        "reference_beneficiaire": "M1-01",
        "nom": "MAÏGA",
        "sexe": "F",
        "age": "40",
        "date_soins": "2024-02-11",
        "type_soins": "A",
        "ald": "non",
        "ligne": "1",
        "acte": "100-01",
        "quantite": "1",
        "prix_unitaire": "600",
        "montant": "600",
        "part_mutuelle": "420",
        "part_assure": "180",
    },
}


def header_of(kind: Kind[Row]) -> list[str]:
    """All the columns of a kind, in order."""
    return [column.name for column in kind.columns]


def csv_text(header: Sequence[str], rows: Iterable[Sequence[str]], separator: str = ";") -> str:
    """A CSV file whose cells are written as they are given."""
    return "".join(separator.join(cells) + "\n" for cells in (header, *rows))


def csv_of(kind: Kind[Row], *changes: Mapping[str, str]) -> bytes:
    """A file of good rows of a kind, each with its changes."""
    header = header_of(kind)
    rows = [[{**GOOD[kind.name], **change}.get(name, "") for name in header] for change in changes]
    return csv_text(header, rows).encode()


def read(source: bytes, kind: Kind[Row], name: str = "f.csv") -> tuple[list[Row], list[Problem]]:
    """The good rows and the problems of a file."""
    rows: list[Row] = []
    problems: list[Problem] = []
    for item in read_table(source, name, kind):
        if isinstance(item, Problem):
            problems.append(item)
        else:
            rows.append(item)
    return rows, problems


def told(problems: Iterable[Problem], fatal: bool = True) -> list[tuple[int | None, str, str]]:
    """Line, column and code of the errors (or of the warnings)."""
    return [(item.line, item.column, item.code) for item in problems if item.fatal == fatal]


def workbook(rows: Iterable[Sequence[object]], **options: object) -> bytes:
    """A one-sheet workbook as XlsxWriter writes it."""
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True, **options})
    sheet = book.add_worksheet("Feuille")
    for at, cells in enumerate(rows):
        for column, value in enumerate(cells):
            sheet.write(at, column, value)
    book.close()
    return stream.getvalue()


SHEET = "xl/worksheets/sheet1.xml"
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"


def raw_workbook(sheet: str, **parts: str) -> bytes:
    """A workbook whose sheet holds exactly this XML inside sheetData; `strings` and `styles` add these parts."""
    relations = f'<Relationship Id="r1" Type="{_OFFICE}/worksheet" Target="worksheets/sheet1.xml"/>'
    if "strings" in parts:
        relations += f'<Relationship Id="r2" Type="{_OFFICE}/sharedStrings" Target="sharedStrings.xml"/>'
    if "styles" in parts:
        relations += f'<Relationship Id="r3" Type="{_OFFICE}/styles" Target="/xl/styles.xml"/>'
    main = f'<Relationship Id="r1" Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/>'
    files = {
        "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}">{main}</Relationships>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKAGE}">{relations}</Relationships>',
        "xl/workbook.xml": (
            f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}">{parts.get("properties", "")}'
            '<sheets><sheet name="F" sheetId="1" r:id="r1"/></sheets></workbook>'
        ),
        SHEET: f'<worksheet xmlns="{_MAIN}"><sheetData>{sheet}</sheetData></worksheet>',
    }
    if "strings" in parts:
        files["xl/sharedStrings.xml"] = f'<sst xmlns="{_MAIN}">{parts["strings"]}</sst>'
    if "styles" in parts:
        files["xl/styles.xml"] = f'<styleSheet xmlns="{_MAIN}">{parts["styles"]}</styleSheet>'
    return zipped({name: text.encode() for name, text in files.items()})


def zipped(files: Mapping[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A zip archive of these files."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", method) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return stream.getvalue()


def unzipped(archive: bytes) -> dict[str, bytes]:
    """The files of a zip archive."""
    with zipfile.ZipFile(io.BytesIO(archive)) as opened:
        return {name: opened.read(name) for name in opened.namelist()}
