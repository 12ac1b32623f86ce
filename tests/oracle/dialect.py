"""Writes drawn rows the many ways that people's programs write CSV."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.oracle.draw import Draw
from tests.oracle.draw_bordereaux import BORDEREAU_COLUMNS, LINE_COLUMNS, REQUEST_COLUMNS
from tests.oracle.draw_registers import Cells

COLUMNS: dict[str, tuple[str, ...]] = {
    "menages.csv": (
        "menage", "mutuelle", "commune", "village", "produit", "date_adhesion", "reference_beneficiaire",
        "nom", "prenoms", "sexe", "date_naissance", "lien", "activite", "telephone", "piece_type",
        "piece_numero", "date_sortie", "motif_sortie",
    ),
    "recus.csv": (
        "recu", "date", "menage", "droit_admission", "cotisation", "mode", "reference_paiement", "collecteur",
    ),
    "prestataires.csv": (
        "etablissement", "nom", "type", "commune", "convention_debut", "convention_fin", "produits",
    ),
    "actes.csv": (
        "acte", "libelle", "prestation", "couvert_par", "sexe", "age_min", "age_max", "accord_prealable",
        "max_par_demande", "max_par_an", "dci", "antibiotique", "injectable", "essentiel",
    ),
    "tarifs.csv": ("etablissement", "acte", "prix", "debut", "fin"),
    "accords.csv": ("accord", "reference_beneficiaire", "acte", "debut", "fin"),
}  # fmt: skip
DATES = {
    "date_adhesion", "date_naissance", "date_sortie", "date", "convention_debut", "convention_fin", "debut",
    "fin", "date_reception", "date_soins", "date_entree",
}  # fmt: skip
AMOUNTS = {"droit_admission", "cotisation", "prix", "prix_unitaire", "montant", "part_mutuelle", "part_assure"}


@dataclass(frozen=True)
class Dialect:
    """How one file is written."""

    delimiter: str
    mark: bool
    line_end: str
    french_dates: float
    thousands: str
    columns: tuple[str, ...]


def columns_of(file: str) -> tuple[str, ...]:
    """The columns of a file, in the order of the page."""
    return COLUMNS.get(file) or (*BORDEREAU_COLUMNS, *REQUEST_COLUMNS, *LINE_COLUMNS)


def draw_dialect(draw: Draw, file: str) -> Dialect:
    """A way to write a file; one file may hold both forms of dates."""
    columns = list(columns_of(file))
    if draw.chance(0.2):
        draw.random.shuffle(columns)
    if draw.chance(0.3):
        columns.insert(draw.whole(0, len(columns)), "observations")
    return Dialect(
        delimiter=draw.one((",", ";")),
        mark=draw.chance(0.5),
        line_end=draw.one(("\n", "\r\n")),
        french_dates=draw.one((0.0, 0.0, 1.0, 1.0, 0.3)),
        thousands=draw.one(("", "", " ", "\u00a0", "\u202f")),
        columns=tuple(columns),
    )


def french(value: str) -> str:
    """`2024-02-29` as `29/02/2024`; anything else as it is."""
    parts = value.split("-")
    if [len(part) for part in parts] != [4, 2, 2]:
        return value
    return f"{parts[2]}/{parts[1]}/{parts[0]}"


def grouped(value: str, space: str) -> str:
    """`12345` as `12 345`; anything else as it is."""
    return f"{int(value):,}".replace(",", space) if len(value) > 3 and value.isdigit() else value


def write_file(draw: Draw, path: Path, rows: Sequence[Cells]) -> None:
    """Write rows in a drawn dialect."""
    way = draw_dialect(draw, path.name)
    dates = [column in DATES and way.french_dates > 0 for column in way.columns]
    amounts = [column in AMOUNTS and way.thousands != "" for column in way.columns]
    with path.open("w", encoding="utf-8-sig" if way.mark else "utf-8", newline="") as stream:
        writer = csv.writer(stream, delimiter=way.delimiter, lineterminator=way.line_end)
        writer.writerow(way.columns)
        for row in rows:
            out = []
            for column, is_date, is_amount in zip(way.columns, dates, amounts, strict=True):
                value = row.get(column, "")
                if is_date and draw.chance(way.french_dates):
                    value = french(value)
                elif is_amount:
                    value = grouped(value, way.thousands)
                out.append(value)
            writer.writerow(out)
