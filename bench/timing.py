"""Clocks of a bench: rounds, rates, percentiles, statements."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

from django.db import connection
from django.test.utils import CaptureQueriesContext

from bench.figures import Sample


@dataclass(frozen=True, slots=True)
class Size:
    """How much a child measures: people in the database, rounds, and a share of the usual work."""

    people: int
    rounds: int = 5
    work: float = 1.0

    def some(self, usual: int, least: int = 1) -> int:
        """So many things out of the usual number."""
        return max(least, int(usual * self.work))


@dataclass(slots=True)
class Stopwatch:
    """Time spent, on the wall and by this process's processor."""

    wall: float = 0.0
    processor: float = 0.0
    rates: list[float] = field(default_factory=list)

    @contextmanager
    def round(self, things: int) -> Iterator[None]:
        """One round that does `things`; keeps how many that is a second."""
        wall, processor = time.perf_counter(), time.process_time()
        yield
        spent = time.perf_counter() - wall
        self.wall += spent
        self.processor += time.process_time() - processor
        self.rates.append(things / spent)

    def sample(self, key: str, note: str = "") -> Sample:
        """The rounds as rates."""
        return Sample(key, self.rates, self.processor / self.wall, note)


def percentile(calls: Sequence[Callable[[], object]], rank: float = 0.99) -> float:
    """Milliseconds under which this share of the calls stayed, each called once."""
    spent = []
    for call in calls:
        start = time.perf_counter()
        call()
        spent.append(time.perf_counter() - start)
    return sorted(spent)[int(rank * (len(spent) - 1))] * 1_000


def statements(call: Callable[[], object]) -> int:
    """How many SQL statements a call sends, those that begin and end transactions left out."""
    with CaptureQueriesContext(connection) as seen:
        call()
    ends = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE", "ROLLBACK")
    return sum(not query["sql"].upper().startswith(ends) for query in seen.captured_queries)
