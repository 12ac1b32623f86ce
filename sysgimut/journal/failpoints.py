"""Places where a process may die, by name: what the tests of crashes kill it at, and nothing in production.

Every command passes the same steps, because the runner and the execution reach them: no command can be without. A
point is called `<operation>:<step>`; the second time that it is reached in a process it is `<operation>:<step>#2`, and
so on: that is what stands between the tables and the items of a batch.

In test mode only, `SYSGIMUT_FAILPOINT=settlement.pay_statement:journaled` kills a process there, as a power cut would:
nothing is closed, rolled back or answered.
"""

from __future__ import annotations

import os
import signal
from collections import Counter
from collections.abc import Callable

from django.conf import settings

STEPS = ("claimed", "authorised", "written", "decided", "journaled", "committed")
"""What a command that changes something passes, in this order. `written`: some rows are written, others not yet.
`journaled`: all is written, nothing is committed. `committed`: all is recorded, nothing is answered."""

Watcher = Callable[[str], None]
_watcher: Watcher | None = None


def reach(operation: str, step: str) -> None:
    """Say that the process stands at this point. Costs one look at a global where nobody watches."""
    if _watcher is not None:
        _watcher(f"{operation}:{step}")


def watch(watcher: Watcher | None) -> None:
    """Call `watcher` with the name of each point reached from now on (None: nobody). Raises RuntimeError out of
    test mode: nothing that serves people dies on request."""
    global _watcher
    if settings.MODE != "test":
        raise RuntimeError("failpoints are for tests")
    _watcher = watcher


def counting(watcher: Watcher) -> Watcher:
    """`watcher`, with the number of the time from the second on: `…#2`."""
    times: Counter[str] = Counter()

    def count(point: str) -> None:
        times[point] += 1
        watcher(point if times[point] == 1 else f"{point}#{times[point]}")

    return count


def die_at(point: str) -> Watcher:
    """A watcher that kills the process at this point, at once."""

    def die(reached: str) -> None:
        if reached == point:
            os.kill(os.getpid(), signal.SIGKILL)

    return counting(die)


if settings.MODE == "test" and (_named := os.environ.get("SYSGIMUT_FAILPOINT")):
    watch(die_at(_named))
