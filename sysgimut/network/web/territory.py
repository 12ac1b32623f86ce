"""The territory: regions, cercles, communes and villages, with dated populations and their sources."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_http_methods, require_safe

from sysgimut.identity.web.access import requires
from sysgimut.identity.web.submission import CommandForm
from sysgimut.network import queries
from sysgimut.network.commands.name_village import NameVillage
from sysgimut.network.models import Commune, Village
from sysgimut.network.web.sources import source_names

PER_PAGE = 50


def _latest(found: dict[str, list[queries.Inhabitants]], code: str) -> dict[str, Any]:
    """The latest population of a place, for a row of a table."""
    known = found.get(code)
    return {"inhabitants": known[0].inhabitants, "year": str(known[0].year)} if known else _NOBODY


_NOBODY = {"inhabitants": None, "year": "—"}


def _populations(kind: str, code: str) -> list[dict[str, Any]]:
    """The populations of a place for its page, latest first."""
    return [
        {"year": one.year, "inhabitants": one.inhabitants, "source": source_names(one.source)}
        for one in queries.populations(kind, [code]).get(code, [])
    ]


def _top() -> dict[str, Any]:
    return {"label": _("Territoire"), "url": reverse("territory")}


def _above(commune: Commune) -> list[dict[str, Any]]:
    return [_top(), {"label": commune.cercle.name, "url": reverse("cercle", args=[commune.cercle_id])}]


def _map(communes: list[Commune]) -> list[dict[str, Any]]:
    """The communes as places of the schematic map."""
    inhabitants = queries.populations("commune", [commune.pk for commune in communes])
    return [
        {
            "label": commune.name,
            "longitude": commune.longitude_e6,
            "latitude": commune.latitude_e6,
            "whole": _latest(inhabitants, commune.pk)["inhabitants"] or 0,
            "url": reverse("commune", args=[commune.pk]),
        }
        for commune in communes
    ]


@requires("network.read_network")
@require_safe
def territory(request: HttpRequest) -> HttpResponse:
    """Regions and cercles, and the communes that mutuals cover, on the schematic map."""
    of_regions, of_cercles = queries.populations("region"), queries.populations("cercle")
    context = {
        "map": _map(list(queries.communes())),
        "cercles": [
            {
                "name": cercle.name,
                "code": cercle.pk,
                "url": reverse("cercle", args=[cercle.pk]),
                "region": cercle.region.name,
                "communes": cercle.commune_count,  # type: ignore[attr-defined]
                **_latest(of_cercles, cercle.pk),
            }
            for cercle in queries.cercles()
        ],
        "regions": [
            {
                "code": region.pk,
                "name": region.name,
                "cercles": region.cercle_count,  # type: ignore[attr-defined]
                "state": "to_confirm" if region.to_confirm else "confirmed",
                **_latest(of_regions, region.pk),
            }
            for region in queries.regions()
        ],
        "unnamed": queries.unnamed_villages(),
        **_columns(),
    }
    return render(request, "network/territory.html", context)


def _columns() -> dict[str, list[dict[str, Any]]]:
    figures = [
        {"key": "inhabitants", "label": _("Habitants"), "kind": "number"},
        {"key": "year", "label": _("Année"), "kind": "text"},
    ]
    return {
        "cercle_columns": [
            {"key": "name", "label": _("Cercle"), "url": "url"},
            {"key": "code", "label": _("Code"), "kind": "code"},
            {"key": "communes", "label": _("Communes connues"), "kind": "number"},
            *figures,
        ],
        "region_columns": [
            {"key": "name", "label": _("Région")},
            {"key": "code", "label": _("Code"), "kind": "code"},
            {"key": "cercles", "label": _("Cercles connus"), "kind": "number"},
            *figures,
            {"key": "state", "label": _("Code officiel"), "kind": "status"},
        ],
    }


@requires("network.read_network")
@require_safe
def cercle_page(request: HttpRequest, code: str) -> HttpResponse:
    """The communes of a cercle."""
    cercle = get_object_or_404(queries.cercles(), pk=code)
    communes = list(queries.communes().filter(cercle=cercle))
    inhabitants = queries.populations("commune", [commune.pk for commune in communes])
    rows = [
        {
            "name": commune.name,
            "code": commune.pk,
            "url": reverse("commune", args=[commune.pk]),
            "villages": commune.village_count,  # type: ignore[attr-defined]
            "unnamed": commune.village_count - commune.named_count,  # type: ignore[attr-defined]
            **_latest(inhabitants, commune.pk),
        }
        for commune in communes
    ]
    columns = [
        {"key": "name", "label": _("Commune"), "url": "url"},
        {"key": "code", "label": _("Code"), "kind": "code"},
        {"key": "villages", "label": _("Villages"), "kind": "number", "total": sum(row["villages"] for row in rows)},
        {"key": "unnamed", "label": _("Noms à saisir"), "kind": "number", "total": sum(row["unnamed"] for row in rows)},
        {"key": "inhabitants", "label": _("Habitants"), "kind": "number"},
        {"key": "year", "label": _("Année")},
    ]
    context = {
        "crumbs": [_top(), {"label": cercle.name}],
        "cercle": cercle,
        "rows": rows,
        "columns": columns,
        "map": _map(communes),
        "populations": _populations("cercle", code),
    }
    return render(request, "network/cercle.html", context)


@requires("network.read_network")
@require_safe
def commune_page(request: HttpRequest, code: str) -> HttpResponse:
    """A commune: its populations, the mutuals that cover it, its villages and quarters."""
    commune = get_object_or_404(queries.communes(), pk=code)
    unnamed = request.GET.get("noms") == "a-saisir"
    page = Paginator(queries.villages(code, unnamed), PER_PAGE).get_page(request.GET.get("page"))
    inhabitants = queries.populations("village", [village.pk for village in page.object_list])
    rows = [
        {
            "name": village.name,
            "code": village.pk,
            "kind": _("Quartier") if village.kind == "quartier" else _("Village"),
            "state": "named" if village.named else "to_enter",
            "url": reverse("village_name", args=[village.pk]),
            "inhabitants": _latest(inhabitants, village.pk)["inhabitants"],
        }
        for village in page.object_list
    ]
    may_name = request.viewer.may_somewhere("network.name_village")  # type: ignore[attr-defined]
    columns = [
        {"key": "name", "label": _("Nom"), **({"url": "url"} if may_name else {})},
        {"key": "code", "label": _("Code"), "kind": "code"},
        {"key": "kind", "label": _("Genre")},
        {"key": "state", "label": _("État du nom"), "kind": "status"},
    ]
    if any(row["inhabitants"] for row in rows):
        columns.append({"key": "inhabitants", "label": _("Habitants"), "kind": "number"})
    count, named = commune.village_count, commune.named_count  # type: ignore[attr-defined]
    tabs = [
        {"label": _("Tous"), "url": "?", "current": not unnamed, "count": count},
        {"label": _("Noms à saisir"), "url": "?noms=a-saisir", "current": unnamed, "count": count - named},
    ]
    context = {
        "crumbs": [*_above(commune), {"label": commune.name}],
        "commune": commune,
        "page": page,
        "rows": rows,
        "columns": columns,
        "tabs": tabs,
        "areas": commune.areas.select_related("mutual").order_by("start"),
        "sections": commune.organisations.filter(kind="section").order_by("code"),
        "populations": _populations("commune", code),
    }
    return render(request, "network/commune.html", context)


class NameForm(CommandForm):
    """The name of a village, and why a known one changes."""

    columns = {"RES-VILLAGE_DOUBLE": "name", "RES-VILLAGE_MOTIF": "reason"}
    name = forms.CharField(label=lazy("Nom du village ou du quartier"), min_length=2, max_length=80)
    reason = forms.CharField(label=lazy("Motif de la correction"), required=False, max_length=200)

    def __init__(self, *args: Any, village: Village, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.village = village
        if not village.named:
            del self.fields["reason"]

    def message(self) -> NameVillage:
        """The command."""
        reason = self.cleaned_data.get("reason", "")
        return NameVillage(code=self.village.pk, name=self.cleaned_data["name"], reason=reason)


@requires("network.name_village")
@require_http_methods(["GET", "HEAD", "POST"])
def village_name(request: HttpRequest, code: str) -> HttpResponse:
    """Enter the name of a village, or correct it. Only where the viewer may: elsewhere it is not found."""
    village = get_object_or_404(Village.objects.select_related("commune__cercle"), pk=code)
    if not request.viewer.may("network.name_village", queries.village_scope(village)):  # type: ignore[attr-defined]
        raise Http404
    initial = {"name": village.name if village.named else ""}
    form = NameForm(request.POST or None, village=village, initial=initial)
    if request.method == "POST" and form.submit(request) is not None:
        messages.success(request, _("Nom enregistré : %(name)s.") % {"name": form.cleaned_data["name"]})
        return redirect("commune", code=village.commune_id)
    commune = village.commune
    crumbs = [*_above(commune)[1:], {"label": commune.name, "url": reverse("commune", args=[commune.pk])}]
    context = {"crumbs": [*crumbs, {"label": village.name}], "village": village, "form": form}
    return render(request, "network/village_name.html", context, status=422 if form.errors else 200)
