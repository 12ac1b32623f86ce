"""Columns, tiles and rows of the pages of claims."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from sysgimut.claims.models import Request
from sysgimut.claims.queries import BordereauRow, PeriodTotals, Reopening
from sysgimut.claims.request_views import Care, LineView, RequestView, Totals
from sysgimut.kernel.periods import add_months


def amount_columns(totals: Totals | None = None) -> list[dict[str, Any]]:
    """The four amounts of a decision, with their sums in the foot when `totals` are given."""
    labels = {
        "claimed": _("Réclamé"),
        "granted": _("Accordé"),
        "rejected": _("Rejeté"),
        "to_justify": _("À justifier"),
    }
    columns: list[dict[str, Any]] = []
    for key, label in labels.items():
        column: dict[str, Any] = {"key": f"totals.{key}", "label": label, "kind": "amount"}
        if totals is not None:
            column["total"] = getattr(totals, key)
        columns.append(column)
    return columns


def bordereau_columns() -> list[dict[str, Any]]:
    """Columns of the list of bordereaux; what is rejected is the rest of what was claimed."""
    return [
        {"key": "name", "label": _("Bordereau"), "kind": "code", "url": "url", "heading": True},
        {"key": "facility", "label": _("Établissement")},
        {"key": "period", "label": _("Période"), "kind": "code"},
        {"key": "received_on", "label": _("Reçu le"), "kind": "day"},
        {"key": "totals.requests", "label": _("Demandes"), "kind": "number"},
        {"key": "waiting", "label": _("En attente de décision"), "kind": "number"},
        *(column for column in amount_columns() if column["key"] != "totals.rejected"),
    ]


def bordereau_row(row: BordereauRow) -> dict[str, Any]:
    """A bordereau as a row of the list."""
    return {
        "name": row.name,
        "facility": row.facility_name or row.facility or "—",
        "period": row.period,
        "received_on": row.received_on,
        "totals": row.totals,
        "waiting": row.waiting,
        "url": reverse("bordereau", args=[row.id]),
    }


def parts(totals: Totals) -> list[tuple[Any, int, str]]:
    """What was claimed, in its three parts, for a drawing."""
    return [
        (_("Accordé"), totals.granted, "granted"),
        (_("À justifier"), totals.to_justify, "to_justify"),
        (_("Rejeté"), totals.rejected, "rejected"),
    ]


def decision_line(line: LineView) -> dict[str, Any]:
    """A line as the component `decision` draws it."""
    return {name: getattr(line, name) for name in LineView.__slots__}


def shown_request(view: RequestView) -> dict[str, Any]:
    """A request with its lines ready to draw."""
    return {
        "view": view,
        "care_type": care_type(view.care_type),
        "lines": [decision_line(line) for line in view.lines],
        "url": reverse("request", args=[view.id]),
    }


def care_type(code: str) -> str:
    """The type of care in words."""
    words = {"A": _("ambulatoire"), "H": _("hospitalisation"), "U": _("urgence obstétricale ou néonatale")}
    return words.get(code, "")


def request_facts(view: RequestView) -> list[dict[str, Any]]:
    """What anyone who sees the request may read of it."""
    return [
        {"label": _("Décision"), "value": view.status, "kind": "status"},
        {"label": _("Bénéficiaire"), "value": view.reference or "—", "kind": "code", "note": view.name},
        {
            "label": _("Bordereau"),
            "value": f"{view.facility or '—'} / {view.bordereau or '—'}",
            "url": reverse("bordereau", args=[view.bordereau_id]),
        },
        {"label": _("Date des soins"), "value": view.care_date, "kind": "day"},
        {"label": _("Payeur"), "value": view.payer or _("inconnu")},
        {"label": _("Droits lors de la décision"), "value": view.rights or "INCONNU", "kind": "status"},
    ]


def waiting_facts(asked: Request) -> list[tuple[Any, ...]]:
    """What anyone who sees a request that waits for its decision may read of it."""
    head = asked.bordereau
    return [
        (_("Bénéficiaire"), asked.reference, "code"),
        (_("Établissement"), head.facility_code, "code"),
        (_("Bordereau"), head.number or head.period, "code"),
        (_("Reçu le"), head.received_on, "day"),
        (_("Date des soins"), asked.care_date, "day"),
    ]


def care_facts(view: RequestView, care: Care) -> list[tuple[Any, ...]]:
    """The health data of a request, for those who may read it."""
    sexes = {"F": _("femme"), "M": _("homme")}
    return [
        (_("Type de soins"), care_type(view.care_type)),
        (_("Diagnostic (CIM-10)"), care.icd10, "code"),
        (_("Affection de longue durée"), care.long_term, "yes_no"),
        (_("Renseignements cliniques"), care.clinical_information),
        (_("Entrée"), care.entry_date, "day"),
        (_("Sortie"), care.exit_date, "day"),
        (_("Accord préalable"), care.authorisation, "code"),
        (_("Code du praticien"), care.practitioner, "code"),
        (_("Sexe déclaré"), sexes.get(care.sex, "")),
        (_("Âge déclaré"), care.age, "number"),
        (_("Activité"), care.activity),
        (_("Contact"), care.contact),
    ]


def period_columns(totals: Totals) -> list[dict[str, Any]]:
    """Columns of a facility's bordereaux by month."""
    return [
        {"key": "period", "label": _("Période"), "url": "url", "heading": True},
        {"key": "bordereaux", "label": _("Bordereaux"), "kind": "number"},
        {"key": "totals.requests", "label": _("Demandes"), "kind": "number", "total": totals.requests},
        *amount_columns(totals),
    ]


