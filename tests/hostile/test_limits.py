"""What a parser lets through fits every database column in which it lands."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from django.db import models

from sysgimut.benefits.models import Act
from sysgimut.claims import models as claims
from sysgimut.contributions import models as contributions
from sysgimut.interop.domain.cells import Birth, ReceiptNumber
from sysgimut.interop.domain.columns import Column
from sysgimut.interop.domain.kinds import KINDS
from sysgimut.interop.domain.problems import Fault
from sysgimut.membership import models as membership
from sysgimut.providers import models as providers

Field = tuple[type[models.Model], str]
Line, LineDecision, Request = claims.Line, claims.LineDecision, claims.Request

LANDS: dict[str, dict[str, tuple[Field, ...]]] = {
    "menages": {
        "menage": ((membership.Household, "reference"),),
        "mutuelle": ((membership.Household, "mutual"),),
        "commune": ((membership.Residence, "commune_name"),),
        "village": ((membership.Residence, "village_name"),),
        "produit": (),  # a code that has no parameters is refused before anything is written
        "date_adhesion": ((membership.Belonging, "joined"),),
        "reference_beneficiaire": ((membership.Person, "reference"),),
        "nom": ((membership.Identity, "family_name"),),
        "prenoms": ((membership.Identity, "given_names"),),
        "sexe": ((membership.Identity, "sex"),),
        "date_naissance": ((membership.Identity, "birth"),),
        "lien": ((membership.Belonging, "role"),),
        "activite": ((membership.Identity, "activity"),),
        "telephone": ((membership.Identity, "phone"),),
        "piece_type": ((membership.Identity, "document_type"),),
        "piece_numero": ((membership.Identity, "document_number"),),
        "date_sortie": ((membership.Belonging, "left"),),
        "motif_sortie": ((membership.Belonging, "exit_reason"),),
    },
    "recus": {
        "recu": ((contributions.Receipt, "number"),),
        "date": ((contributions.Receipt, "day"),),
        "menage": ((membership.Household, "reference"), (contributions.SuspenseTask, "declared")),
        "droit_admission": ((contributions.Receipt, "fee"),),
        "cotisation": ((contributions.Receipt, "contribution"),),
        "mode": ((contributions.Receipt, "method"),),
        "reference_paiement": ((contributions.Receipt, "payment_reference"),),
        "collecteur": ((contributions.Receipt, "collector"),),
    },
    "prestataires": {
        "etablissement": ((providers.Facility, "code"), (providers.Agreement, "facility_code")),
        "nom": ((providers.Facility, "name"),),
        "type": ((providers.Facility, "type"),),
        "commune": ((providers.Facility, "commune_name"),),
        "convention_debut": ((providers.Agreement, "start"),),
        "convention_fin": ((providers.Agreement, "end"),),
        "produits": (),  # codes of declared products, each once: three fit, others are refused by the command
    },
    "actes": {
        "acte": ((Act, "code"),),
        "libelle": ((Act, "label"),),
        "prestation": ((Act, "service_code"),),
        "couvert_par": (),
        "sexe": ((Act, "sex"),),
        "age_min": ((Act, "age_min"),),
        "age_max": ((Act, "age_max"),),
        "accord_prealable": ((Act, "needs_authorisation"),),
        "max_par_demande": ((Act, "max_per_request"),),
        "max_par_an": ((Act, "max_per_year"),),
        "dci": (),  # recorded as whether there is one
        "antibiotique": ((Act, "antibiotic"),),
        "injectable": ((Act, "injectable"),),
        "essentiel": ((Act, "essential"),),
    },
    "tarifs": {
        "etablissement": ((providers.Tariff, "target"),),
        "acte": ((providers.Tariff, "act_code"),),
        "prix": ((providers.Tariff, "price"),),
        "debut": ((providers.Tariff, "start"),),
        "fin": ((providers.Tariff, "end"),),
    },
    "accords": {
        "accord": ((claims.Authorisation, "number"),),
        "reference_beneficiaire": (),  # looked up, never written
        "acte": ((claims.Authorisation, "act_code"),),
        "debut": ((claims.Authorisation, "start"),),
        "fin": ((claims.Authorisation, "end"),),
    },
    "bordereau": {
        "bordereau": ((claims.Bordereau, "number"),),
        "etablissement": ((claims.Bordereau, "facility_code"), (LineDecision, "facility_code")),
        "periode": ((claims.Bordereau, "period"),),
        "date_reception": ((claims.Bordereau, "received_on"),),
        "telephone": ((claims.Bordereau, "phone"),),
        "pieces_jointes": ((claims.Bordereau, "attachments"),),
        "signature_etablissement": ((claims.Bordereau, "facility_signature"),),
        "demande": ((Request, "number"),),
        "reference_beneficiaire": ((Request, "reference"),),
        "nom": ((Request, "family_name"),),
        "prenoms": ((Request, "given_names"),),
        "sexe": ((Request, "sex"),),
        "age": ((Request, "age"),),
        "activite": ((Request, "activity"),),
        "contact": ((Request, "contact"),),
        "code_praticien": ((Request, "practitioner"),),
        "date_soins": ((Request, "care_date"), (LineDecision, "care_date")),
        "type_soins": ((Request, "care_type"),),
        "date_entree": ((Request, "entry_date"),),
        "date_sortie": ((Request, "exit_date"),),
        "cim10": ((Request, "icd10"),),
        "ald": ((Request, "long_term"),),
        "accord_prealable": ((Request, "authorisation"),),
        "renseignements_cliniques": ((Request, "clinical_information"),),
        "signature_prescripteur": ((Request, "prescriber_signature"),),
        "cachet_etablissement": ((Request, "facility_stamp"),),
        "cachet_validation": ((Request, "validation_stamp"),),
        "ligne": ((Line, "number"), (LineDecision, "line_number")),
        "acte": ((Line, "act_code"), (LineDecision, "act_code")),
        "libelle": ((Line, "label"),),
        "prestation": ((Line, "service_code"),),
        "quantite": ((Line, "quantity"), (LineDecision, "declared_quantity"), (LineDecision, "kept_quantity")),
        "prix_unitaire": ((Line, "unit_price"),),
        "montant": ((Line, "amount"), (LineDecision, "declared_amount"), (LineDecision, "base")),
        "part_mutuelle": ((Line, "mutual_part"), (LineDecision, "claimed"), (LineDecision, "granted")),
        "part_assure": ((Line, "insured_part"), (LineDecision, "overpaid")),
    },
}
COLUMNS = [
    pytest.param(kind.name, column, id=f"{kind.name}.{column.name}") for kind in KINDS for column in kind.columns
]
BIGGEST = {
    "PositiveSmallIntegerField": 2**15 - 1,
    "PositiveIntegerField": 2**31 - 1,
    "PositiveBigIntegerField": 2**63 - 1,
}
GROWING = "\u095c"
"""A letter that becomes two when letters and marks are put together (NFC)."""
CHOICES = [
    "MOPTI",
    "BANDIAGARA",
    "M",
    "F",
    "adherent",
    "conjoint",
    "enfant",
    "autre",
    "deces",
    "depart",
    "radiation",
    "especes",
    "orange_money",
    "moov_money",
    "wave",
    "sama_money",
    "banque",
    "CSCOM",
    "CSREF",
    "HOPITAL",
    "OFFICINE",
    "100",
    "520",
    "A",
    "H",
    "U",
    "oui",
    "non",
    "2024-03",
    "2099-12-31",
    "2099",
    "1900-01-01",
]


def accepted(column: Column) -> Iterator[object]:
    """Values that the column's parser lets through, the longest and the largest among them."""
    numbers = [str(10**power + step) for power in range(40) for step in (-1, 0)]
    receipts = ["C" * length + "-" + "9" * digits for length in range(1, 70) for digits in (1, 9, 10, 30)]
    texts = [letter * length for letter in ("x", "é", "😀", GROWING) for length in range(1, 2100)]
    for text in (*numbers, *receipts, *texts, *CHOICES):
        value = column.parse(text)
        if not isinstance(value, Fault):
            yield value


