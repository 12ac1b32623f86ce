"""Forms that change a facility: its name, its agreements, a price. Each ends in a command."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_http_methods

from sysgimut.benefits.queries import product_codes
from sysgimut.identity.web.access import requires
from sysgimut.identity.web.forms import DayInput
from sysgimut.identity.web.pages import form_page, viewer_of_request
from sysgimut.identity.web.submission import CommandForm
from sysgimut.journal import clock
from sysgimut.providers import queries
from sysgimut.providers.commands.add_agreement import AddAgreement
from sysgimut.providers.commands.end_agreement import EndAgreement
from sysgimut.providers.commands.rename_facility import RenameFacility
from sysgimut.providers.commands.set_tariff import SetTariff
from sysgimut.providers.models import Facility
from sysgimut.providers.web.views import facility_crumbs

FORMS = ["GET", "HEAD", "POST"]


class NameForm(CommandForm):
    """The name of a facility."""

    name = forms.CharField(label=lazy("Nom de l’établissement"), min_length=3, max_length=120)
    columns = {"ETAB-NOM": "name"}
    facility = ""

    def message(self) -> RenameFacility:
        return RenameFacility(facility=self.facility, name=self.cleaned_data["name"])


class AgreementForm(CommandForm):
    """A new agreement."""

    products = forms.MultipleChoiceField(label=lazy("Produits acceptés"), widget=forms.CheckboxSelectMultiple)
    start = forms.DateField(label=lazy("Premier jour"), widget=DayInput())
    end = forms.DateField(
        label=lazy("Fin"),
        widget=DayInput(),
        required=False,
        help_text=lazy("Premier jour où elle ne vaut plus ; vide : sans fin prévue."),
    )
    columns = {"CONV-DATES": "end", "CONV-CHEVAUCHE": "products"}
    facility = ""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["products"].choices = [(code, code) for code in product_codes()]  # type: ignore[attr-defined]

    def message(self) -> AddAgreement:
        given = self.cleaned_data
        return AddAgreement(
            facility=self.facility, start=given["start"], end=given["end"], products=tuple(given["products"])
        )


class EndForm(CommandForm):
    """The end of an agreement, which its start and products name."""

    start = forms.DateField(widget=forms.HiddenInput)
    products = forms.CharField(widget=forms.HiddenInput)
    end = forms.DateField(
        label=lazy("Fin de la convention"),
        widget=DayInput(),
        help_text=lazy("Premier jour où elle ne vaut plus. Les soins de ce jour-là ne sont plus remboursés."),
    )
    columns = {"CONV-DATES": "end", "CONV-CHEVAUCHE": "end"}
    facility = ""

    def message(self) -> EndAgreement:
        given = self.cleaned_data
        return EndAgreement(
            facility=self.facility,
            start=given["start"],
            products=tuple(given["products"].split()),
            end=given["end"],
        )


class PriceForm(CommandForm):
    """A price from a day on."""

    act = forms.CharField(label=lazy("Code de l’acte"), max_length=64)
    target = forms.CharField(
        label=lazy("Pour"),
        max_length=64,
        help_text=lazy("Code d’un établissement, type (CSCOM, CSREF, HOPITAL, OFFICINE), ou * pour partout."),
    )
    price = forms.IntegerField(label=lazy("Tarif"), min_value=0, help_text=lazy("En F CFA, sans décimales."))
    start = forms.DateField(label=lazy("Premier jour"), widget=DayInput())
    end = forms.DateField(
        label=lazy("Fin"), widget=DayInput(), required=False, help_text=lazy("Vide : sans fin prévue.")
    )
    columns = {"ACTE-INCONNU": "act", "TARIF-ETAB": "target", "TARIF-DATES": "end"}

    def message(self) -> SetTariff:
        given = self.cleaned_data
        return SetTariff(
            target=given["target"], act=given["act"], price=given["price"], start=given["start"], end=given["end"]
        )


def _changeable(request: HttpRequest, code: str, operation: str) -> Facility:
    """The facility, for someone who may do this to it. Raises Http404 otherwise."""
    viewer = viewer_of_request(request)
    facility = queries.facility(viewer, code)
    if facility is None or not viewer.may(operation, facility.scope_path):
        raise Http404
    return facility


def _page(
    request: HttpRequest, facility: Facility, form: CommandForm, title: str, said: str, button: str
) -> HttpResponse:
    back = reverse("facility", args=[facility.code])
    crumbs = facility_crumbs(facility, title)
    context = {"title": title, "button": button, "facility": facility, "crumbs": crumbs, "back": back}
    return form_page(request, form, "providers/change.html", context, back, said)


@requires("providers.rename_facility")
@require_http_methods(FORMS)
def rename(request: HttpRequest, code: str) -> HttpResponse:
    """Enter the name of a facility."""
    facility = _changeable(request, code, "providers.rename_facility")
    form = NameForm(request.POST or None, initial={"name": facility.name if facility.named else ""})
    form.facility = facility.code
    return _page(request, facility, form, _("Nom de l’établissement"), _("Nom enregistré."), _("Enregistrer"))


@requires("providers.add_agreement")
@require_http_methods(FORMS)
def add(request: HttpRequest, code: str) -> HttpResponse:
    """Record a new agreement."""
    facility = _changeable(request, code, "providers.add_agreement")
    form = AgreementForm(request.POST or None, initial={"start": clock.today()})
    form.facility = facility.code
    return _page(
        request, facility, form, _("Nouvelle convention"), _("Convention enregistrée."), _("Enregistrer la convention")
    )


@requires("providers.end_agreement")
@require_http_methods(FORMS)
def end(request: HttpRequest, code: str) -> HttpResponse:
    """Say when an agreement ends."""
    facility = _changeable(request, code, "providers.end_agreement")
    named = {"start": request.GET.get("debut", ""), "products": request.GET.get("produits", "")}
    form = EndForm(request.POST or None, initial={**named, "end": clock.today()})
    form.facility = facility.code
    title = _("Fin de la convention")
    return _page(request, facility, form, title, _("Fin de la convention enregistrée."), _("Mettre fin"))


@requires("providers.set_tariff")
@require_http_methods(FORMS)
def price(request: HttpRequest) -> HttpResponse:
    """Set the price of an act from a day on."""
    asked = {"act": request.GET.get("acte", ""), "target": request.GET.get("pour", "")}
    start: date = clock.today()
    form = PriceForm(request.POST or None, initial={**asked, "start": start})
    title = _("Nouveau tarif")
    back = reverse("act_tariffs", args=[form.data["act"]]) if form.data.get("act") else reverse("tariffs")
    crumbs = [{"label": _("Tarifs"), "url": reverse("tariffs")}, {"label": title}]
    context = {"title": title, "button": _("Enregistrer le tarif"), "crumbs": crumbs, "back": reverse("tariffs")}
    return form_page(request, form, "providers/change.html", context, back, _("Tarif enregistré."))
