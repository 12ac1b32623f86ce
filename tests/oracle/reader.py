"""Reading one CSV file, and reading one value in a cell (File formats, head of the page).

Everything a cell can get wrong is a `BadRow`. Nothing here knows what a household or a request is.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

SPACES = (" ", "\u00a0", "\u202f", "\u2009")
FIRST_YEAR, LAST_YEAR = 1900, 2099
LARGEST = 999_999_999


class BadRow(Exception):
    """A row that is rejected: the column at fault and what is wrong with it."""

    def __init__(self, column: str, why: str) -> None:
        super().__init__(f"{column}: {why}")
        self.column = column
        self.why = why


@dataclass(frozen=True)
class Row:
    """One row of a file: the file's name, the line it starts on (the header is line 1), its cells."""

    file: str
    line: int
    cells: dict[str, str]


@dataclass
class Errors:
    """The rejected rows, each once, with the first thing that was wrong."""

    why: dict[tuple[str, int], str] = field(default_factory=dict)

    def add(self, row: Row, bad: BadRow) -> None:
        """Note that `row` is rejected."""
        self.why.setdefault((row.file, row.line), str(bad))

    def has(self, row: Row) -> bool:
        """Whether `row` has been rejected."""
        return (row.file, row.line) in self.why


def read_rows(path: Path) -> list[Row]:
    """All the rows of a CSV file in file order; none when there is no such file."""
    if not path.exists():
        return []
    text = path.read_text(encoding="utf-8-sig")
    first_line = text.split("\n", 1)[0]
    delimiter = ";" if first_line.count(";") > first_line.count(",") else ","
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    header: list[str] = []
    rows: list[Row] = []
    starts_on = 1
    for cells in reader:
        if not header:
            header = [name.strip() for name in cells]
        elif any(cell.strip() for cell in cells):
            named = dict(zip(header, (cell.strip() for cell in cells), strict=False))
            rows.append(Row(path.name, starts_on, named))
        starts_on = reader.line_num + 1
    return rows


def text(row: Row, column: str) -> str | None:
    """A text; None when the cell is empty or the column is not there."""
    return row.cells.get(column) or None


def needed(row: Row, column: str) -> str:
    """A text that must be there."""
    value = text(row, column)
    if value is None:
        raise BadRow(column, "absent")
    return value


def one_of(row: Row, column: str, allowed: Collection[str]) -> str | None:
    """A text of a closed list, or None."""
    value = text(row, column)
    if value is not None and value not in allowed:
        raise BadRow(column, f"{value!r} does not exist")
    return value


def needed_one_of(row: Row, column: str, allowed: Collection[str]) -> str:
    """A text of a closed list that must be there."""
    needed(row, column)
    value = one_of(row, column, allowed)
    assert value is not None
    return value


def several_of(row: Row, column: str, allowed: Collection[str]) -> tuple[str, ...]:
    """Codes of a closed list separated by spaces, each once; their order does not matter. Empty for an empty cell."""
    codes = tuple(sorted(set(row.cells.get(column, "").split())))
    for code in codes:
        if code not in allowed:
            raise BadRow(column, f"{code!r} does not exist")
    return codes


def day(row: Row, column: str) -> date | None:
    """A day, `YYYY-MM-DD` or `DD/MM/YYYY`, from 1900 to 2099, or None."""
    value = text(row, column)
    if value is None:
        return None
    if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value):
        year, month, number = value.split("-")
    elif re.fullmatch(r"[0-9]{2}/[0-9]{2}/[0-9]{4}", value):
        number, month, year = value.split("/")
    else:
        raise BadRow(column, f"{value!r} is not a date")
    try:
        read = date(int(year), int(month), int(number))
    except ValueError as wrong:
        raise BadRow(column, f"{value!r} is not a day of the calendar") from wrong
    if not FIRST_YEAR <= read.year <= LAST_YEAR:
        raise BadRow(column, f"{value!r} is too far away")
    return read


def needed_day(row: Row, column: str) -> date:
    """A day that must be there."""
    needed(row, column)
    read = day(row, column)
    assert read is not None
    return read


def birth(row: Row, column: str) -> tuple[date, bool]:
    """A birth date and False, or 1 July of a year alone and True."""
    value = needed(row, column)
    if re.fullmatch(r"[0-9]{4}", value):
        if not FIRST_YEAR <= int(value) <= LAST_YEAR:
            raise BadRow(column, f"{value!r} is too far away")
        return date(int(value), 7, 1), True
    return needed_day(row, column), False


def month(row: Row, column: str) -> str | None:
    """A month `YYYY-MM`, kept as text, or None."""
    value = text(row, column)
    if value is None:
        return None
    if not re.fullmatch(r"[0-9]{4}-(0[1-9]|1[0-2])", value):
        raise BadRow(column, f"{value!r} is not a month")
    if not FIRST_YEAR <= int(value[:4]) <= LAST_YEAR:
        raise BadRow(column, f"{value!r} is too far away")
    return value


def whole(row: Row, column: str, *, at_least: int) -> int | None:
    """A whole number of at least `at_least`, spaces between thousands tolerated, or None."""
    value = text(row, column)
    if value is None:
        return None
    digits = value
    for space in SPACES:
        digits = digits.replace(space, "")
    if not re.fullmatch(r"-?[0-9]{1,12}", digits):
        raise BadRow(column, f"{value!r} is not a whole number")
    number = int(digits)
    if number < at_least:
        raise BadRow(column, f"{number} is less than {at_least}")
    if number > LARGEST:
        raise BadRow(column, f"{number} is too large")
    return number


def yes_no(row: Row, column: str) -> bool | None:
    """`oui` is True, `non` is False, an empty cell is None."""
    value = one_of(row, column, ("oui", "non"))
    return None if value is None else value == "oui"
