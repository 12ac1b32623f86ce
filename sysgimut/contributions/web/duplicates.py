"""Look-alikes side by side: one person, or two."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_POST, require_safe

from sysgimut.contributions.commands.decide_duplicate import DecideDuplicate
from sysgimut.contributions.web.fields import DeskForm, why_field
from sysgimut.contributions.web.words import ROLES, SEXES, WHY
from sysgimut.identity.web.access import requires
from sysgimut.identity.web.pages import page_of_list, viewer_of_request
from sysgimut.identity.web.submission import sentences
from sysgimut.membership.likenesses import READ, Pair, Record, open_suspicions, pairs

DECIDE = "contributions.decide_duplicate"
PER_PAGE = 5
TEXTS = ("name", "phone", "document", "activity", "village", "commune")
CHOICES = [("different", lazy("Deux personnes différentes")), ("same", lazy("La même personne"))]


class DecisionForm(DeskForm):
    """What a person decides of two look-alikes, and why."""

    person = forms.CharField(widget=forms.HiddenInput)
    other = forms.CharField(widget=forms.HiddenInput)
    decision = forms.ChoiceField(label=lazy("Décision"), choices=CHOICES, widget=forms.RadioSelect)
    reason = why_field(lazy("Comment vous le savez"))

    def message(self) -> DecideDuplicate:
        given = self.cleaned_data
        same = given["decision"] == "same"
        return DecideDuplicate(person=given["person"], other=given["other"], same=same, reason=given["reason"])


def _rows(pair: Pair) -> list[dict[str, Any]]:
    """What is recorded of the two, line by line; `differs` where they do not agree."""

    def shown(record: Record) -> dict[str, Any]:
        birth = (record.birth.year, "text") if record.birth_is_year else (record.birth, "day")
        texts = {
            name: getattr(record, name) for name in ("name", "phone", "document", "activity", "village", "commune")
        }
        words = {"sex": SEXES[record.sex], "role": ROLES[record.role]}
        return {"birth": birth, **{name: (value, "text") for name, value in (texts | words).items()}}

    labels = {
        "name": _("Nom"),
        "sex": _("Sexe"),
        "birth": _("Naissance"),
        "phone": _("Téléphone"),
        "document": _("Pièce"),
        "activity": _("Activité"),
        "role": _("Lien"),
        "village": _("Village"),
        "commune": _("Commune"),
    }
    first, second = shown(pair.first), shown(pair.second)
    return [
        {"label": label, "first": first[name], "second": second[name], "differs": name in pair.differences}
        for name, label in labels.items()
    ]


def _case(pair: Pair, form: DecisionForm | None, rank: int) -> dict[str, Any]:
    named = {"person": pair.second.reference, "other": pair.first.reference}
    if form is None or (form.data.get("person"), form.data.get("other")) != (named["person"], named["other"]):
        form = DecisionForm(initial=named, auto_id=f"id_{rank}_%s")
    form.auto_id = f"id_{rank}_%s"
    return {"pair": pair, "rows": _rows(pair), "form": form, "why": [WHY[word] for word in pair.why if word in WHY]}


@requires(READ)
@require_safe
def duplicates(request: HttpRequest) -> HttpResponse:
    """The undecided look-alikes, the most alike first."""
    return _page(request, None)


@requires(DECIDE)
@require_POST
def decide(request: HttpRequest) -> HttpResponse:
    """Decide one of them."""
    form = DecisionForm(request.POST)
    outcome = form.submit(request)
    if outcome is None:
        return _page(request, form)
    messages.success(request, _("Décision enregistrée."))
    for sentence in sentences(outcome):
        messages.warning(request, sentence)
    return redirect("duplicates")


def _page(request: HttpRequest, form: DecisionForm | None) -> HttpResponse:
    viewer = viewer_of_request(request)
    page = page_of_list(request, open_suspicions(viewer), PER_PAGE)
    cases = [_case(pair, form, rank) for rank, pair in enumerate(pairs(page.object_list), 1)]
    context = {"page": page, "cases": cases, "form": form, "may_decide": viewer.may_somewhere(DECIDE)}
    return render(request, "contributions/duplicates.html", context, status=422 if form is not None else 200)
