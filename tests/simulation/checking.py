"""What must hold after every message: the product beside the model, and both beside the promises."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Count, F, Max, Sum

from sysgimut.claims.models import LineDecision
from sysgimut.contributions.models import Account, Coverage, Receipt, SuspenseTask
from sysgimut.contributions.rights import rights_on
from sysgimut.journal import guards
from sysgimut.journal.models import Claim, HealthAccess, Recorded, Seal, Superseded
from sysgimut.journal.models import Entry as Journaled
from sysgimut.journal.seal import heads, seal_all
from sysgimut.ledger.models import Closing, Entry, Posting
from sysgimut.parameters.queries import current
from sysgimut.settlement.models import Payment, Statement
from sysgimut.site.verification import verify
from tests.oracle.adjudication import in_order
from tests.oracle.draw import Draw
from tests.oracle.rights import reason
from tests.simulation.model.books import Books
from tests.simulation.model.office import Office
from tests.simulation.model.state import Answer, Expected, Household, Mutuals, Step

AMOUNTS = ("line_number", "claimed", "granted", "rejected", "to_justify", "overpaid", "codes")
ONE_DAY = timedelta(days=1)


class Broken(AssertionError):
    """Something that must hold does not."""


def hold(condition: object, what: str, *figures: object) -> None:
    """Stop with a sentence and figures when something does not hold."""
    if not condition:
        raise Broken(f"{what}: {', '.join(map(str, figures))}")


class Checker:
    """Compares the database with the model, step by step; what it samples is drawn from the seed."""

    def __init__(self, office: Office, seed: int) -> None:
        self.world: Mutuals = office.world
        self.books: Books = office.books
        self.draw = Draw(seed)
        self.balances: dict[tuple[str, str, str], int] = defaultdict(int)
        self.last_posting = Posting.objects.aggregate(last=Max("id"))["last"] or 0
        self.entries = Journaled.objects.count()
        self.accounts: dict[tuple[str, str], str] = {}
        self.rows = row_counts()

    def answered(self, step: Step, expected: Expected, answer: Answer) -> None:
        """The status and the reasons are those that the model expects."""
        alike = expected.or_alike and answer.status == "refused" and all(c.startswith("DOUBLON-") for c in answer.codes)
        if alike:
            return
        hold(answer.status == expected.status, "another status", expected, answer)
        if answer.status == "refused":
            hold(answer.codes & expected.codes, "refused for another reason", expected, answer)

    def recorded(self, step: Step, answer: Answer, journaled: bool) -> None:
        """One entry for each id that was answered for the first time; what was refused or replayed changed nothing."""
        entries = Journaled.objects.count()
        hold(entries == self.entries + journaled, "entries of the journal", self.entries, entries, journaled)
        self.entries = entries
        if journaled:
            status = Journaled.objects.values_list("status", flat=True).get(command_id=step.id)
            hold(status == answer.status, "the journal says another status", status, answer.status)
        if not journaled or answer.status == "refused":
            rows = row_counts()
            hold(rows == self.rows, "rows were written", {k: v for k, v in rows.items() if v != self.rows[k]})
        else:
            self.rows = row_counts()

    def balanced(self) -> None:
        """Each activity of each entity balances, and each account holds what the model says."""
        fresh = Posting.objects.filter(id__gt=self.last_posting).select_related("entry")
        for posting in fresh:
            self.balances[posting.entity, posting.activity, posting.account] += posting.amount
            self.last_posting = max(self.last_posting, posting.id)
            closed = self.world.closed.get(posting.entity, date.min)
            hold(posting.entry.day >= closed, "booked in a closed month", posting.entry.document, posting.entry.day)
        self._compare_books()

    def _compare_books(self) -> None:
        totals: Counter[tuple[str, str]] = Counter()
        for (entity, activity, _), amount in self.balances.items():
            totals[entity, activity] += amount
        hold(not any(totals.values()), "books that do not balance", dict(totals))
        wanted: dict[tuple[str, str, str], int] = defaultdict(int)
        for (entity, table, name), amount in self.books.sums.items():
            wanted[entity, "ASSURANCE", self._account(table, name)] += amount
        for key in {*wanted, *self.balances}:
            found = self.balances.get(key, 0)
            hold(found == wanted.get(key, 0), "an account differs", key, "books", found, "model", wanted.get(key, 0))

    def _account(self, table: str, name: str) -> str:
        if (table, name) not in self.accounts:
            found, day = current(), date(2024, 1, 1)
            is_plan = table == "plan_comptable"
            self.accounts[table, name] = found.account(name, day) if is_plan else found.accounts(table, day)[name]
        return self.accounts[table, name]

    def money(self) -> None:
        """Each receipt number once; what was taken is with households or in suspense, and never more than granted is
        paid."""
        doubled = Receipt.objects.values("mutual", "booklet", "sequence").annotate(n=Count("id")).filter(n__gt=1)
        hold(not doubled.exists(), "a receipt number twice", list(doubled[:3]))
        hold(Receipt.objects.count() == len(self.world.slips), "receipts", len(self.world.slips))
        standing = Receipt.objects.filter(cancellation__isnull=True)
        taken = _sum(standing.aggregate(t=Sum(F("fee") + F("contribution"))))
        waiting = SuspenseTask.objects.filter(superseded_by__isnull=True)
        suspense = _sum(waiting.aggregate(t=Sum(F("receipt__fee") + F("receipt__contribution"))))
        placed = Account.objects.filter(superseded_by__isnull=True)
        with_households = _sum(placed.aggregate(t=Sum(F("fee_paid") + F("contribution_paid"))))
        hold(taken == with_households + suspense, "money lost", taken, with_households, suspense)
        over = Payment.objects.filter(amount__gt=F("statement__granted"))
        hold(not over.exists(), "more paid than granted", list(over[:3]))
        paid = {bill.number for bill in self.world.statements.values() if bill.paid}
        hold(Payment.objects.count() == len(paid), "payments", len(paid))

    def household(self, reference: str) -> None:
        """Its account is the model's, and so are the rights of some of its people on some days."""
        household = self.world.households[reference]
        standing = self.world.standing(household)
        row = Account.objects.filter(household__reference=reference, superseded_by__isnull=True).first()
        hold(row is not None or not household.payments, "no account", reference)
        if row is not None:
            runs = standing.coverage.runs
            wanted = (
                standing.persons, standing.coverage.first, runs[-1].end if runs else None, standing.fee_paid,
                standing.fee_due, standing.paid, standing.credit,
            )  # fmt: skip
            names = ("persons", "validated_on", "paid_end", "fee_paid", "fee_due", "contribution_paid")
            found = tuple(getattr(row, name) for name in (*names, "contribution_credit"))
            hold(found == wanted, "an account differs", reference, "found", found, "model", wanted)
        self.rights(household)

    def rights(self, household: Household) -> None:
        """What is stored for each of its people, on the days where something changes and on others; and what a counter
        would read of one of them."""
        coverage = self.world.coverage(household)
        marks = [day for run in coverage.runs for day in (run.start, run.opens, run.end)]
        marks += [day for one in household.people for day in (one.joins, one.leaves or one.joins)]
        chosen = [self.draw.one(marks) for _ in range(4)]
        days = {*chosen, *(day - ONE_DAY for day in chosen), self.draw.between(date(2023, 11, 1), date(2025, 12, 31))}
        rows: dict[str, list[tuple[date, str]]] = defaultdict(list)
        stored = Coverage.objects.filter(household__reference=household.reference, superseded_by__isnull=True)
        for reference, start, status in stored.order_by("start").values_list("person__reference", "start", "status"):
            rows[reference].append((start, status))
        for person in household.people:
            for day in days:
                found = [status for start, status in rows[person.reference or ""] if start <= day]
                wanted = reason(person, coverage, day) or "OUVERT"
                told = found[-1] if found else "NON_VALIDE"
                hold(told == wanted, "rights differ", person.reference, day, "found", told, "model", wanted)
        one, day = self.draw.one(household.people).reference or "", max(days)
        told, wanted = rights_on(one, day).status, self.world.right(one, day)
        hold(told == wanted, "a counter reads other rights", one, day, "found", told, "model", wanted)

    def request(self, identifier: str, key: tuple[str, str, str]) -> None:
        """Each line was decided as the oracle decides it, to the franc."""
        lines = LineDecision.objects.filter(decision__request=UUID(identifier), superseded_by__isnull=True)
        found = sorted(lines.values_list(*AMOUNTS))
        decided: list[tuple[Any, ...]] = []
        for line in self.world.requests[key][1].lines:
            claimed = line.values.part_mutuelle or 0
            amounts = (claimed, line.granted, line.rejected, line.justify_amount, line.overpaid)
            decided.append((line.values.ligne, *amounts, in_order(line.codes)))
        hold(found == sorted(decided), "a decision differs", key, "found", found, "model", sorted(decided))
        hold(all(row[1] == row[2] + row[3] + row[4] for row in found), "a franc is lost", found)

    def month_end(self) -> None:
        """Everything again, from nothing: books, a third of the households, the whole proof of `sysgimut verify`."""
        seal_all()
        published = heads()
        seal_all()
        hold(heads() == published, "the heads moved")
        findings = list(verify(published))
        hold(not findings, "verify", [(one.where, one.reason) for one in findings[:5]])
        sums = Posting.objects.values_list("entity", "activity", "account").annotate(total=Sum("amount")).order_by()
        found = {row[:3]: row[3] for row in sums}
        hold(found == {key: value for key, value in self.balances.items() if key in found}, "books summed again")
        for reference in sorted(self.world.households):
            if self.draw.chance(0.35):
                self.household(reference)
        for one in Closing.objects.all():
            before = Entry.objects.filter(entity=one.entity, day__lt=one.until)
            hold(before.count() == one.entries, "a closed month changed", one.entity, one.until)
        granted = {bill.number: bill.granted for bill in self.world.statements.values()}
        hold(dict(Statement.objects.values_list("number", "granted")) == granted, "statements")


def _sum(totals: dict[str, Any]) -> int:
    return totals["t"] or 0


def row_counts() -> dict[str, tuple[int, int]]:
    """Table → how many rows, how many of them superseded: all that a command may write but its journal entry."""
    apart = (Claim, Entry, Seal, HealthAccess)
    tables = {
        model._meta.db_table: issubclass(model, Superseded)
        for model in guards.guarded()
        if issubclass(model, Recorded) and model not in apart
    }
    parts = [
        f"SELECT '{table}', COUNT(*), {'COUNT(superseded_by_id)' if marked else '0'} FROM {table}"
        for table, marked in tables.items()
    ]
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(parts))
        return {table: (rows, marked) for table, rows, marked in cursor.fetchall()}
