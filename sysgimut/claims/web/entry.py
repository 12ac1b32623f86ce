"""One request typed at a desk: recorded and decided at once, the answer shown line by line."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.contrib import messages
from django.forms.boundfield import BoundField
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_http_methods

from sysgimut.claims.commands.submit_request import SubmitRequest
from sysgimut.claims.reception import facility_scope
from sysgimut.identity.access import Viewer
from sysgimut.identity.web.access import requires
from sysgimut.identity.web.forms import DayInput
from sysgimut.identity.web.pages import viewer_of_request
from sysgimut.identity.web.submission import CommandForm
from sysgimut.journal import clock

SUBMIT = "claims.submit_request"
LINES = 6
CARE_TYPES = [
    ("", lazy("Choisissez")),
    ("A", lazy("Ambulatoire")),
    ("H", lazy("Hospitalisation")),
    ("U", lazy("Urgence obstétricale ou néonatale")),
]
YES_NO = [("", "—"), ("true", lazy("Oui")), ("false", lazy("Non"))]
BORDEREAU = ("facility", "number", "period", "received_on", "phone", "attachments", "facility_signature")
LINE = (
    "number",
    "act",
    "label",
    "service_code",
    "quantity",
    "unit_price",
    "amount",
    "mutual_part",
    "insured_part",
)


def _text(label: Any, longest: int = 64, **options: Any) -> forms.CharField:
    return forms.CharField(label=label, max_length=longest, required=False, **options)


def _day(label: Any) -> forms.DateField:
    return forms.DateField(label=label, required=False, widget=DayInput())


def _yes_no(label: Any) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=YES_NO, required=False)


def _amount(label: Any, least: int) -> forms.IntegerField:
    return forms.IntegerField(label=label, required=False, min_value=least, max_value=10**12)


class BordereauPart(forms.Form):
    """What the bordereau says of itself."""

    facility = forms.CharField(label=lazy("Code de l’établissement"), max_length=64)
    number = _text(lazy("Numéro du bordereau"), help_text=lazy("Vide : le bordereau de la période."))
    period = forms.RegexField(
        r"^(19|20)[0-9]{2}-(0[1-9]|1[0-2])$",
        label=lazy("Période facturée"),
        required=False,
        help_text=lazy("AAAA-MM"),
        error_messages={"invalid": lazy("Un mois s’écrit AAAA-MM, par exemple 2024-05.")},
    )
    received_on = _day(lazy("Reçu le"))
    phone = _text(lazy("Téléphone de l’établissement"))
    attachments = _yes_no(lazy("Pièces jointes"))
    facility_signature = _yes_no(lazy("Signature et cachet de l’établissement"))


class RequestPart(forms.Form):
    """Who was cared for, when, for what, and what stands on the prescription."""

    request_number = forms.CharField(label=lazy("Numéro de la demande"), max_length=64)
    reference = _text(lazy("Référence du bénéficiaire"), help_text=lazy("Telle qu’elle est sur la carte."))
    family_name = _text(lazy("Nom"), 120)
    given_names = _text(lazy("Prénoms"), 120)
    sex = forms.ChoiceField(
        label=lazy("Sexe"), required=False, choices=[("", "—"), ("F", lazy("Femme")), ("M", lazy("Homme"))]
    )
    age = forms.IntegerField(label=lazy("Âge"), required=False, min_value=0, max_value=999)
    activity = _text(lazy("Activité"), 120)
    contact = _text(lazy("Contact"), 200)
    care_date = _day(lazy("Date des soins"))
    care_type = forms.ChoiceField(label=lazy("Type de soins"), required=False, choices=CARE_TYPES)
    entry_date = _day(lazy("Entrée"))
    exit_date = _day(lazy("Sortie"))
    practitioner = _text(lazy("Code du praticien"))
    icd10 = _text(lazy("Diagnostic (CIM-10)"))
    long_term = _yes_no(lazy("Affection de longue durée"))
    authorisation = _text(lazy("Numéro de l’accord préalable"))
    clinical_information = forms.CharField(
        label=lazy("Renseignements cliniques"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    prescriber_signature = _yes_no(lazy("Signature du prescripteur"))
    facility_stamp = _yes_no(lazy("Cachet de l’établissement"))
    validation_stamp = _yes_no(lazy("Cachet de validation"))


class RequestForm(CommandForm, BordereauPart, RequestPart):
    """A request and up to six lines. A line with nothing in it is not sent."""

    columns = {"DEM-ENTETE": "number", "DEM-LIGNE": "request_number", "DEM-CLOSE": "request_number"}

    def __init__(self, *args: Any, facility: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if facility:
            self.fields["facility"].initial = facility
            self.fields["facility"].disabled = True
        for row in range(1, LINES + 1):
            self.fields |= {f"{name}_{row}": field for name, field in _line_fields().items()}

    def part(self, names: Sequence[str]) -> list[BoundField]:
        """Some of the fields, in order."""
        return [self[name] for name in names]

    @property
    def bordereau_fields(self) -> list[BoundField]:
        """The fields of the bordereau."""
        return self.part(BORDEREAU)

    @property
    def request_fields(self) -> list[BoundField]:
        """The fields of the request."""
        return self.part(list(RequestPart.base_fields))

    @property
    def line_rows(self) -> list[tuple[int, bool, list[BoundField]]]:
        """(number, whether something is in it, fields) of each line."""
        rows = [(row, self.part([f"{name}_{row}" for name in LINE[1:]])) for row in range(1, LINES + 1)]
        return [(row, any(field.value() for field in fields), fields) for row, fields in rows]

    def clean(self) -> dict[str, Any]:
        """At least one line."""
        given: dict[str, Any] = super().clean() or self.cleaned_data
        if not self.errors and not list(_lines(given)):
            raise forms.ValidationError(_("Inscrivez au moins une ligne : acte, quantité, prix et parts."))
        return given

    def message(self) -> SubmitRequest:
        given = self.cleaned_data
        asked = {name: given[name] for name in RequestPart.base_fields if name != "request_number"}
        return SubmitRequest.model_validate(
            {
                "bordereau": {name: given[name] for name in BORDEREAU},
                "request": {**asked, "number": given["request_number"], "lines": list(_lines(given))},
            }
        )


def _line_fields() -> dict[str, forms.Field]:
    return {
        "act": _text(lazy("Code de l’acte")),
        "label": _text(lazy("Libellé"), 200),
        "service_code": _text(lazy("Prestation")),
        "quantity": forms.IntegerField(label=lazy("Quantité"), required=False, min_value=1, max_value=10**9),
        "unit_price": _amount(lazy("Prix unitaire"), 1),
        "amount": _amount(lazy("Montant"), 1),
        "mutual_part": _amount(lazy("Part de la mutuelle"), 0),
        "insured_part": _amount(lazy("Part de l’assuré"), 0),
    }


def _lines(given: dict[str, Any]) -> list[dict[str, Any]]:
    """The lines in which something is written, with their numbers."""
    rows = (
        {name: given.get(f"{name}_{row}") for name in LINE[1:]} | {"number": str(row)} for row in range(1, LINES + 1)
    )
    return [line for line in rows if any(value not in (None, "") for name, value in line.items() if name != "number")]


def own_facility(viewer: Viewer) -> str:
    """The code of the one facility for which the viewer may send requests; empty when there are several or all."""
    base = facility_scope(None) + "/"
    scopes = viewer.scopes(SUBMIT)
    return scopes[0].removeprefix(base) if len(scopes) == 1 and scopes[0].startswith(base) else ""


@requires(SUBMIT)
@require_http_methods(["GET", "HEAD", "POST"])
def new_request(request: HttpRequest) -> HttpResponse:
    """Type one request; it is decided at once."""
    viewer = viewer_of_request(request)
    start = {"received_on": clock.today(), "number": request.GET.get("bordereau", "")}
    form = RequestForm(request.POST or None, facility=own_facility(viewer), initial=start)
    if request.method == "POST" and (outcome := form.submit(request)) is not None:
        if outcome.result.get("unchanged"):
            messages.info(request, _("Cette demande était déjà enregistrée."))
        else:
            messages.success(request, _("La demande est enregistrée et liquidée."))
        return redirect("request", identifier=outcome.result["request"])
    title = _("Nouvelle demande")
    crumbs = [{"label": _("Bordereaux"), "url": reverse("bordereaux")}, {"label": title}]
    context = {"form": form, "title": title, "crumbs": crumbs}
    return render(request, "claims/new_request.html", context, status=422 if form.errors else 200)
