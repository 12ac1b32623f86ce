"""What a facility declares: a bordereau, its requests and their lines, typed, with None for what is absent.

Nothing here is checked against the registers: that is adjudication's work. Text is already trimmed and never
empty, dates are dates, amounts are whole XOF. The values are shared and never changed once made; they are not
frozen only because a frozen dataclass takes nine times longer to make and a national batch makes millions.

Rules: docs/algorithms/adjudication.md.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

CareType = Literal["A", "H", "U"]
AMBULATORY: CareType = "A"
HOSPITAL: CareType = "H"
OBSTETRIC_EMERGENCY: CareType = "U"
CARE_TYPES: tuple[CareType, ...] = (AMBULATORY, HOSPITAL, OBSTETRIC_EMERGENCY)


@dataclass(slots=True)
class BordereauHead:
    """The upper level of a bordereau, shared by all its requests."""

    number: str | None = None
    facility: str | None = None
    """Code of the facility."""
    period: str | None = None
    """Billed month, `YYYY-MM`."""
    received_on: date | None = None
    phone: str | None = None
    attachments: bool | None = None
    """Pièces justificatives enclosed."""
    facility_signature: bool | None = None


@dataclass(slots=True)
class Line:
    """One act, medicine or service that a request asks to be reimbursed. Amounts in whole XOF."""

    number: str
    act: str | None = None
    label: str | None = None
    service_code: str | None = None
    quantity: int | None = None
    unit_price: int | None = None
    amount: int | None = None
    mutual_part: int | None = None
    insured_part: int | None = None


@dataclass(slots=True)
class Request:
    """One request for reimbursement: one person, care date and facility; lines in the order of the file."""

    head: BordereauHead
    number: str | None = None
    reference: str | None = None
    """Reference of the beneficiary, as declared."""
    family_name: str | None = None
    given_names: str | None = None
    sex: str | None = None
    """M or F."""
    age: int | None = None
    """As declared; controlled for its presence only, the recorded birth decides."""
    activity: str | None = None
    contact: str | None = None
    practitioner: str | None = None
    care_date: date | None = None
    care_type: CareType | None = None
    """Type de soins: A ambulatoire, H hospitalisation, U urgence obstétricale ou néonatale."""
    entry_date: date | None = None
    exit_date: date | None = None
    icd10: str | None = None
    long_term: bool | None = None
    """ALD, affection de longue durée."""
    authorisation: str | None = None
    """Number of the prior authorisation (accord préalable), read with `authorisation_number`."""
    clinical_information: str | None = None
    prescriber_signature: bool | None = None
    facility_stamp: bool | None = None
    validation_stamp: bool | None = None
    lines: tuple[Line, ...] = ()


def authorisation_number(declared: str | None) -> str | None:
    """The prior authorisation that a facility names: a declared "non" says that there is none.

    >>> authorisation_number("AP00012"), authorisation_number("non"), authorisation_number(None)
    ('AP00012', None, None)
    """
    return None if declared is None or declared.strip().casefold() in ("", "non") else declared


WorkOrder = tuple[int, str, str, str, str]


def work_order(request: Request) -> WorkOrder:
    """Sort key of the order in which requests are decided, and so in which limits are consumed.

    Care date, facility, bordereau, number of the request, in text order, absent first. The period comes last:
    it only separates two bordereaux without a number that carry the same number of request.
    """
    head = request.head
    day = request.care_date
    return (
        day.toordinal() if day is not None else 0,
        head.facility or "",
        head.number or "",
        request.number or "",
        head.period or "",
    )
