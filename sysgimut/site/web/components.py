"""The living page of components: every one of them, drawn with invented data. Documentation: docs/components.md."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from sysgimut.identity.web.access import public
from sysgimut.site.statuses import STATUSES
from sysgimut.site.web import component_samples as samples


@public
@require_safe
def components_page(request: HttpRequest) -> HttpResponse:
    """Draw every component. Reads nothing, changes nothing."""
    return render(request, "site/components.html", page_context(request.GET))


def page_context(query: QueryDict) -> dict[str, Any]:
    """What the page draws; `query` is what its filters hold."""
    rows = samples.households()
    return {
        "crumbs": [{"label": _("Accueil"), "url": "/"}, {"label": _("Composants")}],
        "menu": samples.navigation(),
        "tiles": samples.tiles(),
        "rows": rows,
        "columns": samples.household_columns(),
        "page": samples.page_of(rows),
        "filters": samples.SampleFilters(query),
        "form": samples.sample_form(),
        "upload_form": samples.SampleUpload(),
        "facts": _facts(),
        "tabs": [
            {"label": _("Personnes"), "url": "#onglets", "current": True, "count": 9},
            {"label": _("Reçus"), "url": "#onglets", "count": 3},
            {"label": _("Demandes"), "url": "#onglets", "count": 0},
        ],
        "steps": [_("Ménage"), _("Personnes"), _("Paiement"), _("Validation")],
        "coverage": samples.coverage(),
        "today": samples.TODAY,
        "decisions": samples.decisions(),
        "parts": [
            (_("Accordé"), 1_750, "granted"),
            (_("À justifier"), 5_250, "to_justify"),
            (_("Rejeté"), 10_650, "rejected"),
        ],
        "bars": [("Sangha", 842), ("Dourou", 615), ("Kani-Gogouna", 210), ("Bandiagara", 1_304)],
        "months": samples.months(),
        "series": samples.series(),
        "statuses": STATUSES,
        "icons": ICONS,
    }


def _facts() -> list[object]:
    return [
        {"label": _("Adhérent"), "value": "Guindo Amadou", "url": "#faits", "note": _("né vers 1962")},
        (_("Référence"), "MOP-000123-01-A", "code"),
        (_("Adhésion"), samples.TODAY, "day"),
        (_("Cotisation due"), 15_570, "amount"),
        (_("Droits"), "open", "status"),
        (_("Téléphone"), None),
    ]


# fmt: off
ICONS = (
    "home", "people", "person", "household", "receipt", "facility", "bordereau", "statement", "search",
    "menu", "check", "cross", "warning", "info", "question", "clock", "dot", "half", "calendar", "left",
    "right", "up", "down", "sort", "download", "upload", "print", "filter", "plus", "edit", "trash",
    "lock", "logout", "language", "map", "network", "shield", "coins", "chart", "offline", "history",
    "settings", "phone", "file", "book", "key", "more",
)
# fmt: on

urlpatterns = [path("composants/", components_page, name="components")]
