"""Reads of bordereaux, requests and decisions, always within what the viewer sees (sight.py)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Coalesce

from sysgimut.claims.models import Bordereau, Decision, LineDecision, Request
from sysgimut.claims.request_views import AMOUNTS, Totals
from sysgimut.claims.sight import Sight, sight
from sysgimut.claims.waiting import waiting_requests
from sysgimut.contributions.models import Coverage
from sysgimut.identity.access import Viewer
from sysgimut.identity.scopes import under
from sysgimut.membership.models import Belonging, Residence
from sysgimut.providers.models import Facility

READ = "claims.read_requests"
REOPENING = "claims.read_reopening"
NO_RIGHTS = "NON_VALIDE"


@dataclass(frozen=True, slots=True)
class BordereauRow:
    """A bordereau in a list, with the totals of what the viewer sees of it."""

    id: UUID
    facility: str
    facility_name: str
    number: str
    period: str
    received_on: date | None
    scope_path: str
    totals: Totals
    waiting: int = 0
    """Requests that no decision answers yet; they are not in the totals."""

    @property
    def name(self) -> str:
        """How people name it: its number, else its period."""
        return self.number or self.period or "—"


def bordereaux(viewer: Viewer, text: str = "", facility: str = "", period: str = "") -> QuerySet[Bordereau]:
    """The bordereaux of which the viewer sees something, the last received first.

    `text` is the beginning of a number or of a facility's code, `period` is YYYY-MM.
    """
    found = Bordereau.objects.filter(sight(viewer, READ).bordereaux())
    if text:
        found = found.filter(Q(number__istartswith=text) | Q(facility_code__istartswith=text))
    if facility:
        found = found.filter(facility_code=facility)
    if period:
        found = found.filter(period=period)
    return found.order_by(F("received_on").desc(nulls_last=True), "-id")


def bordereau_rows(viewer: Viewer, page: Sequence[Bordereau]) -> list[BordereauRow]:
    """One page of bordereaux with their totals, in four queries whatever their number."""
    seen = sight(viewer, READ)
    identifiers = [one.id for one in page]
    totals, waiting = _totals(identifiers, seen), _waiting(identifiers, seen)
    names = facility_names(one.facility_code for one in page)
    return [
        BordereauRow(
            one.id,
            one.facility_code,
            names.get(one.facility_code, ""),
            one.number,
            one.period,
            one.received_on,
            one.scope_path,
            totals.get(one.id, Totals()),
            waiting.get(one.id, 0),
        )
        for one in page
    ]


def bordereau(viewer: Viewer, identifier: UUID) -> BordereauRow | None:
    """One bordereau, or None when there is none of which the viewer sees something."""
    found = Bordereau.objects.filter(sight(viewer, READ).bordereaux(), id=identifier)
    return next(iter(bordereau_rows(viewer, list(found))), None)


def _waiting(identifiers: Sequence[UUID], seen: Sight) -> dict[UUID, int]:
    """How many requests of these bordereaux wait: they have no payer yet, so that only places see them."""
    found = waiting_requests().filter(seen.places("bordereau__"), bordereau__in=identifiers).order_by()
    return dict(found.values_list("bordereau_id").annotate(Count("id")))


def waiting_request(viewer: Viewer, identifier: UUID) -> Request | None:
    """A request that waits for its decision, or None when there is none that the viewer sees."""
    found = waiting_requests().filter(sight(viewer, READ).places("bordereau__"), id=identifier)
    return found.select_related("bordereau").first()


def facility_names(codes: Iterable[str]) -> dict[str, str]:
    """The names of these facilities, as known now."""
    known = Facility.objects.filter(code__in=set(codes), superseded_by__isnull=True)
    return dict(known.values_list("code", "name"))


def _totals(identifiers: Sequence[UUID], seen: Sight) -> dict[UUID, Totals]:
    lines = LineDecision.objects.filter(
        seen.decisions("decision__"), decision__request__bordereau__in=identifiers, superseded_by__isnull=True
    )
    summed: Any = lines.values("decision__request__bordereau").annotate(
        requests=Count("decision", distinct=True), lines=Count("id"), **{f"sum_{name}": Sum(name) for name in AMOUNTS}
    )
    return {
        row["decision__request__bordereau"]: Totals(
            row["requests"], row["lines"], *(row[f"sum_{name}"] for name in AMOUNTS)
        )
        for row in summed
    }


@dataclass(frozen=True, slots=True)
class PeriodTotals:
    """What a facility billed for a month (YYYY-MM; empty when it did not say)."""

    period: str
    bordereaux: int
    totals: Totals


def facility_months(viewer: Viewer, facility: str, since: str) -> list[PeriodTotals]:
    """What a facility billed from the month `since` on (YYYY-MM), the last month first, and for no month said,
    within what the viewer sees of it."""
    lines = LineDecision.objects.filter(
        sight(viewer, READ).decisions("decision__"),
        Q(decision__request__bordereau__period__gte=since) | Q(decision__request__bordereau__period=""),
        decision__request__bordereau__facility_code=facility,
        superseded_by__isnull=True,
    )
    found: Any = lines.values("decision__request__bordereau__period").annotate(
        bordereaux=Count("decision__request__bordereau", distinct=True),
        requests=Count("decision", distinct=True),
        lines=Count("id"),
        **{f"sum_{name}": Sum(name) for name in AMOUNTS},
    )
    return [
        PeriodTotals(
            row["decision__request__bordereau__period"],
            row["bordereaux"],
            Totals(row["requests"], row["lines"], *(row[f"sum_{name}"] for name in AMOUNTS)),
        )
        for row in found.order_by("-decision__request__bordereau__period")
    ]


def summed(parts: Iterable[Totals]) -> Totals:
    """All these totals together."""
    rows = list(parts)
    return Totals(*(sum(getattr(row, name) for row in rows) for name in Totals.__slots__))


def payers(viewer: Viewer, identifier: UUID) -> list[str]:
    """The mutuals that pay for requests of a bordereau, among those that the viewer sees; "" for nobody known."""
    decided = Decision.objects.filter(
        sight(viewer, READ).decisions(), request__bordereau=identifier, superseded_by__isnull=True
    )
    return sorted(set(decided.values_list("mutual", flat=True)))


def decisions(viewer: Viewer, state: str = "", **facts: Any) -> QuerySet[Decision]:
    """Decisions in force that the viewer sees, by number of request. `facts` are filters on the decision.

    `state`: `to_justify` keeps those with something to justify, `reduced` those with something rejected.
    """
    return _with_state(Decision.objects.filter(sight(viewer, READ).decisions(), **facts), state)


def _with_state(found: QuerySet[Decision], state: str) -> QuerySet[Decision]:
    lines = LineDecision.objects.filter(decision=OuterRef("pk"))
    if state == "to_justify":
        found = found.filter(Exists(lines.filter(to_justify__gt=0)))
    elif state == "reduced":
        found = found.filter(Exists(lines.filter(rejected__gt=0)))
    return found.filter(superseded_by__isnull=True).order_by("request__number", "request_id")


def request(viewer: Viewer, identifier: UUID) -> Decision | None:
    """The decision in force on a request, or None when there is none that the viewer sees."""
    return decisions(viewer, request=identifier).first()


def requests_of_person(viewer: Viewer, person: UUID) -> QuerySet[Decision]:
    """The decisions on one person's care, the latest care first: those the viewer sees, all of them for the
    sections where the person's households live."""
    households = Belonging.objects.filter(person=person, superseded_by__isnull=True).values("household")
    return _care_of_people(viewer, Q(person=person), households)


