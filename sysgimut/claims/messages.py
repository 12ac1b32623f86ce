"""A request as one message: the fields of the exchange file, within its bounds. What is absent is None.

Absent values are no error here either: adjudication controls them.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints

from sysgimut.claims.domain.request import BordereauHead, Line, Request, authorisation_number
from sysgimut.providers.messages import MAX_AMOUNT, Day, FacilityCode, Printable

MAX_COUNT = 10**9


def _filled(value: object) -> object:
    """An empty text is an absent value."""
    return None if isinstance(value, str) and not value.strip() else value


def _text(longest: int) -> StringConstraints:
    return StringConstraints(strip_whitespace=True, max_length=longest)


Absent = BeforeValidator(_filled)
Number = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=64), Printable]
Code = Annotated[Annotated[str, _text(64), Printable] | None, Absent]
Name = Annotated[Annotated[str, _text(120), Printable] | None, Absent]
Text = Annotated[Annotated[str, _text(200), Printable] | None, Absent]
LongText = Annotated[Annotated[str, _text(2000), Printable] | None, Absent]
OptionalDay = Annotated[Day | None, Absent]
Month = Annotated[Annotated[str, StringConstraints(pattern=r"^(19|20)[0-9]{2}-(0[1-9]|1[0-2])$")] | None, Absent]
YesNo = Annotated[bool | None, Absent]
Positive = Annotated[Annotated[int, Field(ge=1, le=MAX_AMOUNT)] | None, Absent]
Share = Annotated[Annotated[int, Field(ge=0, le=MAX_AMOUNT)] | None, Absent]
Quantity = Annotated[Annotated[int, Field(ge=1, le=MAX_COUNT)] | None, Absent]


class Part(BaseModel):
    """A part of a message: nothing more than its fields, and never changed."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class LineEntry(Part):
    """One line of a request. Amounts in whole XOF, as the facility declares them."""

    number: Number
    act: Code = None
    label: Text = None
    service_code: Code = None
    quantity: Quantity = None
    unit_price: Positive = None
    amount: Positive = None
    mutual_part: Share = None
    insured_part: Share = None


class BordereauEntry(Part):
    """The bordereau of a request. Without a number it is the one of the facility's `period` (YYYY-MM)."""

    facility: FacilityCode
    number: Code = None
    period: Month = None
    received_on: OptionalDay = None
    phone: Code = None
    attachments: YesNo = None
    facility_signature: YesNo = None

    def head(self) -> BordereauHead:
        """The bordereau as the rules read it."""
        return BordereauHead(
            self.number,
            self.facility,
            self.period,
            self.received_on,
            self.phone,
            self.attachments,
            self.facility_signature,
        )


class RequestEntry(Part):
    """One request: one person, one care date, its lines in their order, each with its own number."""

    number: Number
    reference: Code = None
    family_name: Name = None
    given_names: Name = None
    sex: Annotated[Literal["M", "F"] | None, Absent] = None
    age: Annotated[Annotated[int, Field(ge=0, le=999)] | None, Absent] = None
    activity: Name = None
    contact: Text = None
    practitioner: Code = None
    care_date: OptionalDay = None
    care_type: Annotated[Literal["A", "H", "U"] | None, Absent] = None
    entry_date: OptionalDay = None
    exit_date: OptionalDay = None
    icd10: Code = None
    long_term: YesNo = None
    authorisation: Code = None
    clinical_information: LongText = None
    prescriber_signature: YesNo = None
    facility_stamp: YesNo = None
    validation_stamp: YesNo = None
    lines: Annotated[tuple[LineEntry, ...], Field(min_length=1, max_length=500)]

    def declared(self, head: BordereauHead) -> Request:
        """The request as the rules read it."""
        values = {name: getattr(self, name) for name in type(self).model_fields if name != "lines"}
        values["authorisation"] = authorisation_number(self.authorisation)
        lines = tuple(Line(*(getattr(line, name) for name in Line.__slots__)) for line in self.lines)
        return Request(head, lines=lines, **values)
