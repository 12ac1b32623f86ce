"""The file of one household on one page: people, rights drawn on a time line, receipts, dues, care, journal."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from sysgimut.claims.queries import READ as READ_REQUESTS
from sysgimut.claims.queries import requests_of_household
from sysgimut.claims.request_views import request_views
from sysgimut.claims.sight import sight
from sysgimut.claims.web.tables import amount_columns
from sysgimut.contributions.household_file import HouseholdFile, PersonFile, household_file
from sysgimut.contributions.web.words import EVENTS, EXITS, METHODS, ROLES, SEXES
from sysgimut.identity.access import Viewer
from sysgimut.identity.web.access import requires
from sysgimut.identity.web.pages import viewer_of_request
from sysgimut.identity.web.submission import language
from sysgimut.journal import clock
from sysgimut.kernel.periods import add_months, completed_years
from sysgimut.membership.searching import READ
from sysgimut.parameters.queries import current

ACTIONS = {
    "take": "contributions.record_receipt",
    "validate": "contributions.validate_household",
    "add": "contributions.add_person",
    "leave": "contributions.record_exit",
    "correct": "contributions.correct_person",
    "transfer": "contributions.transfer_household",
    "move_credit": "contributions.transfer_credit",
    "cancel": "contributions.cancel_receipt",
}
TONES = {"OUVERT": "ok", "OBSERVATION": "info", "PAS_ENCORE": "info", "EXPIRE": "bad", "NON_VALIDE": "warn"}
REQUESTS = 20
MONTHS_AHEAD = 3
MONTHS_BEHIND = 36


@requires(READ)
@require_safe
def household(request: HttpRequest, reference: str) -> HttpResponse:
    """Everything about a household that the viewer may see; not found otherwise."""
    viewer, today = viewer_of_request(request), clock.today()
    found = household_file(viewer, reference, today, current())
    if found is None:
        raise Http404
    path = found.residence.scope_path
    may = {name: viewer.may(operation, path) for name, operation in ACTIONS.items()}
    head = next((person for person in found.people if person.present), None)
    context = {
        "file": found,
        "title": head.name if head else reference,
        "crumbs": [{"label": _("Ménages"), "url": reverse("households")}, {"label": reference}],
        "may": may,
        "movable": any(found.movable.values()),
        "facts": _facts(found),
        "people": [_person(person, today) for person in found.people],
        "receipts": _receipts(found, may["cancel"]),
        "receipt_columns": _receipt_columns(found, may["cancel"]),
        "events": _events(found),
        **_drawing(found, today),
        **care_of(viewer, found),
    }
    return render(request, "desk/household.html", context)


def care_of(viewer: Viewer, found: HouseholdFile) -> dict[str, Any]:
    """The latest requests for the household's people: amounts and codes, never acts or diagnoses (those are on the
    request's own page, for whoever may read them). Nothing for those who see no requests."""
    if not viewer.may_somewhere(READ_REQUESTS):
        return {"sees_care": False}
    decided = list(requests_of_household(viewer, found.household.pk)[:REQUESTS])
    seen = sight(viewer, READ_REQUESTS)
    names = {person.reference: person.name for person in found.people}
    rows = [
        {
            "day": view.care_date,
            "url": reverse("request", args=[view.id])
            if seen.everything or seen.includes(view.scope_path, view.payer)
            else "",
            "person": names.get(view.reference, view.reference),
            "facility": view.facility,
            "totals": view.totals,
            "status": view.status,
            "codes": view.codes,
        }
        for view in request_views(viewer, decided, language())
    ]
    columns: list[dict[str, Any]] = [
        {"key": "day", "label": _("Soins du"), "kind": "day", "url": "url", "heading": True},
        {"key": "person", "label": _("Personne")},
        {"key": "facility", "label": _("Établissement"), "kind": "code"},
        *amount_columns(),
        {"key": "status", "label": _("Décision"), "kind": "status"},
        {"key": "codes", "label": _("Codes")},
    ]
    return {"sees_care": True, "care": rows, "care_columns": columns, "care_cut": len(decided) == REQUESTS}


