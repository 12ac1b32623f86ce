"""Are receipts, books and rights what the facts make of them? Worked out again, and compared."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from uuid import UUID

from django.db.models import Count as Number
from django.db.models import Exists, OuterRef, Sum

from sysgimut.contributions.domain.coverage import cover
from sysgimut.contributions.models import Account, Booklet, Cancellation, Receipt
from sysgimut.contributions.recalculation import Changes, Facts, load_facts, terms_over
from sysgimut.identity.access import NOBODY
from sysgimut.journal import clock
from sysgimut.journal.execution import Execution
from sysgimut.journal.verify import CHUNK, Count, Finding, finding, uncounted
from sysgimut.ledger.checks import side_by_side
from sysgimut.ledger.closing import closed_until
from sysgimut.ledger.queries import Booked, account_balances, booked
from sysgimut.membership.models import Household
from sysgimut.membership.queries import blocks
from sysgimut.parameters.queries import current

HOUSEHOLDS = 500


def check_receipts(count: Count = uncounted) -> Iterator[Finding]:
    """A number is used once, inside its booklet's range, on a leaf that was not struck out, and each receipt stands
    in the books with its amounts."""
    used = Receipt.objects.values("mutual", "booklet", "sequence").annotate(times=Number("id"))
    for row in used.filter(times__gt=1).order_by("mutual", "booklet", "sequence"):
        where = f"{row['mutual']} {row['booklet']}-{row['sequence']}"
        yield finding(where, "VER-RECU_DOUBLE", times=row["times"])
    yield from _outside_their_booklet()
    yield from _on_struck_leaves()
    for mutual in sorted(_mutuals()):
        yield from _check_receipts_of(mutual, count)


def _outside_their_booklet() -> Iterator[Finding]:
    ranges = Booklet.objects.filter(mutual=OuterRef("mutual"), code=OuterRef("booklet"))
    inside = ranges.filter(first__lte=OuterRef("sequence"), last__gte=OuterRef("sequence"))
    strays = Receipt.objects.filter(Exists(ranges)).exclude(Exists(inside)).order_by("mutual", "number")
    for mutual, number in strays.values_list("mutual", "number").iterator(chunk_size=CHUNK):
        yield finding(f"{mutual} {number}", "VER-RECU_HORS_CARNET")


def _on_struck_leaves() -> Iterator[Finding]:
    """Receipts on a number that was struck out, by a cancellation that does not name them: nobody can give it back."""
    leaf = {"mutual": OuterRef("mutual"), "booklet": OuterRef("booklet"), "sequence": OuterRef("sequence")}
    struck = Cancellation.objects.filter(**leaf).exclude(receipt=OuterRef("pk"))
    used = Receipt.objects.filter(Exists(struck)).order_by("mutual", "number")
    for mutual, number in used.values_list("mutual", "number").iterator(chunk_size=CHUNK):
        yield finding(f"{mutual} {number}", "VER-RECU_BARRE")


def _mutuals() -> set[str]:
    return set(Household.objects.values_list("mutual", flat=True).distinct()) | set(
        Receipt.objects.values_list("mutual", flat=True).distinct()
    )


def _check_receipts_of(mutual: str, count: Count) -> Iterator[Finding]:
    receipts = Receipt.objects.filter(mutual=mutual).order_by("day")
    amounts = receipts.values_list("day", "number", "fee", "contribution").iterator(chunk_size=CHUNK)
    # A receipt of a closed month is booked later than its day: it waits for its entry.
    closed = closed_until(mutual)
    late: dict[str, list[int]] = {}
    booked_late: list[Booked] = []
    for taken, entries in side_by_side(amounts, booked(mutual, "recu")):
        count(len(taken))
        of_day = {number: purposes for _, number, *purposes in taken}
        here = [entry for entry in entries if entry.document not in late]
        booked_late += [entry for entry in entries if entry.document in late]
        documents = {entry.document for entry in here}
        if taken and taken[0][0] < closed:
            late |= {number: of_day.pop(number) for number in list(of_day) if number not in documents}
        yield from _compare(mutual, of_day, here)
    yield from _compare(mutual, late, booked_late)


def _compare(mutual: str, receipts: dict[str, list[int]], entries: list[Booked]) -> Iterator[Finding]:
    for document, times in Counter(entry.document for entry in entries).items():
        if document not in receipts:
            yield finding(f"{mutual} {document}", "VER-ECRITURE_SANS_RECU")
        elif times > 1:
            yield finding(f"{mutual} {document}", "VER-RECU_COMPTE_DEUX_FOIS", times=times)
    by_document = {entry.document: entry for entry in entries}
    for number, purposes in receipts.items():
        entry, amount = by_document.get(number), sum(purposes)
        if entry is None:
            if amount:
                yield finding(f"{mutual} {number}", "VER-RECU_SANS_ECRITURE", amount=amount)
        # Money whose household is not known yet waits in suspense, as one amount.
        elif entry.debit != amount or entry.credits not in (sorted(filter(None, purposes)), [amount]):
            yield finding(f"{mutual} {number}", "VER-RECU_MONTANT", amount=amount, booked=entry.debit)


def check_coverage(count: Count = uncounted) -> Iterator[Finding]:
    """Accounts, purchases and rights are what people and payments make of them; credit is what the books hold."""
    parameters, now = current(), clock.now()
    today = clock.day_of(now)
    terms = {product: terms_over(parameters, product) for product in parameters.products}
    # An execution that nobody authorised: it can say what would change, and write nothing.
    execution = Execution(UUID(int=0), NOBODY, "verify", now)
    ids = Household.objects.order_by("id").values_list("id", flat=True)
    for block in blocks(ids.iterator(chunk_size=CHUNK), HOUSEHOLDS):
        for facts in load_facts(block):
            changes = Changes(execution, parameters)
            changes.household(facts, cover(facts.belongings, facts.payments, terms[facts.product]), False)
            yield from _differences(facts, changes)
        count(len(block))
    yield from _check_credits(parameters.account("cotisations_avance", today))


def _differences(facts: Facts, changes: Changes) -> Iterator[Finding]:
    where = f"{facts.mutual} {facts.reference}"
    known = facts.account[1] if facts.account is not None else None
    (worked_out,) = changes.accounts
    if worked_out[2:] != known and (known is not None or facts.payments):
        yield finding(where, "VER-COMPTE")
    if changes.purchases or changes.old_purchases:
        yield finding(where, "VER-ACHATS")
    if changes.coverage or changes.old_coverage:
        yield finding(where, "VER-DROITS", count=len(changes.coverage) + len(changes.old_coverage))


def _check_credits(account: str) -> Iterator[Finding]:
    """What households paid ahead, in their accounts and in the books: the same, household by household."""
    in_force = Account.objects.filter(superseded_by__isnull=True)
    for column, code in (("contribution_credit", "VER-CREDIT_NEGATIF"), ("fee_paid", "VER-DROIT_NEGATIF")):
        negative = in_force.filter(**{f"{column}__lt": 0}).order_by("mutual", "household__reference")
        for mutual, household, credit in negative.values_list("mutual", "household__reference", column):
            yield finding(f"{mutual} {household}", code, credit=credit)
    totals: dict[str, int] = defaultdict(int)
    totals.update(in_force.values_list("mutual").annotate(Sum("contribution_credit")).order_by())
    for mutual in sorted(_mutuals() | set(totals)):
        held = 0
        for block in blocks(account_balances(mutual, account), HOUSEHOLDS):
            held -= sum(balance for _, balance in block)
            yield from _compare_credits(mutual, account, dict(block))
        if held != totals[mutual]:
            yield finding(
                f"{mutual} {account}", "VER-AVANCE", booked=held, credit=totals[mutual], gap=held - totals[mutual]
            )


def _compare_credits(mutual: str, account: str, balances: dict[str, int]) -> Iterator[Finding]:
    accounts = Account.objects.filter(
        mutual=mutual, household__reference__in=list(balances), superseded_by__isnull=True
    )
    credits = dict(accounts.values_list("household__reference", "contribution_credit"))
    for party, balance in balances.items():
        if credits.get(party, 0) != -balance:
            gap = -balance - credits.get(party, 0)
            yield finding(
                f"{mutual} {account} {party}", "VER-AVANCE", booked=-balance, credit=credits.get(party, 0), gap=gap
            )
