"""The home page: for each role what it looks at first, one block after the other."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from sysgimut.desk.web import blocks, office_blocks
from sysgimut.desk.web.blocks import Make
from sysgimut.identity.access import Viewer
from sysgimut.identity.queries import READ as READ_ACCOUNTS
from sysgimut.identity.scope_tree import TREE
from sysgimut.identity.web.access import for_everyone
from sysgimut.identity.web.pages import viewer_of_request
from sysgimut.journal import clock

BLOCKS: Mapping[str, tuple[str, Make]] = {
    "card": ("contributions.read_rights", blocks.card),
    "households": ("membership.read_households", blocks.households),
    "late": ("contributions.read_arrears", blocks.late),
    "receipts": ("contributions.read_receipts", blocks.receipts_week),
    "suspense": ("contributions.read_suspense", blocks.suspense),
    "duplicates": ("membership.read_duplicates", blocks.duplicates),
    "sections": ("membership.read_households", blocks.sections),
    "penetration": ("membership.read_households", blocks.penetration),
    "collection": ("contributions.read_receipts", blocks.collection),
    "decided": ("settlement.read_statements", blocks.decided),
    "statements": ("settlement.read_statements", blocks.statements),
    "requests": ("claims.read_requests", blocks.requests),
    "bordereaux": ("claims.read_requests", blocks.last_bordereaux),
    "reopenings": ("claims.read_reopening", office_blocks.reopenings),
    "rejections": ("claims.read_requests", office_blocks.rejections),
    "cash": ("ledger.read_ledger", office_blocks.cash),
    "journal": ("journal.read_journal", office_blocks.journal),
    "administration": (READ_ACCOUNTS, office_blocks.administration),
    "facilities": ("providers.read_facilities", office_blocks.facilities),
}

HOMES: Mapping[str, str] = {
    "gestionnaire": "households late receipts duplicates statements",
    "guichet": "card bordereaux requests statements",
    "assistant": "households late receipts suspense duplicates sections",
    "coordinateur": "penetration statements requests suspense duplicates collection decided sections",
    "direction": "penetration statements requests collection decided cash journal",
    "medecin_conseil": "requests reopenings rejections bordereaux",
    "comptable": "statements cash receipts suspense decided",
    "elu": "statements decided cash",
    "auditeur": "journal cash statements reopenings suspense",
    "administrateur": "administration facilities duplicates journal suspense",
}
"""Role → its blocks, the first ones first. Someone with several roles has all of theirs, each once."""


FIRST = "card"
"""The block that stands before the figures: someone waits at the counter."""


def names_of_blocks(viewer: Viewer) -> list[str]:
    """The blocks of a viewer's home: those of their roles whose operation they may do somewhere."""
    wanted = dict.fromkeys(name for role in viewer.roles() for name in HOMES[role].split())
    return [name for name in wanted if viewer.may_somewhere(BLOCKS[name][0])]


@for_everyone
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """What waits for me, in figures that lead to their lists."""
    viewer = viewer_of_request(request)
    today = clock.today()
    made = [(name, BLOCKS[name][1](viewer, today)) for name in names_of_blocks(viewer)]
    parts: list[dict[str, Any]] = [
        {"name": name, "block": block, "template": f"desk/blocks/{block.kind}.html"}
        for name, block in made
        if block.kind
    ]
    scopes = sorted({mandate.scope for mandate in viewer.mandates})
    names = TREE.names(scopes)
    context = {
        "first": [part for part in parts if part["name"] == FIRST],
        "tiles": [tile for _name, block in made for tile in block.tiles],
        "parts": [part for part in parts if part["name"] != FIRST],
        "scopes": [names.get(scope, scope) for scope in scopes],
    }
    return render(request, "desk/home.html", context)
