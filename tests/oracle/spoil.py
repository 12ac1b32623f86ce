"""Bad rows: values nobody can read, rows given twice, contradictions, keys that nobody knows.

A spoiled row either takes the place of a good one or is put next to it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from tests.oracle.draw import Draw
from tests.oracle.draw_registers import Cells

Spoiler = Callable[[Draw, Cells, Sequence[Cells]], None]  # the row, and all the rows of the file


def value(column: str, *bad: str) -> list[Spoiler]:
    """Spoilers that put a bad value in a column."""

    def put(given: str) -> Spoiler:
        def spoil(_draw: Draw, cells: Cells, _rows: Sequence[Cells]) -> None:
            cells[column] = given

        return spoil

    return [put(given) for given in bad]


def swap(column: str, first: str, second: str) -> Spoiler:
    """A spoiler that turns one legal value into the other."""

    def spoil(_draw: Draw, cells: Cells, _rows: Sequence[Cells]) -> None:
        cells[column] = second if cells[column] == first else first

    return spoil


def steal(column: str) -> Spoiler:
    """A spoiler that takes the key of another row."""

    def spoil(draw: Draw, cells: Cells, rows: Sequence[Cells]) -> None:
        cells[column] = draw.one(rows)[column]

    return spoil


def leaves_at_once(_draw: Draw, cells: Cells, _rows: Sequence[Cells]) -> None:
    """Leaves on the day of joining."""
    cells["date_sortie"] = cells["date_adhesion"]


def born_later(_draw: Draw, cells: Cells, _rows: Sequence[Cells]) -> None:
    """Born, as far as the year alone says, after joining."""
    cells["date_naissance"] = str(int(cells["date_adhesion"][:4] or "2000") + 1)


BAD_DATES = ("2024-02-30", "29/02/2023", "2024-13-01", "hier", "1850-01-01", "2150-01-01", "2024/01/05")
MENAGES: list[Spoiler] = [
    *value("date_adhesion", *BAD_DATES, ""), *value("date_naissance", "1810", "31/04/2001", "vers 1980"),
    *value("sexe", "X", "Femme"), *value("lien", "cousin"), *value("produit", "CARTE", "OR", ""),
    *value("mutuelle", "KORO", ""), *value("menage", ""), *value("motif_sortie", "voyage"),
    *value("nom", "Autre"), steal("reference_beneficiaire"), steal("reference_beneficiaire"), steal("menage"),
    swap("mutuelle", "MOPTI", "BANDIAGARA"), swap("lien", "adherent", "autre"), leaves_at_once, born_later,
]  # fmt: skip
RECUS: list[Spoiler] = [
    *value("date", *BAD_DATES, ""), *value("menage", "M999999", ""), *value("mode", "cheque"),
    *value("cotisation", "-575", "575,5", "mille"), *value("droit_admission", "-1", "1000 F"),
    *value("recu", "C00123", ""), steal("recu"), steal("recu"), *value("collecteur", "G99"), *value("cotisation", "1"),
]  # fmt: skip
PRESTATAIRES: list[Spoiler] = [
    *value("type", "CLINIQUE", ""), *value("convention_debut", *BAD_DATES, ""),
    *value("convention_fin", "jamais"), *value("produits", "MOPTI OR"), *value("etablissement", ""),
]  # fmt: skip
ACTES: list[Spoiler] = [
    *value("prestation", "999", ""), *value("sexe", "H"), *value("age_min", "dix"), *value("age_max", "-1"),
    *value("couvert_par", "OR"), *value("accord_prealable", "peut-être"), *value("max_par_an", "2,5"),
    *value("acte", ""), *value("libelle", "Autre libellé"),
]  # fmt: skip
TARIFS: list[Spoiler] = [
    *value("prix", "gratuit", "-5", "", "17"), *value("debut", *BAD_DATES, ""), *value("fin", "31/02/2024"),
    *value("acte", "999-999", ""), *value("etablissement", "XX99", ""),
]  # fmt: skip
ACCORDS: list[Spoiler] = [
    *value("debut", *BAD_DATES, ""), *value("fin", "2024-00-10", "2024-01-02"), *value("accord", ""), steal("accord"),
    *value("reference_beneficiaire", "ZZ999", ""), *value("acte", "999-999", ""),
]  # fmt: skip
BORDEREAUX: list[Spoiler] = [
    *value("quantite", "0", "-1", "1,5", "deux"), *value("prix_unitaire", "0", "-120", "cher"),
    *value("montant", "0", "-1", "1 000 F"), *value("part_mutuelle", "-1", "70 %"), *value("part_assure", "-1"),
    *value("type_soins", "X", "ambulatoire"), *value("sexe", "Z"), *value("ligne", ""),
    *value("date_soins", *BAD_DATES), *value("date_entree", "32/01/2024"), *value("date_reception", "demain"),
    *value("periode", "2024-13", "janvier"), *value("pieces_jointes", "x"), *value("ald", "peut-être"),
    *value("telephone", "79999999"), *value("nom", "CONTREDIT"), *value("date_soins", "2023-07-07"),
    *value("cim10", "Z99"), swap("pieces_jointes", "oui", "non"), swap("type_soins", "A", "H"),
    *value("montant", "777"), *value("quantite", "9"), *value("prix_unitaire", "111"),
    *value("part_mutuelle", "0"), *value("libelle", "Autre libellé"), *value("acte", "100-000"),
    *value("part_assure", ""),
]  # fmt: skip
SPOILERS = {
    "menages.csv": MENAGES,
    "recus.csv": RECUS,
    "prestataires.csv": PRESTATAIRES,
    "actes.csv": ACTES,
    "tarifs.csv": TARIFS,
    "accords.csv": ACCORDS,
}


def spoil_rows(draw: Draw, file: str, rows: list[Cells]) -> list[Cells]:
    """The rows with some spoiled in place, some spoiled copies, and some rows given twice."""
    spoilers = SPOILERS.get(file, BORDEREAUX)
    share = 0.02 if len(rows) > 1000 else 0.04 if len(rows) > 200 else 0.12
    result: list[Cells] = []
    for row in rows:
        way = draw.weighted((("good", 1 - share), ("spoiled", share / 2), ("copy", share / 4), ("twice", share / 4)))
        spoiled = dict(row)
        draw.deck(f"spoil {file}", spoilers)(draw, spoiled, rows) if way in ("spoiled", "copy") else None
        together = {"good": [row], "spoiled": [spoiled], "copy": [row, spoiled], "twice": [row, spoiled]}[way]
        if draw.chance(0.3):
            together.reverse()
        result += together
    return result
