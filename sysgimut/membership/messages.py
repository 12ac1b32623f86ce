"""What is sent about a person or a likeness, shared by the messages of several commands."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from sysgimut.membership.domain.registers import NewPerson

VISIBLE = r"^[^\x00-\x08\x0b\x0c\x0e-\x1f\x7f]*$"
"""No control character but line ends and tabs: a paper has none, and a database refuses some."""
FIRST_DAY, LAST_DAY = date(1900, 1, 1), date(2099, 12, 31)
Day = Annotated[date, Field(ge=FIRST_DAY, le=LAST_DAY)]


def _text(longest: int, shortest: int = 0) -> StringConstraints:
    return StringConstraints(strip_whitespace=True, min_length=shortest, max_length=longest, pattern=VISIBLE)


Reference = Annotated[str, _text(40, 1)]
OptionalReference = Annotated[str, _text(40)]
Why = Annotated[str, _text(200, 3)]
"""A reason that a person gives, kept in the journal."""
Code = Annotated[str, _text(32, 1)]
OptionalCode = Annotated[str, _text(32)]
AgentName = Annotated[str, _text(60)]
HolderName = Annotated[str, _text(60, 1)]
"""Of an agent: who holds a booklet, who took the money."""
ReceiptText = Annotated[str, _text(60)]
ScopePath = Annotated[str, _text(160)]
PlaceName = Annotated[str, _text(120)]
Phone = Annotated[str, _text(64)]
FamilyName = Annotated[str, _text(120)]
GivenNames = Annotated[str, _text(120)]
Activity = Annotated[str, _text(120)]
DocumentType = Annotated[str, _text(64)]
DocumentNumber = Annotated[str, _text(64)]
Role = Literal["adherent", "conjoint", "enfant", "autre"]
Sex = Literal["M", "F"]


class Entry(BaseModel):
    """A part of a message: nothing more than its fields, and never changed."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class PersonEntry(Entry):
    """Someone to enrol. `birth_is_year`: only the year is known; `birth` is then 1 July of it.

    `alias` is an old number (paper card, SYSGIMUT).
    """

    family_name: FamilyName
    given_names: GivenNames
    sex: Sex
    birth: Day
    birth_is_year: bool = False
    role: Role
    activity: Activity = ""
    phone: Phone = ""
    document_type: DocumentType = ""
    document_number: DocumentNumber = ""
    reference: OptionalReference = ""
    alias: Annotated[str, _text(60)] = ""

    def declared(self, rank: int, joined: date) -> NewPerson:
        """The person as the rules of membership read them; `rank` is their place in the message, from 1."""
        return NewPerson(
            line=rank,
            reference=self.reference,
            family_name=" ".join(self.family_name.split()),
            given_names=" ".join(self.given_names.split()),
            sex=self.sex,
            birth=date(self.birth.year, 7, 1) if self.birth_is_year else self.birth,
            birth_is_year=self.birth_is_year,
            role=self.role,
            joined=joined,
            activity=self.activity,
            phone=phone_digits(self.phone),
            document_type=self.document_type,
            document_number=self.document_number,
        )


class ConfirmedDifferent(Entry):
    """“The person of rank `rank` is not `reference`, because…”. An empty reason is refused by the rule."""

    rank: int
    reference: Reference
    reason: Annotated[str, _text(200)]


def phone_digits(text: str) -> str:
    """A telephone number without spaces, points and country code: `+223 76 12 34 56` is `76123456`.

    >>> phone_digits("+223 76 12.34-56"), phone_digits("00223 76123456"), phone_digits("76 12 34 56")
    ('76123456', '76123456', '76123456')
    """
    digits = "".join(character for character in text if character.isdigit())
    for prefix in ("00223", "223"):
        if digits.startswith(prefix) and len(digits) == len(prefix) + 8:
            return digits[len(prefix) :]
    return digits[:24]