def _facts(found: HouseholdFile) -> list[Any]:
    home, standing = found.residence, found.standing
    place = f"{home.village_name}, {home.commune_name}" if home.village_name else home.commune_name
    facts: list[Any] = [
        (_("Référence"), found.household.reference, "code"),
        (_("Mutuelle"), found.household.mutual, "code"),
        (_("Produit"), home.product, "code"),
        {
            "label": _("Village"),
            "value": place,
            "note": _("à placer dans une section") if not home.commune_code else "",
        },
        (_("Personnes"), standing.due.persons, "number"),
        (_("Première cotisation"), standing.then.validated_on, "day"),
        (_("Encaissé"), found.paid, "amount"),
        (_("Crédit de cotisation"), standing.then.contribution_credit, "amount"),
    ]
    if standing.then.fee_credit:
        facts.append((_("Droit payé en trop"), standing.then.fee_credit, "amount"))
    return facts


def _person(person: PersonFile, today: date) -> dict[str, Any]:
    age = None if person.birth_is_year else completed_years(person.birth, person.left or today)
    return {
        "file": person,
        "role": ROLES[person.role],
        "sex": SEXES[person.sex],
        "age": age,
        "tone": TONES.get(person.status, "neutral"),
        "sentence": person.reason.sentence(language()) if person.reason else "",
        "exit": EXITS.get(person.exit_reason, _("Sortie")) if person.left else "",
    }


def _receipts(found: HouseholdFile, may_cancel: bool) -> list[dict[str, Any]]:
    return [
        {
            "number": receipt.number,
            "day": receipt.day,
            "fee": receipt.fee,
            "contribution": receipt.contribution,
            "method": METHODS[receipt.method],
            "collector": receipt.collector,
            "state": receipt.state,
            "cancel": _("Annuler") if may_cancel and receipt.state == "valid" else "",
            "url": reverse("receipt_cancel", args=[found.household.mutual, receipt.number])
            if may_cancel and receipt.state == "valid"
            else "",
        }
        for receipt in found.receipts
    ]


def _receipt_columns(found: HouseholdFile, may_cancel: bool) -> list[dict[str, Any]]:
    kept = [receipt for receipt in found.receipts if receipt.state == "valid"]
    columns: list[dict[str, Any]] = [
        {"key": "number", "label": _("Reçu"), "kind": "code", "heading": True},
        {"key": "day", "label": _("Jour"), "kind": "day"},
        {"key": "fee", "label": _("Droit"), "kind": "amount", "total": sum(r.fee for r in kept)},
        {"key": "contribution", "label": _("Cotisation"), "kind": "amount", "total": sum(r.contribution for r in kept)},
        {"key": "method", "label": _("Mode")},
        {"key": "collector", "label": _("Encaissé par")},
        {"key": "state", "label": _("État"), "kind": "status"},
    ]
    if may_cancel:
        columns.append({"key": "cancel", "label": _("Action"), "url": "url"})
    return columns


def _events(found: HouseholdFile) -> list[dict[str, Any]]:
    return [
        {
            "label": EVENTS.get(event.name, event.name),
            "at": event.at,
            "author": event.author,
            "reason": event.reason,
            "held": event.status == "held",
        }
        for event in found.events
    ]


def _drawing(found: HouseholdFile, today: date) -> dict[str, Any]:
    """The time line: from the first thing that happened (three years back at most) to what is paid ahead."""
    lines = [
        {"label": person.name, "periods": [p for p in person.periods if p.status not in ("NON_VALIDE", "PAS_ENCORE")]}
        for person in found.people
        if person.periods
    ]
    starts = [p.start for person in found.people for p in person.periods if p.start]
    ends = [p.end for person in found.people for p in person.periods if p.end and p.status == "OUVERT"]
    earliest = add_months(today, -MONTHS_BEHIND)
    return {
        "lines": lines if any(line["periods"] for line in lines) else [],
        "drawn_from": max(min(starts, default=today), earliest),
        "drawn_to": max([add_months(today, MONTHS_AHEAD), *ends]) + timedelta(days=1),
    }
