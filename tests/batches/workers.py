"""Workers in processes of their own, forked from the test: they inherit its kinds of batches and its settings."""

from __future__ import annotations

import os
import signal
import traceback
from collections.abc import Callable
from multiprocessing import get_context
from uuid import UUID

from django.db import connection

from sysgimut.jobs.chunks import advance, worker_name
from sysgimut.journal import failpoints
from sysgimut.journal.failpoints import Watcher

Work = Callable[[], None]
TAKEN = "jobs.advance:taken"
PATIENCE = 60
"""Seconds after which a worker that waits for the other gives up: the test then fails."""


def work_on(batch: UUID) -> Work:
    """Takes chunks of a batch until none is free."""

    def work() -> None:
        while advance(batch, worker_name()):
            pass

    return work


def run(*works: Work, watchers: tuple[Watcher | None, ...] = ()) -> list[int]:
    """Each in a process of its own, at the same time; how each ended: 0, or minus the signal that killed it."""
    connection.close()
    pairs = zip(works, watchers or (None,) * len(works), strict=True)
    return [end_of(child) for child in [start_process(work, watcher) for work, watcher in pairs]]


def end_of(child: int) -> int:
    """How a process ended, once it has."""
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def start_process(work: Work, watcher: Watcher | None = None) -> int:
    """A process that does `work` and ends; the caller has no open connection. Returns its number."""
    if child := os.fork():
        return child
    code = 1
    try:
        failpoints.watch(watcher)
        signal.alarm(2 * PATIENCE)
        work()
        connection.close()
        code = 0
    except SystemExit as told:
        code = int(told.code or 0)
    except BaseException:
        traceback.print_exc()
    finally:
        os._exit(code)


def meeting(parties: int) -> Watcher:
    """Every worker waits, with its first chunk in hand, until each of the others has one too."""
    barrier = get_context("fork").Barrier(parties)
    met: list[str] = []

    def meet(point: str) -> None:
        if point == TAKEN and not met:
            met.append(point)
            barrier.wait(PATIENCE)

    return meet
