"""One box for everything: people, households, receipts, requests, bordereaux, facilities, places, statements."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from sysgimut.claims import queries as claims
from sysgimut.contributions import queries as contributions
from sysgimut.desk.web.addresses import address
from sysgimut.identity.access import Viewer
from sysgimut.identity.web.access import for_everyone
from sysgimut.identity.web.pages import viewer_of_request
from sysgimut.membership.searching import household_rows, search_homes
from sysgimut.network.models import Commune, Organisation, Village
from sysgimut.providers.queries import facilities
from sysgimut.settlement.lists import statements

MOST = 8
SHORTEST = 2

Hit = dict[str, Any]


def _households(viewer: Viewer, text: str) -> list[Hit]:
    homes = search_homes(viewer, text).select_related("household")[:MOST]
    hits = []
    for row in household_rows(homes, text):
        named = row.found or ([row.head] if row.head else [])
        name = ", ".join(member.name for member in named[:3]) or row.reference
        about = f"{row.reference} · {row.village} {row.commune}".strip()
        hits.append({"label": name, "note": about, "url": address("household", row.reference)})
    return hits


def _receipts(viewer: Viewer, text: str) -> list[Hit]:
    if not any(character.isdigit() for character in text):
        return []
    found = contributions.receipts(viewer, contributions.ReceiptFilter(number=text))[:MOST]
    return [
        {
            "label": one.number,
            "note": f"{one.mutual} · {one.day:%d/%m/%Y} · {one.household.reference if one.household else '—'}",
            "url": address("receipts", number=one.number),
        }
        for one in found
    ]


def _requests(viewer: Viewer, text: str) -> list[Hit]:
    found = claims.decisions(viewer).filter(Q(request__number__iexact=text) | Q(request__reference__iexact=text))
    return [
        {
            "label": one.request.number or "—",
            "note": f"{one.request.reference or '—'} · {one.request.bordereau.facility_code}",
            "url": address("request", one.request_id),
        }
        for one in found.select_related("request__bordereau")[:MOST]
    ]


def _bordereaux(viewer: Viewer, text: str) -> list[Hit]:
    return [
        {
            "label": one.number or one.period or "—",
            "note": one.facility_code,
            "url": address("bordereau", one.id),
        }
        for one in claims.bordereaux(viewer, text)[:MOST]
    ]


def _facilities(viewer: Viewer, text: str) -> list[Hit]:
    return [
        {"label": one.name, "note": f"{one.code} · {one.commune_name}", "url": address("facility", one.code)}
        for one in facilities(viewer, text)[:MOST]
    ]


def _statements(viewer: Viewer, text: str) -> list[Hit]:
    return [
        {"label": one.number, "note": one.facility_code, "url": address("statement", one.number)}
        for one in statements(viewer, text=text)[:MOST]
    ]


def _places(viewer: Viewer, text: str) -> list[Hit]:
    communes = Commune.objects.filter(Q(name__icontains=text) | Q(code__iexact=text)).select_related("cercle")
    hits = [
        {"label": one.name, "note": one.cercle.name, "url": address("commune", one.code)}
        for one in communes.order_by("name")[:MOST]
    ]
    villages = Village.objects.filter(Q(name__icontains=text, named=True) | Q(code__iexact=text))
    hits += [
        {"label": one.name, "note": one.commune.name, "url": address("commune", one.commune_id)}
        for one in villages.select_related("commune").order_by("name")[:MOST]
    ]
    organisations = Organisation.objects.filter(Q(name__icontains=text) | Q(code__iexact=text))
    hits += [
        {"label": one.name, "note": one.code, "url": address("organisation", one.code)}
        for one in organisations.exclude(kind="village_committee").order_by("path")[:MOST]
    ]
    return hits[:MOST]


Find = Callable[[Viewer, str], list[Hit]]


def _groups() -> list[tuple[str, str, Find, str]]:
    """Title, operation, search, and the list that goes on from it."""
    return [
        (_("Personnes et ménages"), "membership.read_households", _households, "households"),
        (_("Reçus"), contributions.READ_RECEIPTS, _receipts, ""),
        (_("Demandes"), claims.READ, _requests, ""),
        (_("Bordereaux"), claims.READ, _bordereaux, "bordereaux"),
        (_("États de remboursement"), "settlement.read_statements", _statements, "statements"),
        (_("Établissements"), "providers.read_facilities", _facilities, "facilities"),
        (_("Lieux et organisations"), "network.read_network", _places, ""),
    ]


@for_everyone
@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """What answers a few words, kind by kind: a few of each, and the list that goes on."""
    viewer = viewer_of_request(request)
    text = " ".join(request.GET.get("q", "").split())[:80]
    groups = []
    if len(text) >= SHORTEST:
        for title, operation, find, more in _groups():
            if viewer.may_somewhere(operation) and (hits := find(viewer, text)):
                url = address(more, q=text) if more and len(hits) == MOST else ""
                groups.append({"title": title, "hits": hits, "url": url})
    context = {"text": text, "groups": groups, "short": 0 < len(text) < SHORTEST}
    return render(request, "desk/search.html", context)
