"""A small mutual to decide in: two people, two facilities, a few acts, and a request with nothing wrong.

Each test changes the one thing it is about.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Any

from sysgimut.claims.domain.adjudication import adjudicate
from sysgimut.claims.domain.decision import LineDecision, RequestDecision
from sysgimut.claims.domain.facts import (
    Act,
    Agreement,
    Authorisation,
    Facility,
    Facts,
    Insured,
    ProductRules,
    Segment,
    Tariff,
    TariffTable,
)
from sysgimut.claims.domain.grid import Absence, ControlGrid
from sysgimut.claims.domain.history import History
from sysgimut.claims.domain.request import BordereauHead, Line, Request

BOTH = frozenset({"MOPTI", "AMV"})

# The two control tables of the UTM study.
OPTIONAL = ("BOR-01", "BOR-02", "ORD-01", "ORD-02", "ORD-06", "ORD-07", "ORD-08", "ORD-09", "ORD-10", "ORD-11")
NUMBERS = [f"BOR-{number:02}" for number in range(1, 15)] + [f"ORD-{number:02}" for number in range(1, 26)]
STUDY: dict[str, Absence] = {code: "rejet_facultatif" if code in OPTIONAL else "rejet" for code in NUMBERS}
GRID = ControlGrid.of(STUDY)

PRODUCTS = {
    "MOPTI": (
        ProductRules(date(2017, 7, 1), {"A": Fraction(70, 100), "H": Fraction(80, 100), "U": Fraction(80, 100)}, 90),
    ),
    "AMV": (
        ProductRules(date(2017, 7, 1), {"A": Fraction(75, 100), "H": Fraction(75, 100), "U": Fraction(75, 100)}, 90),
    ),
}

RIGHTS = (
    Segment(None, date(2022, 12, 1), "PAS_ENCORE", date(2022, 12, 1)),
    Segment(date(2022, 12, 1), date(2023, 3, 1), "OBSERVATION", date(2023, 3, 1)),
    Segment(date(2023, 3, 1), date(2024, 12, 1), "OUVERT", date(2024, 12, 1)),
    Segment(date(2024, 12, 1), None, "EXPIRE", date(2024, 12, 1)),
)

AWA = Insured(1, "M000001-01", "Traoré", "Awa Mariam", "F", date(1995, 6, 24), False, "MOPTI", RIGHTS)
OUMAR = Insured(2, "B000002-01", "N'Diaye", "Oumar", "M", date(2018, 7, 1), True, "AMV", RIGHTS)

CSCOM = Facility("CSCOM07", "CSCOM", (Agreement(date(2022, 9, 23), None, BOTH),))
HOSPITAL = Facility("HOPITAL01", "HOPITAL", (Agreement(date(2022, 9, 23), date(2024, 6, 1), frozenset({"MOPTI"})),))

ACTS = (
    Act("100-001", "100", BOTH),
    Act("200-001", "200", BOTH, max_per_request=10, max_per_year=24),
    Act("300-001", "300", frozenset({"MOPTI"})),
    Act("400-001", "400", BOTH, needs_authorisation=True),
    Act("500-001", "500", BOTH, sex="F", age_min=15, age_max=49),
    Act("510-001", "510", BOTH),
    Act("600-001", "600", frozenset()),
    Act("900-001", "900", BOTH, age_max=5),
    Act("900-002", "900", BOTH),
)

TARIFFS = tuple(
    Tariff("*", act.code, 1000, date(2022, 1, 1), None)
    for act in ACTS
    if act.code not in ("200-001", "510-001", "900-002")
) + (
    Tariff("*", "200-001", 150, date(2022, 1, 1), None),
    Tariff("*", "510-001", 2000, date(2022, 1, 1), None),
    Tariff("HOPITAL", "100-001", 2000, date(2022, 1, 1), None),
    Tariff("HOPITAL01", "100-001", 2500, date(2023, 6, 1), date(2023, 7, 1)),
)

FACTS = Facts(
    insured={person.reference: person for person in (AWA, OUMAR)},
    acts={act.code: act for act in ACTS},
    facilities={facility.code: facility for facility in (CSCOM, HOSPITAL)},
    tariffs=TariffTable(TARIFFS),
    products=PRODUCTS,
    authorisations={(1, "400-001"): (Authorisation("AP00001", date(2023, 5, 1), date(2023, 8, 1)),)},
)

CARE_DATE = date(2023, 6, 12)

HEAD = BordereauHead("BD-CSCOM07-202306", "CSCOM07", "2023-06", date(2023, 7, 10), "70000000", True, True)

LINE = Line("1", "100-001", "Consultation", "100", 1, 1000, 1000, 700, 300)

REQUEST = Request(
    head=HEAD,
    number="0001",
    reference="M000001-01",
    family_name="TRAORE",
    given_names="Awa Mariam",
    sex="F",
    age=28,
    activity="Commerce",
    contact="70000001",
    practitioner="P1",
    care_date=CARE_DATE,
    care_type="A",
    icd10="B54",
    long_term=False,
    clinical_information="fièvre",
    prescriber_signature=True,
    facility_stamp=True,
    validation_stamp=True,
    lines=(LINE,),
)


def line(**changes: Any) -> Line:
    """The right line with something changed."""
    return replace(LINE, **changes)


def billed(act: str, quantity: int, unit_price: int, rate: Fraction = Fraction(7, 10), **changes: Any) -> Line:
    """A line whose parts the facility computed right."""
    amount = quantity * unit_price
    mutual_part = (2 * amount * rate.numerator + rate.denominator) // (2 * rate.denominator)
    parts = {"amount": amount, "mutual_part": mutual_part, "insured_part": amount - mutual_part}
    service = act.partition("-")[0]
    return line(
        **{"act": act, "service_code": service, "quantity": quantity, "unit_price": unit_price, **parts, **changes}
    )


def request(*lines: Line, head: dict[str, Any] | None = None, **changes: Any) -> Request:
    """The right request with something changed, its head, its own values or its lines."""
    return replace(REQUEST, head=replace(HEAD, **(head or {})), lines=lines or (LINE,), **changes)


def decide(asked: Request, facts: Facts = FACTS, history: History | None = None) -> RequestDecision:
    """The decision on the UTM study's grid; without a history nothing came before."""
    return adjudicate(asked, facts, history or History(), GRID)


def decide_one(decided: Line, facts: Facts = FACTS, history: History | None = None, **changes: Any) -> LineDecision:
    """The decision on a single line."""
    (answer,) = decide(request(decided, **changes), facts, history).lines
    return answer


def reason(decision: LineDecision | RequestDecision, code: str) -> dict[str, object]:
    """The figures that go with a code."""
    (found,) = (reason for reason in decision.reasons if reason.code == code)
    return dict(found.params)