def fits(value: object, field: models.Field[Any, Any]) -> bool:
    """Whether the database takes the value in the field, on the stricter of both engines."""
    if isinstance(value, ReceiptNumber):
        assert len(value.booklet) <= (contributions.Receipt._meta.get_field("booklet").max_length or 0)
        assert value.number <= BIGGEST[contributions.Receipt._meta.get_field("sequence").get_internal_type()]
        value = value.text
    if isinstance(value, Birth):
        value = value.day
    kind = field.get_internal_type()
    if kind in BIGGEST:
        return isinstance(value, int) and 0 <= value <= BIGGEST[kind]
    if kind == "CharField":
        return isinstance(value, str) and len(value) <= (field.max_length or 0)
    expected: dict[str, type] = {"TextField": str, "DateField": date, "BooleanField": bool}
    return isinstance(value, expected[kind])


@pytest.mark.parametrize(("kind", "column"), COLUMNS)
def test_what_is_read_fits(kind: str, column: Column) -> None:
    values = list(accepted(column))
    assert values, "no value of the sample is accepted: the sample is too poor to prove anything"
    for model, name in LANDS[kind][column.name]:
        field = model._meta.get_field(name)
        assert isinstance(field, models.Field)
        assert [value for value in values if not fits(value, field)] == [], f"{model.__name__}.{name}"
