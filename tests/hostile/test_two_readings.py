"""Rows that contradict each other in every register: the product and the oracle read them the same way."""

from __future__ import annotations

from itertools import combinations
from pathlib import Path

import pytest

from tests.agreement.rows import differences
from tests.hostile.conftest import Run
from tests.hostile.world import (
    ACT,
    AMV,
    AUTHORISATION,
    FACILITY,
    LINE,
    PERSON,
    RECEIPT,
    TARIFF,
    Row,
    world,
    write_world,
)

PEOPLE: dict[str, Row] = {
    "another household": {**PERSON, "menage": "M9"},
    "another adherent": {**PERSON, "reference_beneficiaire": "M1-02"},
    "a child": {**PERSON, "reference_beneficiaire": "M1-02", "lien": "enfant", "date_adhesion": "2023-03-01"},
    "another mutual": {**PERSON, "reference_beneficiaire": "M1-03", "lien": "enfant", "mutuelle": "BANDIAGARA"},
    "another product": {**PERSON, "reference_beneficiaire": "M1-04", "lien": "autre", "produit": "AMV"},
    "the same again": {**PERSON},
    "the same, other date form": {**PERSON, "date_adhesion": "05/01/2023"},
    "the same, telephone": {**PERSON, "telephone": "70000000"},
    "left": {**PERSON, "reference_beneficiaire": "M1-05", "lien": "enfant", "date_sortie": "2023-04-01"},
}
OTHERS: dict[str, list[tuple[str, Row]]] = {
    "agreements": [
        ("prestataires", {**FACILITY, "convention_fin": "2023-03-01"}),
        ("prestataires", {**FACILITY, "convention_debut": "2023-06-01", "produits": "AMV"}),
        ("prestataires", {**FACILITY, "nom": "Autre nom", "convention_fin": "2023-08-01"}),
        ("prestataires", {**FACILITY, "type": "HOPITAL"}),
        ("prestataires", {**FACILITY, "produits": "AMV MOPTI"}),
    ],
    "acts": [
        ("actes", {**ACT, "libelle": "Autre"}),
        ("actes", {**ACT, "max_par_an": "1"}),
        ("actes", {**ACT, "couvert_par": "AMV  MOPTI AMV"}),
        ("actes", {**ACT, "dci": "oui"}),
    ],
    "tariffs": [
        ("tarifs", {**TARIFF, "prix": "900"}),
        ("tarifs", {**TARIFF, "fin": "2023-02-01"}),
        ("tarifs", {**TARIFF, "etablissement": "CSCOM", "prix": "800"}),
        ("tarifs", {**TARIFF, "etablissement": "CSCOM", "prix": "700", "debut": "2023-06-01", "fin": "2023-06-10"}),
        ("tarifs", {**TARIFF, "etablissement": "CSCOM01", "prix": "600", "debut": "2023-07-01"}),
    ],
    "authorisations": [
        ("actes", {**ACT, "acte": "A2", "accord_prealable": "oui"}),
        ("tarifs", {**TARIFF, "acte": "A2"}),
        ("accords", {**AUTHORISATION, "acte": "A2"}),
        ("accords", {**AUTHORISATION, "acte": "A2", "fin": "2023-02-01"}),
        ("accords", {**AUTHORISATION, "acte": "A2", "reference_beneficiaire": "N1-01"}),
        ("bordereau", {**LINE, "demande": "3", "acte": "A2"}),
        ("bordereau", {**LINE, **AMV, "demande": "4", "acte": "A2"}),
        ("bordereau", {**LINE, "demande": "5", "acte": "A2", "accord_prealable": "non"}),
        ("bordereau", {**LINE, "demande": "6", "acte": "A2", "accord_prealable": "ap1"}),
    ],
    "receipts": [
        ("recus", {**RECEIPT, "cotisation": "1730"}),
        ("recus", {**RECEIPT, "recu": "C1-01"}),
        ("recus", {**RECEIPT, "mode": "wave"}),
        ("recus", {**RECEIPT, "recu": "C-1-2", "cotisation": "", "date": "2023-01-04"}),
        ("recus", {**RECEIPT, "recu": "C1-3", "cotisation": "", "droit_admission": ""}),
        ("recus", {**RECEIPT, "recu": "C1-1", "menage": "N1", "cotisation": "8050"}),
    ],
    "requests": [
        ("bordereau", {**LINE, "telephone": "1"}),
        ("bordereau", {**LINE, "ligne": "2", "nom": "Maiga"}),
        ("bordereau", {**LINE, "ligne": "3", "cachet_validation": "", "montant": "999"}),
        ("bordereau", {**LINE, "ligne": "1", "part_assure": ""}),
        ("bordereau", {**LINE, "bordereau": "", "ligne": "1"}),
        ("bordereau", {**LINE, "bordereau": "", "periode": "2023-07", "ligne": "1", "montant": "1000"}),
        ("bordereau", {**LINE, "bordereau": "2023-06", "ligne": "1", "date_soins": "2023-06-11"}),
        ("bordereau", {**LINE, "demande": "", "ligne": "1", "date_soins": "2023-06-12"}),
    ],
}


def compare(run: Run, directory: Path) -> list[str]:
    """Every difference between what the run wrote and what the oracle finds."""
    return [str(difference) for difference in differences(directory, run(directory).out)]


def test_people(run: Run, tmp_path: Path) -> None:
    """Every pair of rows in a household of its own."""
    files = world()
    for rank, (first, second) in enumerate(combinations(PEOPLE.values(), 2)):
        for row in (PERSON, first, second):
            own = {name: row[name].replace("M", f"P{rank}-", 1) for name in ("menage", "reference_beneficiaire")}
            files["menages"].append({**row, **own})
    assert compare(run, write_world(tmp_path / "in", files)) == []


@pytest.mark.parametrize("what", OTHERS)
def test_other_registers(what: str, run: Run, tmp_path: Path) -> None:
    files = world()
    for name, row in OTHERS[what]:
        files[name].append(row)
    assert compare(run, write_world(tmp_path / "in", files)) == []


def test_agreements_of_one_day_with_two_ends(run: Run, tmp_path: Path) -> None:
    """Both hold, whichever stands first: the facility has its agreement until the later end."""
    files = world()
    files["prestataires"].insert(0, {**FACILITY, "convention_fin": "2023-03-01"})
    files["prestataires"] += [
        {**FACILITY, "etablissement": "F2", "convention_fin": end} for end in ("2023-03-01", "2023-06-11", "2023-02-01")
    ]
    files["bordereau"] += [
        {**LINE, "etablissement": "F2", "date_soins": day, "demande": day} for day in ("2023-05-11", "2023-06-11")
    ]
    directory = write_world(tmp_path / "in", files)
    assert compare(run, directory) == []
    assert compare(run, directory) == []


@pytest.mark.parametrize("what", OTHERS)
def test_other_registers_upside_down(what: str, run: Run, tmp_path: Path) -> None:
    files = world()
    for name, row in OTHERS[what]:
        files[name].insert(0, row)
    assert compare(run, write_world(tmp_path / "in", files)) == []
