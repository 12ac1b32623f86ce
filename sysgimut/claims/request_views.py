"""Requests as pages and the API show them: decisions with their lines, reasons and sentences.

Acts, diagnoses and names beside them are health data: they are in a view only where `health` says so, and then
whoever shows the view notes the access (journal/health.py).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any
from uuid import UUID

from sysgimut.claims.domain.disclosure import masked
from sysgimut.claims.models import Decision, Line, LineDecision, Request
from sysgimut.claims.sight import Sight, sight
from sysgimut.identity.access import Viewer
from sysgimut.kernel.explanations import CATALOGUE
from sysgimut.kernel.outcomes import Reason

HEALTH = "claims.read_health"
AMOUNTS = ("claimed", "granted", "rejected", "to_justify", "overpaid")


@dataclass(frozen=True, slots=True)
class Totals:
    """Requests, lines and amounts (XOF) added up: always claimed = granted + rejected + to_justify."""

    requests: int = 0
    lines: int = 0
    claimed: int = 0
    granted: int = 0
    rejected: int = 0
    to_justify: int = 0
    overpaid: int = 0


@dataclass(frozen=True, slots=True)
class Found:
    """A reason of a decision: its code, its effect and its sentence (without the act where health data is hidden)."""

    code: str
    effect: str
    sentence: str


@dataclass(frozen=True, slots=True)
class LineView:
    """A line with its decision, in whole XOF. Without health data only its number, amounts and codes."""

    number: str
    claimed: int
    granted: int
    rejected: int
    to_justify: int
    overpaid: int
    codes: tuple[str, ...]
    reasons: tuple[Found, ...]
    act: str = ""
    label: str = ""
    service_code: str = ""
    quantity: int | None = None
    price: int | None = None
    rate: Fraction | None = None


@dataclass(frozen=True, slots=True)
class RequestView:
    """A request with its decision and lines. `health` says whether it holds names, acts and type of care.

    `rights` is the status of rights on the care date as it was known when it was decided.
    """

    id: UUID
    bordereau_id: UUID
    scope_path: str
    facility: str
    bordereau: str
    number: str
    reference: str
    care_date: date | None
    payer: str
    verdict: str
    rights: str
    totals: Totals
    reasons: tuple[Found, ...]
    lines: tuple[LineView, ...]
    health: bool
    name: str = ""
    care_type: str = ""

    @property
    def status(self) -> str:
        """The decision as one state: granted, partly_granted, to_justify or rejected."""
        if self.totals.to_justify:
            return "to_justify"
        if self.totals.granted:
            return "partly_granted" if self.totals.rejected else "granted"
        return "rejected"

    @property
    def codes(self) -> str:
        """All the codes of its lines, once each, in the order in which they come."""
        return " ".join(dict.fromkeys(code for line in self.lines for code in line.codes))


def request_views(viewer: Viewer, page: Sequence[Decision], language: str = "fr") -> list[RequestView]:
    """Some decisions with their requests and lines, in a fixed number of queries. Health data where it may be read."""
    health = sight(viewer, HEALTH)
    identifiers = [decision.request_id for decision in page]
    requests = Request.objects.filter(id__in=identifiers).select_related("bordereau").in_bulk()
    declared: dict[tuple[UUID, str], Line] = {}
    for line in Line.objects.filter(request__in=identifiers):
        declared[line.request_id, line.number] = line
    decided: dict[UUID, list[LineDecision]] = defaultdict(list)
    for row in LineDecision.objects.filter(decision__in=[decision.id for decision in page]).order_by("id"):
        decided[row.decision_id].append(row)
    return [
        _request_view(decision, requests[decision.request_id], decided[decision.id], declared, health, language)
        for decision in page
    ]


def _request_view(
    decision: Decision,
    asked: Request,
    decided: Sequence[LineDecision],
    declared: dict[tuple[UUID, str], Line],
    health: Sight,
    language: str,
) -> RequestView:
    head = asked.bordereau
    shown = health.includes(head.scope_path, decision.mutual)
    sums = {name: sum(getattr(row, name) for row in decided) for name in AMOUNTS}
    return RequestView(
        id=asked.id,
        bordereau_id=head.id,
        scope_path=head.scope_path,
        facility=head.facility_code,
        bordereau=head.number or head.period,
        number=asked.number,
        reference=asked.reference,
        care_date=asked.care_date,
        payer=decision.mutual,
        verdict=decision.status,
        rights=decision.rights,
        totals=Totals(1, len(decided), **sums),
        reasons=found_reasons(decision.reasons, shown, language),
        lines=tuple(_line_view(row, declared[asked.id, row.line_number], shown, language) for row in decided),
        health=shown,
        name=f"{asked.given_names} {asked.family_name}".strip() if shown else "",
        care_type=asked.care_type if shown else "",
    )


def _line_view(row: LineDecision, declared: Line, health: bool, language: str) -> LineView:
    care: dict[str, Any] = {}
    if health:
        care = {
            "act": row.act_code,
            "label": declared.label,
            "service_code": declared.service_code,
            "quantity": declared.quantity,
            "price": declared.unit_price,
            "rate": Fraction(row.rate) if row.rate else None,
        }
    return LineView(
        row.line_number,
        row.claimed,
        row.granted,
        row.rejected,
        row.to_justify,
        row.overpaid,
        tuple(row.codes.split()),
        found_reasons(row.reasons, health, language),
        **care,
    )


def found_reasons(stored: Sequence[Any], health: bool, language: str) -> tuple[Found, ...]:
    """Stored reasons with their sentences; without what tells the care unless `health`."""
    reasons = (Reason.unpacked(packed) for packed in stored)
    shown = [reason if health else masked(reason) for reason in reasons]
    return tuple(
        Found(reason.code, CATALOGUE.sentence(reason.code).effect, reason.sentence(language)) for reason in shown
    )


@dataclass(frozen=True, slots=True)
class Care:
    """The health data of a request that its lines do not hold: who, what for, by whom. Showing it is noted."""

    sex: str
    age: int | None
    activity: str
    contact: str
    practitioner: str
    entry_date: date | None
    exit_date: date | None
    icd10: str
    long_term: bool | None
    authorisation: str
    clinical_information: str


def care_of(viewer: Viewer, decision: Decision) -> Care | None:
    """The health data of the request of a decision; None for those who may not read it."""
    asked = Request.objects.select_related("bordereau").get(id=decision.request_id)
    if not sight(viewer, HEALTH).includes(asked.bordereau.scope_path, decision.mutual):
        return None
    return Care(*(getattr(asked, name) for name in Care.__slots__))
