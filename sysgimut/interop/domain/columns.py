"""The columns of an exchange file, declared once: name, parser, whether the value is required, attribute it fills.

A `Kind` is one sort of file (menages, recus…): its columns in the order of its row class's attributes. `bind` ties
a kind to the header that a file really has; the result turns the cells of a row into the row, or into its problems.

Cells repeat themselves a great deal (dates, communes, prices): each column remembers what it has already read, in
a memory that is bounded in number and in length.

Rules: docs/algorithms/exchange_files.md.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from operator import getitem, itemgetter
from typing import Generic, Literal, TypeVar

from sysgimut.interop.domain.cells import MAX_NAME, Birth, Parser, fold
from sysgimut.interop.domain.problems import NOT_CALCULATED, Fault, Problem, about_file, about_row

Row = TypeVar("Row")
Need = Literal["required", "column", "expected", "optional"]

MAX_REMEMBERED = 8192
MAX_REMEMBERED_LENGTH = 64
MAX_EXTRA_NAMED = 20
"""Unknown columns that get a warning of their own."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a file.

    `need`: "required", the column and a value on every row; "column", the column must be there but a cell may be
    empty; "expected", an empty cell is a warning; "optional". `absent` is what an empty cell gives. A day of a
    `past` column that is after today is a warning: it is kept, and often a typing error of the year.
    """

    name: str
    parse: Parser
    attribute: str
    need: Need = "optional"
    absent: object = None
    past: bool = False


@dataclass(frozen=True, slots=True)
class RowFault:
    """What a check of a whole row found, and the column that shows it."""

    column: str
    fault: Fault


@dataclass(frozen=True, slots=True)
class Kind(Generic[Row]):
    """One sort of file. `build` takes the line number and the values in order; `check` looks at a built row."""

    name: str
    columns: tuple[Column, ...]
    build: Callable[..., Row]
    check: Callable[[Row], Iterator[RowFault]] | None = None


class Memory(dict[str, object]):
    """What a column has read: text of the cell → value or Fault. Filled on demand, emptied when full."""

    __slots__ = ("_column", "_today")

    def __init__(self, column: Column, today: date | None) -> None:
        super().__init__()
        self._column = column
        self._today = today if column.past else None

    def __missing__(self, cell: str) -> object:
        value = self._read(cell)
        if len(cell) <= MAX_REMEMBERED_LENGTH:
            if len(self) >= MAX_REMEMBERED:
                self.clear()
            self[cell] = value
        return value

    def _read(self, cell: str) -> object:
        text = cell.strip()
        if text:
            if text[0] == NOT_CALCULATED:
                return Fault("IMP-FORMULE_SANS_VALEUR")
            value = self._column.parse(text)
            return value if self._today is None else _known_by(self._today, value)
        if self._column.need == "required":
            return Fault("IMP-OBLIGATOIRE")
        if self._column.need == "expected":
            return Fault("IMP-A_SAISIR", fatal=False, value=self._column.absent)
        return self._column.absent


def _known_by(today: date, value: object) -> object:
    """The value, with a warning when it is a day after today."""
    later = value.after(today) if isinstance(value, Birth) else isinstance(value, date) and value > today
    if later:
        return Fault("IMP-FUTUR", {"today": today}, fatal=False, value=value)
    return value


class BoundFile(Generic[Row]):
    """A kind tied to the header of one file. Made by `bind`."""

    def __init__(
        self, file: str, kind: Kind[Row], places: Sequence[int], width: int, today: date | None = None
    ) -> None:
        self._file = file
        self._kind = kind
        self._width = width
        self._pick = itemgetter(*places)
        self._memories = tuple(
            Memory(column if place < width else _unasked(column), today)
            for column, place in zip(kind.columns, places, strict=True)
        )

    def read(self, line: int, cells: list[str]) -> tuple[Row | None, Sequence[Problem]]:
        """The row that starts on `line`, with its problems: none, warnings beside the row, or errors in its place.

        A blank row gives no row and no problem.
        """
        if len(cells) != self._width:
            while len(cells) > self._width and not cells[-1].strip():
                cells.pop()
            if len(cells) != self._width:
                return None, self._wrong_width(line, cells)
        cells.append("")  # what a column that the file does not have reads
        picked = self._pick(cells)
        values = list(map(getitem, self._memories, picked))
        problems: list[Problem] = []
        if Fault in map(type, values):
            if not any(map(str.strip, cells)):
                return None, ()
            problems = self._faults(line, picked, values)
            if any(problem.fatal for problem in problems):
                return None, problems
        row = self._kind.build(line, *values)
        if self._kind.check is not None:
            for found in self._kind.check(row):
                problems.append(self._problem(line, picked, found))
        if not problems:
            return row, ()
        return (None if any(problem.fatal for problem in problems) else row), problems

    def _faults(self, line: int, picked: Sequence[str], values: list[object]) -> list[Problem]:
        """The problems of the cells; in `values`, each Fault gives way to what is kept of the cell."""
        problems: list[Problem] = []
        for index, (column, cell) in enumerate(zip(self._kind.columns, picked, strict=True)):
            fault = values[index]
            if isinstance(fault, Fault):
                problems.append(about_row(self._file, line, fault, column.name, cell))
                values[index] = fault.value
        return problems

    def _problem(self, line: int, picked: Sequence[str], found: RowFault) -> Problem:
        index = next(i for i, column in enumerate(self._kind.columns) if column.name == found.column)
        return about_row(self._file, line, found.fault, found.column, picked[index])

    def _wrong_width(self, line: int, cells: list[str]) -> Sequence[Problem]:
        if not any(map(str.strip, cells)):
            return ()
        fault = Fault("IMP-CELLULES", {"found": len(cells), "expected": self._width})
        return (about_row(self._file, line, fault),)


def _unasked(column: Column) -> Column:
    """A column that the file does not have: its empty cells were told once for the file, not on each row."""
    return Column(column.name, column.parse, column.attribute, "optional", column.absent)


def bind(
    file: str, header: Sequence[str], kind: Kind[Row], today: date | None = None
) -> tuple[BoundFile[Row] | None, tuple[Problem, ...]]:
    """Tie `kind` to the `header` of `file`: None with the reasons when it cannot be read, and the warnings.

    Names are compared without case, accents or spaces around. A known column that stands twice, or a required one
    that is missing, makes the file unreadable; an unknown column is told and ignored.
    """
    wanted = {column.name: index for index, column in enumerate(kind.columns)}
    places: dict[str, int] = {}
    problems: list[Problem] = []
    extra: dict[str, None] = {}
    for place, title in enumerate(header):
        name = fold(title)
        if name not in wanted:
            extra.setdefault(title.strip()[:MAX_NAME])
        elif name in places:
            problems.append(about_file(file, Fault("IMP-COLONNE_DOUBLE", {"column": name}), name))
        else:
            places[name] = place
    for column in kind.columns:
        if column.name not in places:
            problems.append(_missing(file, column))
    if any(problem.fatal for problem in problems):
        return None, tuple(problem for problem in problems if problem.fatal)
    for title in list(extra)[:MAX_EXTRA_NAMED]:
        fault = Fault("IMP-COLONNE_EN_TROP", {"column": title}, fatal=False)
        problems.append(about_file(file, fault, title))
    width = len(header)
    ordered = [places.get(column.name, width) for column in kind.columns]
    return BoundFile(file, kind, ordered, width, today), tuple(problems)


def _missing(file: str, column: Column) -> Problem:
    fatal = column.need in ("required", "column")
    code = "IMP-COLONNE_ABSENTE" if fatal else "IMP-COLONNE_NON_REMPLIE"
    return about_file(file, Fault(code, {"column": column.name}, fatal=fatal), column.name)
