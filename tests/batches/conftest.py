"""A kind of batch for these tests: its command counts the items that it is given, and fails where it is told to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any, ClassVar
from uuid import UUID

import pytest

from sysgimut.contributions.tests import world
from sysgimut.identity.access import Viewer, policy
from sysgimut.jobs.commands.start_batch import StartBatch
from sysgimut.jobs.kinds import KINDS, Kind
from sysgimut.jobs.models import Batch
from sysgimut.journal.command import Command, handles
from sysgimut.journal.execution import Execution
from sysgimut.journal.models import Entry
from sysgimut.kernel.outcomes import Outcome, Reason, accepted, refused

COUNT = "tests.count"
WORK: dict[str, list[list[str]]] = {}
"""Scope → the chunks that its plan gives."""
BROKEN: set[str] = set()
REFUSED: set[str] = set()
"""Items that make their chunk fail, by a defect or by a refusal."""


class Count(Command):
    """Items to count."""

    operation: ClassVar[str] = COUNT
    scope: str
    items: tuple[str, ...]


@handles(Count)
def count(message: Count, execution: Execution) -> Outcome:
    """Counts, unless an item is broken or refused."""
    execution.authorise(message.scope)
    if BROKEN & set(message.items):
        raise ArithmeticError("an item is broken: Tembély")
    if REFUSED & set(message.items):
        return refused(Reason("LOT-INCONNU"))
    return accepted({"items": len(message.items), "first": message.items[0]})


def _command(scope: str, items: Sequence[str]) -> Command:
    return Count(scope=scope, items=tuple(items))


@pytest.fixture
def kind(monkeypatch: pytest.MonkeyPatch) -> Iterator[Kind]:
    """The kind of these tests, with a row in the policy for administrators."""
    made = Kind(COUNT, ("Compter", "Count"), ("choses", "things"), lambda scope: iter(WORK[scope]), _command)
    monkeypatch.setitem(KINDS, COUNT, made)
    monkeypatch.setitem(policy(), COUNT, {"administrateur": "all", "comptable": "own"})
    yield made
    WORK.clear()
    BROKEN.clear()
    REFUSED.clear()


def root() -> Viewer:
    """Someone who may start any batch."""
    return world.viewer("racine", "administrateur", "UTM")


def start(chunks: list[list[str]], scope: str = "UTM", author: Viewer | None = None) -> Batch:
    """Start a batch of these chunks."""
    WORK[scope] = chunks
    outcome = world.send(StartBatch(kind=COUNT, scope=scope), author or root())
    assert outcome.accepted, outcome.reasons
    return Batch.objects.get(pk=UUID(str(outcome.result["batch"])))


def counted() -> Counter[str]:
    """How many times the journal says that each item was counted."""
    payloads: Any = Entry.objects.filter(name=COUNT, status="accepted").values_list("payload", flat=True)
    return Counter(item for payload in payloads for item in payload["items"])


def once(chunks: list[list[str]]) -> Counter[str]:
    """Each item of some chunks, once."""
    return Counter(item for chunk in chunks for item in chunk)


def some_chunks(number: int, size: int = 3) -> list[list[str]]:
    """Chunks of different items."""
    return [[f"{chunk}-{item}" for item in range(size)] for chunk in range(number)]