def period_rows(months: Sequence[PeriodTotals], facility: str) -> list[dict[str, Any]]:
    """A facility's months, each leading to its bordereaux."""
    base = reverse("bordereaux")
    return [
        {
            "period": month.period or "—",
            "bordereaux": month.bordereaux,
            "totals": month.totals,
            "url": f"{base}?etablissement={facility}&periode={month.period}",
        }
        for month in months
    ]


def month_series(months: Sequence[PeriodTotals], today: date) -> tuple[list[date], list[tuple[Any, list[int]]]]:
    """Months from the first billed to the last, without a gap, and what was claimed and granted in each.

    A month to come, which a facility can only have written by mistake, is in the table and not in the drawing.
    """
    last = f"{today:%Y-%m}"
    billed = {date.fromisoformat(f"{m.period}-01"): m.totals for m in months if "" < m.period <= last}
    if not billed:
        return [], []
    labels = [min(billed)]
    while labels[-1] < max(billed):
        labels.append(add_months(labels[0], len(labels)))
    totals = [billed.get(label, Totals()) for label in labels]
    series = [(_("Réclamé"), [one.claimed for one in totals]), (_("Accordé"), [one.granted for one in totals])]
    return labels, series


def reopening_columns() -> list[dict[str, Any]]:
    """Columns of the decisions to look at again."""
    return [
        {"key": "name", "label": _("Demande"), "kind": "code", "url": "url", "heading": True},
        {"key": "reference", "label": _("Bénéficiaire"), "kind": "code"},
        {"key": "care_date", "label": _("Soins du"), "kind": "day"},
        {"key": "then", "label": _("Droits alors"), "kind": "status"},
        {"key": "now", "label": _("Droits connus aujourd’hui"), "kind": "status"},
        {"key": "payer", "label": _("Payeur")},
        {"key": "totals.claimed", "label": _("Réclamé"), "kind": "amount"},
        {"key": "totals.granted", "label": _("Accordé"), "kind": "amount"},
    ]


def reopening_row(row: Reopening) -> dict[str, Any]:
    """A decision to look at again, as a row of the list."""
    return {
        "name": " / ".join(part or "—" for part in (row.facility, row.bordereau, row.number)),
        "url": reverse("request", args=[row.request_id]),
        **{name: getattr(row, name) for name in ("reference", "care_date", "then", "now", "payer", "totals")},
    }
