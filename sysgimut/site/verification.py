"""`sysgimut verify`: every proof there is, one after the other. Each app proves what is its own (`<app>/checks.py`)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from sysgimut.claims.checks import check_decisions
from sysgimut.claims.models import LineDecision
from sysgimut.contributions.checks import check_coverage, check_receipts
from sysgimut.contributions.models import Receipt
from sysgimut.journal import guards
from sysgimut.journal.models import Seal
from sysgimut.journal.seal import Head
from sysgimut.journal.snapshot import one_moment
from sysgimut.journal.verify import (
    Count,
    Finding,
    check_chains,
    check_guards,
    check_readable,
    check_rows,
    written_rows,
)
from sysgimut.ledger.checks import check_books
from sysgimut.ledger.models import Entry
from sysgimut.membership.models import Household
from sysgimut.settlement.checks import check_payments, check_statements
from sysgimut.settlement.models import Payment, Statement


@dataclass(frozen=True, slots=True)
class Check:
    """A proof: its name and what it counts, in French and English, how many there are, and its findings."""

    name: tuple[str, str]
    things: tuple[str, str]
    total: Callable[[], int]
    run: Callable[[Count], Iterator[Finding]]

    def findings(self, count: Count) -> Iterator[Finding]:
        """What is wrong; data that cannot even be read are a finding."""
        return check_readable(self.name[0], self.run(count))


BOOKS = (
    Check(("Grand livre", "Ledger"), ("écritures comptables", "ledger entries"), Entry.objects.count, check_books),
    Check(("Reçus", "Receipts"), ("reçus", "receipts"), Receipt.objects.count, check_receipts),
    Check(
        ("Droits et paiements", "Rights and payments"),
        ("ménages", "households"),
        Household.objects.count,
        check_coverage,
    ),
    Check(
        ("Liquidation", "Adjudication"),
        ("lignes liquidées", "decided lines"),
        LineDecision.objects.count,
        check_decisions,
    ),
    Check(
        ("États de remboursement", "Reimbursement statements"),
        ("états", "statements"),
        Statement.objects.count,
        check_statements,
    ),
    Check(("Paiements", "Payments"), ("paiements", "payments"), Payment.objects.count, check_payments),
)
"""What the apps prove, from the lowest floor up."""


def checks(published: Sequence[Head] = ()) -> tuple[Check, ...]:
    """All the proofs, the journal's own first. `published` are the heads kept outside the server."""
    tables = ("tables en ajout seul", "append-only tables")
    sealed = ("écritures scellées", "sealed entries")
    return (
        Check(("Gardes", "Guards"), tables, lambda: len(guards.guarded()), check_guards),
        Check(
            ("Chaînes du journal", "Chains of the journal"),
            sealed,
            Seal.objects.count,
            lambda count: check_chains(published, count),
        ),
        Check(("Lignes enregistrées", "Recorded rows"), ("lignes", "rows"), written_rows, check_rows),
        *BOOKS,
    )


def verify(published: Sequence[Head] = ()) -> Iterator[Finding]:
    """All the findings of all the proofs, at one moment, for callers that show no progress."""
    with one_moment():
        for check in checks(published):
            yield from check.findings(lambda done: None)
