"""The kinds of batches there are. The apps above declare theirs when they start: this app knows none of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from sysgimut.journal.command import Command


@dataclass(frozen=True, slots=True)
class Kind:
    """What a batch does: an operation, and how its work is found and handed out.

    `plan` gives the items that wait within a scope path, chunk by chunk, as texts (identifiers): what belongs
    together, such as all that is one person's, stands in one chunk, so that chunks can go in any order. `command` makes
    a chunk's command from its items; it must leave alone what is done already, for a chunk may be sent again.
    Names are (French, English).
    """

    operation: str
    name: tuple[str, str]
    things: tuple[str, str]
    plan: Callable[[str], Iterable[Sequence[str]]]
    command: Callable[[str, Sequence[str]], Command]


KINDS: dict[str, Kind] = {}


def declare(kind: Kind) -> None:
    """Make a kind known. Raises ValueError when its operation has one already."""
    if kind.operation in KINDS:
        raise ValueError(f"{kind.operation} has two kinds of batches")
    KINDS[kind.operation] = kind


def names_of(operation: str) -> tuple[str, str]:
    """The name of a kind, in French and English; its operation when no app declares it any more."""
    kind = KINDS.get(operation)
    return kind.name if kind else (operation, operation)
