"""Requests at the door: whose facility they are, and what is new beside what is recorded."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from django.db.models import FilteredRelation, Q, QuerySet

from sysgimut.claims.domain.arrivals import ArrivalError, Arrivals, DeclaredRequest, named, sort_out
from sysgimut.claims.domain.request import BordereauHead, Request
from sysgimut.claims.intake import HEAD, head_of, head_row, key_of, line_row, load_requests, record, request_row
from sysgimut.claims.models import Bordereau
from sysgimut.identity.scopes import within
from sysgimut.journal import rows
from sysgimut.journal.compiled import TEXTS, compiled
from sysgimut.journal.execution import Execution, Unchanged
from sysgimut.journal.rows import Row
from sysgimut.kernel.outcomes import Outcome, Reason, accepted
from sysgimut.network.queries import facilities_path
from sysgimut.providers.models import Facility

BordereauKey = tuple[str, str, str]


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
    base = facilities_path()
    inside, outside = part_by_scope(requests, scope, base)
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
    return record(execution, bordereaux, fresh, base), outcome


def facility_scope(code: str | None) -> str:
    """The scope path of a facility, known or not; that of all facilities when there is no code."""
    return f"{facilities_path()}/{code}" if code else facilities_path()


def part_by_scope(
    declared: Iterable[DeclaredRequest], scope: str, base: str
) -> tuple[list[DeclaredRequest], list[ArrivalError]]:
    """The requests of the facilities of `scope`, and an error for each line of the others; `base` holds them all."""
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
    _lock_facilities(facilities)
    bordereaux: dict[BordereauKey, UUID] = {}
    heads: dict[BordereauKey, BordereauHead] = {}
    recorded: set[UUID] = set()
    for identifier, request, *cells in _bordereaux(
        facilities,
        sorted({number for _, number, _ in keys if number}),
        sorted({period for _, number, period in keys if not number}),
        sorted({one.request.number or "" for one in declared}),
    ):
        head = head_of(cells)
        if (key := key_of(head)) in keys:
            bordereaux[key], heads[key] = identifier, head
            if request is not None:
                recorded.add(request)
    known = {(key_of(one.head), one.number or ""): one for one in load_requests(recorded).values()}
    return sort_out(declared, known, heads, key_of), bordereaux


@compiled(TEXTS)
def _lock_facilities(codes: Any) -> QuerySet[Any, Any]:
    turn = Facility.objects.filter(code__in=codes, superseded_by__isnull=True).select_for_update()
    return turn.order_by("id").values_list("id")


@compiled(TEXTS, TEXTS, TEXTS, TEXTS)
def _bordereaux(facilities: Any, numbers: Any, periods: Any, requests: Any) -> QuerySet[Any, Any]:
    """The bordereaux of these facilities, numbers or periods, locked, each with its requests of these numbers."""
    named = Q(number__in=numbers) | Q(number="", period__in=periods)
    found = Bordereau.objects.filter(named, facility_code__in=facilities)
    alike = FilteredRelation("requests", condition=Q(requests__number__in=requests))
    locked = found.annotate(alike=alike).select_for_update(of=("self",)).order_by("id")
    return locked.values_list("id", "alike__id", *HEAD)
