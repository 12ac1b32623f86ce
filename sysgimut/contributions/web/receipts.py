"""Receipts: the list with its totals, a cancellation, and money in suspense."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_http_methods, require_safe

from sysgimut.contributions.commands.cancel_receipt import CancelReceipt
from sysgimut.contributions.commands.place_receipt import PlaceReceipt
from sysgimut.contributions.domain.receipts import ReceiptNumber, parse_receipt_number
from sysgimut.contributions.models import Receipt
from sysgimut.contributions.queries import (
    READ_RECEIPTS,
    READ_SUSPENSE,
    ReceiptFilter,
    Totals,
    in_suspense,
    receipt_seen_by,
    receipts,
    suspense_tasks,
    totals,
)
from sysgimut.contributions.receipts import booklet_of
from sysgimut.contributions.web.fields import DeskForm, day_field, why_field
from sysgimut.contributions.web.words import METHODS
from sysgimut.identity.web.access import requires
from sysgimut.identity.web.pages import form_page, page_of_list, viewer_of_request
from sysgimut.identity.web.submission import language
from sysgimut.journal import clock
from sysgimut.kernel.outcomes import Reason
from sysgimut.membership.searching import MOST_COUNTED
from sysgimut.network.queries import mutual_path

FORMS = ["GET", "HEAD", "POST"]
CANCEL, PLACE, TAKE = "contributions.cancel_receipt", "contributions.place_receipt", "contributions.record_receipt"
DAYS = 365
STATES = [
    ("", lazy("Tous")),
    ("valid", lazy("Valides")),
    ("voided", lazy("Annulés")),
    ("suspense", lazy("En attente")),
]


class ReceiptFilters(forms.Form):
    """What to look for among receipts."""

    number = forms.CharField(label=lazy("Numéro"), required=False, max_length=60)
    start = day_field(lazy("Depuis le"), required=False)
    end = day_field(lazy("Jusqu’au"), required=False)
    booklet = forms.CharField(label=lazy("Carnet"), required=False, max_length=32)
    collector = forms.CharField(label=lazy("Encaissé par"), required=False, max_length=60)
    method = forms.ChoiceField(label=lazy("Mode"), required=False, choices=[("", lazy("Tous")), *METHODS.items()])
    state = forms.ChoiceField(label=lazy("État"), required=False, choices=STATES)


@requires(READ_RECEIPTS)
@require_safe
def receipt_list(request: HttpRequest) -> HttpResponse:
    """Receipts, the latest first, with what they add up to. Without a filter: those of a year."""
    viewer = viewer_of_request(request)
    since = clock.today() - timedelta(days=DAYS)
    filters = ReceiptFilters(request.GET if request.GET else None, initial={"start": since})
    given = filters.cleaned_data if filters.is_bound and filters.is_valid() else {"start": since}
    found = receipts(viewer, ReceiptFilter(**given))
    page = page_of_list(request, found[:MOST_COUNTED])
    sums = totals(found)
    may_cancel = viewer.may_somewhere(CANCEL)
    rows = receipt_rows(list(page.object_list), may_cancel)
    context = {
        "filters": filters,
        "page": page,
        "rows": rows,
        "columns": receipt_columns(sums, may_cancel),
        "tiles": _tiles(sums),
        "may_take": viewer.may_somewhere(TAKE),
        "may_see_suspense": viewer.may_somewhere(READ_SUSPENSE),
        "cut": page.paginator.count == MOST_COUNTED,
    }
    return render(request, "contributions/receipts.html", context)


def _tiles(sums: Totals) -> list[dict[str, Any]]:
    return [
        {"label": _("Reçus"), "value": sums.count, "note": _("annulés non compris")},
        {"label": _("Droits d’admission"), "value": sums.fee, "kind": "amount"},
        {"label": _("Cotisations"), "value": sums.contribution, "kind": "amount"},
        {"label": _("Total encaissé"), "value": sums.total, "kind": "amount"},
    ]


def receipt_columns(sums: Totals, may_cancel: bool) -> list[dict[str, Any]]:
    """Columns of a list of receipts, with its totals."""
    columns: list[dict[str, Any]] = [
        {"key": "number", "label": _("Reçu"), "kind": "code", "heading": True},
        {"key": "day", "label": _("Jour"), "kind": "day"},
        {"key": "household", "label": _("Ménage"), "url": "url"},
        {"key": "fee", "label": _("Droit"), "kind": "amount", "total": sums.fee},
        {"key": "contribution", "label": _("Cotisation"), "kind": "amount", "total": sums.contribution},
        {"key": "method", "label": _("Mode")},
        {"key": "collector", "label": _("Encaissé par")},
        {"key": "state", "label": _("État"), "kind": "status"},
    ]
    if may_cancel:
        columns.append({"key": "cancel", "label": _("Action"), "url": "cancel_url"})
    return columns


def receipt_rows(page: list[Receipt], may_cancel: bool) -> list[dict[str, Any]]:
    """The rows of a page of receipts."""
    waiting = in_suspense(page)
    rows = []
    for receipt in page:
        placement = getattr(receipt, "placement", None)
        household = placement.household if placement else receipt.household
        voided = hasattr(receipt, "cancellation")
        state = "voided" if voided else "held" if receipt.pk in waiting else "valid"
        live = may_cancel and not voided
        rows.append(
            {
                "number": receipt.number,
                "day": receipt.day,
                "household": household.reference if household else waiting.get(receipt.pk, "—"),
                "url": reverse("household", args=[household.reference]) if household else "",
                "fee": receipt.fee,
                "contribution": receipt.contribution,
                "method": METHODS[receipt.method],
                "collector": receipt.collector,
                "state": state,
                "cancel": _("Annuler") if live else "",
                "cancel_url": reverse("receipt_cancel", args=[receipt.mutual, receipt.number]) if live else "",
            }
        )
    return rows


class CancelForm(DeskForm):
    """Why a number is cancelled."""

    reason = why_field(lazy("Motif de l’annulation"))
    mutual = receipt = ""

    def message(self) -> CancelReceipt:
        return CancelReceipt(mutual=self.mutual, receipt=self.receipt, reason=self.cleaned_data["reason"])


@requires(CANCEL)
@require_http_methods(FORMS)
def cancel(request: HttpRequest, mutual: str, number: str) -> HttpResponse:
    """Cancel a used receipt (the money is given back) or strike out a number that was never used."""
    viewer = viewer_of_request(request)
    read = parse_receipt_number(number)
    if not isinstance(read, ReceiptNumber):
        raise Http404
    receipt = receipt_seen_by(viewer, mutual, read)
    booklet = booklet_of(mutual, read.booklet)
    path = receipt.scope_path if receipt else booklet.scope_path if booklet else mutual_path(mutual)
    if path is None or not viewer.may(CANCEL, path):
        raise Http404
    form = CancelForm(request.POST or None)
    form.mutual, form.receipt = mutual, number
    title = _("Annuler le reçu %(number)s") % {"number": number}
    context = {
        "title": title,
        "crumbs": [{"label": _("Reçus"), "url": reverse("receipts")}, {"label": title}],
        "back": reverse("receipts"),
        "button": _("Annuler le reçu"),
        "danger": True,
        "receipt": receipt,
        "facts": _facts(receipt) if receipt else [],
    }
    return form_page(request, form, "contributions/cancel.html", context, reverse("receipts"), _("Reçu annulé."))


def _facts(receipt: Receipt) -> list[Any]:
    return [
        (_("Jour"), receipt.day, "day"),
        (_("Ménage"), receipt.household.reference if receipt.household else None, "code"),
        (_("Droit d’admission"), receipt.fee, "amount"),
        (_("Cotisation"), receipt.contribution, "amount"),
        (_("À rendre"), receipt.fee + receipt.contribution, "amount"),
    ]


@requires(READ_SUSPENSE)
@require_safe
def suspense(request: HttpRequest) -> HttpResponse:
    """Money whose household nobody has told yet, the oldest first."""
    viewer = viewer_of_request(request)
    page = page_of_list(request, suspense_tasks(viewer))
    may_place = viewer.may_somewhere(PLACE)
    rows = []
    for task in page.object_list:
        receipt = task.receipt
        reason = Reason.unpacked([task.code, task.params])
        url = reverse("receipt_place", args=[task.mutual, receipt.number]) if may_place else ""
        rows.append(
            {
                "number": receipt.number,
                "url": url,
                "day": receipt.day,
                "amount": receipt.fee + receipt.contribution,
                "declared": task.declared,
                "collector": receipt.collector,
                "why": reason.sentence(language()),
            }
        )
    columns = [
        {"key": "number", "label": _("Reçu"), "url": "url", "heading": True},
        {"key": "day", "label": _("Jour"), "kind": "day"},
        {"key": "amount", "label": _("Montant"), "kind": "amount"},
        {"key": "declared", "label": _("Ménage écrit"), "kind": "code"},
        {"key": "collector", "label": _("Encaissé par")},
        {"key": "why", "label": _("Pourquoi")},
    ]
    crumbs = [{"label": _("Reçus"), "url": reverse("receipts")}, {"label": _("En attente")}]
    return render(
        request, "contributions/suspense.html", {"page": page, "rows": rows, "columns": columns, "crumbs": crumbs}
    )


class PlaceForm(DeskForm):
    """For which household money in suspense is."""

    household = forms.CharField(label=lazy("Référence du ménage"), max_length=40)
    reason = why_field(lazy("Comment vous le savez"))
    columns = {"RECU-MENAGE": "household"}
    mutual = receipt = ""

    def message(self) -> PlaceReceipt:
        given = self.cleaned_data
        return PlaceReceipt(
            mutual=self.mutual, receipt=self.receipt, household=given["household"].strip(), reason=given["reason"]
        )


@requires(PLACE)
@require_http_methods(FORMS)
def place(request: HttpRequest, mutual: str, number: str) -> HttpResponse:
    """Say which household money in suspense is for."""
    viewer = viewer_of_request(request)
    task = suspense_tasks(viewer).filter(mutual=mutual, receipt__number=number).first()
    if task is None or not viewer.may(PLACE, task.scope_path):
        raise Http404
    form = PlaceForm(request.POST or None)
    form.mutual, form.receipt = mutual, number
    title = _("Affecter le reçu %(number)s") % {"number": number}
    receipt = task.receipt
    facts = [
        (_("Jour"), receipt.day, "day"),
        (_("Montant"), receipt.fee + receipt.contribution, "amount"),
        (_("Ménage écrit sur le reçu"), task.declared, "code"),
        (_("Encaissé par"), receipt.collector),
    ]
    context = {
        "title": title,
        "crumbs": [{"label": _("En attente"), "url": reverse("suspense")}, {"label": title}],
        "back": reverse("suspense"),
        "button": _("Affecter"),
        "facts": facts,
    }
    said = _("Reçu affecté : il compte du jour où l’argent a été reçu.")
    return form_page(request, form, "contributions/facts_form.html", context, reverse("suspense"), said)
