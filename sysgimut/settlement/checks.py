"""Do statements add up to their decisions, stand in the books, and get paid only once signed by three people?"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from typing import Any
from uuid import UUID

from sysgimut.claims.models import LineDecision
from sysgimut.journal.verify import CHUNK, Count, Finding, finding, uncounted
from sysgimut.ledger.checks import side_by_side
from sysgimut.ledger.queries import Booked, booked
from sysgimut.membership.queries import blocks
from sysgimut.settlement.models import SIGNATORIES, Payment, Settled, Signature, Statement
from sysgimut.settlement.proof import AMOUNTS, PROVED, decisions_digest, line_proof

STATEMENTS = 500
TOTALS = ("requests", "lines", *AMOUNTS)


def check_statements(count: Count = uncounted) -> Iterator[Finding]:
    """Each statement is the sum of the decisions it settles, and what it grants stands in its payer's books."""
    ids = Statement.objects.order_by("id").values_list("id", flat=True)
    for block in blocks(ids.iterator(chunk_size=CHUNK), STATEMENTS):
        yield from _check_totals(block)
        count(len(block))
    for mutual in sorted(set(Statement.objects.values_list("mutual", flat=True).distinct())):
        statements = Statement.objects.filter(mutual=mutual).order_by("issued_on")
        granted = statements.values_list("issued_on", "number", "granted").iterator(chunk_size=CHUNK)
        for issued, entries in side_by_side(granted, booked(mutual, "accorde")):
            amounts = {number: amount for _, number, amount in issued}
            yield from compare_with_books(mutual, amounts, entries, "VER-ETAT_LIVRES")


def _check_totals(block: Sequence[UUID]) -> Iterator[Finding]:
    owners = dict(Settled.objects.filter(statement__in=block).values_list("decision_id", "statement_id"))
    requests = Counter(owners.values())
    sums: dict[UUID, Counter[str]] = defaultdict(Counter)
    proofs: dict[UUID, list[str]] = defaultdict(list)
    for part in blocks(owners):
        for row in LineDecision.objects.filter(decision__in=part).values_list(*PROVED):
            owner = owners[row[0]]
            sums[owner].update(dict(zip(AMOUNTS, row[2:-1], strict=True)), lines=1)
            proofs[owner].append(line_proof(row))
    for statement in Statement.objects.filter(id__in=block).order_by("number"):
        found = {**dict.fromkeys(TOTALS, 0), **sums[statement.id], "requests": requests[statement.id]}
        for name in TOTALS:
            printed = getattr(statement, name)
            if printed != found[name]:
                yield finding(statement.number, "VER-ETAT_TOTAL", column=name, printed=printed, found=found[name])
        if decisions_digest(proofs[statement.id]) != statement.decisions:
            yield finding(statement.number, "VER-ETAT_DECISIONS")


def compare_with_books(mutual: str, amounts: dict[str, int], entries: Sequence[Booked], code: str) -> Iterator[Finding]:
    """The amounts of a day's documents and what the books hold of them."""
    in_books: Counter[str] = Counter()
    for entry in entries:
        in_books[entry.document] += entry.debit
    for number in sorted(set(amounts) | set(in_books)):
        if amounts.get(number, 0) != in_books[number]:
            where = f"{mutual} {number}"
            yield finding(where, code, amount=amounts.get(number, 0), booked=in_books[number])


def check_payments(count: Count = uncounted) -> Iterator[Finding]:
    """A payment is of what was granted, after three signatures by three people, and stands in the books."""
    payments = Payment.objects.order_by("id").values_list("statement_id", "amount")
    for block in blocks(payments.iterator(chunk_size=CHUNK), STATEMENTS):
        yield from _check_signed(block)
        count(len(block))
    for mutual in sorted(set(Payment.objects.values_list("statement__mutual", flat=True).distinct())):
        of_mutual = Payment.objects.filter(statement__mutual=mutual).order_by("day")
        paid = of_mutual.values_list("day", "statement__number", "amount").iterator(chunk_size=CHUNK)
        for done, entries in side_by_side(paid, booked(mutual, "paiement")):
            amounts = {number: amount for _, number, amount in done}
            yield from compare_with_books(mutual, amounts, entries, "VER-PAIEMENT_LIVRES")


def _check_signed(block: Sequence[tuple[Any, ...]]) -> Iterator[Finding]:
    statements = Statement.objects.in_bulk([statement for statement, _ in block])
    signatures: dict[UUID, list[Signature]] = defaultdict(list)
    for signature in Signature.objects.filter(statement__in=list(statements)).order_by("id"):
        signatures[signature.statement_id].append(signature)
    for identifier, amount in block:
        statement, signed = statements[identifier], signatures[identifier]
        if amount != statement.granted:
            yield finding(statement.number, "VER-PAIEMENT_MONTANT", amount=amount, granted=statement.granted)
        parties, people = {one.party for one in signed}, {one.signatory_id for one in signed}
        if parties != set(SIGNATORIES) or len(people) != len(SIGNATORIES):
            yield finding(statement.number, "VER-PAIEMENT_SIGNATURES", parties=len(parties), people=len(people))