def requests_of_household(viewer: Viewer, household: UUID) -> QuerySet[Decision]:
    """The decisions on the care of a household's people while they belonged to it, the latest care first."""
    belonged = Belonging.objects.filter(household=household, superseded_by__isnull=True)
    care = Q(pk__in=[])
    for person, joined, left in belonged.values_list("person_id", "joined", "left"):
        during = Q(person=person, care_date__gte=joined)
        care |= during & Q(care_date__lt=left) if left else during
    return _care_of_people(viewer, care, [household])


def _care_of_people(viewer: Viewer, care: Q, households: Any) -> QuerySet[Decision]:
    scopes = viewer.scopes(READ)
    homes = Residence.objects.filter(under("scope_path", scopes), household__in=households, superseded_by__isnull=True)
    seen = Q() if homes.exists() else sight(viewer, READ).decisions()
    return Decision.objects.filter(care, seen, superseded_by__isnull=True).order_by("-care_date", "-id")


@dataclass(frozen=True, slots=True)
class Reopening:
    """A decision that what became known since would have changed: rights then, rights now, amounts in XOF."""

    request_id: UUID
    reference: str
    facility: str
    bordereau: str
    number: str
    payer: str
    care_date: date
    then: str
    now: str
    totals: Totals = field(default_factory=Totals)


