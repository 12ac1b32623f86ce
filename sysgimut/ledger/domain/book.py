"""A double entry before it is recorded. Rules: docs/algorithms/ledger.md."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

ASSURANCE = "ASSURANCE"
OEUVRES = "OEUVRES"
AGR = "AGR"
PROJECT = "GESTION_PROJET"
ACTIVITIES = (ASSURANCE, OEUVRES, AGR, PROJECT)
"""UEMOA requires the patrimonies of these activities to be kept apart: an entry lives in one of them."""


@dataclass(frozen=True, slots=True)
class Movement:
    """One line of an entry: an account, and whole XOF, debit positive, credit negative.

    `party` is whom it concerns: a household's reference or a facility's code.
    """

    account: str
    amount: int
    party: str = ""


@dataclass(frozen=True, slots=True)
class BookEntry:
    """A balanced double entry in the books of one legal entity (`entity`) and one activity.

    Raises ValueError when it does not balance, has no line, or has a line of nothing: a caller that books
    such an entry has a bug, and no user can be asked to mend it.
    """

    entity: str
    day: date
    kind: str
    document: str
    label: str
    movements: tuple[Movement, ...]
    activity: str = ASSURANCE

    def __post_init__(self) -> None:
        if not self.movements or any(movement.amount == 0 for movement in self.movements):
            raise ValueError(f"{self.kind} {self.document}: an entry has lines, and no line of 0")
        if sum(movement.amount for movement in self.movements) != 0:
            raise ValueError(f"{self.kind} {self.document}: debits and credits differ")


def entry(
    entity: str, day: date, kind: str, document: str, label: str, movements: Sequence[tuple[str, int, str]]
) -> BookEntry | None:
    """A book entry from (account, amount, party) lines; lines of 0 are left out, and no line gives None.

    >>> book = entry("MOPTI", date(2024, 1, 5), "recu", "C1-1", "Reçu", [("5712", 1000, "M1"), ("103", -1000, "M1")])
    >>> [movement.amount for movement in book.movements]
    [1000, -1000]
    """
    lines = tuple(Movement(*line) for line in movements if line[1])
    return BookEntry(entity, day, kind, document, label, lines) if lines else None
