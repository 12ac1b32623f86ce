"""The same documents as CSV, for a spreadsheet: same figures, amounts as plain integers of XOF, dates as YYYY-MM-DD.

Columns are in French whatever the document's language, because other files are read by their headers. UTF-8 with a
byte-order mark and `;`: what a French spreadsheet opens with a double click, and what the importer reads.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from datetime import date
from io import StringIO
from pathlib import Path

from sysgimut.settlement.documents.parts import Amounts, Heading
from sysgimut.settlement.documents.statement import Statement
from sysgimut.settlement.documents.validation_sheet import ValidationSheet
from sysgimut.settlement.domain.number_words import amount_in_words

Cell = str | int

HEADING_COLUMNS = (
    "liquidation", "bordereau", "etablissement", "etablissement_nom", "periode", "payeur", "payeur_nom",
    "date_reception", "date_liquidation", "journal", "empreinte",
)  # fmt: skip
AMOUNT_COLUMNS = ("reclame", "accorde", "rejete", "a_justifier", "trop_percu")
SHEET_COLUMNS = (
    *HEADING_COLUMNS, "demande", "reference_beneficiaire", "nom", "date_soins", "type_soins", "ligne", "acte",
    "libelle", "prestation", "quantite", *AMOUNT_COLUMNS, "codes", "motifs",
)  # fmt: skip
STATEMENT_COLUMNS = (
    "etat", *HEADING_COLUMNS, "prestation", "libelle", "lignes", *AMOUNT_COLUMNS, "net_a_payer", "net_en_lettres",
)  # fmt: skip
TOTAL = "TOTAL"
"""In the column `prestation` of a statement's last row, the only one that carries the net to pay."""

_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def write_csv(document: ValidationSheet | Statement, path: Path) -> None:
    """Write `document` at `path`, replacing what is there: one row per line of a sheet (without `nom` unless its
    names are shown), one per service code of a statement and then its total. Raises OSError as a write does.
    """
    path.write_text(csv_text(document), encoding="utf-8-sig", errors="replace", newline="")


def csv_text(document: ValidationSheet | Statement) -> str:
    """What `write_csv` writes, without the byte-order mark."""
    columns, rows = _sheet(document) if isinstance(document, ValidationSheet) else _statement(document)
    out = StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow(columns)
    writer.writerows([_inert(cell) for cell in row] for row in rows)
    return out.getvalue()


def _sheet(sheet: ValidationSheet) -> tuple[tuple[str, ...], Iterator[tuple[Cell, ...]]]:
    hidden = None if sheet.with_names else SHEET_COLUMNS.index("nom")

    def shown(row: tuple[Cell, ...]) -> tuple[Cell, ...]:
        return tuple(cell for place, cell in enumerate(row) if place != hidden)

    def rows() -> Iterator[tuple[Cell, ...]]:
        heading = _heading(sheet.heading)
        for request in sheet.requests:
            about: tuple[Cell, ...] = (
                request.number,
                request.beneficiary,
                request.name,
                _day(request.care_date),
                request.care_type or "",
            )
            for line in request.lines:
                yield shown(
                    (
                        *heading,
                        *about,
                        line.number,
                        line.act,
                        line.label,
                        line.service_code,
                        "" if line.quantity is None else line.quantity,
                        *_amounts(line.amounts),
                        " ".join(found.code for found in line.findings),
                        " | ".join(found.sentence for found in line.findings if found.effect != "remark"),
                    )
                )

    return tuple(name for place, name in enumerate(SHEET_COLUMNS) if place != hidden), rows()


def _statement(statement: Statement) -> tuple[tuple[str, ...], Iterable[tuple[Cell, ...]]]:
    start: tuple[Cell, ...] = (statement.number, *_heading(statement.heading))
    rows: list[tuple[Cell, ...]] = [
        (*start, row.service_code, row.label, row.lines, *_amounts(row.amounts), "", "") for row in statement.rows
    ]
    lines = sum(row.lines for row in statement.rows)
    net = (statement.net, amount_in_words(statement.net, statement.language))
    return STATEMENT_COLUMNS, [*rows, (*start, TOTAL, "", lines, *_amounts(statement.amounts), *net)]


def _heading(heading: Heading) -> tuple[Cell, ...]:
    return (
        heading.reference,
        heading.bordereau,
        heading.facility.code,
        heading.facility.name,
        f"{heading.period:%Y-%m}" if heading.period else "",
        heading.payer.code,
        heading.payer.name,
        _day(heading.received_on),
        _day(heading.settled_on),
        heading.trace.journal,
        heading.trace.digest,
    )


def _amounts(amounts: Amounts) -> tuple[int, int, int, int, int]:
    return amounts.claimed, amounts.granted, amounts.rejected, amounts.to_justify, amounts.overpaid


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""


def _inert(cell: Cell) -> Cell:
    """A text that a spreadsheet would run as a formula gets an apostrophe, which shows it as text."""
    if isinstance(cell, str) and cell.startswith(_FORMULA_STARTS):
        return f"'{cell}"
    return cell
