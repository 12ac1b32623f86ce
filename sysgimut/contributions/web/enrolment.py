"""The enrolment of a household: as many people as it has, with or without JavaScript."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_http_methods

from sysgimut.contributions.commands.enrol_household import MOST_PEOPLE, EnrolHousehold
from sysgimut.contributions.places import sections, village_names
from sysgimut.contributions.web.fields import DeskForm, day_field, section_choices
from sysgimut.contributions.web.likeness import Alike, asked_again, confirmed
from sysgimut.contributions.web.people_forms import PersonForm
from sysgimut.identity.access import Viewer
from sysgimut.identity.web.access import requires
from sysgimut.identity.web.pages import viewer_of_request
from sysgimut.identity.web.submission import language
from sysgimut.journal import clock
from sysgimut.kernel.outcomes import Outcome
from sysgimut.parameters.queries import current

ENROL = "contributions.enrol_household"


class EnrolmentForm(DeskForm):
    """Where the household lives, what it takes, and its people."""

    section = forms.ChoiceField(label=lazy("Commune"))
    village = forms.CharField(label=lazy("Village ou quartier"), max_length=80)
    product = forms.ChoiceField(label=lazy("Produit"))
    joined = day_field(lazy("Jour de l’adhésion"))
    reference = forms.CharField(
        label=lazy("Numéro du ménage"),
        max_length=40,
        required=False,
        help_text=lazy("Vide : la mutuelle donne le suivant."),
    )
    use_required_attribute = False

    def __init__(self, data: Any, viewer: Viewer, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.sections = sections(viewer, ENROL)
        self._choices("section", section_choices(self.sections))
        self._choices("product", [("", _("Choisir")), *((code, code) for code in sorted(current().products))])
        self.villages = village_names([s.commune_code for s in self.sections]) if len(self.sections) <= 3 else []
        if self.villages:
            self.fields["village"].widget.attrs["list"] = "villages"
        self.alike: list[Alike] = []
        self.people = [PersonForm(prefix="p1", initial={"role": "adherent"})]
        if data is not None:
            self.people = [PersonForm(data, prefix=f"p{rank}") for rank in range(1, _count(data) + 1)]

    def _choices(self, name: str, choices: Any) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices

    def is_valid(self) -> bool:
        wrong = [rank for rank, person in enumerate(self.people, 1) if not person.is_valid()]
        for rank in wrong if self.is_bound else ():
            self.add_error(None, _("Personne %(rank)d : corrigez les champs marqués.") % {"rank": rank})
        return super().is_valid() and not wrong

    def message(self) -> EnrolHousehold:
        given = self.cleaned_data
        section = next(one for one in self.sections if one.code == given["section"])
        return EnrolHousehold(
            mutual=section.mutual,
            product=given["product"],
            commune=section.commune,
            village=given["village"],
            joined=given["joined"],
            reference=given["reference"],
            people=tuple(person.entry() for person in self.people),
            confirmed=confirmed(self.data),
        )

    def refuse(self, outcome: Outcome) -> None:
        self.alike = asked_again(outcome, self.data)
        for reason in outcome.reasons:
            rank, field = reason.params.get("rank"), str(reason.params.get("field") or "")
            sentence = reason.sentence(language())
            if isinstance(rank, int) and 0 < rank <= len(self.people) and field in self.people[rank - 1].fields:
                self.people[rank - 1].add_error(field, sentence)
                self.add_error(None, _("Personne %(rank)d : %(why)s") % {"rank": rank, "why": sentence})
            elif reason.code not in ("DOUBLON-PROBABLE", "DOUBLON-MOTIF"):
                self.add_error(field if field in self.fields else None, sentence)
        if self.alike:
            self.add_error(None, _("Des personnes ressemblent à d’autres, déjà inscrites : voyez plus bas."))
        self.renew()


def _count(data: Any) -> int:
    text = str(data.get("count", "1"))
    return min(max(int(text), 1), MOST_PEOPLE) if re.fullmatch(r"[0-9]{1,3}", text) else 1


@requires(ENROL)
@require_http_methods(["GET", "HEAD", "POST"])
def enrol(request: HttpRequest) -> HttpResponse:
    """Enrol a household. The buttons that add or remove someone send the form and bring it back longer or shorter."""
    viewer = viewer_of_request(request)
    initial = {"joined": clock.today()}
    if request.method != "POST":
        return _page(request, EnrolmentForm(None, viewer, initial=initial))
    if "add" in request.POST or "remove" in request.POST:
        return _page(request, _resized(request, viewer))
    form = EnrolmentForm(request.POST, viewer)
    outcome = form.submit(request)
    if outcome is None:
        return _page(request, form, 422)
    reference = str(outcome.result["household"])
    messages.success(request, _("Ménage %(reference)s inscrit.") % {"reference": reference})
    if viewer.may_somewhere("contributions.record_receipt"):
        return redirect("receipt_take", reference)
    return redirect("household", reference)


def _resized(request: HttpRequest, viewer: Viewer) -> EnrolmentForm:
    """The form with one person more or less, with all that was typed and nothing marked as wrong yet."""
    posted = request.POST
    ranks = list(range(1, _count(posted) + 1))
    removed = str(posted.get("remove", ""))
    if removed.isdigit() and int(removed) in ranks and len(ranks) > 1:
        ranks.remove(int(removed))
    typed = {name: posted.get(name, "") for name in ("command_id", *EnrolmentForm.base_fields)}
    form = EnrolmentForm(None, viewer, initial=typed)
    form.people = []
    for place, rank in enumerate(ranks, 1):
        kept = {name: posted.get(f"p{rank}-{name}", "") for name in PersonForm.base_fields}
        form.people.append(PersonForm(prefix=f"p{place}", initial=kept))
    if "add" in posted and len(ranks) < MOST_PEOPLE:
        likely = {"role": "enfant", "family_name": posted.get("p1-family_name", "")}
        form.people.append(PersonForm(prefix=f"p{len(ranks) + 1}", initial=likely))
    return form


def _page(request: HttpRequest, form: EnrolmentForm, status: int = 200) -> HttpResponse:
    crumbs = [{"label": _("Ménages"), "url": reverse("households")}, {"label": _("Inscrire un ménage")}]
    return render(request, "contributions/enrol.html", {"form": form, "crumbs": crumbs}, status=status)