def decisions_to_reopen(viewer: Viewer, since: date) -> QuerySet[Decision]:
    """Decisions on care from `since` on whose rights are not those known now (a late receipt, a death, a void).

    `now` is annotated. Each is for a person to reopen or leave. The cost grows with the decisions since that day.
    """
    known = Coverage.objects.filter(
        person=OuterRef("person_id"), superseded_by__isnull=True, start__lte=OuterRef("care_date")
    )
    now = Coalesce(Subquery(known.order_by("-start").values("status")[:1]), Value(NO_RIGHTS))
    found = Decision.objects.filter(
        sight(viewer, REOPENING).decisions(), superseded_by__isnull=True, care_date__gte=since, person__isnull=False
    )
    return found.exclude(rights="").annotate(now=now).exclude(now=F("rights")).order_by("-care_date", "-id")


def reopenings(page: Sequence[Any]) -> list[Reopening]:
    """One page of `decisions_to_reopen` with what a person needs to judge."""
    requests = Request.objects.filter(id__in=[d.request_id for d in page]).select_related("bordereau").in_bulk()
    lines = LineDecision.objects.filter(decision__in=[d.id for d in page])
    summed: Any = lines.values("decision").annotate(lines=Count("id"), **{f"sum_{name}": Sum(name) for name in AMOUNTS})
    totals = {r["decision"]: Totals(1, r["lines"], *(r[f"sum_{name}"] for name in AMOUNTS)) for r in summed}
    return [
        Reopening(
            asked.id,
            asked.reference,
            asked.bordereau.facility_code,
            asked.bordereau.number or asked.bordereau.period,
            asked.number,
            decision.mutual,
            decision.care_date,
            decision.rights,
            decision.now,
            totals[decision.id],
        )
        for decision in page
        for asked in (requests[decision.request_id],)
    ]


@dataclass(frozen=True, slots=True)
class Figures:
    """What a home page says of requests: bordereaux received and care decided since a day, what waits."""

    since: date
    bordereaux: int
    decided: Totals
    waiting: int
    """Requests with something to justify."""


def figures(viewer: Viewer, today: date, days: int = 90) -> Figures:
    """Counts for a home page, over the last `days`, in three queries."""
    since = today - timedelta(days=days)
    seen = sight(viewer, READ)
    received = Bordereau.objects.filter(seen.bordereaux(), received_on__gte=since).count()
    lines = LineDecision.objects.filter(
        seen.decisions("decision__"), superseded_by__isnull=True, care_date__gte=since, care_date__lte=today
    )
    summed = lines.aggregate(
        requests=Count("decision", distinct=True),
        lines=Count("id"),
        waiting=Count("decision", distinct=True, filter=Q(to_justify__gt=0)),
        **{f"sum_{name}": Sum(name) for name in AMOUNTS},
    )
    totals = Totals(summed["requests"], summed["lines"], *(summed[f"sum_{name}"] or 0 for name in AMOUNTS))
    return Figures(since, received, totals, summed["waiting"])
