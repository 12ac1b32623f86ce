"""Which days of the books are open, under the lock that keeps it true until the command ends."""

from __future__ import annotations

from datetime import date

from django.db.models import Max, Sum

from sysgimut.journal.execution import Execution
from sysgimut.journal.turns import take_turns
from sysgimut.ledger.models import Closing, Entry, Posting


def open_from(execution: Execution, entity: str) -> date:
    """The first open day of an entity's books. Commands that write there share the lock; who closes waits for them.

    The second guard is a promise of the database (promises.py).
    """
    name = f"books:{entity}"
    if name not in execution.known:
        take_turns(name, shared=True)
        execution.known[name] = closed_until(entity)
    found: date = execution.known[name]
    return found


def open_day(execution: Execution, entity: str, day: date) -> date:
    """The day on which something that happened on `day` is booked: that day, or the first open one."""
    return max(day, open_from(execution, entity))


def lock_books(entity: str) -> None:
    """Nobody else writes in the books of an entity until the transaction ends."""
    take_turns(f"books:{entity}")


def closed_until(entity: str) -> date:
    """The first day of an entity's books that is not closed."""
    found: date | None = Closing.objects.filter(entity=entity).aggregate(last=Max("until"))["last"]
    return found or date.min


def held_before(entity: str, day: date) -> tuple[int, int]:
    """How many entries an entity's books hold before `day`, and the sum of their debits in XOF."""
    entries = Entry.objects.filter(entity=entity, day__lt=day)
    debits = Posting.objects.filter(entry__entity=entity, entry__day__lt=day, amount__gt=0)
    return entries.count(), debits.aggregate(total=Sum("amount"))["total"] or 0
