"""Rows of bordereau files put together into bordereaux, requests and lines.

The first good row of a bordereau, and of a request, gives its upper-level values. A later row that says otherwise
is rejected; an empty value contradicts nothing, and a value missing on the first row is not taken from later ones
(a later row that has it contradicts nothing either). A repeated line with the same content counts once, with other
content it is rejected. Several files share one space: a bordereau may go on in the next file.

Rules: docs/algorithms/exchange_files.md.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from sysgimut.interop.domain.bordereau_rows import BordereauRow, BordereauValues, LineValues, RequestValues
from sysgimut.interop.domain.kinds import BORDEREAU_COLUMNS, REQUEST_COLUMNS
from sysgimut.interop.domain.problems import Fault, Problem, about_row
from sysgimut.kernel.explanations import show

BordereauKey = tuple[str | None, str | None, str | None]
"""Facility, then the number, or (None and) the period of a bordereau without a number."""


@dataclass(frozen=True, slots=True)
class PlacedLine:
    """A line and where it was read: its file, its physical line there, and its rank among all the lines read."""

    file: str
    line: int
    rank: int
    values: LineValues


@dataclass(frozen=True, slots=True)
class RequestGroup:
    """A request as its first row gives it, and its lines in the order read, by number."""

    file: str
    line: int
    values: RequestValues
    by_number: dict[str, PlacedLine] = field(default_factory=dict)

    @property
    def lines(self) -> tuple[PlacedLine, ...]:
        """The lines, in the order read."""
        return tuple(self.by_number.values())


@dataclass(frozen=True, slots=True)
class BordereauGroup:
    """A bordereau as its first row gives it, and its requests in the order read, by number (None: without)."""

    file: str
    line: int
    key: BordereauKey
    values: BordereauValues
    by_number: dict[str | None, RequestGroup] = field(default_factory=dict)

    @property
    def requests(self) -> tuple[RequestGroup, ...]:
        """The requests, in the order read."""
        return tuple(self.by_number.values())


def bordereau_key(values: BordereauValues) -> BordereauKey:
    """Facility and number, or facility and period when there is no number.

    >>> bordereau_key(BordereauValues(None, "CSCOM04", "2024-03", None, None, None, None))
    ('CSCOM04', None, '2024-03')
    """
    return (values.facility, values.number, values.period if values.number is None else None)


class BordereauGrouper:
    """Gathers rows as they are read, files one after the other; memory is that of the lines kept."""

    def __init__(self) -> None:
        self._groups: dict[BordereauKey, BordereauGroup] = {}
        self._rank = 0

    def add(self, file: str, row: BordereauRow) -> tuple[Problem, ...]:
        """Take a row in, or say why it is rejected. A repetition of a line already taken is ignored."""
        key = bordereau_key(row.bordereau)
        group = self._groups.get(key)
        request = group.by_number.get(row.request.number) if group is not None else None
        problems: list[Problem] = []
        if group is not None and group.values != row.bordereau:
            _contradictions(problems, file, row.line, group, row.bordereau, BORDEREAU_COLUMNS)
        if request is not None and request.values != row.request:
            _contradictions(problems, file, row.line, request, row.request, REQUEST_COLUMNS)
        known = request.by_number.get(row.values.number) if request is not None else None
        if known is not None and known.values != row.values:
            params = {"number": row.values.number, "file": known.file, "line": str(known.line)}
            fault = Fault("IMP-LIGNE_REPETEE", params)
            problems.append(about_row(file, row.line, fault, "ligne", row.values.number))
        if problems or known is not None:
            return tuple(problems)
        if group is None:
            group = self._groups[key] = BordereauGroup(file, row.line, key, row.bordereau)
        if request is None:
            request = group.by_number[row.request.number] = RequestGroup(file, row.line, row.request)
        request.by_number[row.values.number] = PlacedLine(file, row.line, self._rank, row.values)
        self._rank += 1
        return ()

    def bordereaux(self) -> Iterator[BordereauGroup]:
        """The bordereaux gathered so far, in order of first appearance."""
        return iter(self._groups.values())


def _contradictions(
    problems: list[Problem],
    file: str,
    line: int,
    first: BordereauGroup | RequestGroup,
    later: BordereauValues | RequestValues,
    columns: Mapping[str, str],
) -> None:
    """Add a problem for each value of `later` that says otherwise than the `first` row."""
    for attribute, column in columns.items():
        said, says = getattr(first.values, attribute), getattr(later, attribute)
        if said is not None and says is not None and said != says:
            fault = Fault("IMP-CONTREDIT", {"file": first.file, "line": str(first.line), "first": _written(said)})
            problems.append(about_row(file, line, fault, column, _written(says)))


def _written(value: object) -> str:
    """A value as the file writes it, or nearly: oui/non, DD/MM/YYYY, figures."""
    if isinstance(value, bool):
        return "oui" if value else "non"
    return show(value, "fr") if isinstance(value, date) else str(value)
