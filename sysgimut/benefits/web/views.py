"""Pages of the catalogue of acts and medicines."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_safe

from sysgimut.benefits import queries
from sysgimut.benefits.models import Act
from sysgimut.identity.web.access import requires
from sysgimut.identity.web.pages import page_of_list
from sysgimut.identity.web.submission import language
from sysgimut.journal import clock


class ActFilters(forms.Form):
    """What to look for in the catalogue."""

    q = forms.CharField(label=lazy("Code ou libellé"), required=False)
    prestation = forms.ChoiceField(label=lazy("Prestation"), required=False)
    produit = forms.ChoiceField(label=lazy("Couvert par"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        services = queries.service_labels(clock.today(), language())
        self.fields["prestation"].choices = [  # type: ignore[attr-defined]
            ("", _("Toutes")),
            *((code, f"{code} — {label}") for code, label in services.items()),
        ]
        self.fields["produit"].choices = [  # type: ignore[attr-defined]
            ("", _("Tous les produits")),
            *((code, code) for code in queries.product_codes()),
        ]


@requires(queries.READ)
@require_safe
def act_list(request: HttpRequest) -> HttpResponse:
    """The catalogue, searched and filtered."""
    filters = ActFilters(request.GET)
    given = filters.cleaned_data if filters.is_valid() else {}
    found = queries.acts(given.get("q", ""), given.get("prestation", ""), given.get("produit", ""))
    page = page_of_list(request, found, 50)
    columns = [
        {"key": "label", "label": _("Libellé"), "url": "url", "heading": True},
        {"key": "code", "label": _("Code"), "kind": "code"},
        {"key": "service_code", "label": _("Prestation"), "kind": "code"},
        {"key": "products", "label": _("Couvert par")},
        {"key": "limits", "label": _("Limites")},
    ]
    rows = [
        {
            "label": act.label,
            "code": act.code,
            "service_code": act.service_code,
            "products": act.products or _("aucun produit"),
            "limits": " · ".join(limits(act)) or "—",
            "url": reverse("act", args=[act.code]),
        }
        for act in page.object_list
    ]
    return render(request, "benefits/acts.html", {"filters": filters, "rows": rows, "columns": columns, "page": page})


@requires(queries.READ)
@require_safe
def act_page(request: HttpRequest, code: str) -> HttpResponse:
    """One act: what it is, who covers it, its limits."""
    act = queries.act(code)
    if act is None:
        raise Http404
    services = queries.service_labels(clock.today(), language())
    facts: list[tuple[Any, ...]] = [
        (_("Code"), act.code, "code"),
        (_("Prestation"), f"{act.service_code} — {services.get(act.service_code, '')}".rstrip(" —")),
        (_("Couvert par"), act.products or _("aucun produit : l’acte reste à la charge du patient")),
        (_("Limites"), " · ".join(limits(act)) or _("aucune")),
    ]
    if act.dci is not None:
        facts.append((_("Nom en DCI"), act.dci, "yes_no"))
    for label, value in (
        (_("Antibiotique"), act.antibiotic),
        (_("Injectable"), act.injectable),
        (_("Médicament essentiel"), act.essential),
    ):
        if value is not None:
            facts.append((label, value, "yes_no"))
    crumbs = [{"label": _("Actes et médicaments"), "url": reverse("acts")}, {"label": act.code}]
    return render(request, "benefits/act.html", {"act": act, "facts": facts, "crumbs": crumbs})


def limits(act: Act) -> list[str]:
    """The limits of an act in words, in the language of the page."""
    found = []
    if act.needs_authorisation:
        found.append(_("accord préalable"))
    if act.sex:
        found.append(_("femmes seulement") if act.sex == "F" else _("hommes seulement"))
    if act.age_min is not None and act.age_max is not None:
        found.append(_("de %(low)s à %(high)s ans") % {"low": act.age_min, "high": act.age_max})
    elif act.age_min is not None:
        found.append(_("à partir de %(age)s ans") % {"age": act.age_min})
    elif act.age_max is not None:
        found.append(_("jusqu’à %(age)s ans") % {"age": act.age_max})
    if act.max_per_request is not None:
        found.append(_("%(count)s par demande") % {"count": act.max_per_request})
    if act.max_per_year is not None:
        found.append(_("%(count)s par an") % {"count": act.max_per_year})
    return found
