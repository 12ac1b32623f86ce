"""Settle bordereaux for one payer: a statement each, and what is owed to the facility in the payer's books."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import ClassVar
from uuid import UUID

from sysgimut.benefits.models import Act
from sysgimut.claims.models import Bordereau, LineDecision
from sysgimut.journal import rows
from sysgimut.journal.among import among
from sysgimut.journal.command import Command, handles
from sysgimut.journal.execution import Execution, Unchanged
from sysgimut.kernel.outcomes import Outcome, Reason, accepted, refused
from sysgimut.ledger.domain.book import BookEntry, entry
from sysgimut.ledger.posting import post
from sysgimut.membership.queries import blocks
from sysgimut.network.queries import mutual_path
from sysgimut.parameters.queries import Parameters, current
from sysgimut.providers.models import Facility
from sysgimut.settlement.models import Settled, Statement
from sysgimut.settlement.proof import AMOUNTS, PROVED, decisions_digest, line_proof

UNION = "UTM"
_RESERVED = re.compile(r"N*(P[0-9]{4}-[0-9]{2}|SANS-NUMERO|SANS-ETABLISSEMENT)")
UNCLASSIFIED = "900"
"""Service code under which a benefit is booked when neither the act nor the facility gave one."""


class IssueStatements(Command):
    """The bordereaux to settle for the payer `mutual` (UTM: the requests of people who are not known)."""

    operation: ClassVar[str] = "settlement.issue_statements"
    mutual: str
    bordereaux: tuple[UUID, ...]


@dataclass(slots=True)
class Bill:
    """What one bordereau asks of one payer, added up."""

    decisions: dict[UUID, None] = field(default_factory=dict)
    """In the order of their identifiers."""
    proofs: list[str] = field(default_factory=list)
    sums: list[int] = field(default_factory=lambda: [0] * len(AMOUNTS))
    """Of `AMOUNTS`, in order."""
    granted_by_service: dict[str, int] = field(default_factory=lambda: defaultdict(int))

    @property
    def granted(self) -> int:
        """What is owed to the facility."""
        return self.sums[1]


@handles(IssueStatements)
def issue_statements(message: IssueStatements, execution: Execution) -> Outcome:
    """Settle every decision of these bordereaux that no statement settles yet. A second statement of the same
    bordereau carries the next number. The outcome's result holds `statements`: their numbers."""
    path = mutual_path(message.mutual) if message.mutual != UNION else UNION
    execution.authorise(path or UNION, chain=message.mutual if path else None)
    if path is None:
        return refused(Reason("MUT-INCONNUE", {"mutual": message.mutual}))
    parameters = current()
    statements: list[str] = []
    for block in [_lock(block) for block in blocks(sorted(set(message.bordereaux)), 1_000)]:
        statements += _settle(execution, message.mutual, path, block, parameters)
    if not statements:
        raise Unchanged(accepted({"statements": []}))
    return accepted({"statements": statements})


def _lock(block: Sequence[UUID]) -> list[Bordereau]:
    """All the bordereaux are locked before any is settled: their books come later in the order of locks."""
    return list(Bordereau.objects.filter(id__in=block).select_for_update().order_by("id"))


def _settle(
    execution: Execution, mutual: str, path: str, bordereaux: Sequence[Bordereau], parameters: Parameters
) -> list[str]:
    if not bordereaux:
        return []
    block = [bordereau.id for bordereau in bordereaux]
    bills = _bills(mutual, block)
    issued = _issued(mutual, block)
    facilities = dict(
        Facility.objects.filter(
            code__in={bordereau.facility_code for bordereau in bordereaux}, superseded_by__isnull=True
        ).values_list("code", "type")
    )
    statements: list[rows.Row] = []
    settled: list[rows.Row] = []
    books: list[BookEntry | None] = []
    numbers: list[str] = []
    for bordereau in bordereaux:
        bill = bills.get(bordereau.id)
        if bill is None:
            continue
        identifier = execution.new_id()
        number = statement_number(mutual, bordereau, issued.get(bordereau.id, 0) + 1)
        numbers.append(number)
        statements.append(_row(identifier, number, bordereau, mutual, path, bill, execution.today))
        settled += [(identifier, decision) for decision in bill.decisions]
        kind = facilities.get(bordereau.facility_code, "")
        books.append(_book(mutual, number, bordereau.facility_code, kind, bill, execution.today, parameters))
    # A statement comes after what it settles: the database then knows that it is their sum (promises.py).
    execution.insert(Settled, settled)
    execution.insert(Statement, statements)
    post(execution, books)
    return numbers


