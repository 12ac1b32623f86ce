"""Pages of facilities: the list, one facility with its agreements, and the prices that hold."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_safe

from sysgimut.benefits import queries as catalogue
from sysgimut.identity.web.access import requires
from sysgimut.identity.web.pages import page_of_list, viewer_of_request
from sysgimut.journal import clock
from sysgimut.providers import queries
from sysgimut.providers.domain.agreements import period_of, state_of
from sysgimut.providers.domain.declared import DeclaredAgreement
from sysgimut.providers.domain.tariffs import EVERYWHERE
from sysgimut.providers.models import FACILITY_TYPES, Facility, Tariff

TYPES = {
    "CSCOM": lazy("Centre de santé communautaire"),
    "CSREF": lazy("Centre de santé de référence"),
    "HOPITAL": lazy("Hôpital"),
    "OFFICINE": lazy("Officine de pharmacie"),
}
assert set(TYPES) == set(FACILITY_TYPES)


class FacilityFilters(forms.Form):
    """What to look for among facilities."""

    q = forms.CharField(label=lazy("Nom, code ou commune"), required=False)
    type = forms.ChoiceField(label=lazy("Type"), required=False, choices=[("", lazy("Tous")), *TYPES.items()])


class ActFilters(forms.Form):
    """What to look for among the acts of a facility."""

    q = forms.CharField(label=lazy("Code ou libellé de l’acte"), required=False)


class TariffFilters(forms.Form):
    """What to look for among tariffs."""

    acte = forms.CharField(label=lazy("Code de l’acte"), required=False)
    pour = forms.CharField(
        label=lazy("Pour"), required=False, help_text=lazy("Code d’établissement, type, ou * pour partout.")
    )


@requires(queries.READ)
@require_safe
def facility_list(request: HttpRequest) -> HttpResponse:
    """The facilities, searched and filtered."""
    filters = FacilityFilters(request.GET)
    given = filters.cleaned_data if filters.is_valid() else {}
    found = queries.facilities(viewer_of_request(request), given.get("q", ""), given.get("type", ""))
    page = page_of_list(request, found)
    rows = [
        {
            "name": row.name,
            "code": row.code,
            "type": TYPES.get(row.type, row.type),
            "commune": row.commune,
            "products": " ".join(row.products),
            "state": row.state,
            "url": reverse("facility", args=[row.code]),
        }
        for row in queries.facility_rows(page.object_list, clock.today())  # type: ignore[arg-type]
    ]
    columns = [
        {"key": "name", "label": _("Établissement"), "url": "url", "heading": True},
        {"key": "code", "label": _("Code"), "kind": "code"},
        {"key": "type", "label": _("Type")},
        {"key": "commune", "label": _("Commune")},
        {"key": "products", "label": _("Produits acceptés")},
        {"key": "state", "label": _("Convention"), "kind": "template", "template": "providers/state.html"},
    ]
    context = {"filters": filters, "rows": rows, "columns": columns, "page": page}
    return render(request, "providers/facilities.html", context)


def facility_or_404(request: HttpRequest, code: str) -> Facility:
    """The facility of this code, if the viewer may read it. Raises Http404 otherwise, whether it exists or not."""
    found = queries.facility(viewer_of_request(request), code)
    if found is None:
        raise Http404
    return found


def facility_crumbs(facility: Facility, last: str = "") -> list[dict[str, Any]]:
    """The way to a page about a facility."""
    way: list[dict[str, Any]] = [{"label": _("Établissements"), "url": reverse("facilities")}]
    if not last:
        return [*way, {"label": facility.code}]
    return [*way, {"label": facility.code, "url": reverse("facility", args=[facility.code])}, {"label": last}]


def facility_tabs(code: str, current: str) -> list[dict[str, Any]]:
    """The views of a facility; its bordereaux are another app's page, there when that app is."""
    return [
        {"label": _("Conventions"), "url": reverse("facility", args=[code]), "current": current == "facility"},
        {"label": _("Tarifs"), "url": reverse("facility_prices", args=[code]), "current": current == "prices"},
    ]


@requires(queries.READ)
@require_safe
def facility_page(request: HttpRequest, code: str) -> HttpResponse:
    """One facility: what it is, and its agreements on a time line."""
    facility = facility_or_404(request, code)
    viewer, today = viewer_of_request(request), clock.today()
    bound = queries.agreements([facility.code])[facility.code]
    facts = [
        (_("Code"), facility.code, "code"),
        (_("Type"), TYPES.get(facility.type, facility.type)),
        (_("Commune"), facility.commune_name),
        (_("Convention"), state_of(bound, today), "status"),
    ]
    may = {
        "rename": viewer.may("providers.rename_facility", facility.scope_path),
        "add": viewer.may("providers.add_agreement", facility.scope_path),
        "end": viewer.may("providers.end_agreement", facility.scope_path),
    }
    context = {
        "facility": facility,
        "crumbs": facility_crumbs(facility),
        "tabs": facility_tabs(facility.code, "facility"),
        "facts": facts,
        "line": agreement_line(bound, today),
        "today": today,
        "agreements": [_agreement(one, today) for one in bound],
        "columns": _agreement_columns(),
        "may": may,
    }
    return render(request, "providers/facility.html", context)


