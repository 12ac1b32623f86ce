"""The batch of settlement: a statement for every bordereau with decisions that none settles yet, payer by payer."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from uuid import UUID

from sysgimut.claims.models import Decision
from sysgimut.identity.scopes import ROOT, under
from sysgimut.jobs.kinds import Kind
from sysgimut.journal.command import Command
from sysgimut.membership.queries import blocks
from sysgimut.network.models import Organisation
from sysgimut.settlement.commands.issue_statements import IssueStatements

CHUNK = 100
"""Bordereaux settled by one command."""


def _plan(scope: str) -> Iterator[list[str]]:
    """Chunks of one payer each: its code (UTM for people who are not known), then identifiers of bordereaux."""
    mutuals = Organisation.objects.filter(under("path", [scope]), kind="mutual").order_by("code")
    payers = {code: code for code in mutuals.values_list("code", flat=True)}
    if scope == ROOT:
        payers[ROOT] = ""
    for payer, mutual in payers.items():
        decided = Decision.objects.filter(mutual=mutual, superseded_by__isnull=True, settled__isnull=True)
        waiting = decided.order_by("request__bordereau_id").values_list("request__bordereau_id", flat=True).distinct()
        for block in blocks(waiting, CHUNK):
            yield [f"{payer} {bordereau.hex}" for bordereau in block]


def _command(scope: str, items: Sequence[str]) -> Command:
    payers, bordereaux = zip(*(item.split(" ") for item in items), strict=True)
    return IssueStatements(mutual=payers[0], bordereaux=tuple(map(UUID, bordereaux)))


ISSUE = Kind(
    operation="settlement.issue_statements",
    name=("Établir les états de remboursement", "Issue reimbursement statements"),
    things=("bordereaux", "bordereaux"),
    plan=_plan,
    command=_command,
)
