"""The rows of bordereau*.csv, typed: one line of a request, with its two upper levels repeated.

What is absent is None and is no error here: adjudication controls it. Amounts are whole XOF.

Rules: docs/algorithms/exchange_files.md, docs/algorithms/adjudication.md.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

CareType = Literal["A", "H", "U"]


@dataclass(frozen=True, slots=True)
class BordereauValues:
    """What a row says of its bordereau."""

    number: str | None
    facility: str | None
    period: str | None
    """Billed month, `YYYY-MM`."""
    received_on: date | None
    phone: str | None
    attachments: bool | None
    facility_signature: bool | None


@dataclass(frozen=True, slots=True)
class RequestValues:
    """What a row says of its request."""

    number: str | None
    reference: str | None
    family_name: str | None
    given_names: str | None
    sex: str | None
    age: int | None
    activity: str | None
    contact: str | None
    practitioner: str | None
    care_date: date | None
    care_type: CareType | None
    entry_date: date | None
    exit_date: date | None
    icd10: str | None
    long_term: bool | None
    """ALD, affection de longue durée."""
    authorisation: str | None
    """Accord préalable as written, "non" included."""
    clinical_information: str | None
    prescriber_signature: bool | None
    facility_stamp: bool | None
    validation_stamp: bool | None


@dataclass(frozen=True, slots=True)
class LineValues:
    """What a row says of its own line."""

    number: str
    act: str | None
    label: str | None
    service_code: str | None
    quantity: int | None
    unit_price: int | None
    amount: int | None
    mutual_part: int | None
    insured_part: int | None


@dataclass(frozen=True, slots=True)
class BordereauRow:
    """One row of a bordereau file: its physical line and its three levels."""

    line: int
    bordereau: BordereauValues
    request: RequestValues
    values: LineValues
