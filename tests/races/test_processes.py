"""Two real processes, each with its own connection and nothing switched off: no race ever happens. Both engines.

On SQLite this is all there is to try: a transaction has the file for itself from its start.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from multiprocessing import get_context
from typing import Any

import pytest
from django.db import connections

from sysgimut.site.verification import verify
from tests.races import files, situations
from tests.races.duels import PATIENCE, Act, told
from tests.races.situations import RUNS

pytestmark = pytest.mark.django_db(transaction=True)
RACES = situations.RACES | files.RACES
FORK = get_context("fork")
"""The children have the world in memory, and open the database again."""


def race(acts: Sequence[Act], start: Any, answers: Any) -> None:
    """What one process does: its part of every duel, each begun together with the other process."""
    for act in acts:
        start.wait(PATIENCE)
        answers.put(told(act.carry_out()))
    connections.close_all()


@pytest.mark.parametrize("name", RACES)
def test_two_processes_do_no_damage(name: str) -> None:
    situations.build()
    duels = RACES[name].prepare(RUNS)
    connections.close_all()
    start, answers = FORK.Barrier(2), FORK.Queue()
    sides = ([duel.first for duel in duels], [duel.second for duel in duels])
    processes = [FORK.Process(target=race, args=(acts, start, answers)) for acts in sides]
    for process in processes:
        process.start()
    found = Counter(answers.get(timeout=PATIENCE) for _ in range(2 * RUNS))
    for process in processes:
        process.join(PATIENCE)
    print(f"\n{name}: {dict(found)}")
    assert [process.exitcode for process in processes] == [0, 0]
    assert not [answer for answer in found if ":" in answer], found
    assert [duel for duel in duels if duel.damaged()] == []
    assert [finding.what("en") for finding in verify()] == []