def agreement_line(bound: Sequence[DeclaredAgreement], today: date) -> list[tuple[str, list[Any]]]:
    """Rows of the time line: one a product, with the periods in which it is bound, as states."""
    rows: dict[str, list[Any]] = {}
    for one in bound:
        period = period_of(one)
        if period is None:
            continue
        state = "closed" if period.end is not None and period.end <= today else "active"
        for product in one.products.split():
            rows.setdefault(product, []).append((period.start, period.end, state))
    return sorted(rows.items())


def _agreement(one: DeclaredAgreement, today: date) -> dict[str, Any]:
    return {
        "products": one.products or _("aucun produit"),
        "start": one.start,
        "end": one.end,
        "state": state_of([one], today),
        "ends": f"?debut={one.start.isoformat()}&produits={one.products.replace(' ', '+')}",
    }


def _agreement_columns() -> list[dict[str, Any]]:
    return [
        {"key": "products", "label": _("Produits"), "heading": True},
        {"key": "start", "label": _("Depuis le"), "kind": "day"},
        {"key": "end", "label": _("Jusqu’au (exclu)"), "kind": "day"},
        {"key": "state", "label": _("État"), "kind": "template", "template": "providers/state.html"},
    ]


@requires(queries.READ)
@require_safe
def facility_prices(request: HttpRequest, code: str) -> HttpResponse:
    """The price that holds today at a facility for each act of the catalogue."""
    facility = facility_or_404(request, code)
    viewer, today = viewer_of_request(request), clock.today()
    filters = ActFilters(request.GET)
    given = filters.cleaned_data if filters.is_valid() else {}
    page = page_of_list(request, catalogue.acts(given.get("q", "")), 50)
    held = queries.prices_at(facility, [act.code for act in page.object_list], today)
    rows = []
    for act in page.object_list:
        tariff = held.get(act.code)
        rows.append(
            {
                "label": act.label,
                "code": act.code,
                "price": tariff.price if tariff else None,
                "since": tariff.start if tariff else None,
                "source": source_of(tariff.target, facility) if tariff else _("aucun tarif : la ligne attend un prix"),
                "url": reverse("act_tariffs", args=[act.code]),
            }
        )
    columns = [
        {"key": "label", "label": _("Acte"), "url": "url", "heading": True},
        {"key": "code", "label": _("Code"), "kind": "code"},
        {"key": "price", "label": _("Tarif"), "kind": "amount"},
        {"key": "since", "label": _("Depuis le"), "kind": "day"},
        {"key": "source", "label": _("Fixé pour")},
    ]
    context = {
        "facility": facility,
        "crumbs": facility_crumbs(facility, _("Tarifs")),
        "tabs": facility_tabs(facility.code, "prices"),
        "filters": filters,
        "rows": rows,
        "columns": columns,
        "page": page,
        "may_set": viewer.may("providers.set_tariff", facility.scope_path),
    }
    return render(request, "providers/prices.html", context)


def source_of(target: str, facility: Facility | None = None) -> str:
    """For whom a tariff is set, in words."""
    if target == EVERYWHERE:
        return _("tous les établissements")
    if target in TYPES:
        return str(TYPES[target])
    return _("cet établissement") if facility is not None and target == facility.code else target


@requires(queries.READ)
@require_safe
def tariff_list(request: HttpRequest) -> HttpResponse:
    """All the tariffs recorded, by act."""
    filters = TariffFilters(request.GET)
    given = filters.cleaned_data if filters.is_valid() else {}
    found = queries.tariffs(viewer_of_request(request), given.get("acte", ""), given.get("pour", ""))
    return _tariffs(request, found, filters=filters)


@requires(queries.READ)
@require_safe
def act_tariffs(request: HttpRequest, code: str) -> HttpResponse:
    """The tariffs of one act: for whom, since when, until when."""
    act = catalogue.act(code)
    if act is None:
        raise Http404
    return _tariffs(request, queries.tariffs(viewer_of_request(request), act.code), act=act)


def _tariffs(request: HttpRequest, found: Any, **context: Any) -> HttpResponse:
    page = page_of_list(request, found, 50)
    today = clock.today()
    columns = [
        {"key": "act_code", "label": _("Acte"), "kind": "code", "url": "url", "heading": True},
        {"key": "source", "label": _("Fixé pour")},
        {"key": "price", "label": _("Tarif"), "kind": "amount"},
        {"key": "start", "label": _("Depuis le"), "kind": "day"},
        {"key": "end", "label": _("Jusqu’au (exclu)"), "kind": "day"},
        {"key": "state", "label": _("État"), "kind": "template", "template": "providers/state.html"},
    ]
    rows = [_tariff(tariff, today) for tariff in page.object_list]
    may_set = viewer_of_request(request).may_somewhere("providers.set_tariff")
    context |= {"rows": rows, "columns": columns, "page": page, "may_set": may_set}
    return render(request, "providers/tariffs.html", context)


def _tariff(tariff: Tariff, today: date) -> dict[str, Any]:
    bound = DeclaredAgreement(tariff.start, tariff.end, "")
    return {
        "act_code": tariff.act_code,
        "url": reverse("act", args=[tariff.act_code]),
        "source": source_of(tariff.target),
        "price": tariff.price,
        "start": tariff.start,
        "end": tariff.end,
        "state": state_of([bound], today),
    }
