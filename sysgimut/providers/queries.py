"""Reads of facilities, agreements and tariffs. A facility reads of itself only; prices are the same for all."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from sysgimut.benefits.queries import speaks_of
from sysgimut.identity.access import Viewer
from sysgimut.identity.scopes import under
from sysgimut.providers.domain.agreements import State, products_on, state_of
from sysgimut.providers.domain.declared import DeclaredAgreement
from sysgimut.providers.domain.tariffs import EVERYWHERE, PricedAct, prices_on
from sysgimut.providers.models import FACILITY_TYPES, Agreement, Facility, Tariff

READ = "providers.read_facilities"


@dataclass(frozen=True, slots=True)
class FacilityRow:
    """A facility in a list, and where it stands on a day."""

    code: str
    name: str
    named: bool
    type: str
    commune: str
    state: State
    products: tuple[str, ...]


def facilities(viewer: Viewer, text: str = "", kind: str = "") -> QuerySet[Facility]:
    """The facilities that the viewer may read, by name. `text` is searched in codes, names and communes."""
    found = Facility.objects.filter(under("scope_path", viewer.scopes(READ)), superseded_by__isnull=True)
    if kind:
        found = found.filter(type=kind)
    if text:
        named = found.values_list("id", "code", "name", "commune_name")
        found = found.filter(id__in=[key for key, *values in named if speaks_of(text, *values)])
    return found.order_by("name", "code")


def facility(viewer: Viewer, code: str) -> Facility | None:
    """One facility that the viewer may read, or None."""
    return facilities(viewer).filter(code=code).first()


def lock_facility(code: str) -> Facility | None:
    """The facility as known now, locked until the transaction ends (docs/locking.md); None when there is none."""
    return Facility.objects.filter(code=code, superseded_by__isnull=True).select_for_update().order_by("id").first()


def facility_rows(page: Sequence[Facility], on: date) -> list[FacilityRow]:
    """Some facilities with where they stand, in one query."""
    bound = agreements(one.code for one in page)
    return [
        FacilityRow(
            one.code,
            one.name,
            one.named,
            one.type,
            one.commune_name,
            state_of(bound[one.code], on),
            products_on(bound[one.code], on),
        )
        for one in page
    ]


def agreements(codes: Iterable[str]) -> dict[str, list[DeclaredAgreement]]:
    """The agreements of these facilities, oldest first."""
    found: dict[str, list[DeclaredAgreement]] = defaultdict(list)
    stored = Agreement.objects.filter(facility_code__in=list(codes), superseded_by__isnull=True)
    for code, start, end, products in stored.order_by("start", "id").values_list(
        "facility_code", "start", "end", "products"
    ):
        found[code].append(DeclaredAgreement(start, end, products))
    return found


def tariffs(viewer: Viewer, act: str = "", target: str = "") -> QuerySet[Tariff]:
    """The tariffs recorded, by act, target and latest start: the general ones, and those of the facilities that
    the viewer may read."""
    general = Q(target__in=[EVERYWHERE, *FACILITY_TYPES])
    own = Q(target__in=facilities(viewer).order_by().values("code"))
    found = Tariff.objects.filter(general | own, superseded_by__isnull=True)
    if act:
        found = found.filter(act_code=act)
    if target:
        found = found.filter(target=target)
    return found.order_by("act_code", "target", "-start")


def prices_at(facility: Facility, acts: Sequence[str], on: date) -> dict[str, PricedAct]:
    """Act → the tariff that holds at a facility on a day, for some acts, in one query."""
    targets = Q(target__in=[facility.code, facility.type, EVERYWHERE])
    stored = Tariff.objects.filter(targets, act_code__in=acts, superseded_by__isnull=True)
    known = (PricedAct(*row) for row in stored.values_list("target", "act_code", "price", "start", "end"))
    return prices_on(known, facility.code, facility.type, on)


def facility_counts(viewer: Viewer, on: date) -> dict[str, int]:
    """How many facilities the viewer may read, and how many of them are under agreement on a day, or unnamed."""
    known = list(facilities(viewer))
    rows = facility_rows(known, on)
    return {
        "facilities": len(rows),
        "active": sum(row.state == "active" for row in rows),
        "unnamed": sum(not row.named for row in rows),
    }
