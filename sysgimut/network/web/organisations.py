"""The organisations: union, offices, mutuals with their areas, sections, village committees, mutuals of 2014."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_safe

from sysgimut.identity.web.access import requires
from sysgimut.network import queries
from sysgimut.network.models import Organisation
from sysgimut.network.web.sources import source_names

PER_PAGE = 60
KINDS: dict[str, tuple[str | Promise, str | Promise]] = {
    "union": (lazy("Union"), lazy("Union")),
    "regional_office": (lazy("Antenne régionale"), lazy("Antennes régionales")),
    "mutual": (lazy("Mutuelle"), lazy("Mutuelles")),
    "section": (lazy("Section communale"), lazy("Sections communales")),
    "village_committee": (lazy("Comité de village"), lazy("Comités de village")),
    "founding_mutual": (lazy("Mutuelle de 2014"), lazy("Mutuelles de 2014")),
}
ORIGINS = {"creee": lazy("créée"), "restructuree": lazy("restructurée")}


def rows_of(found: list[Organisation], counted: bool = True) -> list[dict[str, Any]]:
    """Organisations as rows of a table."""
    below = queries.children_counts([each.pk for each in found]) if counted else {}
    return [
        {
            "name": each.name,
            "code": each.pk,
            "url": reverse("organisation", args=[each.pk]),
            "kind": KINDS[each.kind][0],
            "commune": each.commune.name if each.commune else "—",
            "start": each.start,
            "below": below.get(each.pk),
        }
        for each in found
    ]


def _columns() -> list[dict[str, Any]]:
    return [
        {"key": "name", "label": _("Nom"), "url": "url"},
        {"key": "kind", "label": _("Genre")},
        {"key": "commune", "label": _("Commune")},
        {"key": "start", "label": _("Depuis"), "kind": "day"},
        {"key": "below", "label": _("En dessous"), "kind": "number"},
    ]


@requires("network.read_network")
@require_safe
def organisation_list(request: HttpRequest) -> HttpResponse:
    """The organisations by kind; the union and its mutuals when no kind is asked."""
    kind = request.GET.get("genre", "")
    if kind in KINDS:
        found = queries.organisations(kind)
    else:
        kind, found = "", queries.organisations().filter(kind__in=["union", "regional_office", "mutual"])
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    tabs = [{"label": _("Union et mutuelles"), "url": "?", "current": not kind}]
    tabs += [
        {"label": KINDS[each][1], "url": f"?genre={each}", "current": each == kind}
        for each in ("section", "village_committee", "founding_mutual")
    ]
    context = {
        "tabs": tabs,
        "page": page,
        "rows": rows_of(list(page.object_list)),
        "columns": _columns(),
        "caption": KINDS[kind][1] if kind else _("Union et mutuelles"),
    }
    return render(request, "network/organisations.html", context)


@requires("network.read_network")
@require_safe
def organisation_page(request: HttpRequest, code: str) -> HttpResponse:
    """One organisation: what it is, its registrations, its area, what stands below it."""
    found = Organisation.objects.select_related("parent", "commune", "cercle", "village")
    organisation = get_object_or_404(found, pk=code)
    page = Paginator(queries.children_of(organisation), PER_PAGE).get_page(request.GET.get("page"))
    area = [
        {
            "name": each.commune.name,
            "url": reverse("commune", args=[each.commune_id]),
            "cercle": each.commune.cercle.name,
            "start": each.start,
            "end": each.end,
        }
        for each in (queries.area_of(code) if organisation.kind == "mutual" else [])
    ]
    registrations = [
        {"number": each.number, "decision": each.decision, "day": each.day, "authority": each.authority}
        for each in queries.registrations_of(code)
    ]
    crumbs: list[dict[str, Any]] = [{"label": _("Organisations"), "url": reverse("organisations")}]
    if parent := organisation.parent:
        crumbs.append({"label": parent.name, "url": reverse("organisation", args=[parent.pk])})
    context = {
        "crumbs": [*crumbs, {"label": organisation.name}],
        "organisation": organisation,
        "kind": KINDS[organisation.kind][0],
        "facts": _facts(organisation),
        "area": area,
        "area_columns": [
            {"key": "name", "label": _("Commune"), "url": "url"},
            {"key": "cercle", "label": _("Cercle")},
            {"key": "start", "label": _("Depuis"), "kind": "day"},
            {"key": "end", "label": _("Jusqu’au (exclu)"), "kind": "day"},
        ],
        "registrations": registrations,
        "registration_columns": [
            {"key": "number", "label": _("Numéro"), "kind": "code"},
            {"key": "decision", "label": _("Décision")},
            {"key": "day", "label": _("Date"), "kind": "day"},
            {"key": "authority", "label": _("Autorité")},
        ],
        "page": page,
        "rows": rows_of(list(page.object_list)),
        "columns": _columns(),
    }
    return render(request, "network/organisation.html", context)


def _facts(organisation: Organisation) -> list[Any]:
    parent = organisation.parent
    facts: list[Any] = [
        (_("Genre"), str(KINDS[organisation.kind][0])),
        (_("Code"), organisation.pk, "code"),
        (_("Périmètre"), organisation.path, "code"),
    ]
    if parent:
        facts.append({"label": _("Au-dessus"), "value": parent.name, "url": reverse("organisation", args=[parent.pk])})
    if organisation.commune:
        url = reverse("commune", args=[organisation.commune_id])
        facts.append({"label": _("Commune"), "value": organisation.commune.name, "url": url})
    if organisation.cercle:
        url = reverse("cercle", args=[organisation.cercle_id])
        facts.append({"label": _("Cercle"), "value": organisation.cercle.name, "url": url})
    facts.append((_("Depuis"), organisation.start, "day"))
    if organisation.end:
        facts.append((_("Jusqu’au (exclu)"), organisation.end, "day"))
    if organisation.origin:
        facts.append((_("Origine"), str(ORIGINS.get(organisation.origin, organisation.origin))))
    return [*facts, (_("Source"), source_names(organisation.source))]
