"""The till: what is due, a receipt and what it would change, a validation, a transfer of credit."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_http_methods

from sysgimut.contributions.commands.record_receipt import RecordReceipt
from sysgimut.contributions.commands.transfer_credit import TransferCredit
from sysgimut.contributions.commands.validate_household import ValidateHousehold
from sysgimut.contributions.domain.coverage import Payment
from sysgimut.contributions.domain.till import movable
from sysgimut.contributions.places import sections
from sysgimut.contributions.queries import next_number
from sysgimut.contributions.standing import Standing, stand, standing
from sysgimut.contributions.web.fields import AmountField, DeskForm, day_field, section_choices, why_field
from sysgimut.contributions.web.households import home_or_404, household_crumbs
from sysgimut.contributions.web.people import FORMS, page_about
from sysgimut.contributions.web.words import METHODS, PURPOSES
from sysgimut.identity.access import Viewer
from sysgimut.identity.web.access import requires
from sysgimut.identity.web.pages import viewer_of_request
from sysgimut.identity.web.submission import sentences
from sysgimut.journal import clock
from sysgimut.membership.models import Residence
from sysgimut.parameters.queries import Parameters, current

TAKE, VALIDATE = "contributions.record_receipt", "contributions.validate_household"
MOVE = "contributions.transfer_credit"


class ReceiptForm(DeskForm):
    """One receipt of one household."""

    receipt = forms.CharField(
        label=lazy("Numéro du reçu"),
        max_length=60,
        help_text=lazy("Carnet, tiret, numéro : C0100006-000014."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters"}),
    )
    day = day_field(lazy("Jour où l’argent a été reçu"))
    fee = AmountField(label=lazy("Droit d’admission"), required=False)
    contribution = AmountField(label=lazy("Cotisation"), required=False)
    method = forms.ChoiceField(label=lazy("Mode de paiement"), choices=list(METHODS.items()))
    payment_reference = forms.CharField(
        label=lazy("Référence du paiement"),
        max_length=60,
        required=False,
        help_text=lazy("Numéro de la transaction ou du versement, sauf espèces."),
    )
    collector = forms.CharField(label=lazy("Encaissé par"), max_length=60, required=False)
    columns = {
        "RECU-FORME": "receipt",
        "RECU-UTILISE": "receipt",
        "RECU-ANNULE": "receipt",
        "RECU-HORS_CARNET": "receipt",
    }
    household = mutual = till = ""

    def message(self) -> RecordReceipt:
        given = self.cleaned_data
        return RecordReceipt(
            mutual=self.mutual,
            receipt=given["receipt"],
            day=given["day"],
            household=self.household,
            fee=given["fee"] or 0,
            contribution=given["contribution"] or 0,
            method=given["method"],
            payment_reference=given["payment_reference"],
            collector=given["collector"],
            till=self.till,
        )


class LooseReceiptForm(ReceiptForm):
    """A receipt whose household is typed: it may be wrong, and the money is taken all the same."""

    section = forms.ChoiceField(label=lazy("Caisse de la section"))
    reference = forms.CharField(
        label=lazy("Référence du ménage"),
        max_length=40,
        help_text=lazy("Inconnue ? L’argent est gardé en attente, et quelqu’un dira pour qui il est."),
    )
    field_order = ["section", "reference", "receipt"]

    def __init__(self, data: Any, viewer: Viewer, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.sections = sections(viewer, TAKE)
        field = self.fields["section"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = section_choices(self.sections)

    def message(self) -> RecordReceipt:
        section = next(one for one in self.sections if one.code == self.cleaned_data["section"])
        self.mutual, self.till, self.household = section.mutual, section.path, self.cleaned_data["reference"]
        return super().message()


@dataclass(frozen=True, slots=True)
class Preview:
    """What a receipt would change, before it is recorded. Amounts in XOF."""

    amount: int
    validated_on: date | None
    paid_end: date | None
    opens: date | None
    fee: int
    contribution: int
    credit: int


def preview(before: Standing, day: date, fee: int, contribution: int, parameters: Parameters) -> Preview:
    """Where the household would stand after a receipt. Nothing is recorded."""
    found = stand(before.facts, clock.today(), parameters, (Payment(day, "", fee, contribution),))
    last = found.coverage.runs[-1] if found.coverage.runs else None
    return Preview(
        fee + contribution,
        found.coverage.validated_on,
        last.paid_end if last else None,
        last.opens if last else None,
        found.due.fee,
        found.due.contribution,
        found.coverage.contribution_credit,
    )


@requires(TAKE)
@require_http_methods(FORMS)
def take(request: HttpRequest, reference: str) -> HttpResponse:
    """Take money from a household. “Calculer” shows what the receipt would change, and records nothing."""
    home = home_or_404(request, reference, TAKE)
    viewer = viewer_of_request(request)
    parameters = current()
    found = standing(home.household_id, clock.today(), parameters)
    form = ReceiptForm(request.POST or None, initial=_proposed(home, found, viewer))
    form.household, form.mutual, form.till = reference, home.household.mutual, home.scope_path
    if request.method == "POST" and "preview" not in request.POST:
        outcome = form.submit(request)
        if outcome is not None:
            return _taken(request, home, str(outcome.result["receipt"]), sentences(outcome))
    title = _("Encaisser")
    computed = _preview(form, found, parameters)
    shown = _typed(request) if "preview" in request.POST else form
    context = {
        "title": title,
        "crumbs": household_crumbs(reference, title),
        "back": reverse("household", args=[reference]),
        "due": found.due,
        "preview": computed,
        "form": shown,
    }
    return render(request, "contributions/receipt.html", context, status=422 if shown.errors else 200)


def _typed(request: HttpRequest) -> ReceiptForm:
    """The form with what was typed and nothing marked as wrong: it was only asked what it would come to."""
    return ReceiptForm(initial={name: request.POST.get(name, "") for name in ReceiptForm.base_fields})


def _proposed(home: Residence, found: Standing, viewer: Viewer) -> dict[str, Any]:
    return {
        "receipt": next_number(home.household.mutual, viewer.name),
        "day": clock.today(),
        "fee": found.due.fee,
        "contribution": found.due.contribution,
        "collector": viewer.name,
    }


def _preview(form: ReceiptForm, found: Standing, parameters: Parameters) -> Preview | None:
    """Of what was typed, when it can be read; at first, of what is due."""
    if not form.is_bound:
        due = found.due
        return preview(found, clock.today(), due.fee, due.contribution, parameters) if due.total else None
    form.is_valid()
    given = form.cleaned_data
    if "day" not in given or given["day"] > clock.today():
        return None
    return preview(found, given["day"], given.get("fee") or 0, given.get("contribution") or 0, parameters)


def _taken(request: HttpRequest, home: Residence, receipt: str, remarks: Any) -> HttpResponse:
    messages.success(request, _("Reçu %(receipt)s enregistré.") % {"receipt": receipt})
    for sentence in remarks:
        messages.warning(request, sentence)
    return redirect("household", home.household.reference)


@requires(TAKE)
@require_http_methods(FORMS)
def take_loose(request: HttpRequest) -> HttpResponse:
    """Take money whose household is only a reference on a paper."""
    viewer = viewer_of_request(request)
    initial = {"day": clock.today(), "collector": viewer.name}
    form = LooseReceiptForm(request.POST or None, viewer, initial=initial)
    if request.method == "POST" and (outcome := form.submit(request)) is not None:
        messages.success(request, _("Reçu %(receipt)s enregistré.") % {"receipt": outcome.result["receipt"]})
        for sentence in sentences(outcome):
            messages.warning(request, sentence)
        return redirect("receipts")
    title = _("Saisir un reçu")
    context = {
        "title": title,
        "crumbs": [{"label": _("Reçus"), "url": reverse("receipts")}, {"label": title}],
        "back": reverse("receipts"),
        "form": form,
        "button": _("Enregistrer le reçu"),
    }
    return render(request, "contributions/form.html", context, status=422 if form.errors else 200)


class ValidationForm(DeskForm):
    """Nothing to fill in: a person has looked at the file."""

    household = ""

    def message(self) -> ValidateHousehold:
        return ValidateHousehold(household=self.household)


@requires(VALIDATE)
@require_http_methods(FORMS)
def validate(request: HttpRequest, reference: str) -> HttpResponse:
    """Validate the file of a household, or read what is still to pay."""
    home = home_or_404(request, reference, VALIDATE)
    form = ValidationForm(request.POST or None)
    form.household = reference
    found = standing(home.household_id, clock.today(), current())
    return page_about(
        request,
        home,
        form,
        _("Valider l’adhésion"),
        _("Adhésion validée : les droits comptent du jour du paiement."),
        button=_("Valider") if found.then.validated_on else "",
        template="contributions/validate.html",
        standing=found,
        may_take=viewer_of_request(request).may(TAKE, home.scope_path),
    )


class CreditForm(DeskForm):
    """Credit to move from one purpose to the other."""

    source = forms.ChoiceField(label=lazy("Prendre sur"), choices=list(PURPOSES.items()), widget=forms.RadioSelect)
    amount = AmountField(label=lazy("Montant"))
    day = day_field(lazy("Jour"))
    reason = why_field()
    household = ""

    def message(self) -> TransferCredit:
        given = self.cleaned_data
        return TransferCredit(
            household=self.household,
            source=given["source"],
            amount=given["amount"],
            day=given["day"],
            reason=given["reason"],
        )


@requires(MOVE)
@require_http_methods(FORMS)
def move_credit(request: HttpRequest, reference: str) -> HttpResponse:
    """Move credit between admission fee and contribution."""
    home = home_or_404(request, reference, MOVE)
    found = standing(home.household_id, clock.today(), current()).then
    credit = {"fee": movable(found, "fee"), "contribution": movable(found, "contribution")}
    most = max(credit, key=lambda purpose: credit[purpose])
    form = CreditForm(
        request.POST or None, initial={"day": clock.today(), "source": most, "amount": credit[most] or None}
    )
    form.household = reference
    return page_about(
        request,
        home,
        form,
        _("Déplacer du crédit"),
        _("Crédit déplacé."),
        button=_("Déplacer"),
        template="contributions/credit.html",
        credit=[(PURPOSES[purpose], amount, "amount") for purpose, amount in credit.items()],
    )
