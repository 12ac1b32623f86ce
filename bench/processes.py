"""Measures in processes of their own, so that one's memory and caches are not another's."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.figures import Sample

ROOT = Path(__file__).resolve().parent.parent


class Failed(Exception):
    """Why a measure gave nothing, in a line."""


@dataclass(frozen=True, slots=True)
class Run:
    """What a process took: seconds on the wall and of its processor, peak memory in MB, its last line."""

    wall: float
    processor: float
    memory: float
    last_line: str


def run(arguments: Sequence[str], database: str) -> Run:
    """Run `python …` on a database. Raises Failed with the last line of what it complained of."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("SYSGIMUT_")}
    environment |= {
        "DATABASE_URL": database,
        "SYSGIMUT_MODE": "tool",
        "DJANGO_SETTINGS_MODULE": "sysgimut.site.settings",
        "PYTHONUNBUFFERED": "1",
    }
    start = time.perf_counter()
    with subprocess.Popen(
        [sys.executable, *arguments],
        cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace",
    ) as process:  # fmt: skip
        assert process.stdout is not None
        lines = process.stdout.read().strip().splitlines() or [""]
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise Failed(lines[-1][:300])
    megabytes = used.ru_maxrss / (1024 if sys.platform != "darwin" else 1024 * 1024)
    return Run(time.perf_counter() - start, used.ru_utime + used.ru_stime, megabytes, lines[-1])


def measure(name: str, database: str, people: int, rounds: int, work: float) -> list[Sample]:
    """The samples of one measure. Raises Failed."""
    done = run(["-m", "bench.child", name, str(people), str(rounds), str(work)], database)
    return [Sample(**plain) for plain in json.loads(done.last_line)]
