"""Failpoints kill where they are told to, in test mode, and nothing anywhere else."""

from __future__ import annotations

import os
import signal
import subprocess
import sys

import pytest
from django.test import override_settings

from sysgimut.journal import failpoints

REACH = """
import django
django.setup()
from sysgimut.journal.failpoints import reach
for step in ("written", "journaled", "written"):
    print(step, flush=True)
    reach("a.b", step)
"""


@pytest.mark.parametrize(
    ("mode", "point", "code", "told"),
    [
        ("test", "a.b:journaled", -signal.SIGKILL, ["written", "journaled"]),
        ("test", "a.b:written#2", -signal.SIGKILL, ["written", "journaled", "written"]),
        ("test", "a.b:committed", 0, ["written", "journaled", "written"]),
        ("demo", "a.b:written", 0, ["written", "journaled", "written"]),
    ],
)
def test_a_process_dies_where_it_is_told_to_in_test_mode_only(
    mode: str, point: str, code: int, told: list[str]
) -> None:
    environment = {**os.environ, "SYSGIMUT_MODE": mode, "SYSGIMUT_FAILPOINT": point}
    ended = subprocess.run([sys.executable, "-c", REACH], env=environment, capture_output=True, text=True, check=False)
    assert (ended.returncode, ended.stdout.split()) == (code, told), ended.stderr


@pytest.mark.parametrize("mode", ["production", "demo", "tool"])
def test_nothing_is_watched_out_of_test_mode(mode: str) -> None:
    with override_settings(MODE=mode), pytest.raises(RuntimeError, match="for tests"):
        failpoints.watch(print)
