"""Two facilities that bill the small union of contributions/tests/world.py: acts, tariffs, and requests to send."""

from __future__ import annotations

from datetime import date
from typing import Any

from sysgimut.benefits.commands.import_acts import ImportActs
from sysgimut.benefits.domain.catalogue import DeclaredAct
from sysgimut.claims.commands.submit_request import SubmitRequest
from sysgimut.contributions.tests import world
from sysgimut.identity.access import Viewer
from sysgimut.providers.commands.import_facilities import ImportFacilities
from sysgimut.providers.commands.import_tariffs import ImportTariffs
from sysgimut.providers.domain.declared import DeclaredAgreement, DeclaredFacility, DeclaredTariff, TariffKey

FACILITIES = "UTM/R/ETABLISSEMENTS"
KONNA, HOSPITAL = f"{FACILITIES}/CSCOM-KONNA", f"{FACILITIES}/HOP-MOPTI"
START = date(2022, 1, 1)
CARE = date(2024, 5, 20)

CONSULTATION: dict[str, Any] = {
    "number": "1",
    "act": "100-001",
    "label": "Consultation",
    "service_code": "100",
    "quantity": 1,
    "unit_price": 1000,
    "amount": 1000,
    "mutual_part": 700,
    "insured_part": 300,
}
SCAN: dict[str, Any] = {
    "number": "2",
    "act": "300-001",
    "label": "Échographie",
    "service_code": "300",
    "quantity": 1,
    "unit_price": 5000,
    "amount": 5000,
    "mutual_part": 3500,
    "insured_part": 1500,
}
GLASSES: dict[str, Any] = {**SCAN, "number": "3", "act": "900-001", "label": "Verres", "service_code": "900"}


def root() -> Viewer:
    """Someone who may load everything."""
    return world.viewer("racine", "administrateur", "UTM")


def konna_desk() -> Viewer:
    """The desk of the health centre of Konna."""
    return world.viewer("guichet-konna", "guichet", KONNA)


def hospital_desk() -> Viewer:
    """The desk of the hospital of Mopti."""
    return world.viewer("guichet-hopital", "guichet", HOSPITAL)


def medical_advisor(scope: str = "UTM/R") -> Viewer:
    """The medical advisor of the region, or of a mutual."""
    return world.viewer(f"medecin-{scope}", "medecin_conseil", scope)


def accountant(mutual: str = "MOPTI") -> Viewer:
    """The accountant of a mutual."""
    return world.viewer(f"comptable-{mutual}", "comptable", f"UTM/R/{mutual}")


def install() -> None:
    """Two facilities under agreement for both products, three acts, and their tariffs."""
    products = "AMV MOPTI"
    acts = [
        ("100-001", DeclaredAct("Consultation", "100", products, "", None, None, False, 1, None, *[None] * 4)),
        ("300-001", DeclaredAct("Échographie", "300", products, "", None, None, True, None, None, *[None] * 4)),
        ("900-001", DeclaredAct("Verres correcteurs", "900", "", "", None, None, False, None, None, *[None] * 4)),
    ]
    facilities = [("CSCOM-KONNA", "CSCom de Konna", "CSCOM", "Konna"), ("HOP-MOPTI", "Hôpital", "HOPITAL", "Soye")]
    agreement = DeclaredAgreement(START, None, products)
    declared = [(n, code, DeclaredFacility(*rest), agreement) for n, (code, *rest) in enumerate(facilities)]
    prices = {"100-001": 1000, "300-001": 5000, "900-001": 8000}
    tariffs = [(n, TariffKey("*", act, START), DeclaredTariff(p, None)) for n, (act, p) in enumerate(prices.items())]
    for message in (
        ImportActs(source="actes.csv", acts=tuple((n, *act) for n, act in enumerate(acts))),
        ImportFacilities(source="prestataires.csv", facilities=tuple(declared)),
        ImportTariffs(source="tarifs.csv", tariffs=tuple(tariffs)),
    ):
        assert world.send(message, root()).accepted


def request(number: str = "0001", *lines: dict[str, Any], reference: str = "", **changes: Any) -> SubmitRequest:
    """A request of the health centre of Konna with nothing wrong but what is changed."""
    bordereau = {
        "facility": "CSCOM-KONNA",
        "number": "BD-1",
        "period": "2024-05",
        "received_on": date(2024, 6, 3),
        "phone": "76000001",
        "attachments": True,
        "facility_signature": True,
        **changes.pop("bordereau", {}),
    }
    asked = {
        "number": number,
        "reference": reference,
        "family_name": "Tembély",
        "given_names": "Ousmane",
        "sex": "M",
        "age": 39,
        "activity": "Éleveur",
        "contact": "76000002",
        "practitioner": "P-1",
        "care_date": CARE,
        "care_type": "A",
        "icd10": "B54",
        "long_term": False,
        "authorisation": "non",
        "clinical_information": "Fièvre depuis trois jours",
        "prescriber_signature": True,
        "facility_stamp": True,
        "validation_stamp": True,
        **changes,
    }
    return SubmitRequest.model_validate(
        {"bordereau": bordereau, "request": {**asked, "lines": lines or (CONSULTATION,)}}
    )


def insured() -> str:
    """The reference of Ousmane Tembély, whose rights are open from 10 April 2024."""
    return world.people_of(world.validated())[0]


def sent(number: str = "0001", *lines: dict[str, Any], author: Viewer | None = None, **changes: Any) -> str:
    """The identifier of a request that was recorded and decided; fails when it was refused."""
    outcome = world.send(request(number, *lines, **changes), author or konna_desk())
    assert outcome.status != "refused", outcome.reasons
    return str(outcome.result["request"])
