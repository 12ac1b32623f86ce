"""Two commands at once: real connections, made to meet between what they read and what they write.

A referee lets each go on to its first write of the tables where their race is decided, and no further, until the other
is there too, or has ended, or waits for a lock of the database, which tells that it cannot come. Nothing is left to
chance or to the speed of the machine, and nobody waits for a clock.
"""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Callable, Collection, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db import connection

from sysgimut.contributions.tests import world
from sysgimut.identity.access import Viewer
from sysgimut.journal.command import Command
from sysgimut.journal.runner import submit
from sysgimut.kernel.outcomes import Outcome

WRITTEN = re.compile(r'\b(?:INSERT INTO|UPDATE)\s+"?(\w+)')
PATIENCE = 60.0
"""Seconds after which a meeting that does not take place is a failure of the test."""

Result = Outcome | Exception
Wrapper = Callable[..., Any]


def told(result: Result) -> str:
    """An answer in short, of status and codes; an exception is no answer, and has a colon."""
    if isinstance(result, Outcome):
        return " ".join([result.status, *(reason.code for reason in result.reasons)])
    return f"{type(result).__name__}: {result}"


@dataclass(frozen=True)
class Act:
    """What one of the two does."""

    message: Command
    author: Viewer
    command_id: UUID | None = None

    def carry_out(self) -> Result:
        """The outcome, or the exception that came instead."""
        try:
            return submit(self.message, self.author, command_id=self.command_id, now=world.moment(world.TODAY))
        except Exception as error:
            return error


@dataclass(frozen=True)
class Duel:
    """Two acts at once, and what tells afterwards that they did damage."""

    first: Act
    second: Act
    damaged: Callable[[], bool]


@dataclass
class Meeting:
    """Where two commands wait for each other: before the first write of one of `tables`."""

    tables: frozenset[str]
    opened: threading.Event = field(default_factory=threading.Event)
    changed: threading.Condition = field(default_factory=threading.Condition)
    pids: dict[int, int] = field(default_factory=dict)
    standing: set[int] = field(default_factory=set)
    """Who is at the meeting, or has ended."""

    def attend(self, racer: int, act: Act) -> Result:
        """Carry an act out, stopping at the meeting."""

        def stop(execute: Wrapper, sql: str, params: Any, many: bool, context: Any) -> Any:
            if not self.opened.is_set() and not self.tables.isdisjoint(WRITTEN.findall(sql)):
                self._stand(racer)
                assert self.opened.wait(PATIENCE), "nobody opened the meeting"
            return execute(sql, params, many, context)

        connection.ensure_connection()
        with self.changed:
            self.pids[racer] = connection.connection.info.backend_pid
        try:
            with connection.execute_wrapper(stop):
                return act.carry_out()
        finally:
            self._stand(racer)

    def _stand(self, racer: int) -> None:
        with self.changed:
            self.standing.add(racer)
            self.changed.notify_all()

    def preside(self) -> None:
        """Open the meeting once each of the two is there, has ended, or cannot come."""
        limit = time.monotonic() + PATIENCE
        with self.changed:
            self.changed.wait_for(lambda: len(self.pids) == 2 and bool(self.standing), PATIENCE)
            while not self.changed.wait_for(lambda: len(self.standing) == 2, 0.002):
                (absent,) = set(self.pids) - self.standing
                if _waits_for_a_lock(self.pids[absent]):
                    break
                assert time.monotonic() < limit, "nobody came to the meeting"
        self.opened.set()


def _waits_for_a_lock(pid: int) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT wait_event_type = 'Lock' FROM pg_stat_activity WHERE pid = %s", [pid])
        return bool((cursor.fetchone() or [False])[0])


def fight(
    duels: Sequence[Duel], tables: Collection[str], around: Callable[[], AbstractContextManager[Any]] = nullcontext
) -> list[tuple[Result, Result]]:
    """The results of each duel. Each of the two has a thread and a connection of its own; `around` is entered there."""
    with ThreadPoolExecutor(1) as one, ThreadPoolExecutor(1) as other:
        try:
            return [_meet(duel, Meeting(frozenset(tables)), one, other, around) for duel in duels]
        finally:
            for pool in (one, other):
                pool.submit(lambda: connection.close()).result()


def _meet(
    duel: Duel, meeting: Meeting, one: ThreadPoolExecutor, other: ThreadPoolExecutor, around: Callable[[], Any]
) -> tuple[Result, Result]:
    def attend(racer: int, act: Act) -> Result:
        with around():
            return meeting.attend(racer, act)

    futures: list[Future[Result]] = [one.submit(attend, 1, duel.first), other.submit(attend, 2, duel.second)]
    meeting.preside()
    first, second = (future.result(PATIENCE) for future in futures)
    return first, second
