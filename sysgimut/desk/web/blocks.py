"""The blocks of home pages. Each one needs an operation, and reads in a fixed number of statements.

A block brings figures (tiles) to the glance at the top of the page, each with the list behind it; some bring a drawing
or a table below.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sysgimut.claims import queries as claims
from sysgimut.claims.web.tables import bordereau_columns, bordereau_row
from sysgimut.contributions import queries as contributions
from sysgimut.desk import queries
from sysgimut.desk.web.addresses import address
from sysgimut.identity.access import Viewer
from sysgimut.identity.web.submission import language
from sysgimut.kernel.money import format_xof
from sysgimut.membership.likenesses import open_suspicions
from sysgimut.parameters.queries import current
from sysgimut.settlement import lists

Tile = dict[str, Any]
WEEK = timedelta(days=7)
LAST_BORDEREAUX = 5
MONTH_BORDEREAUX = 50


@dataclass(slots=True)
class Block:
    """Figures, and perhaps a part of the page: `kind` names its template (desk/blocks/<kind>.html)."""

    tiles: list[Tile] = field(default_factory=list)
    kind: str = ""
    title: str = ""
    url: str = ""
    url_label: str = ""
    data: dict[str, Any] = field(default_factory=dict)


Make = Callable[[Viewer, date], Block]


def tile(label: str, value: Any, url: str = "", **more: Any) -> Tile:
    """A figure, what it is, and the list behind it."""
    return {"label": label, "value": value, "url": url, **more}


def part(label: str, numerator: int, denominator: int, url: str, of: str, **more: Any) -> Tile:
    """A figure that is a part of another: shown with both numbers and the rate."""
    return tile(label, numerator, url, whole=denominator, whole_text=of, **more)


def _xof(amount: int) -> str:
    return format_xof(amount, language())


def households(viewer: Viewer, today: date) -> Block:
    """How many households and people, and where they stand."""
    found = queries.household_figures(viewer, today)
    listed = address("households")
    validated, waiting = (address("households", state=state) for state in ("validated", "waiting"))
    return Block(
        [
            part(_("Ménages validés"), found.validated, found.households, validated, _("sur %(total)s ménages")),
            part(_("Droits ouverts"), found.open_rights, found.people, listed, _("sur %(total)s personnes")),
            tile(_("Ménages à valider"), found.households - found.validated, waiting),
            tile(_("Droits bientôt ouverts"), found.opening_soon, listed, note=_("dans les 30 jours")),
        ]
    )


def late(viewer: Viewer, today: date) -> Block:
    """Who is late, and who soon will be."""
    parameters = current()

    def asked(label: str, state: str, note: str) -> Tile:
        number = contributions.late_accounts(viewer, today, state, parameters).order_by().count()
        return tile(label, number, address("arrears", etat=state), note=note)

    return Block(
        [
            asked(_("Cotisations en retard"), "resumable", _("ménages, reprise sans observation")),
            asked(_("À échoir"), "soon", _("ménages, dans les 30 jours")),
            asked(_("Arrêtées depuis longtemps"), "lapsed", _("ménages")),
        ]
    )


def receipts_week(viewer: Viewer, today: date) -> Block:
    """What was taken in the last seven days, and this month."""

    def taken(start: date) -> tuple[contributions.Totals, str]:
        wanted = contributions.ReceiptFilter(start=start, end=today)
        found = contributions.totals(contributions.receipts(viewer, wanted))
        return found, address("receipts", start=start, end=today)

    (week, of_week), (month, of_month) = taken(today - WEEK + timedelta(days=1)), taken(today.replace(day=1))
    return Block(
        [
            tile(_("Encaissé en 7 jours"), week.total, of_week, kind="amount", note=_receipts(week.count)),
            tile(_("Encaissé ce mois"), month.total, of_month, kind="amount", note=_receipts(month.count)),
        ]
    )


def _receipts(number: int) -> str:
    return ngettext("%(n)d reçu", "%(n)d reçus", number) % {"n": number}


def suspense(viewer: Viewer, today: date) -> Block:
    """Money that waits for its household."""
    number = contributions.suspense_tasks(viewer).order_by().count()
    return Block([tile(_("Encaissements en attente"), number, address("suspense"))])


def duplicates(viewer: Viewer, today: date) -> Block:
    """People who may be recorded twice."""
    number = open_suspicions(viewer).order_by().count()
    return Block([tile(_("Doublons possibles"), number, address("duplicates"))])


def sections(viewer: Viewer, today: date) -> Block:
    """Section by section."""
    rows: list[dict[str, Any]] = [
        {
            "name": one.name,
            "url": address("organisation", one.code),
            "households": one.households,
            "validated": one.validated,
            "open_rights": one.open_rights,
        }
        for one in queries.sections(viewer, today)
    ]
    figures = (("households", _("Ménages")), ("validated", _("Validés")), ("open_rights", _("Droits ouverts")))
    columns = [
        {"key": "name", "label": _("Section"), "url": "url"},
        *(
            {"key": key, "label": label, "kind": "number", "total": sum(row[key] for row in rows)}
            for key, label in figures
        ),
    ]
    data = {"rows": rows, "columns": columns, "name": "sections", "folded": True}
    return Block([], "table", _("Section par section"), data=data)


def penetration(viewer: Viewer, today: date) -> Block:
    """People with open rights over inhabitants, by commune, on the schematic map."""
    found = queries.penetration(viewer, today)
    places = [
        {
            "label": one.name,
            "longitude": one.longitude,
            "latitude": one.latitude,
            "whole": one.inhabitants,
            "part": one.open_rights,
            "url": address("commune", one.code),
        }
        for one in found.communes
    ]
    listed = address("households")
    of = _("sur %(total)s habitants")
    tiles = [part(_("Assurés à droits ouverts"), found.open_rights, found.inhabitants, listed, of)]
    if found.elsewhere:
        tiles.append(tile(_("Droits ouverts ailleurs"), found.elsewhere, listed, note=_("hors des communes couvertes")))
    years = ", ".join(map(str, found.years)) or "—"
    note = _("Taux de pénétration utile : personnes à droits ouverts / population (%(years)s).") % {"years": years}
    return Block(tiles, "map", _("Population couverte"), data={"places": places, "note": note})


def collection(viewer: Viewer, today: date) -> Block:
    """What members paid, month by month."""
    rows = queries.collected_by_month(viewer, today)
    total = sum(fees + paid for _month, fees, paid in rows)
    data = {
        "caption": _("Encaissé par mois"),
        "labels": [month for month, _fees, _paid in rows],
        "series": [
            {"label": _("Cotisations"), "values": [paid for _month, _fees, paid in rows]},
            {"label": _("Droits d’admission"), "values": [fees for _month, fees, _paid in rows]},
        ],
    }
    listed = address("receipts", start=rows[0][0], end=today)
    tiles = [tile(_("Encaissé en 12 mois"), total, listed, kind="amount")]
    return Block(tiles, "plot", _("Collecte"), listed, _("Tous les reçus"), data)


def decided(viewer: Viewer, today: date) -> Block:
    """Claimed, granted and rejected, month by month."""
    rows = queries.decided_by_month(viewer, today)
    claimed, granted = sum(row.claimed for row in rows), sum(row.granted for row in rows)
    rejected = sum(row.rejected for row in rows)
    data = {
        "caption": _("Réclamé, accordé et rejeté par mois d’établissement"),
        "labels": [row.month for row in rows],
        "series": [
            {"label": _("Réclamé"), "values": [row.claimed for row in rows]},
            {"label": _("Accordé"), "values": [row.granted for row in rows]},
            {"label": _("Rejeté"), "values": [row.rejected for row in rows]},
        ],
    }
    of, listed = _("sur %(total)s réclamés"), address("statements")
    tiles = [
        part(_("Accordé en 12 mois"), granted, claimed, listed, of, kind="amount"),
        part(_("Rejeté en 12 mois"), rejected, claimed, listed, of, kind="amount"),
    ]
    return Block(tiles, "plot", _("Remboursements"), listed, _("Tous les états"), data)


def statements(viewer: Viewer, today: date) -> Block:
    """Statements that wait for a signature or a payment."""
    found = lists.figures(viewer)
    to_sign, to_pay = (address("statements", etat=state) for state in (lists.TO_SIGN, lists.TO_PAY))
    return Block(
        [
            tile(_("États à signer"), found.to_sign, to_sign, note=_xof(found.to_sign_amount)),
            tile(_("États à payer"), found.to_pay, to_pay, note=_xof(found.to_pay_amount)),
        ]
    )


def requests(viewer: Viewer, today: date) -> Block:
    """Requests of the last ninety days."""
    found = claims.figures(viewer, today)
    totals, listed = found.decided, address("bordereaux")
    period = _("soins des %(days)d derniers jours") % {"days": (today - found.since).days}
    of = _("sur %(total)s réclamés")
    return Block(
        [
            tile(_("Demandes à justifier"), found.waiting, listed, note=_xof(totals.to_justify)),
            tile(_("Demandes décidées"), totals.requests, listed, note=period),
            part(_("Accordé sur ces soins"), totals.granted, totals.claimed, listed, of, kind="amount"),
        ]
    )


def last_bordereaux(viewer: Viewer, today: date) -> Block:
    """This month's bordereaux, and the decisions of the last ones."""
    period = f"{today:%Y-%m}"
    last = claims.bordereau_rows(viewer, list(claims.bordereaux(viewer)[:LAST_BORDEREAUX]))
    month = claims.bordereau_rows(viewer, list(claims.bordereaux(viewer, period=period)[:MONTH_BORDEREAUX]))
    claimed, number = (sum(getattr(row.totals, name) for row in month) for name in ("claimed", "requests"))
    note = ngettext("%(n)d demande", "%(n)d demandes", number) % {"n": number}
    listed = address("bordereaux", periode=period)
    tiles = [tile(_("Réclamé ce mois"), claimed, listed, kind="amount", note=note)]
    data = {"rows": [bordereau_row(row) for row in last], "columns": bordereau_columns(), "name": "derniers"}
    return Block(tiles, "table", _("Derniers bordereaux"), address("bordereaux"), _("Tous les bordereaux"), data)


def card(viewer: Viewer, today: date) -> Block:
    """The box in which a card is typed or scanned, and what a desk sends."""
    actions = []
    if viewer.may_somewhere("claims.import_requests"):
        actions.append((address("bordereau_upload"), _("Envoyer un bordereau"), "upload"))
    return Block([], "card", _("Vérifier une carte"), data={"url": address("card"), "actions": actions})
