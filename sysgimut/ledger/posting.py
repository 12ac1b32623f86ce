"""How a command books entries: with its other rows, in its transaction, under its journal entry."""

from __future__ import annotations

from collections.abc import Iterable

from sysgimut.journal.execution import Execution
from sysgimut.ledger.domain.book import BookEntry
from sysgimut.ledger.models import Entry, Posting


def post(execution: Execution, entries: Iterable[BookEntry | None]) -> None:
    """Record the entries (None stands for nothing to book)."""
    books, postings = [], []
    for entry in entries:
        if entry is None:
            continue
        identifier = execution.new_id()
        books.append((identifier, entry.entity, entry.activity, entry.day, entry.kind, entry.document, entry.label))
        postings += [
            (identifier, entry.entity, entry.activity, line.account, line.amount, line.party)
            for line in entry.movements
        ]
    execution.insert(Entry, books)
    execution.insert(Posting, postings)
