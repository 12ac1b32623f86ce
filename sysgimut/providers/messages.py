"""What messages say of facilities, days and amounts: the same bounds as the exchange files."""

from __future__ import annotations

from datetime import date
from typing import Annotated
from unicodedata import category

from pydantic import AfterValidator, Field, StringConstraints

FIRST_DAY, LAST_DAY = date(1900, 1, 1), date(2099, 12, 31)
MAX_AMOUNT = 10**12
"""Largest amount of a message, in XOF."""


def printable(text: str) -> str:
    """The text as it is. Raises ValueError when it holds a control character other than a line break or a tab."""
    if any(category(character) in ("Cc", "Cs") and character not in "\r\n\t" for character in text):
        raise ValueError("the text holds an invisible control character")
    return text


Printable = AfterValidator(printable)
Day = Annotated[date, Field(ge=FIRST_DAY, le=LAST_DAY)]
Price = Annotated[int, Field(ge=0, le=MAX_AMOUNT)]
"""Whole XOF."""
FacilityCode = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=64, pattern=r"^[^/]+$"), Printable
]
"""No slash in it: it is one step of a scope path."""
ActCode = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=64), Printable]
ProductCodes = Annotated[
    tuple[Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=16)], ...],
    Field(max_length=20),
]
