"""How a command books entries: with its other rows, in its transaction, under its journal entry."""

from __future__ import annotations

from collections.abc import Iterable

from sysgimut.journal.execution import Execution, Refusal
from sysgimut.ledger.closing import open_from
from sysgimut.ledger.domain.book import BookEntry
from sysgimut.ledger.domain.closing import refuse_day
from sysgimut.ledger.models import Entry, Posting


def post(execution: Execution, entries: Iterable[BookEntry | None]) -> None:
    """Record the entries (None stands for nothing to book). Raises Refusal when one lies in a closed month."""
    books, postings = [], []
    for entry in entries:
        if entry is None:
            continue
        if refusal := refuse_day(entry.entity, entry.day, open_from(execution, entry.entity)):
            raise Refusal(refusal)
        identifier = execution.new_id()
        books.append((identifier, entry.entity, entry.activity, entry.day, entry.kind, entry.document, entry.label))
        postings += [
            (identifier, entry.entity, entry.activity, line.account, line.amount, line.party)
            for line in entry.movements
        ]
    # An entry comes after its postings and closes them: the database then knows that they balance (promises.py).
    execution.insert(Posting, postings)
    execution.flush()
    execution.insert(Entry, books)
