"""One person or one household changes: a birth, an exit, a correction, a move."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_http_methods

from sysgimut.contributions.commands.add_person import AddPerson
from sysgimut.contributions.commands.correct_person import CorrectPerson
from sysgimut.contributions.commands.record_exit import RecordExit
from sysgimut.contributions.commands.transfer_household import TransferHousehold
from sysgimut.contributions.places import sections
from sysgimut.contributions.web.fields import DeskForm, day_field, section_choices, why_field
from sysgimut.contributions.web.households import home_or_404, household_crumbs
from sysgimut.contributions.web.likeness import Alike, asked_again, confirmed
from sysgimut.contributions.web.people_forms import PersonForm
from sysgimut.contributions.web.words import EXITS
from sysgimut.identity.access import Viewer
from sysgimut.identity.web.access import requires
from sysgimut.identity.web.pages import form_page, viewer_of_request
from sysgimut.identity.web.submission import language
from sysgimut.journal import clock
from sysgimut.kernel.outcomes import Outcome
from sysgimut.membership.models import Belonging, Identity, Residence

FORMS = ["GET", "HEAD", "POST"]
ADD, EXIT = "contributions.add_person", "contributions.record_exit"
CORRECT, TRANSFER = "contributions.correct_person", "contributions.transfer_household"


class ArrivalForm(DeskForm, PersonForm):
    """Someone joins."""

    joined = day_field(lazy("Jour d’entrée dans le ménage"))
    household = ""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.alike: list[Alike] = []

    def message(self) -> AddPerson:
        return AddPerson(
            household=self.household,
            joined=self.cleaned_data["joined"],
            person=self.entry(),
            confirmed=confirmed(self.data),
        )

    def refuse(self, outcome: Outcome) -> None:
        self.alike = asked_again(outcome, self.data)
        for reason in outcome.reasons:
            if reason.code in ("DOUBLON-PROBABLE", "DOUBLON-MOTIF"):
                continue
            field = str(reason.params.get("field") or "")
            self.add_error(field if field in self.fields else None, reason.sentence(language()))
        if self.alike:
            self.add_error(None, _("Cette personne ressemble à une autre, déjà inscrite : voyez plus bas."))
        self.renew()


class ExitForm(DeskForm):
    """Someone leaves."""

    left = day_field(lazy("Jour de la sortie"), lazy("Le premier jour où la personne n’est plus du ménage."))
    reason = forms.ChoiceField(label=lazy("Motif"), choices=list(EXITS.items()), widget=forms.RadioSelect)
    household = person = ""

    def message(self) -> RecordExit:
        given = self.cleaned_data
        return RecordExit(household=self.household, person=self.person, left=given["left"], reason=given["reason"])


class CorrectionForm(DeskForm, PersonForm):
    """What is recorded of someone, to be corrected."""

    base = forms.IntegerField(widget=forms.HiddenInput)
    reason = why_field(lazy("Pourquoi corriger"))
    household = ""
    person_reference = ""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("role", "alias", "reference"):
            del self.fields[name]

    def message(self) -> CorrectPerson:
        return CorrectPerson(
            household=self.household,
            reference=self.person_reference,
            base=self.cleaned_data["base"],
            person=self.entry(),
            reason=self.cleaned_data["reason"],
        )


class TransferForm(DeskForm):
    """Where a household goes."""

    section = forms.ChoiceField(label=lazy("Commune"))
    village = forms.CharField(label=lazy("Village ou quartier"), max_length=80)
    day = day_field(lazy("Depuis le"))
    reason = why_field()
    household = ""

    def __init__(self, data: Any, viewer: Viewer, mutual: str, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.sections = [one for one in sections(viewer, TRANSFER) if one.mutual == mutual]
        field = self.fields["section"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = section_choices(self.sections)

    def message(self) -> TransferHousehold:
        given = self.cleaned_data
        section = next(one for one in self.sections if one.code == given["section"])
        return TransferHousehold(
            household=self.household,
            commune=section.commune,
            village=given["village"],
            day=given["day"],
            reason=given["reason"],
        )


def page_about(
    request: HttpRequest, home: Residence, form: DeskForm, title: str, said: str, **context: Any
) -> HttpResponse:
    """A form about a household; done, back to its file."""
    reference = home.household.reference
    back = reverse("household", args=[reference])
    template = context.pop("template", "contributions/form.html")
    shown = {"title": title, "crumbs": household_crumbs(reference, title), "back": back, "home": home, **context}
    return form_page(request, form, template, shown, back, said)


def _belonging_or_404(home: Residence, person: str) -> Belonging:
    found = Belonging.objects.filter(household=home.household, person__reference=person, superseded_by__isnull=True)
    belonging = found.select_related("person").order_by("-joined").first()
    if belonging is None:
        raise Http404
    return belonging


def _identity(belonging: Belonging) -> Identity:
    return Identity.objects.get(person=belonging.person_id, superseded_by__isnull=True)


@requires(ADD)
@require_http_methods(FORMS)
def add(request: HttpRequest, reference: str) -> HttpResponse:
    """Someone joins the household."""
    home = home_or_404(request, reference, ADD)
    form = ArrivalForm(request.POST or None, initial={"joined": clock.today(), "role": "enfant"})
    form.household = reference
    return page_about(
        request,
        home,
        form,
        _("Ajouter une personne"),
        _("Personne ajoutée."),
        button=_("Ajouter au ménage"),
        lead=_("Un enfant de 60 jours au plus a ses droits tout de suite ; les autres après leur observation."),
        template="contributions/person.html",
    )


@requires(EXIT)
@require_http_methods(FORMS)
def leave(request: HttpRequest, reference: str, person: str) -> HttpResponse:
    """Someone leaves the household."""
    home = home_or_404(request, reference, EXIT)
    name = _identity(_belonging_or_404(home, person)).full_name
    form = ExitForm(request.POST or None, initial={"left": clock.today()})
    form.household, form.person = reference, person
    return page_about(
        request,
        home,
        form,
        _("Sortie de %(name)s") % {"name": name},
        _("Sortie enregistrée."),
        button=_("Enregistrer la sortie"),
        lead=_("Ses droits s’arrêtent ce jour-là ; rien n’est remboursé."),
        danger=True,
    )


@requires(CORRECT)
@require_http_methods(FORMS)
def correct(request: HttpRequest, reference: str, person: str) -> HttpResponse:
    """What is recorded of someone is corrected; what was recorded before stays readable."""
    home = home_or_404(request, reference, CORRECT)
    identity = _identity(_belonging_or_404(home, person))
    names = ("family_name", "given_names", "sex", "activity", "phone", "document_type", "document_number")
    initial = {name: getattr(identity, name) for name in names} | {"base": identity.pk}
    initial |= {"birth_year": identity.birth.year} if identity.birth_is_year else {"birth": identity.birth}
    form = CorrectionForm(request.POST or None, initial=initial)
    form.household, form.person_reference = reference, person
    return page_about(
        request,
        home,
        form,
        _("Corriger %(name)s") % {"name": identity.full_name},
        _("Fiche corrigée."),
        button=_("Enregistrer la correction"),
        template="contributions/person.html",
    )


@requires(TRANSFER)
@require_http_methods(FORMS)
def transfer(request: HttpRequest, reference: str) -> HttpResponse:
    """The household moves inside its mutual."""
    home = home_or_404(request, reference, TRANSFER)
    viewer = viewer_of_request(request)
    form = TransferForm(request.POST or None, viewer, home.household.mutual, initial=_where(home, viewer))
    form.household = reference
    return page_about(
        request,
        home,
        form,
        _("Déplacer le ménage"),
        _("Ménage déplacé."),
        button=_("Enregistrer le déplacement"),
        lead=_("Ses droits, ses reçus et son crédit le suivent."),
    )


def _where(home: Residence, viewer: Viewer) -> dict[str, Any]:
    here = next((one.code for one in sections(viewer, TRANSFER) if one.path == home.scope_path), "")
    return {"section": here, "day": clock.today()}
