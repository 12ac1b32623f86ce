"""Pages of statements: the list by state, one statement with its figures and signatures, signing and paying."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from sysgimut.identity.access import Viewer
from sysgimut.identity.web.access import requires
from sysgimut.identity.web.pages import form_page, page_of_list, viewer_of_request
from sysgimut.identity.web.submission import language
from sysgimut.settlement import lists
from sysgimut.settlement.commands.sign_statement import SIGN_FOR
from sysgimut.settlement.domain.signing import FACILITY
from sysgimut.settlement.models import Statement
from sysgimut.settlement.queries import settlements
from sysgimut.settlement.web.forms import PARTY_NAMES, STATE_NAMES, IssueForm, PayForm, SignForm, StatementFilters

PAY = "settlement.pay_statement"
SIGN = "settlement.sign_statement"
HEALTH = "claims.read_health"


@requires(lists.READ)
@require_safe
def statement_list(request: HttpRequest) -> HttpResponse:
    """The statements, by state: what waits for a signature or a payment."""
    filters = StatementFilters(request.GET)
    given = filters.cleaned_data if filters.is_valid() else {}
    viewer = viewer_of_request(request)
    page = page_of_list(request, lists.statements(viewer, given.get("etat", ""), given.get("q", "")))
    rows = [
        {
            "number": row.statement.number,
            "facility": row.facility,
            "mutual": row.statement.mutual,
            "issued_on": row.statement.issued_on,
            "claimed": row.statement.claimed,
            "granted": row.statement.granted,
            "signatures": f"{row.signatures}/3",
            "state": row.state,
            "url": reverse("statement", args=[row.statement.number]),
        }
        for row in lists.statement_rows(page.object_list)  # type: ignore[arg-type]
    ]
    columns = [
        {"key": "number", "label": _("Numéro"), "url": "url", "heading": True, "kind": "code"},
        {"key": "facility", "label": _("Établissement")},
        {"key": "mutual", "label": _("Payeur")},
        {"key": "issued_on", "label": _("Établi le"), "kind": "day"},
        {"key": "claimed", "label": _("Réclamé"), "kind": "amount"},
        {"key": "granted", "label": _("Accordé"), "kind": "amount"},
        {"key": "signatures", "label": _("Signatures")},
        {"key": "state", "label": _("État"), "kind": "status"},
    ]
    tiles = _tiles(viewer)
    context = {"filters": filters, "rows": rows, "columns": columns, "page": page, "tiles": tiles}
    context["may_issue"] = viewer.may_somewhere(lists.ISSUE)
    return render(request, "settlement/statements.html", context)


def _tiles(viewer: Viewer) -> list[dict[str, Any]]:
    found = lists.figures(viewer)
    to_sign, to_pay, paid = (f"{reverse('statements')}?etat={state}" for state in lists.STATES[:3])
    return [
        {"label": _("À signer"), "value": found.to_sign, "url": to_sign},
        {"label": _("Montant à signer"), "value": found.to_sign_amount, "kind": "amount", "url": to_sign},
        {"label": _("À payer"), "value": found.to_pay_amount, "kind": "amount", "url": to_pay},
        {"label": _("Déjà payé"), "value": found.paid_amount, "kind": "amount", "url": paid},
    ]


def statement_or_404(request: HttpRequest, number: str) -> Statement:
    """The statement of this number, if the viewer may read it. Raises Http404 otherwise, whether it exists or not."""
    found = lists.statement(viewer_of_request(request), number)
    if found is None:
        raise Http404
    return found


def crumbs(statement: Statement, last: str = "") -> list[dict[str, Any]]:
    """The way to a page about a statement."""
    way: list[dict[str, Any]] = [{"label": _("États de remboursement"), "url": reverse("statements")}]
    if not last:
        return [*way, {"label": statement.number}]
    own = {"label": statement.number, "url": reverse("statement", args=[statement.number])}
    return [*way, own, {"label": last}]


def may_read_health(viewer: Viewer, statement: Statement) -> bool:
    """Whether the viewer may read the acts of a statement's requests: its facility's own, and those who control."""
    return any(viewer.may(HEALTH, path) for path in (statement.facility_path, statement.mutual_path))


def parties(viewer: Viewer, statement: Statement) -> list[str]:
    """The parties for which the viewer may still sign this statement."""
    done = {box.party for box in lists.boxes(statement) if box.day}
    return [
        party
        for party, operation in SIGN_FOR.items()
        if party not in done
        and viewer.may(operation, statement.facility_path if party == FACILITY else statement.mutual_path)
    ]


@requires(lists.READ)
@require_safe
def statement_page(request: HttpRequest, number: str) -> HttpResponse:
    """One statement: figures, what took money away, signatures, payment, documents to print."""
    statement = statement_or_404(request, number)
    viewer = viewer_of_request(request)
    health = may_read_health(viewer, statement)
    (found,) = settlements([statement], language(), health=health)
    payment = getattr(statement, "payment", None)
    boxes = lists.boxes(statement)
    signed = sum(1 for box in boxes if box.day)
    state = lists.state_of(statement, signed, payment is not None)
    context = {
        "statement": statement,
        "heading": found.sheet.heading,
        "state": state,
        "state_name": STATE_NAMES[state],
        "tiles": _amounts(statement),
        "services": [_service(row) for row in found.document.rows],
        "service_columns": _service_columns(),
        "reasons": found.sheet.legend(),
        "boxes": [{"name": PARTY_NAMES[box.party], "box": box} for box in boxes],
        "payment": payment,
        "may_sign": bool(parties(viewer, statement)) and state == lists.TO_SIGN,
        "may_pay": state == lists.TO_PAY and viewer.may(PAY, statement.mutual_path),
        "may_read_health": health,
        "crumbs": crumbs(statement),
    }
    return render(request, "settlement/statement.html", context)


def _amounts(statement: Statement) -> list[dict[str, Any]]:
    return [
        {"label": _("Réclamé"), "value": statement.claimed, "kind": "amount"},
        {"label": _("Rejeté"), "value": statement.rejected, "kind": "amount"},
        {"label": _("À justifier"), "value": statement.to_justify, "kind": "amount"},
        {"label": _("Accordé : à payer"), "value": statement.granted, "kind": "amount"},
    ]


def _service(row: Any) -> dict[str, Any]:
    amounts = row.amounts
    return {
        "service": f"{row.service_code} {row.label}".strip(),
        "lines": row.lines,
        "claimed": amounts.claimed,
        "rejected": amounts.rejected,
        "to_justify": amounts.to_justify,
        "granted": amounts.granted,
    }


def _service_columns() -> list[dict[str, Any]]:
    return [
        {"key": "service", "label": _("Prestation"), "heading": True},
        {"key": "lines", "label": _("Lignes"), "kind": "number"},
        {"key": "claimed", "label": _("Réclamé"), "kind": "amount"},
        {"key": "rejected", "label": _("Rejeté"), "kind": "amount"},
        {"key": "to_justify", "label": _("À justifier"), "kind": "amount"},
        {"key": "granted", "label": _("Accordé"), "kind": "amount"},
    ]


@requires(lists.ISSUE)
@require_http_methods(["GET", "HEAD", "POST"])
def issue(request: HttpRequest) -> HttpResponse:
    """What is decided and not settled yet, payer by payer: one press makes their statements."""
    waiting = lists.waiting(viewer_of_request(request))
    form = IssueForm(waiting, request.POST or None)
    context = {
        "waiting": [{"one": one, "form": IssueForm(waiting, initial={"mutual": one.mutual})} for one in waiting],
        "crumbs": [
            {"label": _("États de remboursement"), "url": reverse("statements")},
            {"label": _("À établir")},
        ],
    }
    said = _("Les états de remboursement sont établis : ils attendent trois signatures.")
    return form_page(request, form, "settlement/waiting.html", context, reverse("statements"), said)


@requires(SIGN)
@require_http_methods(["GET", "HEAD", "POST"])
def sign(request: HttpRequest, number: str) -> HttpResponse:
    """Sign for one of the three parties; whoever has signed once cannot sign again."""
    statement = statement_or_404(request, number)
    possible = parties(viewer_of_request(request), statement)
    if not possible:
        raise Http404
    form = SignForm(number, possible, request.POST or None)
    context = {
        "statement": statement,
        "crumbs": crumbs(statement, _("Signer")),
        "title": _("Signer l’état de remboursement"),
        "button": _("Signer"),
        "warning": _("Une signature ne se retire pas. Vérifiez le montant avant de signer."),
    }
    done = reverse("statement", args=[number])
    return form_page(request, form, "settlement/act.html", context, done, _("Votre signature est enregistrée."))


@requires(PAY)
@require_http_methods(["GET", "HEAD", "POST"])
def pay(request: HttpRequest, number: str) -> HttpResponse:
    """Record the payment, once the three parties have signed."""
    statement = statement_or_404(request, number)
    if not viewer_of_request(request).may(PAY, statement.mutual_path):
        raise Http404
    form = PayForm(number, request.POST or None, initial={"amount": statement.granted})
    context = {
        "statement": statement,
        "crumbs": crumbs(statement, _("Payer")),
        "title": _("Enregistrer le paiement"),
        "button": _("Enregistrer le paiement"),
        "warning": _("Enregistrez ici un paiement déjà ordonné à la banque."),
    }
    done = reverse("statement", args=[number])
    return form_page(request, form, "settlement/act.html", context, done, _("Le paiement est enregistré."))
