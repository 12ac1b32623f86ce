"""Booklets: who holds which, what became of every leaf, and which are missing."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_http_methods, require_safe

from sysgimut.contributions.commands.issue_booklet import IssueBooklet
from sysgimut.contributions.places import sections
from sysgimut.contributions.queries import (
    READ_BOOKLETS,
    BookletRow,
    ReceiptFilter,
    booklet_rows,
    booklet_seen_by,
    booklets,
    receipts,
    totals,
    unregistered_booklets,
)
from sysgimut.contributions.web.fields import DeskForm, day_field, section_choices
from sysgimut.contributions.web.receipts import CANCEL, receipt_columns, receipt_rows
from sysgimut.identity.access import Viewer
from sysgimut.identity.web.access import requires
from sysgimut.identity.web.pages import form_page, page_of_list, viewer_of_request
from sysgimut.journal import clock
from sysgimut.membership.searching import MOST_COUNTED

ISSUE = "contributions.issue_booklet"
LEAVES = 50


@requires(READ_BOOKLETS)
@require_safe
def booklet_list(request: HttpRequest) -> HttpResponse:
    """Registered booklets; `?vue=manquants` those with missing leaves, `?vue=inconnus` those nobody registered."""
    viewer = viewer_of_request(request)
    view = request.GET.get("vue", "")
    if view == "inconnus":
        page = page_of_list(request, unregistered_booklets(viewer)[:MOST_COUNTED])
        rows = [{**one, "code": one["booklet"], "url": _url(one["mutual"], one["booklet"])} for one in page.object_list]
        columns = UNKNOWN
    else:
        page = page_of_list(request, booklets(viewer, only_gaps=view == "manquants")[:MOST_COUNTED])
        rows = [_row(row) for row in booklet_rows(page.object_list)]
        columns = KNOWN
    tabs = [
        {"label": label, "url": f"?vue={name}" if name else reverse("booklets"), "current": view == name}
        for name, label in (("", _("Carnets")), ("manquants", _("Avec manquants")), ("inconnus", _("Non enregistrés")))
    ]
    context = {
        "page": page,
        "rows": rows,
        "columns": columns,
        "tabs": tabs,
        "view": view,
        "may_issue": viewer.may_somewhere(ISSUE),
    }
    return render(request, "contributions/booklets.html", context)


KNOWN = [
    {"key": "code", "label": lazy("Carnet"), "url": "url", "heading": True},
    {"key": "holder", "label": lazy("Détenteur")},
    {"key": "day", "label": lazy("Remis le"), "kind": "day"},
    {"key": "range", "label": lazy("Numéros"), "kind": "code"},
    {"key": "used", "label": lazy("Utilisés"), "kind": "number"},
    {"key": "cancelled", "label": lazy("Annulés"), "kind": "number"},
    {"key": "missing", "label": lazy("Manquants"), "kind": "number"},
    {"key": "amount", "label": lazy("Encaissé"), "kind": "amount"},
]
UNKNOWN = [
    {"key": "code", "label": lazy("Carnet"), "url": "url", "heading": True},
    {"key": "mutual", "label": lazy("Mutuelle"), "kind": "code"},
    {"key": "first", "label": lazy("Premier utilisé"), "kind": "number"},
    {"key": "last", "label": lazy("Dernier utilisé"), "kind": "number"},
    {"key": "used", "label": lazy("Utilisés"), "kind": "number"},
]


def _url(mutual: str, code: str) -> str:
    return reverse("booklet", args=[mutual, code])


def _row(row: BookletRow) -> dict[str, Any]:
    return {
        "code": row.code,
        "url": _url(row.mutual, row.code),
        "holder": row.holder,
        "day": row.day,
        "range": f"{row.first}–{row.last}",
        "used": row.used,
        "cancelled": len(row.cancelled),
        "missing": row.missing,
        "amount": row.amount,
    }


@requires(READ_BOOKLETS)
@require_safe
def booklet_page(request: HttpRequest, mutual: str, code: str) -> HttpResponse:
    """One booklet: its gaps, its cancelled leaves, its receipts."""
    viewer = viewer_of_request(request)
    row = booklet_seen_by(viewer, mutual, code)
    if row is None:
        raise Http404
    gaps = [f"{start:06d}" if start == end else f"{start:06d} – {end:06d}" for start, end in row.gaps]
    facts = [
        (_("Détenteur"), row.holder or _("Jamais enregistré")),
        (_("Remis le"), row.day, "day"),
        (_("Feuilles"), row.leaves, "number"),
        (_("Utilisées"), row.used, "number"),
        (_("Encaissé, annulés non compris"), row.amount, "amount"),
    ]
    found = receipts(viewer, ReceiptFilter(booklet=code)).filter(mutual=mutual)
    page = page_of_list(request, found[:MOST_COUNTED])
    may_cancel = viewer.may_somewhere(CANCEL)
    context = {
        "booklet": row,
        "facts": facts,
        "gaps": gaps,
        "struck": [(f"{number:06d}") for number in row.cancelled],
        "crumbs": [{"label": _("Carnets"), "url": reverse("booklets")}, {"label": code}],
        "page": page,
        "rows": receipt_rows(list(page.object_list), may_cancel),
        "columns": receipt_columns(totals(found), may_cancel),
        "receipts_url": f"{reverse('receipts')}?booklet={quote(code)}",
    }
    return render(request, "contributions/booklet.html", context)


class BookletForm(DeskForm):
    """A booklet to hand out."""

    section = forms.ChoiceField(label=lazy("Pour la section"))
    code = forms.CharField(
        label=lazy("Code du carnet"),
        max_length=32,
        help_text=lazy("Imprimé sur la couverture ; c’est le début de chaque numéro de reçu."),
        widget=forms.TextInput(attrs={"autocapitalize": "characters", "autocomplete": "off"}),
    )
    first = forms.IntegerField(label=lazy("Premier numéro"), min_value=0, max_value=999_999_999)
    last = forms.IntegerField(label=lazy("Dernier numéro"), min_value=0, max_value=999_999_999)
    holder = forms.CharField(label=lazy("Remis à"), max_length=60)
    day = day_field(lazy("Remis le"))

    def __init__(self, data: Any, viewer: Viewer, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.sections = sections(viewer, ISSUE)
        field = self.fields["section"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = section_choices(self.sections)

    def message(self) -> IssueBooklet:
        given = self.cleaned_data
        mutual = next(one.mutual for one in self.sections if one.code == given["section"])
        names = ("section", "code", "first", "last", "holder", "day")
        return IssueBooklet(mutual=mutual, **{name: given[name] for name in names})


@requires(ISSUE)
@require_http_methods(["GET", "HEAD", "POST"])
def issue(request: HttpRequest) -> HttpResponse:
    """Hand a booklet out."""
    initial = {"day": clock.today(), "first": 1, "last": LEAVES}
    form = BookletForm(request.POST or None, viewer_of_request(request), initial=initial)
    title = _("Remettre un carnet")
    context = {
        "title": title,
        "crumbs": [{"label": _("Carnets"), "url": reverse("booklets")}, {"label": title}],
        "back": reverse("booklets"),
        "button": _("Enregistrer la remise"),
    }
    return form_page(request, form, "contributions/form.html", context, reverse("booklets"), _("Carnet enregistré."))
