"""Each kind of file: a good row, then the same row with one thing wrong in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from datetime import date
from typing import Any

import pytest

from sysgimut.interop.domain.bordereau_rows import BordereauRow, BordereauValues, LineValues, RequestValues
from sysgimut.interop.domain.cells import Birth, ReceiptNumber
from sysgimut.interop.domain.columns import Kind
from sysgimut.interop.domain.kinds import ACCORDS, ACTES, BORDEREAU, KINDS, MENAGES, PRESTATAIRES, RECUS, TARIFS
from sysgimut.interop.domain.rows import (
    ActRow,
    AuthorisationRow,
    FacilityRow,
    HouseholdRow,
    ReceiptRow,
    TariffRow,
)
from sysgimut.interop.tests.making import csv_of, csv_text, header_of, read, told

ROW_CLASSES = {
    "menages": (HouseholdRow,),
    "recus": (ReceiptRow,),
    "prestataires": (FacilityRow,),
    "actes": (ActRow,),
    "tarifs": (TariffRow,),
    "accords": (AuthorisationRow,),
    "bordereau": (BordereauValues, RequestValues, LineValues),
}


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_columns_stand_in_the_order_of_the_attributes_they_fill(kind: Kind[Any]) -> None:
    expected = [item.name for made in ROW_CLASSES[kind.name] for item in fields(made) if item.name != "line"]
    assert [column.attribute for column in kind.columns] == expected


def test_a_person_of_a_household_is_read_whole() -> None:
    changes = {"date_sortie": "01/02/2025", "motif_sortie": "décès", "telephone": "70000000", "activite": "Pêche"}
    rows, problems = read(csv_of(MENAGES, changes), MENAGES)
    assert problems == []
    assert rows == [
        HouseholdRow(
            line=2,
            household="M1",
            mutual="MOPTI",
            commune="Fatoma",
            village="Village 1",
            product="AMV",
            joined_on=date(2024, 1, 15),
            reference="M1-01",
            family_name="Maïga",
            given_names="Awa",
            sex="F",
            birth=Birth(date(1984, 7, 1), True),
            role="adherent",
            activity="Pêche",
            phone="70000000",
            document_type=None,
            document_number=None,
            left_on=date(2025, 2, 1),
            exit_reason="deces",
        )
    ]


def test_the_other_registers_are_read_whole() -> None:
    receipts, _ = read(csv_of(RECUS, {"cotisation": ""}), RECUS)
    number = ReceiptNumber("C1-0014", "C1", 14)
    assert receipts == [ReceiptRow(2, number, date(2024, 1, 15), "M1", 1000, 0, "especes", None, None)]
    facilities, _ = read(csv_of(PRESTATAIRES, {}), PRESTATAIRES)
    start = date(2023, 1, 1)
    assert facilities == [FacilityRow(2, "CSCOM01", "Cscom 1", "CSCOM", "Fatoma", start, None, ("MOPTI", "AMV"))]
    acts, _ = read(csv_of(ACTES, {"age_max": "5", "couvert_par": "", "dci": "oui", "injectable": "non"}), ACTES)
    assert acts == [
        ActRow(2, "100-01", "Consultation", "100", (), None, None, 5, False, None, None, "oui", None, False, None)
    ]
    tariffs, _ = read(csv_of(TARIFS, {"prix": "0", "fin": "2023-06-01"}), TARIFS)
    assert tariffs == [TariffRow(2, "*", "100-01", 0, start, date(2023, 6, 1))]
    granted, _ = read(csv_of(ACCORDS, {"fin": ""}), ACCORDS)
    assert granted == [AuthorisationRow(2, "AP1", "M1-01", "100-01", date(2024, 2, 1), None)]


def test_what_a_bordereau_does_not_say_is_no_error() -> None:
    header = header_of(BORDEREAU)
    nothing = csv_text(header, [["1" if name == "ligne" else "" for name in header]]).encode()
    rows, problems = read(nothing, BORDEREAU)
    assert problems == []
    assert rows == [
        BordereauRow(
            2,
            BordereauValues(*[None] * 7),
            RequestValues(*[None] * 20),
            LineValues("1", *[None] * 8),
        )
    ]


FAULTS: list[tuple[Kind[Any], Mapping[str, str], str, str]] = [
    *[
        (MENAGES, {name: ""}, name, "IMP-OBLIGATOIRE")
        for name in ("menage", "mutuelle", "produit", "date_adhesion", "nom", "prenoms", "sexe")
        + ("date_naissance", "lien")
    ],
    (MENAGES, {"mutuelle": "DJENNE"}, "mutuelle", "IMP-CHOIX"),
    (MENAGES, {"sexe": "H"}, "sexe", "IMP-CHOIX"),
    (MENAGES, {"lien": "voisin"}, "lien", "IMP-CHOIX"),
    (MENAGES, {"motif_sortie": "fatigue"}, "motif_sortie", "IMP-CHOIX"),
    (MENAGES, {"date_adhesion": "hier"}, "date_adhesion", "IMP-DATE"),
    (MENAGES, {"date_naissance": "inconnue"}, "date_naissance", "IMP-NAISSANCE"),
    (MENAGES, {"nom": "M" * 121}, "nom", "IMP-TEXTE_LONG"),
    (MENAGES, {"date_sortie": "2024-01-15"}, "date_sortie", "IMP-SORTIE_AVANT"),
    (MENAGES, {"date_sortie": "2023-12-31"}, "date_sortie", "IMP-SORTIE_AVANT"),
    (MENAGES, {"date_naissance": "2024-01-16"}, "date_adhesion", "IMP-AVANT_NAISSANCE"),
    (MENAGES, {"date_naissance": "2025"}, "date_adhesion", "IMP-AVANT_NAISSANCE"),
    *[(RECUS, {name: ""}, name, "IMP-OBLIGATOIRE") for name in ("recu", "date", "menage", "mode")],
    (RECUS, {"recu": "14"}, "recu", "IMP-RECU"),
    (RECUS, {"mode": "cheque"}, "mode", "IMP-CHOIX"),
    (RECUS, {"cotisation": "-575"}, "cotisation", "IMP-NEGATIF"),
    (RECUS, {"droit_admission": "-1000"}, "droit_admission", "IMP-NEGATIF"),
    (RECUS, {"cotisation": "17,30"}, "cotisation", "IMP-DECIMALE"),
    (RECUS, {"cotisation": "", "droit_admission": ""}, "cotisation", "IMP-RECU_SANS_MONTANT"),
    *[(PRESTATAIRES, {name: ""}, name, "IMP-OBLIGATOIRE") for name in ("etablissement", "type", "convention_debut")],
    (PRESTATAIRES, {"type": "CLINIQUE"}, "type", "IMP-CHOIX"),
    (PRESTATAIRES, {"convention_fin": "2023-01-01"}, "convention_fin", "IMP-FIN_AVANT_DEBUT"),
    (PRESTATAIRES, {"produits": "MOPTI,AMV"}, "produits", "IMP-CODES"),
    (ACTES, {"acte": ""}, "acte", "IMP-OBLIGATOIRE"),
    (ACTES, {"prestation": ""}, "prestation", "IMP-OBLIGATOIRE"),
    (ACTES, {"prestation": "999"}, "prestation", "IMP-CHOIX"),
    (ACTES, {"sexe": "X"}, "sexe", "IMP-CHOIX"),
    (ACTES, {"age_min": "cinq"}, "age_min", "IMP-NOMBRE"),
    (ACTES, {"accord_prealable": "parfois"}, "accord_prealable", "IMP-OUI_NON"),
    (ACTES, {"max_par_an": "-1"}, "max_par_an", "IMP-NEGATIF"),
    *[(TARIFS, {name: ""}, name, "IMP-OBLIGATOIRE") for name in ("etablissement", "acte", "prix", "debut")],
    (TARIFS, {"prix": "-1"}, "prix", "IMP-NEGATIF"),
    (TARIFS, {"fin": "2022-01-01"}, "fin", "IMP-FIN_AVANT_DEBUT"),
    *[(ACCORDS, {name: ""}, name, "IMP-OBLIGATOIRE") for name in ("accord", "reference_beneficiaire", "acte", "debut")],
    (ACCORDS, {"fin": "2024-02-01"}, "fin", "IMP-FIN_AVANT_DEBUT"),
    (BORDEREAU, {"ligne": ""}, "ligne", "IMP-OBLIGATOIRE"),
    (BORDEREAU, {"type_soins": "B"}, "type_soins", "IMP-CHOIX"),
    (BORDEREAU, {"sexe": "X"}, "sexe", "IMP-CHOIX"),
    (BORDEREAU, {"periode": "février"}, "periode", "IMP-PERIODE"),
    (BORDEREAU, {"date_soins": "1800-01-01"}, "date_soins", "IMP-DATE_BORNES"),
    (BORDEREAU, {"age": "quarante"}, "age", "IMP-NOMBRE"),
    (BORDEREAU, {"pieces_jointes": "x"}, "pieces_jointes", "IMP-OUI_NON"),
    (BORDEREAU, {"ald": "peut-être"}, "ald", "IMP-OUI_NON"),
    (BORDEREAU, {"quantite": "0"}, "quantite", "IMP-ZERO"),
    (BORDEREAU, {"quantite": "-2"}, "quantite", "IMP-NEGATIF"),
    (BORDEREAU, {"quantite": "1,5"}, "quantite", "IMP-DECIMALE"),
    (BORDEREAU, {"quantite": "9999999999"}, "quantite", "IMP-ENORME"),
    (BORDEREAU, {"prix_unitaire": "0"}, "prix_unitaire", "IMP-ZERO"),
    (BORDEREAU, {"montant": "0"}, "montant", "IMP-ZERO"),
    (BORDEREAU, {"montant": "9" * 13}, "montant", "IMP-ENORME"),
    (BORDEREAU, {"part_mutuelle": "-1"}, "part_mutuelle", "IMP-NEGATIF"),
    (BORDEREAU, {"part_assure": "-1"}, "part_assure", "IMP-NEGATIF"),
]


@pytest.mark.parametrize(("kind", "change", "column", "code"), FAULTS)
def test_one_wrong_thing_rejects_its_row_and_no_other(
    kind: Kind[Any], change: Mapping[str, str], column: str, code: str
) -> None:
    rows, problems = read(csv_of(kind, {}, change, {}), kind)
    assert [row.line for row in rows] == [2, 4]
    assert told(problems) == [(3, column, code)]
    assert all(problem.what(language) and problem.action(language) for problem in problems for language in ("fr", "en"))


def test_every_wrong_cell_of_a_row_is_told_at_once() -> None:
    _, problems = read(csv_of(BORDEREAU, {"montant": "-5", "sexe": "X", "ligne": ""}), BORDEREAU)
    assert [(p.column, p.value, p.code) for p in problems] == [
        ("sexe", "X", "IMP-CHOIX"),
        ("ligne", "", "IMP-OBLIGATOIRE"),
        ("montant", "-5", "IMP-NEGATIF"),
    ]


@pytest.mark.parametrize(
    ("kind", "change", "column", "code"),
    [
        (MENAGES, {"village": ""}, "village", "IMP-A_SAISIR"),
        (MENAGES, {"commune": ""}, "commune", "IMP-A_SAISIR"),
        (MENAGES, {"nom": "=1+1"}, "nom", "IMP-FORMULE"),
        (MENAGES, {"motif_sortie": "deces"}, "motif_sortie", "IMP-MOTIF_SANS_DATE"),
        (PRESTATAIRES, {"nom": ""}, "nom", "IMP-A_SAISIR"),
        (ACTES, {"age_min": "15", "age_max": "5"}, "age_min", "IMP-AGES"),
        (ACTES, {"libelle": ""}, "libelle", "IMP-A_SAISIR"),
    ],
)
def test_a_warning_keeps_the_row(kind: Kind[Any], change: Mapping[str, str], column: str, code: str) -> None:
    rows, problems = read(csv_of(kind, change), kind)
    assert [row.line for row in rows] == [2]
    assert told(problems) == []
    assert told(problems, fatal=False) == [(2, column, code)]


def test_someone_born_in_the_year_of_a_year_alone_may_join_all_that_year() -> None:
    rows, problems = read(csv_of(MENAGES, {"date_naissance": "2024", "date_adhesion": "2024-01-02"}), MENAGES)
    assert len(rows) == 1
    assert problems == []
