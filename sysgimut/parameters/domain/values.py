"""One dated value of a parameter, with its source, and its exact text form.

A value is an integer (money in XOF, months, days, people), an exact rate, a text, a yes/no or a table.
Rates are fractions and never floats, so that 7/10 is 7/10 on every machine.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from sysgimut.kernel.periods import Period
from sysgimut.parameters.domain.schema import Definition

Cell = int | str | Fraction | date
Row = Mapping[str, Cell]
Value = int | str | Fraction | tuple[Row, ...]

CONFIRMED = "confirme"
TO_CONFIRM = "a_confirmer"
STATUSES = (CONFIRMED, TO_CONFIRM)

SHIPPED = ""
"""The level of what the files hold; any other level is the code of the union or mutual that adopted it."""

ALWAYS = Period(date.min)
"""The period of a value that is not dated."""


@dataclass(frozen=True, slots=True)
class Source:
    """Where values come from: a document, a text, or a rule of this project.

    `kind` is one of document, texte, web, projet; `reference` is how a person finds it again.
    """

    id: str
    title: str
    kind: str
    reference: str
    author: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class ParameterValue:
    """A value of `key` in force during `period` (end excluded), for a product or ("") for the whole scheme.

    `level` says who adopted it: empty for what is shipped, else the code of the union or mutual. `source`
    is the id of a Source, `passage` the page or chapter in it, `status` "confirme" or "a_confirmer",
    `note` what a person should know before confirming it.
    """

    key: str
    product: str
    value: Value
    period: Period
    source: str
    status: str
    passage: str = ""
    note: str = ""
    level: str = SHIPPED

    @property
    def integer(self) -> int:
        """The value as an integer (XOF, months, days or people). Raises TypeError on another type."""
        if isinstance(self.value, int):
            return self.value
        raise TypeError(f"{self.key} is not an integer")

    @property
    def rate(self) -> Fraction:
        """The value as an exact rate from 0 to 1. Raises TypeError on another type."""
        if isinstance(self.value, Fraction):
            return self.value
        raise TypeError(f"{self.key} is not a rate")

    @property
    def text(self) -> str:
        """The value as a text. Raises TypeError on another type."""
        if isinstance(self.value, str):
            return self.value
        raise TypeError(f"{self.key} is not a text")

    @property
    def flag(self) -> bool:
        """The value as yes or no. Raises TypeError on another type."""
        if isinstance(self.value, bool):
            return self.value
        raise TypeError(f"{self.key} is not a yes or no")

    @property
    def rows(self) -> tuple[Row, ...]:
        """The value as the rows of a table. Raises TypeError on another type."""
        if isinstance(self.value, tuple):
            return self.value
        raise TypeError(f"{self.key} is not a table")


@dataclass(frozen=True, slots=True)
class Entry:
    """A value and where it was written: file name and its rank under its key, from 1."""

    value: ParameterValue
    file: str
    number: int = 1


def plain(value: Value | Cell) -> object:
    """The value as plain JSON: rates as "7/10", dates as YYYY-MM-DD, tables as lists of objects."""
    if isinstance(value, Fraction):
        return f"{value.numerator}/{value.denominator}"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        return [{name: plain(cell) for name, cell in row.items()} for row in value]
    return value


def canonical(value: Value) -> str:
    """The one text of a value: `plain` as compact JSON with sorted names. Equal values have equal texts.

    >>> canonical(Fraction("0.70")), canonical(8650)
    ('"7/10"', '8650')
    """
    return json.dumps(plain(value), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def restore(definition: Definition, stored: object) -> Value:
    """The value that `plain` made, read back from JSON with the types of its definition.

    Raises ValueError, KeyError or TypeError when the JSON is not that of such a value.
    """
    if definition.type == "table":
        if not isinstance(stored, list):
            raise TypeError(f"{definition.key} is stored as a list of rows")
        return tuple(
            {name: _restore_cell(definition.column(name).type, cell) for name, cell in row.items()} for row in stored
        )
    restored = _restore_cell(definition.type, stored)
    if isinstance(restored, date):
        raise TypeError(f"{definition.key} cannot be a date")
    return restored


def _restore_cell(type_name: str, stored: object) -> Cell:
    if type_name == "rate":
        return Fraction(str(stored))
    if type_name == "date":
        return date.fromisoformat(str(stored))
    if isinstance(stored, int | str):
        return stored
    raise TypeError(f"a stored {type_name} cannot be {stored!r}")
