"""Processes of these tests' own, which die where they are told to: the parent only forks, looks and waits."""

from __future__ import annotations

import os
import pickle
import signal
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import connection

from sysgimut.journal import failpoints


@dataclass(frozen=True)
class Ended:
    """How a process ended: by SIGKILL, or with what its work returned."""

    killed: bool
    value: Any = None


def in_process(work: Callable[[], Any], watcher: failpoints.Watcher | None = None) -> Ended:
    """Do `work` in a process of its own, with a connection of its own, and wait for its end.

    Raises RuntimeError when the work raised, or when the process ended otherwise than by its own end or SIGKILL.
    """
    connection.close()
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        _work(work, watcher, writer)
    os.close(writer)
    with os.fdopen(reader, "rb") as answer:
        told = answer.read()
    _, status = os.waitpid(child, 0)
    if os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL:
        return Ended(killed=True)
    if status:
        raise RuntimeError(told.decode("utf-8", "replace") or f"the process ended with status {status}")
    return Ended(killed=False, value=pickle.loads(told))


def _work(work: Callable[[], Any], watcher: failpoints.Watcher | None, writer: int) -> None:
    """The whole life of the child. Nothing of the parent's (pytest's end, open files) is run or written by it."""
    code, told = 1, b""
    try:
        failpoints.watch(watcher)
        told = pickle.dumps(work())
        connection.close()
        code = 0
    except BaseException:
        told = traceback.format_exc().encode()
    finally:
        with os.fdopen(writer, "wb") as answer:
            answer.write(told)
        os._exit(code)
