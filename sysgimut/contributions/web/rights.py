"""The card check: green or red, and why, in one second."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_safe

from sysgimut.contributions.rights import Rights, rights_on
from sysgimut.contributions.web.fields import day_field
from sysgimut.contributions.web.words import SEXES
from sysgimut.identity.web.access import requires
from sysgimut.identity.web.pages import viewer_of_request
from sysgimut.identity.web.submission import language
from sysgimut.journal import clock
from sysgimut.membership.searching import visible_homes

READ_RIGHTS = "contributions.read_rights"


class CardForm(forms.Form):
    """A card and a day."""

    card = forms.CharField(
        label=lazy("Numéro de la carte"),
        max_length=60,
        widget=forms.TextInput(
            attrs={"autofocus": True, "autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
        ),
    )
    day = day_field(lazy("Jour des soins"), required=False)


@requires(READ_RIGHTS)
@require_safe
def card(request: HttpRequest) -> HttpResponse:
    """Whether the rights of a card are open on a day."""
    asked = "card" in request.GET
    data = request.GET.copy()
    if asked and not data.get("day"):
        data["day"] = clock.today().isoformat()
    form = CardForm(data if asked else None, initial={"day": clock.today()})
    rights = None
    if asked and form.is_valid():
        typed = form.cleaned_data["card"]
        rights = rights_on(typed, form.cleaned_data["day"])
        if not rights.name and (written := as_printed(typed)) != typed:
            rights = rights_on(written, form.cleaned_data["day"])
    context: dict[str, Any] = {"form": form, "rights": rights}
    if rights is not None:
        context |= {
            "sentence": rights.reason.sentence(language()) if rights.reason else "",
            "facts": _facts(rights, request),
        }
    return render(request, "contributions/card.html", context)


def as_printed(typed: str) -> str:
    """A card number as the card prints it: capitals, and hyphens where a hurried hand leaves spaces.

    >>> as_printed(" mop 000145 07 8 ")
    'MOP-000145-07-8'
    """
    return "-".join(typed.upper().replace("-", " ").split())


def _facts(rights: Rights, request: HttpRequest) -> list[Any]:
    if not rights.name:
        return []
    birth = (rights.birth.year, "text") if rights.birth and rights.birth_is_year else (rights.birth, "day")
    visible = visible_homes(viewer_of_request(request)).filter(household__reference=rights.household).exists()
    household = {"label": _("Ménage"), "value": rights.household, "kind": "code"}
    if visible:
        household["url"] = reverse("household", args=[rights.household])
    return [
        (_("Nom"), rights.name),
        (_("Sexe"), SEXES[rights.sex]),
        (_("Naissance"), *birth),
        (_("Carte"), rights.reference, "code"),
        household,
        (_("Produit"), rights.product, "code"),
    ]
