"""Pages of claims. Showing acts, diagnoses or names beside them is noted in the log of health data."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_safe

from sysgimut.claims import queries
from sysgimut.claims.request_views import care_of, request_views
from sysgimut.claims.web import tables
from sysgimut.identity.web.access import requires
from sysgimut.identity.web.pages import page_of_list, viewer_of_request
from sysgimut.identity.web.submission import language
from sysgimut.journal import clock
from sysgimut.journal.health import note_access
from sysgimut.kernel.periods import add_months
from sysgimut.providers.queries import facility as readable_facility

REQUESTS_PER_PAGE = 10
MONTHS_LOOKED_BACK = 12
STATES = ("", "to_justify", "reduced")


class BordereauFilters(forms.Form):
    """What to look for among bordereaux."""

    q = forms.CharField(label=lazy("Numéro ou établissement"), required=False)
    periode = forms.RegexField(
        r"^[0-9]{4}-[0-9]{2}$",
        label=lazy("Période"),
        required=False,
        help_text=lazy("AAAA-MM"),
        error_messages={"invalid": lazy("Un mois s’écrit AAAA-MM, par exemple 2024-05.")},
    )
    etablissement = forms.CharField(label=lazy("Code de l’établissement"), required=False)


@requires(queries.READ)
@require_safe
def bordereau_list(request: HttpRequest) -> HttpResponse:
    """The bordereaux, the last received first."""
    viewer = viewer_of_request(request)
    filters = BordereauFilters(request.GET)
    filters.is_valid()
    given = filters.cleaned_data
    found = queries.bordereaux(viewer, given.get("q", ""), given.get("etablissement", ""), given.get("periode", ""))
    page = page_of_list(request, found)
    context = {
        "filters": filters,
        "rows": [tables.bordereau_row(row) for row in queries.bordereau_rows(viewer, list(page.object_list))],
        "columns": tables.bordereau_columns(),
        "page": page,
        "may_send": viewer.may_somewhere("claims.import_requests"),
        "may_enter": viewer.may_somewhere("claims.submit_request"),
    }
    return render(request, "claims/bordereaux.html", context)


@requires(queries.READ)
@require_safe
def bordereau_page(request: HttpRequest, identifier: UUID) -> HttpResponse:
    """One bordereau: its totals, and its requests with their lines, decisions and reasons."""
    viewer = viewer_of_request(request)
    row = queries.bordereau(viewer, identifier)
    if row is None:
        raise Http404
    state = request.GET.get("etat", "")
    state = state if state in STATES else ""
    found = queries.decisions(viewer, state, request__bordereau=identifier)
    page = page_of_list(request, found, REQUESTS_PER_PAGE)
    views = request_views(viewer, list(page.object_list), language())
    if any(view.health for view in views):
        note_access(viewer.id, [f"bordereau:{identifier}"], "bordereau page")
    tabs = zip(STATES, (_("Toutes"), _("À justifier"), _("Réduites ou rejetées")), strict=True)
    context = {
        "row": row,
        "facts": [
            (_("Établissement"), row.facility_name or row.facility),
            (_("Période"), row.period),
            (_("Reçu le"), row.received_on, "day"),
            (_("Demandes liquidées"), row.totals.requests, "number"),
            (_("En attente de décision"), row.waiting, "number"),
            (_("Lignes"), row.totals.lines, "number"),
            (_("À rendre aux assurés"), row.totals.overpaid, "amount"),
        ],
        "parts": tables.parts(row.totals),
        "requests": [tables.shown_request(view) for view in views],
        "hidden": any(not view.health for view in views),
        "page": page,
        "may_settle": viewer.may_somewhere("settlement.read_statements"),
        "tabs": [{"label": label, "url": f"?etat={code}", "current": code == state} for code, label in tabs],
        "crumbs": [{"label": _("Bordereaux"), "url": reverse("bordereaux")}, {"label": row.name}],
    }
    return render(request, "claims/bordereau.html", context)


@requires(queries.READ)
@require_safe
def request_page(request: HttpRequest, identifier: UUID) -> HttpResponse:
    """One request: what was asked, what was decided of each line and why."""
    viewer = viewer_of_request(request)
    decision = queries.request(viewer, identifier)
    if decision is None:
        return _waiting_page(request, identifier)
    (view,) = request_views(viewer, [decision], language())
    care = care_of(viewer, decision)
    if care is not None:
        note_access(viewer.id, [f"request:{identifier}"], "request page")
    bordereau = {"label": view.bordereau or "—", "url": reverse("bordereau", args=[view.bordereau_id])}
    context = {
        "shown": tables.shown_request(view),
        "facts": tables.request_facts(view),
        "care": tables.care_facts(view, care) if care is not None else None,
        "parts": tables.parts(view.totals),
        "crumbs": [{"label": _("Bordereaux"), "url": reverse("bordereaux")}, bordereau, {"label": view.number or "—"}],
    }
    return render(request, "claims/request.html", context)


def _waiting_page(request: HttpRequest, identifier: UUID) -> HttpResponse:
    """A request that is recorded and not decided yet says so."""
    asked = queries.waiting_request(viewer_of_request(request), identifier)
    if asked is None:
        raise Http404
    head = asked.bordereau
    bordereau = {"label": head.number or head.period or "—", "url": reverse("bordereau", args=[head.id])}
    crumbs = [{"label": _("Bordereaux"), "url": reverse("bordereaux")}, bordereau, {"label": asked.number or "—"}]
    context = {"asked": asked, "facts": tables.waiting_facts(asked), "crumbs": crumbs}
    return render(request, "claims/waiting.html", context)


@requires(queries.READ)
@require_safe
def facility_bordereaux(request: HttpRequest, code: str) -> HttpResponse:
    """What a facility billed, month by month, within what the viewer sees of it."""
    viewer = viewer_of_request(request)
    facility = readable_facility(viewer, code)
    if facility is None:
        raise Http404
    months = queries.facility_months(viewer, facility.code, since=f"{add_months(clock.today(), -24):%Y-%m}")
    totals = queries.summed(month.totals for month in months)
    labels, series = tables.month_series(months, clock.today())
    url = reverse("facility", args=[facility.code])
    crumbs: list[dict[str, Any]] = [
        {"label": _("Établissements"), "url": reverse("facilities")},
        {"label": facility.code, "url": url},
        {"label": _("Bordereaux")},
    ]
    context = {
        "facility": facility,
        "crumbs": crumbs,
        "series": series,
        "labels": labels,
        "parts": tables.parts(totals),
        "totals": totals,
        "rows": tables.period_rows(months, facility.code),
        "columns": tables.period_columns(totals),
        "list_url": f"{reverse('bordereaux')}?etablissement={facility.code}",
    }
    return render(request, "claims/facility.html", context)


@requires(queries.REOPENING)
@require_safe
def reopening_list(request: HttpRequest) -> HttpResponse:
    """Decisions that what became known since would have changed, for a person to reopen or leave."""
    since = add_months(clock.today(), -MONTHS_LOOKED_BACK)
    page = page_of_list(request, queries.decisions_to_reopen(viewer_of_request(request), since))
    context = {
        "since": since,
        "rows": [tables.reopening_row(row) for row in queries.reopenings(list(page.object_list))],
        "columns": tables.reopening_columns(),
        "page": page,
    }
    return render(request, "claims/reopenings.html", context)
