"""The books: the trial balance of a legal entity, and one account line by line."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_safe

from sysgimut.identity.web.access import requires
from sysgimut.identity.web.pages import page_of_list, viewer_of_request
from sysgimut.identity.web.submission import language
from sysgimut.journal import clock
from sysgimut.ledger import queries
from sysgimut.ledger.models import Posting
from sysgimut.parameters.queries import current

PER_PAGE = 50


class Filters(forms.Form):
    """Up to which day the balance counts."""

    au = forms.DateField(
        label=lazy("Jusqu’au (compris)"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )


def account_names(on: date) -> dict[str, str]:
    """Account number → its label in the language of the page."""
    column = "libelle_en" if language() == "en" else "libelle"
    return {str(row["compte"]): str(row[column]) for row in current().rows("plan_comptable", on)}


def activity_names(on: date) -> dict[str, str]:
    """Activity → its label: each has its own patrimony."""
    column = "libelle_en" if language() == "en" else "libelle"
    return {str(row["code"]): str(row[column]) for row in current().rows("activites", on)}


@requires("ledger.read_ledger")
@require_safe
def balance_page(request: HttpRequest) -> HttpResponse:
    """The trial balance of one of the viewer's entities (`?entite=`), activity by activity."""
    books = queries.readable_books(viewer_of_request(request))
    entity = request.GET.get("entite", "")
    entity = entity if entity in books else next(iter(books), "")
    filters = Filters(request.GET)
    until = filters.cleaned_data.get("au") if filters.is_valid() else None
    lines = queries.trial_balance(entity, until) if entity else []
    today = clock.today()
    accounts, activities = account_names(today), activity_names(today)
    parts: dict[str, list[dict[str, Any]]] = {}
    for line in lines:
        parts.setdefault(line.activity, []).append(
            {
                "account": line.account,
                "name": accounts.get(line.account, "—"),
                "url": reverse("ledger_account", args=[entity, line.account]),
                "debit": line.debit,
                "credit": line.credit,
                "balance": line.balance,
            }
        )
    context = {
        "entity": entity,
        "name": books.get(entity, ""),
        "filters": filters,
        "tabs": [{"label": code, "url": f"?entite={code}", "current": code == entity} for code in books],
        "parts": [
            {"name": activities.get(code, code), "id": f"balance-{code}", "rows": rows, "columns": _columns(rows)}
            for code, rows in parts.items()
        ],
    }
    return render(request, "ledger/balance.html", context)


def _columns(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [
        {"key": "account", "label": _("Compte"), "url": "url"},
        {"key": "name", "label": _("Libellé")},
        *(
            {"key": key, "label": label, "kind": "amount", "total": sum(row[key] for row in rows)}
            for key, label in (("debit", _("Débit")), ("credit", _("Crédit")), ("balance", _("Solde")))
        ),
    ]


@requires("ledger.read_ledger")
@require_safe
def account_page(request: HttpRequest, entity: str, account: str) -> HttpResponse:
    """The lines of one account, the last recorded first; of one party with `?tiers=`."""
    books = queries.readable_books(viewer_of_request(request))
    name = account_names(clock.today()).get(account)
    if entity not in books or name is None:
        raise Http404
    party = request.GET.get("tiers", "")[:64]
    page = page_of_list(request, queries.account_postings(entity, account, party), PER_PAGE)
    total = queries.account_total(entity, account, party)
    columns = [
        {"key": "day", "label": _("Date"), "kind": "day"},
        {"key": "label", "label": _("Libellé"), "heading": True},
        {"key": "document", "label": _("Pièce")},
        {"key": "party", "label": _("Tiers"), "url": "party_url"},
        {"key": "debit", "label": _("Débit"), "kind": "amount"},
        {"key": "credit", "label": _("Crédit"), "kind": "amount"},
    ]
    context = {
        "entity": entity,
        "account": account,
        "name": name,
        "party": party,
        "page": page,
        "rows": [_row(one) for one in page.object_list],
        "columns": columns,
        "facts": [
            {"label": _("Débit"), "value": total.debit, "kind": "amount"},
            {"label": _("Crédit"), "value": total.credit, "kind": "amount"},
            {"label": _("Solde"), "value": total.balance, "kind": "amount", "note": _side(total.balance)},
        ],
        "crumbs": [
            {"label": _("Balance"), "url": f"{reverse('ledger')}?entite={entity}"},
            {"label": f"{account} {name}"},
        ],
    }
    return render(request, "ledger/account.html", context)


def _side(balance: int) -> str:
    return _("débiteur") if balance > 0 else _("créditeur") if balance < 0 else _("soldé")


def _row(one: Posting) -> dict[str, Any]:
    return {
        "day": one.entry.day,
        "label": one.entry.label,
        "document": one.entry.document,
        "party": one.party or "—",
        "party_url": f"?tiers={one.party}" if one.party else "",
        "debit": one.amount if one.amount > 0 else None,
        "credit": -one.amount if one.amount < 0 else None,
    }
