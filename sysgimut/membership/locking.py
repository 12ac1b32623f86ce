"""Taking turns: what must not be done by two commands at once, beside the rows they lock.

Order, everywhere (docs/algorithms/membership.md): enrolment of a mutual, booklet, households by identifier.
"""

from __future__ import annotations

from django.db import connection


def take_turns(name: str) -> None:
    """Wait until no other transaction holds `name`, and hold it until this one ends.

    SQLite needs nothing: its transaction is exclusive from the start.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 7))", [name])


def lock_enrolment(mutual: str) -> None:
    """One enrolment at a time in a mutual: its numbering, and the search for duplicates before it.

    The second guard of the numbering is the unique number of a household in its mutual.
    """
    take_turns(f"enrolment:{mutual}")
