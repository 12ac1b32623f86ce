"""Requests at the door: whose facility they are, and what is new beside what is recorded."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from sysgimut.claims.domain.arrivals import ArrivalError, Arrivals, DeclaredRequest, named, sort_out
from sysgimut.claims.domain.request import BordereauHead, Request
from sysgimut.claims.intake import HEAD, absent, head_row, key_of, line_row, load_requests, record, request_row
from sysgimut.claims.models import Bordereau
from sysgimut.claims.models import Request as StoredRequest
from sysgimut.identity.scopes import within
from sysgimut.journal import rows
from sysgimut.journal.execution import Execution, Unchanged
from sysgimut.journal.rows import Row
from sysgimut.kernel.outcomes import Outcome, Reason, accepted
from sysgimut.membership.queries import blocks
from sysgimut.network.queries import facilities_path
from sysgimut.providers.models import Facility

BordereauKey = tuple[str, str, str]
FEW = 500
"""Requests of which only the namesakes are read back, and not the whole of their bordereaux."""


def fact_rows(requests: Iterable[Request]) -> Iterable[Row]:
    """Every declared fact of some requests, one row a line: what the journal keeps the digest of."""
    for request in requests:
        for line in request.lines:
            yield (*head_row(request.head), *request_row(request), *line_row(line))


def delivery(source: str, scope: str, requests: Sequence[DeclaredRequest]) -> dict[str, Any]:
    """What the journal keeps of a delivery: the source, the counts and the digest of the declared facts, which are
    themselves in the tables."""
    return {
        "source": source,
        "scope": scope,
        "requests": len(requests),
        "lines": sum(len(declared.request.lines) for declared in requests),
        "digest": rows.digest(map(rows.row_digest, fact_rows(declared.request for declared in requests))),
    }


def take_in(
    execution: Execution, scope: str, requests: Iterable[DeclaredRequest]
) -> tuple[dict[UUID, Request], Outcome]:
    """Record the requests that are new, those of other facilities than the scope's left out.

    Returns them by identifier, and the outcome of the delivery: `requests`, `lines`, `unchanged` and `errors`.
    Raises Unchanged when nothing is new.
    """
    inside, outside = part_by_scope(requests, scope)
    arrivals, bordereaux = compare_with_recorded(inside)
    arrivals.errors += outside
    outcome = accepted(
        {
            "requests": len(arrivals.new),
            "lines": sum(len(declared.request.lines) for declared in arrivals.new),
            "unchanged": arrivals.unchanged,
            "errors": [
                [error.file, error.line, error.column, error.value, error.reason.code, dict(error.reason.params)]
                for error in arrivals.errors
            ],
        }
    )
    if not arrivals.new:
        raise Unchanged(outcome)
    fresh = [declared.request for declared in arrivals.new]
    return record(execution, bordereaux, fresh, facilities_path()), outcome


def facility_scope(code: str | None) -> str:
    """The scope path of a facility, known or not; that of all facilities when there is no code."""
    return f"{facilities_path()}/{code}" if code else facilities_path()


def part_by_scope(declared: Iterable[DeclaredRequest], scope: str) -> tuple[list[DeclaredRequest], list[ArrivalError]]:
    """The requests of the facilities of `scope`, and an error for each line of the others."""
    base = facilities_path()
    everywhere = within(base, scope)
    inside: list[DeclaredRequest] = []
    outside: list[ArrivalError] = []
    for one in declared:
        facility = one.request.head.facility
        if everywhere or (facility and f"{base}/{facility}" == scope):
            inside.append(one)
            continue
        reason = Reason("DEM-ETABLISSEMENT", {"request": named(one.request)})
        outside += [ArrivalError(one.file, row, "etablissement", facility or "", reason) for row in one.rows]
    return inside, outside


def compare_with_recorded(requests: Iterable[DeclaredRequest]) -> tuple[Arrivals, dict[BordereauKey, UUID]]:
    """What is new among these requests, and the recorded bordereaux they belong to, by key.

    Their facilities are locked, then those bordereaux (docs/locking.md): two deliveries of the same requests
    come one after the other.
    """
    declared = list(requests)
    keys = {key_of(one.request.head) for one in declared}
    facilities = sorted({facility for facility, _, _ in keys})
    for block in blocks(facilities):
        turn = Facility.objects.filter(code__in=block, superseded_by__isnull=True).select_for_update()
        list(turn.order_by("id").values_list("id"))
    bordereaux: dict[BordereauKey, UUID] = {}
    heads: dict[BordereauKey, BordereauHead] = {}
    for block in blocks(facilities):
        stored = Bordereau.objects.filter(facility_code__in=block).select_for_update().order_by("id")
        for identifier, *cells in stored.values_list("id", *HEAD):
            facility, number, *rest = absent(cells)
            head = BordereauHead(number, facility, *rest)
            if (key := key_of(head)) in keys:
                bordereaux[key], heads[key] = identifier, head
    return sort_out(declared, _recorded(declared, bordereaux.values()), heads, key_of), bordereaux


def _recorded(declared: list[DeclaredRequest], bordereaux: Iterable[UUID]) -> dict[tuple[BordereauKey, str], Request]:
    numbers = {one.request.number or "" for one in declared}
    known: dict[tuple[BordereauKey, str], Request] = {}
    for block in blocks(bordereaux):
        stored = StoredRequest.objects.filter(bordereau__in=block)
        if len(numbers) <= FEW:
            stored = stored.filter(number__in=numbers)
        for request in load_requests(list(stored.values_list("id", flat=True))).values():
            known[key_of(request.head), request.number or ""] = request
    return known
