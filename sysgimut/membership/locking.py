"""Taking turns: what must not be done by two commands at once, beside the rows they lock.

Order, everywhere: docs/locking.md.
"""

from __future__ import annotations

from sysgimut.journal.turns import take_turns


def lock_enrolment(mutual: str) -> None:
    """One enrolment at a time in a mutual: its numbering, and the search for duplicates before it.

    The second guard of the numbering is the unique number of a household in its mutual.
    """
    take_turns(f"enrolment:{mutual}")
