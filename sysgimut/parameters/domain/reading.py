"""From what a TOML file holds to typed values: every entry gives a value or all that is wrong with it."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import cast

from sysgimut.kernel.outcomes import Reason
from sysgimut.kernel.periods import Period
from sysgimut.parameters.domain.schema import MAX_AMOUNT, MAX_COUNT, Column, Definition
from sysgimut.parameters.domain.values import (
    ALWAYS,
    CONFIRMED,
    SHIPPED,
    STATUSES,
    Cell,
    Entry,
    ParameterValue,
    Row,
    Value,
)

RATE = re.compile(r"\d{1,9}(/\d{1,9}|\.\d{1,9})?", re.ASCII)
FIELDS = frozenset({"valeur", "debut", "fin", "source", "passage", "statut", "note"})
MAX_TEXT = 500
MAX_SHOWN = 40
MAX_ROWS = 1_000
FIRST_DAY = date(1960, 1, 1)
LAST_DAY = date(2200, 1, 1)


@dataclass(frozen=True, slots=True)
class Place:
    """Where an entry stands and whose it is: what every error about it says."""

    file: str
    definition: Definition
    number: int = 1
    product: str = ""
    level: str = SHIPPED

    def error(self, code: str, **details: str | int | date) -> Reason:
        """The error `code` at this place."""
        return Reason(code, {"file": self.file, "key": self.definition.key, "number": self.number, **details})


def shown(raw: object) -> str:
    """A TOML value as its author wrote it, short: "texte", true, 3.5, […], {…}."""
    if isinstance(raw, str):
        return f'"{raw[:MAX_SHOWN]}"'
    if isinstance(raw, bool):
        return "true" if raw else "false"
    if isinstance(raw, list):
        return "[…]" if raw else "[]"
    if isinstance(raw, Mapping):
        return "{…}"
    return str(raw)[:MAX_SHOWN]


def is_decimal(raw: object) -> bool:
    """Whether TOML reads it as a number with a point, which is never exact."""
    return type(raw).__name__ == "float"


def read_entry(place: Place, raw: object, sources: Collection[str]) -> Entry | tuple[Reason, ...]:
    """One dated value from one `[[key]]` of a file, or every error in it.

    `raw` is the parsed table; `sources` the ids of the declared sources.
    """
    if not isinstance(raw, Mapping):
        return (place.error("PRM-FORME", found=shown(raw)),)
    errors: list[Reason] = []
    for name in sorted(set(raw) - FIELDS):
        errors.append(place.error("PRM-CHAMP", field=name))
    period = _read_period(place, raw, errors)
    value = read_value(place, raw["valeur"], errors) if "valeur" in raw else None
    if "valeur" not in raw:
        errors.append(place.error("PRM-CHAMP-MANQUANT", field="valeur"))
    source = _read_text(place, raw, "source", errors, required=True)
    status = _read_text(place, raw, "statut", errors, required=True)
    passage = _read_text(place, raw, "passage", errors)
    note = _read_text(place, raw, "note", errors)
    if source and source not in sources:
        errors.append(place.error("PRM-SOURCE", source=source))
    if status and status not in STATUSES:
        errors.append(place.error("PRM-CHOIX", found=status, choices=", ".join(STATUSES)))
    if status == CONFIRMED and not passage:
        errors.append(place.error("PRM-PASSAGE", source=source or "—"))
    if errors or value is None or period is None:
        return tuple(errors)
    product = place.product
    key = place.definition.key
    return Entry(
        ParameterValue(key, product, value, period, source, status, passage, note, place.level),
        place.file,
        place.number,
    )


def _read_text(place: Place, raw: Mapping[str, object], name: str, errors: list[Reason], required: bool = False) -> str:
    found = raw.get(name)
    if found is None:
        if required:
            errors.append(place.error("PRM-CHAMP-MANQUANT", field=name))
        return ""
    if not isinstance(found, str) or len(found) > MAX_TEXT or (required and not found.strip()):
        errors.append(place.error("PRM-TYPE", field=name, wanted='"…"', found=shown(found)))
        return ""
    return found


def _read_period(place: Place, raw: Mapping[str, object], errors: list[Reason]) -> Period | None:
    if not place.definition.dated:
        if "debut" in raw or "fin" in raw:
            errors.append(place.error("PRM-SANS-DATE"))
            return None
        return ALWAYS
    if "debut" not in raw:
        errors.append(place.error("PRM-CHAMP-MANQUANT", field="debut"))
        return None
    start = read_day(place, "debut", raw["debut"], errors)
    end = read_day(place, "fin", raw["fin"], errors) if "fin" in raw else None
    if start is None or ("fin" in raw and end is None):
        return None
    if end is not None and end <= start:
        errors.append(place.error("PRM-ORDRE", start=start, end=end))
        return None
    return Period(start, end)


def read_day(place: Place, name: str, raw: object, errors: list[Reason]) -> date | None:
    """A TOML date between 1960 and 2200; anything else (a text, a moment of a day) is an error."""
    # A moment of a day is a date for Python, and not for a parameter.
    if type(raw) is date and FIRST_DAY <= raw < LAST_DAY:
        return raw
    errors.append(place.error("PRM-DATE", field=name, found=shown(raw)))
    return None


def read_value(place: Place, raw: object, errors: list[Reason]) -> Value | None:
    """The value of the type that the definition asks for, or None with the errors added."""
    definition = place.definition
    if definition.type == "table":
        return _read_table(place, raw, errors)
    column = Column("valeur", definition.type, choices=definition.choices)
    cell = read_cell(place, column, raw, errors)
    # A scalar definition never asks for a date: read_cell gave what its type says.
    return cast("Value | None", cell)


def read_cell(place: Place, column: Column, raw: object, errors: list[Reason]) -> Cell | None:
    """One cell (or one scalar value), checked for type, bounds and choices."""
    before = len(errors)
    cell = _READERS[column.type](place, column, raw, errors)
    if len(errors) == before and column.choices and cell not in column.choices:
        errors.append(place.error("PRM-CHOIX", found=str(cell), choices=", ".join(column.choices)))
    return cell if len(errors) == before else None


def _read_integer(place: Place, column: Column, raw: object, errors: list[Reason]) -> int | None:
    if is_decimal(raw):
        errors.append(place.error("PRM-VIRGULE", field=column.name, found=shown(raw)))
        return None
    if not isinstance(raw, int) or isinstance(raw, bool):
        errors.append(place.error("PRM-TYPE", field=column.name, wanted="8650", found=shown(raw)))
        return None
    low = place.definition.minimum
    high = MAX_AMOUNT if column.type == "money" else MAX_COUNT
    if not low <= raw <= high:
        errors.append(place.error("PRM-BORNES", field=column.name, found=shown(raw), low=low, high=high))
        return None
    return raw


def _read_rate(place: Place, column: Column, raw: object, errors: list[Reason]) -> Fraction | None:
    if is_decimal(raw):
        errors.append(place.error("PRM-VIRGULE", field=column.name, found=shown(raw)))
        return None
    rate = parse_rate(raw)
    if rate is None:
        errors.append(place.error("PRM-TAUX", field=column.name, found=shown(raw)))
    return rate


def parse_rate(raw: object) -> Fraction | None:
    """An exact rate from 0 to 1, written "7/10", "0.70" or "1"; None for anything else.

    >>> parse_rate("0.70"), parse_rate("7/0"), parse_rate("1.5")
    (Fraction(7, 10), None, None)
    """
    if not isinstance(raw, str) or not RATE.fullmatch(raw):
        return None
    _, slash, denominator = raw.partition("/")
    if slash and not int(denominator):
        return None
    rate = Fraction(raw)
    return rate if rate <= 1 else None


def _read_words(place: Place, column: Column, raw: object, errors: list[Reason]) -> str | None:
    if isinstance(raw, str) and raw.strip() and len(raw) <= MAX_TEXT:
        return raw
    errors.append(place.error("PRM-TYPE", field=column.name, wanted='"…"', found=shown(raw)))
    return None


def _read_flag(place: Place, column: Column, raw: object, errors: list[Reason]) -> bool | None:
    if isinstance(raw, bool):
        return raw
    errors.append(place.error("PRM-TYPE", field=column.name, wanted="true / false", found=shown(raw)))
    return None


def _read_date_cell(place: Place, column: Column, raw: object, errors: list[Reason]) -> date | None:
    return read_day(place, column.name, raw, errors)


Reader = Callable[[Place, Column, object, list[Reason]], Cell | None]
_READERS: Mapping[str, Reader] = {
    "money": _read_integer,
    "count": _read_integer,
    "rate": _read_rate,
    "text": _read_words,
    "flag": _read_flag,
    "date": _read_date_cell,
}


def _read_table(place: Place, raw: object, errors: list[Reason]) -> tuple[Row, ...] | None:
    if not isinstance(raw, list) or not raw or len(raw) > MAX_ROWS:
        errors.append(place.error("PRM-TABLE", found=shown(raw), high=MAX_ROWS))
        return None
    before = len(errors)
    rows = [_read_row(place, rank, row, errors) for rank, row in enumerate(raw, start=1)]
    seen: set[Cell] = set()
    for row in rows:
        name = row.get(place.definition.row_key)
        if name is not None and name in seen:
            errors.append(place.error("PRM-LIGNE-DOUBLE", column=place.definition.row_key, found=str(name)))
        elif name is not None:
            seen.add(name)
    return tuple(rows) if len(errors) == before else None


def _read_row(place: Place, rank: int, raw: object, errors: list[Reason]) -> Row:
    if not isinstance(raw, Mapping):
        errors.append(place.error("PRM-COLONNE", row=rank, column=shown(raw)))
        return {}
    known = {column.name: column for column in place.definition.columns}
    for name in sorted(set(raw) - set(known)):
        errors.append(place.error("PRM-COLONNE", row=rank, column=name))
    row: dict[str, Cell] = {}
    for name, column in known.items():
        if name in raw:
            cell = read_cell(place, column, raw[name], errors)
            if cell is not None:
                row[name] = cell
        elif column.required:
            errors.append(place.error("PRM-COLONNE-MANQUANTE", row=rank, column=name))
    return row
