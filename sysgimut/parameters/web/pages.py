"""The parameters as they stand on a day: values, dates, sources, and what somebody has still to confirm."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from fractions import Fraction
from functools import cache
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_safe

from sysgimut.identity.web.access import requires
from sysgimut.identity.web.submission import language
from sysgimut.journal import clock
from sysgimut.parameters.commands.load_parameters import shipped_files
from sysgimut.parameters.domain.loader import load_texts
from sysgimut.parameters.domain.resolver import to_confirm
from sysgimut.parameters.domain.schema import SCHEMA, Definition
from sysgimut.parameters.domain.values import TO_CONFIRM, ParameterValue, Source
from sysgimut.parameters.queries import Parameters, current

UNITS: Mapping[str, str | Promise] = {"mois": lazy("mois"), "jours": lazy("jours"), "personnes": lazy("personnes")}
COLUMNS: Mapping[str, str | Promise] = {
    "code": lazy("Code"),
    "libelle": lazy("Libellé"),
    "libelle_en": lazy("Libellé anglais"),
    "compte": lazy("Compte"),
    "sens": lazy("Sens"),
    "base": lazy("Compte de base"),
    "usage": lazy("Usage"),
    "financeur": lazy("Financeur"),
    "part": lazy("Part"),
    "prestation": lazy("Prestation"),
    "etendue": lazy("Étendue"),
    "precision": lazy("Précision"),
    "zone": lazy("Zone"),
    "ouverture": lazy("Ouverture"),
    "complet": lazy("Complet"),
    "cle_taux": lazy("Clé du taux"),
    "n": lazy("Numéro"),
    "parametre": lazy("Paramètre"),
    "champs": lazy("Champs"),
    "niveau": lazy("Niveau"),
    "effet": lazy("Effet"),
    "controle": lazy("Contrôlé"),
    "reference": lazy("Référence exigée"),
}
KINDS = {"money": "amount", "count": "number", "rate": "percent", "flag": "yes_no", "date": "day", "text": "text"}


class Filters(forms.Form):
    """Which day, and whether only what is to confirm."""

    le = forms.DateField(
        label=lazy("Valeurs en vigueur le"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    a_confirmer = forms.BooleanField(label=lazy("Seulement ce qui est à confirmer"), required=False)


@cache
def sources() -> dict[str, Source]:
    """The declared sources by their identifiers."""
    loaded = load_texts({name: text.encode() for name, text in shipped_files().items()})
    return {source.id: source for source in loaded.sources}


def label_of(definition: Definition) -> str:
    """The name of a parameter in the language of the page."""
    return definition.label_en if language() == "en" else definition.label_fr


@requires("parameters.read_parameters")
@require_safe
def parameter_page(request: HttpRequest) -> HttpResponse:
    """The values of the scheme, or of one product (`?produit=`), on a day (`?le=`)."""
    filters = Filters(request.GET)
    given = filters.cleaned_data if filters.is_valid() else {}
    on = given.get("le") or clock.today()
    parameters = current()
    declared = [str(row["code"]) for row in parameters.rows("produits", on)]
    products = [code for code in declared if code in parameters.products]
    product = request.GET.get("produit", products[0] if products else "")
    product = product if product in products else ""
    waiting = to_confirm(parameters.values)
    shown = _shown(parameters, product, on, bool(given.get("a_confirmer")))
    context = {
        "filters": filters,
        "on": on,
        "product": product,
        "values": shown,
        "waiting": len(waiting),
        "tabs": _tabs(products, product, on if given.get("le") else None),
        "digest": parameters.digest,
    }
    return render(request, "parameters/parameters.html", context)


def _tabs(products: Iterable[str], chosen: str, on: date | None) -> list[dict[str, Any]]:
    kept = f"&le={on.isoformat()}" if on else ""
    names = {**{code: code for code in products}, "": _("Toute l’union")}
    return [{"label": name, "url": f"?produit={code}{kept}", "current": code == chosen} for code, name in names.items()]


def _shown(parameters: Parameters, product: str, on: date, only_waiting: bool) -> list[dict[str, Any]]:
    """Each value in force, with the other periods of its parameter."""
    in_force = parameters.resolver.in_force(on, product)
    shown = []
    for key, definition in SCHEMA.items():
        periods = [one for one in parameters.values if one.key == key and one.product == product]
        if not periods:
            continue
        value = in_force.get(key)
        if only_waiting and not any(one.status == TO_CONFIRM for one in periods):
            continue
        others = [_drawn(one, definition) for one in periods if one != value]
        shown.append(
            {
                "key": key,
                "label": label_of(definition),
                "value": _drawn(value, definition) if value else None,
                "others": others,
            }
        )
    return shown


def _drawn(value: ParameterValue, definition: Definition) -> dict[str, Any]:
    """A value as the page shows it: figure or table, dates, source, state."""
    source = sources().get(value.source)
    always = value.period.start == date.min
    return {
        "value": value.value,
        "kind": KINDS.get(definition.type, "text"),
        "unit": UNITS.get(definition.unit, ""),
        "rows": _rows(value, definition) if definition.type == "table" else None,
        "columns": _columns(definition) if definition.type == "table" else None,
        "start": None if always else value.period.start,
        "end": value.period.end,
        "level": value.level,
        "state": "to_confirm" if value.status == TO_CONFIRM else "confirmed",
        "source": source.title if source else value.source,
        "passage": value.passage,
        "note": value.note,
    }


def _rows(value: ParameterValue, definition: Definition) -> list[dict[str, Any]]:
    """The rows of a table, every column present."""
    names = [column.name for column in definition.columns]
    return [{name: row.get(name, _EMPTY.get(definition.column(name).type)) for name in names} for row in value.rows]


_EMPTY: dict[str, Any] = {"text": "—", "rate": Fraction(0)}


def _columns(definition: Definition) -> list[dict[str, Any]]:
    hidden = "libelle" if language() == "en" else "libelle_en"
    names = [column.name for column in definition.columns]
    hidden = hidden if {"libelle", "libelle_en"} <= set(names) else ""
    return [
        {"key": column.name, "label": COLUMNS.get(column.name, column.name), "kind": KINDS[column.type]}
        for column in definition.columns
        if column.name != hidden
    ]
