"""Late payers: whom to visit, first those who lose the most by waiting."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_safe

from sysgimut.contributions.places import sections
from sysgimut.contributions.queries import READ_ARREARS, LateHousehold, late_accounts, late_households
from sysgimut.contributions.web.fields import section_choices
from sysgimut.identity.access import Viewer
from sysgimut.identity.web.access import requires
from sysgimut.identity.web.pages import page_of_list, viewer_of_request
from sysgimut.journal import clock
from sysgimut.membership.searching import MOST_COUNTED, household_rows
from sysgimut.parameters.queries import current

STATES = ("resumable", "soon", "lapsed")


class ArrearsFilters(forms.Form):
    """Where to look for late payers."""

    section = forms.ChoiceField(label=lazy("Section"), required=False)
    etat = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: Any, viewer: Viewer) -> None:
        super().__init__(data)
        self.sections = sections(viewer, READ_ARREARS)
        field = self.fields["section"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = section_choices(self.sections, lazy("Toutes"))


@requires(READ_ARREARS)
@require_safe
def arrears(request: HttpRequest) -> HttpResponse:
    """Households whose paid time is over, or ends within a month."""
    viewer, today, parameters = viewer_of_request(request), clock.today(), current()
    filters = ArrearsFilters(request.GET, viewer)
    given = filters.cleaned_data if filters.is_valid() else {}
    state = given.get("etat") if given.get("etat") in STATES else STATES[0]
    within = next((s.path for s in filters.sections if s.code == given.get("section")), "")
    accounts = late_accounts(viewer, today, str(state), parameters, within)
    page = page_of_list(request, accounts[:MOST_COUNTED])
    late = late_households(list(page.object_list), today, parameters)
    section = given.get("section") or ""
    labels = {
        "resumable": _("À reprendre sans attendre"),
        "soon": _("Bientôt à échéance"),
        "lapsed": _("Arrêtés depuis longtemps"),
    }
    context = {
        "filters": filters,
        "page": page,
        "rows": _rows(late, viewer),
        "columns": COLUMNS,
        "state": state,
        "tabs": [
            {"label": label, "url": f"?etat={name}&section={section}", "current": name == state}
            for name, label in labels.items()
        ],
    }
    return render(request, "contributions/arrears.html", context)


COLUMNS = [
    {"key": "head", "label": lazy("Adhérent"), "url": "url", "heading": True},
    {"key": "place", "label": lazy("Village")},
    {"key": "phone", "label": lazy("Téléphone"), "kind": "template", "template": "contributions/phone.html"},
    {"key": "people", "label": lazy("Personnes"), "kind": "number"},
    {"key": "paid_end", "label": lazy("Payé jusqu’au"), "kind": "day"},
    {"key": "resume_by", "label": lazy("Reprise sans observation jusqu’au"), "kind": "day"},
    {"key": "total", "label": lazy("À demander"), "kind": "amount"},
    {"key": "take", "label": lazy("Action"), "url": "take_url"},
]


def _rows(late: list[LateHousehold], viewer: Viewer) -> list[dict[str, Any]]:
    people = {row.household_id: row for row in household_rows([one.residence for one in late])}
    rows = []
    for one in late:
        reference = one.account.household.reference
        head = people[one.residence.household_id].head
        may_take = viewer.may("contributions.record_receipt", one.residence.scope_path)
        rows.append(
            {
                "head": head.name if head else reference,
                "url": reverse("household", args=[reference]),
                "place": one.residence.village_name,
                "phone": head.phone if head else "",
                "people": one.account.persons,
                "paid_end": one.account.paid_end,
                "resume_by": one.resume_by,
                "total": one.total,
                "take": _("Encaisser") if may_take else "",
                "take_url": reverse("receipt_take", args=[reference]) if may_take else "",
            }
        )
    return rows
