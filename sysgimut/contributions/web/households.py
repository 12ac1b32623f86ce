"""The list of households: found by name as it sounds, by reference, old number or telephone."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_safe

from sysgimut.contributions.household_file import accounts_of, statuses_on
from sysgimut.contributions.places import sections
from sysgimut.contributions.web.fields import section_choices
from sysgimut.identity.access import Viewer
from sysgimut.identity.web.access import requires
from sysgimut.identity.web.pages import page_of_list, viewer_of_request
from sysgimut.journal import clock
from sysgimut.membership.models import Residence
from sysgimut.membership.named import MOST_FOUND
from sysgimut.membership.searching import (
    MOST_COUNTED,
    READ,
    HouseholdRow,
    household_rows,
    search_homes,
    visible_homes,
)
from sysgimut.parameters.queries import current


class HouseholdFilters(forms.Form):
    """What to look for among households."""

    q = forms.CharField(
        label=lazy("Nom, référence ou téléphone"),
        required=False,
        max_length=80,
        help_text=lazy("L’orthographe n’a pas à être exacte."),
    )
    section = forms.ChoiceField(label=lazy("Section"), required=False)
    state = forms.ChoiceField(
        label=lazy("Adhésion"),
        required=False,
        choices=[("", lazy("Toutes")), ("validated", lazy("Validées")), ("waiting", lazy("À valider"))],
    )
    product = forms.ChoiceField(label=lazy("Produit"), required=False)

    def __init__(self, data: Any, viewer: Viewer) -> None:
        super().__init__(data)
        self.sections = sections(viewer, READ)
        self._choices("section", section_choices(self.sections, lazy("Toutes")))
        self._choices("product", [("", lazy("Tous")), *((code, code) for code in sorted(current().products))])

    def _choices(self, name: str, choices: Any) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices


@requires(READ)
@require_safe
def household_list(request: HttpRequest) -> HttpResponse:
    """The households of the viewer's scopes, searched and filtered."""
    viewer = viewer_of_request(request)
    filters = HouseholdFilters(request.GET, viewer)
    given = filters.cleaned_data if filters.is_valid() else {}
    within = next((s.path for s in filters.sections if s.code == given.get("section")), "")
    text = given.get("q", "")
    homes = search_homes(viewer, text, within, given.get("product", ""))
    if given.get("state"):
        homes = homes.filter(household__validation__isnull=given["state"] == "waiting")
    page = page_of_list(request, homes.select_related("household")[:MOST_COUNTED])
    rows = household_rows(page.object_list, text)
    context = {
        "filters": filters,
        "page": page,
        "rows": _shown(rows),
        "columns": COLUMNS if text else [column for column in COLUMNS if column["key"] != "found"],
        "may_enrol": viewer.may_somewhere("contributions.enrol_household"),
        "cut": page.paginator.count in (MOST_COUNTED, MOST_FOUND if text else None),
    }
    return render(request, "contributions/households.html", context)


COLUMNS: list[dict[str, Any]] = [
    {"key": "head", "label": lazy("Adhérent"), "url": "url", "heading": True},
    {"key": "reference", "label": lazy("Référence"), "kind": "code"},
    {"key": "found", "label": lazy("Aussi trouvé"), "kind": "text"},
    {"key": "place", "label": lazy("Village")},
    {"key": "people", "label": lazy("Personnes"), "kind": "number"},
    {"key": "rights", "label": lazy("Droits"), "kind": "status"},
    {"key": "paid_end", "label": lazy("Payé jusqu’au"), "kind": "day"},
]


def _shown(rows: list[HouseholdRow]) -> list[dict[str, Any]]:
    identifiers = [row.household_id for row in rows]
    accounts, statuses = accounts_of(identifiers), statuses_on(identifiers, clock.today())
    shown = []
    for row in rows:
        account = accounts.get(row.household_id)
        others = [member.name for member in row.found if member is not row.head]
        shown.append(
            {
                "head": row.head.name if row.head else _("Plus personne"),
                "reference": row.reference,
                "found": ", ".join(others),
                "place": f"{row.village} ({row.commune})" if row.commune else row.village,
                "people": row.present,
                "rights": statuses.get(row.household_id, "NON_VALIDE" if row.present else "SORTI"),
                "paid_end": account.paid_end if account else None,
                "url": reverse("household", args=[row.reference]),
            }
        )
    return shown


def home_or_404(request: HttpRequest, reference: str, operation: str) -> Residence:
    """Where the household lives, for someone who may do the operation on it. Raises Http404 otherwise."""
    viewer = viewer_of_request(request)
    home = visible_homes(viewer, operation).filter(household__reference=reference).select_related("household").first()
    if home is None:
        raise Http404
    return home


def household_crumbs(reference: str, here: Any) -> list[dict[str, Any]]:
    """The way from the list to a page about a household."""
    return [
        {"label": _("Ménages"), "url": reverse("households")},
        {"label": reference, "url": reverse("household", args=[reference])},
        {"label": here},
    ]
