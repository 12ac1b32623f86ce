"""Blocks of those who control, pay, audit and administer."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _

from sysgimut.claims.queries import decisions_to_reopen
from sysgimut.desk import queries
from sysgimut.desk.web.addresses import address
from sysgimut.desk.web.blocks import Block, tile
from sysgimut.identity.access import Viewer
from sysgimut.identity.queries import accounts
from sysgimut.identity.web.submission import language
from sysgimut.journal import clock, guards
from sysgimut.kernel.explanations import CATALOGUE, show
from sysgimut.kernel.outcomes import Reason
from sysgimut.kernel.periods import add_months
from sysgimut.ledger.web.pages import account_names
from sysgimut.network.queries import unnamed_villages
from sysgimut.parameters.domain.resolver import to_confirm
from sysgimut.parameters.queries import current
from sysgimut.providers.queries import facility_counts

MONTHS_LOOKED_BACK = 12
DAYS = 90


def reopenings(viewer: Viewer, today: date) -> Block:
    """Decisions that what became known since would have changed."""
    number = decisions_to_reopen(viewer, add_months(today, -MONTHS_LOOKED_BACK)).order_by().count()
    return Block([tile(_("Décisions à revoir"), number, address("reopenings"), note=_("soins de douze mois"))])


def rejections(viewer: Viewer, today: date) -> Block:
    """The codes that most often take money away."""
    rows = [
        {
            "code": found.code,
            "sentence": _sentence(found.code),
            "lines": found.lines,
            "rejected": found.rejected,
        }
        for found in queries.top_rejections(viewer, today, DAYS)
    ]
    columns = [
        {"key": "code", "label": _("Code"), "kind": "code"},
        {"key": "sentence", "label": _("Ce qu’il dit")},
        {"key": "lines", "label": _("Lignes"), "kind": "number"},
        {"key": "rejected", "label": _("Rejeté sur ces lignes"), "kind": "amount"},
    ]
    title = _("Motifs de rejet des %(days)d derniers jours") % {"days": DAYS}
    return Block([], "table", title, data={"rows": rows, "columns": columns, "name": "motifs"})


def _sentence(code: str) -> str:
    """The sentence of a code without its figures: an ellipsis stands for each."""
    if code not in CATALOGUE:
        return "—"
    return Reason(code).sentence(language()).replace("—", "…")


def cash(viewer: Viewer, today: date) -> Block:
    """Cash boxes, bank and mobile money, account by account."""
    lines = queries.cash(viewer, current(), today)
    names = account_names(today)
    rows = [
        {
            "entity": line.entity,
            "name": names.get(line.account, line.account),
            "url": address("ledger_account", line.entity, line.account),
            "balance": line.balance,
        }
        for line in lines
    ]
    total = sum(line.balance for line in lines)
    columns = [
        {"key": "name", "label": _("Compte"), "url": "url"},
        {"key": "entity", "label": _("Livres")},
        {"key": "balance", "label": _("Solde"), "kind": "amount", "total": total},
    ]
    tiles = [tile(_("Trésorerie"), total, address("ledger"), kind="amount")]
    data = {"rows": rows, "columns": columns, "name": "tresorerie"}
    return Block(tiles, "table", _("Trésorerie"), address("ledger"), _("Balance"), data)


def journal(viewer: Viewer, today: date) -> Block:
    """Who did what lately, and whether the chain protects it."""
    found = queries.chains(viewer)
    waiting = sum(one.waiting for one in found)
    missing = len(guards.missing())
    listed = address("journal")
    tiles = [
        tile(_("Écritures scellées"), sum(one.number for one in found), listed),
        tile(_("À sceller"), waiting, listed, status="unsealed" if waiting else "sealed"),
        tile(
            _("Refus"),
            queries.recent_refusals(viewer),
            address("journal", statut="refused"),
            note=_("sur les %(count)s dernières écritures") % {"count": show(queries.RECENT, language())},
        ),
        tile(_("Tables sans garde"), missing, listed, status="failed" if missing else "valid"),
    ]
    return Block(tiles)


def administration(viewer: Viewer, today: date) -> Block:
    """Accounts, parameters and names that wait for somebody."""
    waiting = len(to_confirm(current().values))
    known = accounts(viewer)
    locked = known.filter(closed_until__gt=clock.now()).order_by().count()
    tiles = [
        tile(_("Comptes ouverts"), known.filter(is_active=True).order_by().count(), address("accounts", etat="open")),
        tile(_("Paramètres à confirmer"), waiting, address("parameters", a_confirmer="on")),
        tile(_("Villages sans nom"), unnamed_villages(), address("territory")),
    ]
    if locked:
        tiles.append(tile(_("Identifiants bloqués"), locked, address("accounts"), status="login_closed"))
    return Block(tiles)


def facilities(viewer: Viewer, today: date) -> Block:
    """Facilities under agreement, and those whose name is still to be entered."""
    found = facility_counts(viewer, today)
    listed = address("facilities")
    tiles = [
        tile(
            _("Établissements sous convention"),
            found["active"],
            listed,
            whole=found["facilities"],
            whole_text=_("sur %(total)s établissements"),
        ),
        tile(_("Établissements sans nom"), found["unnamed"], listed),
    ]
    return Block(tiles)