def _bills(mutual: str, block: Sequence[UUID]) -> dict[UUID, Bill]:
    """What each bordereau asks, from decisions in force that are not settled yet, in two statements.

    A benefit is booked under its act's service: what is granted has a known act.
    """
    services = dict(Act.objects.filter(superseded_by__isnull=True).values_list("code", "service_code"))
    bills: dict[UUID, Bill] = {}
    waiting = LineDecision.objects.filter(
        decision__request__bordereau__in=among(block),
        decision__superseded_by=None,
        decision__settled=None,
        decision__mutual="" if mutual == UNION else mutual,
    )
    columns = ("decision__request__bordereau_id", "act_code", *PROVED)
    for bordereau, act, *proved in waiting.order_by("decision_id").values_list(*columns):
        bill = bills.get(bordereau)
        if bill is None:
            bill = bills[bordereau] = Bill()
        decision, _, *amounts, _ = proved
        bill.decisions[decision] = None
        bill.proofs.append(line_proof(proved))
        bill.sums = [total + amount for total, amount in zip(bill.sums, amounts, strict=True)]
        if granted := amounts[1]:
            bill.granted_by_service[services.get(act, UNCLASSIFIED)] += granted
    return bills


def _issued(mutual: str, block: Sequence[UUID]) -> dict[UUID, int]:
    counts: dict[UUID, int] = defaultdict(int)
    for bordereau in Statement.objects.filter(bordereau__in=block, mutual=mutual).values_list(
        "bordereau_id", flat=True
    ):
        counts[bordereau] += 1
    return counts


def statement_number(mutual: str, bordereau: Bordereau, rank: int) -> str:
    """The number of the `rank`-th statement of a bordereau for a payer: readable, and unique by construction.

    A bordereau is identified by its facility and its number, else its period; P marks a period. Facility codes hold
    no slash; a code or a number that reads like one of the words used here is marked with an N.
    """
    facility = _marked(bordereau.facility_code) if bordereau.facility_code else "SANS-ETABLISSEMENT"
    unnumbered = f"P{bordereau.period}" if bordereau.period else "SANS-NUMERO"
    name = _marked(bordereau.number) if bordereau.number else unnumbered
    return f"{facility}/{name}/{mutual}/{rank}"


def _marked(word: str) -> str:
    return f"N{word}" if _RESERVED.fullmatch(word) else word


def _row(
    identifier: UUID, number: str, bordereau: Bordereau, mutual: str, path: str, bill: Bill, day: date
) -> rows.Row:
    return (
        identifier,
        number,
        bordereau.id,
        mutual,
        path,
        bordereau.facility_code,
        bordereau.scope_path,
        day,
        len(bill.decisions),
        len(bill.proofs),
        *bill.sums,
        decisions_digest(bill.proofs),
    )


def _book(
    mutual: str, number: str, facility: str, kind: str, bill: Bill, day: date, parameters: Parameters
) -> BookEntry | None:
    """Benefits granted, by service code, against what is owed to the facility (None when nothing is granted)."""
    if not bill.granted:
        return None
    expenses = parameters.accounts("codes_prestation", day)
    owed = parameters.accounts("types_etablissement", day)[kind]
    lines = [(expenses[service], amount, facility) for service, amount in sorted(bill.granted_by_service.items())]
    lines.append((owed, -bill.granted, facility))
    return entry(mutual, day, "accorde", number, f"État {number}", lines)
