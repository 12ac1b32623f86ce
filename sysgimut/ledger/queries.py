"""Reads of the books."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby
from operator import itemgetter

from django.db.models import F, Q, QuerySet, Sum

from sysgimut.identity.access import Viewer
from sysgimut.identity.scope_tree import TREE
from sysgimut.ledger.models import Entry, Posting

READ = "ledger.read_ledger"


@dataclass(frozen=True, slots=True)
class BalanceLine:
    """One account in a trial balance: total debits, total credits and their difference, in XOF."""

    entity: str
    activity: str
    account: str
    debit: int
    credit: int

    @property
    def balance(self) -> int:
        """Debits less credits."""
        return self.debit - self.credit


def trial_balance(entity: str | None = None, until: date | None = None) -> list[BalanceLine]:
    """The trial balance (balance générale) of one legal entity, or of all, by entity, activity and account.

    `until` is the last day counted. The cost grows with the postings of the books: once years are closed, their
    balances will be carried forward and only the open year summed.
    """
    postings = Posting.objects.all() if entity is None else Posting.objects.filter(entity=entity)
    if until is not None:
        postings = postings.filter(entry__day__lte=until)
    totals = (
        postings.values("entity", "activity", "account")
        .annotate(debit=Sum("amount", filter=Q(amount__gt=0)), credit=Sum("amount", filter=Q(amount__lt=0)))
        .order_by("entity", "activity", "account")
    )
    return [BalanceLine(t["entity"], t["activity"], t["account"], t["debit"] or 0, -(t["credit"] or 0)) for t in totals]


def unbalanced_entries() -> Iterator[tuple[Entry, int]]:
    """Entries whose postings do not sum to zero, with the sum. None exists unless rows were tampered with."""
    sums = Entry.objects.annotate(total=Sum("postings__amount")).filter(Q(total__isnull=True) | ~Q(total=0))
    for found in sums.iterator():
        yield found, found.total or 0


def strayed_postings() -> int:
    """How many postings lie in other books than their entry's."""
    return Posting.objects.exclude(entity=F("entry__entity"), activity=F("entry__activity")).count()


def unbalanced_books() -> list[tuple[str, str, int]]:
    """(entity, activity, sum) of the books whose whole sum is not zero."""
    totals = Posting.objects.values("entity", "activity").annotate(total=Sum("amount")).exclude(total=0)
    return [(t["entity"], t["activity"], t["total"]) for t in totals]


@dataclass(slots=True)
class Booked:
    """One recorded entry: the document it stands on, and its (account, amount, party) lines, debits positive."""

    document: str
    lines: list[tuple[str, int, str]] = field(default_factory=list)

    @property
    def debit(self) -> int:
        """Total of the debits, in XOF."""
        return sum(amount for _, amount, _ in self.lines if amount > 0)

    @property
    def credits(self) -> list[int]:
        """The credited amounts as positive XOF, smallest first."""
        return sorted(-amount for _, amount, _ in self.lines if amount < 0)


def booked(entity: str, kind: str) -> Iterator[tuple[date, list[Booked]]]:
    """The entries of one kind in the books of an entity, day by day, oldest first. Memory holds one day."""
    postings = Posting.objects.filter(entry__entity=entity, entry__kind=kind).order_by("entry__day", "entry_id")
    rows = postings.values_list("entry__day", "entry_id", "entry__document", "account", "amount", "party")
    for day, of_day in groupby(rows.iterator(chunk_size=5_000), key=itemgetter(0)):
        entries: list[Booked] = []
        for _, of_entry in groupby(of_day, key=itemgetter(1)):
            first, *rest = of_entry
            entries.append(Booked(first[2], [row[3:] for row in (first, *rest)]))
        yield day, entries


def account_balances(entity: str, account: str) -> Iterator[tuple[str, int]]:
    """(party, balance in XOF) of an account in the books of an entity; debits less credits, zeros left out."""
    totals = Posting.objects.filter(entity=entity, account=account).values("party").annotate(total=Sum("amount"))
    for row in totals.exclude(total=0).order_by("party").iterator(chunk_size=5_000):
        yield row["party"], row["total"]


def readable_books(viewer: Viewer) -> dict[str, str]:
    """Code → name of the legal entities whose books the viewer may read."""
    scopes = viewer.scopes(READ)
    return TREE.entities(scopes) if scopes else {}


def account_postings(entity: str, account: str, party: str = "") -> QuerySet[Posting]:
    """The lines of an account in the books of an entity, the last recorded first; those of one party when named."""
    found = Posting.objects.filter(entity=entity, account=account).select_related("entry")
    return (found.filter(party=party) if party else found).order_by("-id")


def account_total(entity: str, account: str, party: str = "") -> BalanceLine:
    """The debits and credits of an account, in XOF."""
    sums = account_postings(entity, account, party).aggregate(
        debit=Sum("amount", filter=Q(amount__gt=0)), credit=Sum("amount", filter=Q(amount__lt=0))
    )
    return BalanceLine(entity, "", account, sums["debit"] or 0, -(sums["credit"] or 0))


def balances_of(entities: Iterable[str], accounts: Iterable[str]) -> list[BalanceLine]:
    """The named accounts in the books of some entities, all activities together, in one statement."""
    postings = Posting.objects.filter(entity__in=list(entities), account__in=list(accounts))
    totals = (
        postings.values("entity", "account")
        .annotate(debit=Sum("amount", filter=Q(amount__gt=0)), credit=Sum("amount", filter=Q(amount__lt=0)))
        .order_by("entity", "account")
    )
    return [BalanceLine(t["entity"], "", t["account"], t["debit"] or 0, -(t["credit"] or 0)) for t in totals]
