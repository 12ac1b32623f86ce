"""Requests written down as facilities declared them, and read back."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from typing import Any
from uuid import UUID

from sysgimut.claims.domain.request import BordereauHead, Line, Request
from sysgimut.claims.models import Bordereau
from sysgimut.claims.models import Line as StoredLine
from sysgimut.claims.models import Request as StoredRequest
from sysgimut.journal.among import among
from sysgimut.journal.execution import Execution
from sysgimut.journal.rows import Row

HEAD = ("facility_code", "number", "period", "received_on", "phone", "attachments", "facility_signature")
REQUEST = (
    "number",
    "reference",
    "family_name",
    "given_names",
    "sex",
    "age",
    "activity",
    "contact",
    "practitioner",
    "care_date",
    "care_type",
    "entry_date",
    "exit_date",
    "icd10",
    "long_term",
    "authorisation",
    "clinical_information",
    "prescriber_signature",
    "facility_stamp",
    "validation_stamp",
)
LINE = (
    "number",
    "act_code",
    "label",
    "service_code",
    "quantity",
    "unit_price",
    "amount",
    "mutual_part",
    "insured_part",
)
RENAMED = {"facility_code": "facility", "act_code": "act"}
TEXTS = {
    field.attname
    for model in (Bordereau, StoredRequest, StoredLine)
    for field in model._meta.concrete_fields
    if field.get_internal_type() in ("CharField", "TextField")
}


def key_of(head: BordereauHead) -> tuple[str, str, str]:
    """What identifies a bordereau: its facility, and its number, else its period."""
    number = head.number or ""
    return (head.facility or "", number, "" if number else head.period or "")


def head_row(head: BordereauHead) -> Row:
    """The columns of a bordereau's head."""
    return _row(head, HEAD)


def request_row(request: Request) -> Row:
    """The columns of a request, without its bordereau."""
    return _row(request, REQUEST)


def line_row(line: Line) -> Row:
    """The columns of a line, without its request."""
    return _row(line, LINE)


def _row(value: Any, names: Sequence[str]) -> Row:
    """Attributes in order; an absent text is stored as an empty one."""
    cells = []
    for name in names:
        cell = getattr(value, RENAMED.get(name, name))
        cells.append("" if cell is None and name in TEXTS else cell)
    return tuple(cells)


def record(
    execution: Execution,
    bordereaux: dict[tuple[str, str, str], UUID],
    requests: Sequence[Request],
    facilities_path: str,
) -> dict[UUID, Request]:
    """Record requests (and the bordereaux that are not in `bordereaux` yet); returns them by identifier."""
    heads: list[Row] = []
    stored: list[Row] = []
    lines: list[Row] = []
    recorded: dict[UUID, Request] = {}
    for request in requests:
        key = key_of(request.head)
        if key not in bordereaux:
            bordereaux[key] = execution.new_id()
            path = f"{facilities_path}/{request.head.facility}" if request.head.facility else facilities_path
            heads.append((bordereaux[key], *head_row(request.head), path))
        identifier = execution.new_id()
        stored.append((identifier, bordereaux[key], *request_row(request)))
        lines += [(identifier, *line_row(line)) for line in request.lines]
        recorded[identifier] = request
    execution.insert(Bordereau, heads)
    execution.insert(StoredRequest, stored)
    execution.insert(StoredLine, lines)
    return recorded


def load_requests(identifiers: Collection[UUID]) -> dict[UUID, Request]:
    """Recorded requests as the rules see them, by identifier, in two statements."""
    if not identifiers:
        return {}
    lines: dict[UUID, list[Line]] = defaultdict(list)
    stored_lines = StoredLine.objects.filter(request__in=among(identifiers)).order_by("id")
    for request, *cells in stored_lines.values_list("request_id", *LINE):
        lines[request].append(Line(*absent(cells)))
    heads: dict[UUID, BordereauHead] = {}
    found: dict[UUID, Request] = {}
    stored = StoredRequest.objects.filter(id__in=among(identifiers)).values_list(
        "id", "bordereau_id", *(f"bordereau__{name}" for name in HEAD), *REQUEST
    )
    for identifier, bordereau, *cells in stored:
        head = heads.get(bordereau)
        if head is None:
            head = heads[bordereau] = head_of(cells[: len(HEAD)])
        declared = absent(cells[len(HEAD) :])
        found[identifier] = Request(head, *declared, lines=tuple(lines[identifier]))  # type: ignore[misc]
    return found


def head_of(cells: Sequence[Any]) -> BordereauHead:
    """A bordereau as the rules see it, from its columns in the order of `HEAD`."""
    facility, number, *rest = absent(cells)
    return BordereauHead(number, facility, *rest)


def absent(cells: Sequence[Any]) -> list[Any]:
    """Stored cells as the rules see them: an empty text stands for nothing."""
    return [None if cell == "" else cell for cell in cells]
