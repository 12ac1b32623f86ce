"""Each race happens when its guards are off, and never when its lock or its constraint is on. PostgreSQL.

`SYSGIMUT_RACES=200` makes two hundred runs of each cell instead of a few; `pytest -s` prints what was counted.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, nullcontext
from typing import Any

import pytest
from django.db import connection

from sysgimut.site.verification import verify
from tests.races import files, situations
from tests.races.duels import fight, told
from tests.races.guards_off import without_constraints, without_locks, without_waiting_claims
from tests.races.situations import RUNS, Race

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite has no lock to switch off: see test_processes.py"),
]
RACES = situations.RACES | files.RACES


@contextmanager
def guarded_by(race: Race, lock: bool, constraint: bool) -> Iterator[Any]:
    """The guards that are named stand; gives what each racer's thread enters."""
    with ExitStack() as stack:
        dropped = race.constraints + (() if lock else race.claims)
        if not constraint:
            stack.enter_context(without_constraints(dropped, spoilt=not lock))
        if race.claims and not lock:
            stack.enter_context(without_waiting_claims())
        around: Any = nullcontext if lock else without_locks
        yield around


def carried_out(race: Race, lock: bool, constraint: bool) -> tuple[int, Counter[str]]:
    """In how many runs damage was done, and what was answered, how many times."""
    duels = race.prepare(RUNS)
    with guarded_by(race, lock, constraint) as around:
        results = fight(duels, race.tables, around)
        damage = sum(duel.damaged() for duel in duels)
    return damage, Counter(told(result) for pair in results for result in pair)


@pytest.mark.parametrize("name", RACES)
def test_either_guard_is_enough(name: str) -> None:
    race = RACES[name]
    situations.build()
    damage, answers = carried_out(race, lock=False, constraint=False)
    print(f"\n{name}: guards off {damage}/{RUNS} {dict(answers)}")
    assert damage >= 0.95 * RUNS, f"the race does not happen: {answers}"
    situations.build()
    cells = ((True, False), (False, True), (True, True)) if race.constraints else ((True, True),)
    for lock, constraint in cells:
        damage, answers = carried_out(race, lock, constraint)
        print(f"{name}: lock {lock}, constraint {constraint} {damage}/{RUNS} {dict(answers)}")
        assert damage == 0
        assert not [answer for answer in answers if ":" in answer], answers
    assert [finding.what("en") for finding in verify()] == []
