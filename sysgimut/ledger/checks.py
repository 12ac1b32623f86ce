"""Do the books balance? Entry by entry, and each activity of each legal entity as a whole."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import groupby
from typing import Any

from sysgimut.journal.verify import Count, Finding, finding, uncounted
from sysgimut.ledger.closing import held_before
from sysgimut.ledger.models import Closing, Entry
from sysgimut.ledger.queries import Booked, strayed_postings, unbalanced_books, unbalanced_entries


def check_books(count: Count = uncounted) -> Iterator[Finding]:
    """Every entry sums to zero, so does every activity of every entity, and no posting lies in other books."""
    for entry, total in unbalanced_entries():
        where = f"{entry.entity} {entry.kind} {entry.document}"
        yield finding(where, "VER-ECRITURE_DESEQUILIBREE", total=total)
    count(Entry.objects.count())
    for entity, activity, total in unbalanced_books():
        yield finding(f"{entity} {activity}", "VER-LIVRES_DESEQUILIBRES", total=total)
    if strayed := strayed_postings():
        yield finding("ledger_posting", "VER-LIGNE_EGAREE", count=strayed)
    for closing in Closing.objects.order_by("entity", "until"):
        found, debit = held_before(closing.entity, closing.until)
        if (found, debit) != (closing.entries, closing.debit):
            closed = {"entries": closing.entries, "debit": closing.debit}
            where = f"{closing.entity} {closing.until}"
            yield finding(where, "VER-CLOTURE", **closed, found=found, found_debit=debit)


def side_by_side(
    documents: Iterable[tuple[Any, ...]], entries: Iterator[tuple[date, list[Booked]]]
) -> Iterator[tuple[list[tuple[Any, ...]], list[Booked]]]:
    """Documents and the entries that stand on them, day by day, for comparison.

    `documents` are rows that begin with their day; both come oldest first. A day that only one side has is given with
    an empty list for the other. Memory holds one day.
    """
    day, booked = next(entries, (date.max, []))
    for on, group in groupby(documents, key=lambda row: row[0]):
        while day < on:
            yield [], booked
            day, booked = next(entries, (date.max, []))
        if day == on:
            yield list(group), booked
            day, booked = next(entries, (date.max, []))
        else:
            yield list(group), []
    if booked:
        yield [], booked
    for _, left in entries:
        yield [], left
