"""Bordereaux, requests and their decisions as JSON, and the command that sends one request.

Acts, names and types of care are health data: empty for those who may not read them, and noted when they are shown.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest
from ninja import Router, Schema
from ninja.responses import Status

from sysgimut.claims import queries
from sysgimut.claims.commands.submit_request import SubmitRequest
from sysgimut.claims.deciding import rate_text
from sysgimut.claims.models import Decision
from sysgimut.claims.request_views import RequestView, request_views
from sysgimut.identity.web.endpoints import ANSWERS, Answer, Key, PageOf, carry_out, endpoint, page_of
from sysgimut.identity.web.pages import viewer_of_request
from sysgimut.identity.web.submission import language
from sysgimut.journal import clock
from sysgimut.journal.health import note_access
from sysgimut.kernel.periods import add_months

router = Router()


class TotalsOut(Schema):
    """Amounts in XOF: claimed = granted + rejected + to_justify."""

    requests: int
    lines: int
    claimed: int
    granted: int
    rejected: int
    to_justify: int
    overpaid: int


class BordereauOut(Schema):
    """A bordereau, with the totals of what the caller sees of it; `waiting`: requests without a decision yet."""

    id: UUID
    facility: str
    facility_name: str
    number: str
    period: str
    received_on: date | None
    totals: TotalsOut
    waiting: int


class FoundOut(Schema):
    """A reason: its code, its effect (refuse, to_justify, reduction, remark) and its sentence."""

    code: str
    effect: str
    sentence: str


class LineOut(Schema):
    """A line with its decision, in XOF. `rate` as in liquidation.csv (0.70)."""

    number: str
    act: str
    label: str
    service_code: str
    quantity: int | None
    price: int | None
    rate: str
    claimed: int
    granted: int
    rejected: int
    to_justify: int
    overpaid: int
    codes: list[str]
    reasons: list[FoundOut]

    @staticmethod
    def resolve_rate(line: Any) -> str:
        """The rate with two decimals."""
        return rate_text(line.rate)


class RequestOut(Schema):
    """A request with its decision. `health`: whether names, acts and type of care are shown to the caller."""

    id: UUID
    bordereau_id: UUID
    facility: str
    bordereau: str
    number: str
    reference: str
    name: str
    care_date: date | None
    care_type: str
    payer: str
    verdict: str
    status: str
    rights: str
    health: bool
    totals: TotalsOut
    reasons: list[FoundOut]
    lines: list[LineOut]


class BordereauDetail(BordereauOut):
    """A bordereau with one page of its requests."""

    requests: PageOf[RequestOut]


class ReopeningOut(Schema):
    """A decision whose rights are no longer those known now."""

    request_id: UUID
    reference: str
    facility: str
    bordereau: str
    number: str
    payer: str
    care_date: date
    then: str
    now: str
    totals: TotalsOut


@router.get("/bordereaux", response=PageOf[BordereauOut], operation_id="claims_bordereaux")
@endpoint(queries.READ)
def bordereaux(request: HttpRequest, q: str = "", facility: str = "", period: str = "", page: int = 1) -> Any:
    """The bordereaux of which the caller sees something, the last received first."""
    viewer = viewer_of_request(request)
    found = queries.bordereaux(viewer, q, facility, period)
    return page_of(found, page, lambda rows: queries.bordereau_rows(viewer, rows))


@router.get("/bordereaux/{uuid:identifier}", response=BordereauDetail, operation_id="claims_bordereau")
@endpoint(queries.READ)
def bordereau(request: HttpRequest, identifier: UUID, state: str = "", page: int = 1) -> Any:
    """One bordereau with a page of its requests; `state` keeps those `to_justify` or `reduced`."""
    viewer = viewer_of_request(request)
    row = queries.bordereau(viewer, identifier)
    if row is None:
        raise Http404
    found = queries.decisions(viewer, state, request__bordereau=identifier)
    requests = page_of(found, page, lambda rows: _views(request, rows, f"bordereau:{identifier}"))
    return {**{name: getattr(row, name) for name in BordereauOut.model_fields}, "requests": requests}


@router.get("/requests/{uuid:identifier}", response=RequestOut, operation_id="claims_request")
@endpoint(queries.READ)
def request_detail(request: HttpRequest, identifier: UUID) -> Any:
    """One request with its lines, decisions and reasons."""
    decision = queries.request(viewer_of_request(request), identifier)
    if decision is None:
        raise Http404
    (view,) = _views(request, [decision], f"request:{identifier}")
    return view


@router.post("/requests", response=ANSWERS, operation_id="claims_submit_request")
@endpoint("claims.submit_request")
def submit_request(request: HttpRequest, message: SubmitRequest, idempotency_key: Key) -> Status[Answer]:
    """Send one request of a facility: it is recorded and decided at once. Held: something must be justified."""
    return carry_out(request, message, idempotency_key)


@router.get("/reopenings", response=PageOf[ReopeningOut], operation_id="claims_reopenings")
@endpoint(queries.REOPENING)
def reopenings(request: HttpRequest, since: date | None = None, page: int = 1) -> Any:
    """Decisions on care from `since` (a year ago) that what is known now would have changed."""
    found = queries.decisions_to_reopen(viewer_of_request(request), since or add_months(clock.today(), -12))
    return page_of(found, page, queries.reopenings)


def _views(request: HttpRequest, decisions: Sequence[Decision], subject: str) -> list[RequestView]:
    viewer = viewer_of_request(request)
    views = request_views(viewer, decisions, language())
    if any(view.health for view in views):
        note_access(viewer.id, [subject], "API")
    return views
