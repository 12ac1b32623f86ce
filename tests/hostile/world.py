"""A small directory in which everything is right, to be spoiled: two households, one of each mutual, and a bordereau.

`GOOD` is its liquidation: whatever is added to the directory, these lines stay as they are.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from pathlib import Path

from sysgimut.interop.domain.kinds import ACCORDS, ACTES, BORDEREAU, MENAGES, PRESTATAIRES, RECUS, TARIFS

Row = dict[str, str]
World = dict[str, list[Row]]

HEADERS = {kind.name: [column.name for column in kind.columns] for kind in (
    MENAGES, RECUS, PRESTATAIRES, ACTES, TARIFS, ACCORDS, BORDEREAU,
)}  # fmt: skip

PERSON: Row = {
    "menage": "M1", "mutuelle": "MOPTI", "commune": "Fatoma", "village": "V1", "produit": "MOPTI",
    "date_adhesion": "2023-01-05", "reference_beneficiaire": "M1-01", "nom": "Maïga", "prenoms": "Awa", "sexe": "F",
    "date_naissance": "1984-02-03", "lien": "adherent",
}  # fmt: skip
RECEIPT: Row = {
    "recu": "C1-1", "date": "2023-01-10", "menage": "M1", "droit_admission": "1000", "cotisation": "6920",
    "mode": "especes",
}  # fmt: skip
FACILITY: Row = {
    "etablissement": "CSCOM01", "nom": "Cscom 1", "type": "CSCOM", "commune": "Fatoma",
    "convention_debut": "2022-01-01", "produits": "MOPTI AMV",
}  # fmt: skip
ACT: Row = {
    "acte": "A1", "libelle": "Consultation", "prestation": "100", "couvert_par": "MOPTI AMV",
    "accord_prealable": "non",
}  # fmt: skip
TARIFF: Row = {"etablissement": "*", "acte": "A1", "prix": "1000", "debut": "2022-01-01"}
AUTHORISATION: Row = {"accord": "AP1", "reference_beneficiaire": "M1-01", "acte": "A1", "debut": "2023-01-01"}
LINE: Row = {
    "bordereau": "B1", "etablissement": "CSCOM01", "periode": "2023-06", "date_reception": "2023-07-01",
    "telephone": "70000000", "pieces_jointes": "oui", "signature_etablissement": "oui", "demande": "1",
    "reference_beneficiaire": "M1-01", "nom": "MAIGA", "prenoms": "Awa", "sexe": "F", "age": "39",
    "activite": "Ménagère", "contact": "70000001", "code_praticien": "P1", "date_soins": "2023-06-10",
    "type_soins": "A", "cim10": "B54", "ald": "non", "accord_prealable": "AP1", "renseignements_cliniques": "fièvre",
    "signature_prescripteur": "oui", "cachet_etablissement": "oui", "cachet_validation": "oui", "ligne": "1",
    "acte": "A1", "libelle": "Consultation", "prestation": "100", "quantite": "1", "prix_unitaire": "1000",
    "montant": "1000", "part_mutuelle": "700", "part_assure": "300",
}  # fmt: skip
AMV: Row = {"reference_beneficiaire": "N1-01", "nom": "Togo", "prenoms": "Ali", "sexe": "M"}


def world() -> World:
    """The rows of every file, by name without ending, to be changed at will."""
    return {
        "menages": [
            {**PERSON},
            {**PERSON, **AMV, "menage": "N1", "mutuelle": "BANDIAGARA", "produit": "AMV"},
        ],
        "recus": [{**RECEIPT}, {**RECEIPT, "menage": "N1", "cotisation": "8050"}],
        "prestataires": [{**FACILITY}],
        "actes": [{**ACT}],
        "tarifs": [{**TARIFF}],
        "accords": [{**AUTHORISATION}],
        "bordereau": [
            {**LINE},
            {**LINE, **AMV, "demande": "2", "part_mutuelle": "750", "part_assure": "250"},
        ],
    }


GOOD = [
    ("CSCOM01", "B1", "1", "1", "700", "700", "0", "0", "0", "0.70", ""),
    ("CSCOM01", "B1", "2", "1", "750", "750", "0", "0", "0", "0.75", ""),
]


def kind_of(name: str) -> str:
    """The kind of a file, by its name without ending: bordereau-2 is a bordereau."""
    return "bordereau" if name.startswith("bordereau") else name


def csv_bytes(name: str, rows: Sequence[Mapping[str, str]], header: Sequence[str] | None = None) -> bytes:
    """Some rows as a CSV file of their kind."""
    stream = io.StringIO()
    writer = csv.DictWriter(stream, header or HEADERS[kind_of(name)], restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return stream.getvalue().encode("utf-8", "surrogatepass")


def write_world(directory: Path, files: Mapping[str, Sequence[Mapping[str, str]]]) -> Path:
    """Write every file of a world as CSV; returns the directory."""
    directory.mkdir(parents=True, exist_ok=True)
    for name, rows in files.items():
        (directory / f"{name}.csv").write_bytes(csv_bytes(name, rows))
    return directory
