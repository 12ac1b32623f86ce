"""Each race happens when its guards are off, and never when its lock or its constraint is on. PostgreSQL.

`SYSGIMUT_RACES=200` makes two hundred runs of each cell instead of a few; `pytest -s` prints what was counted.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager, nullcontext
from typing import Any

import pytest
from django.db import connection, transaction

from sysgimut.claims.facts import _lock_people
from sysgimut.contributions.tests import world
from sysgimut.membership.queries import lock_households
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


def test_a_turn_does_not_stop_whoever_refers_to_the_row() -> None:
    situations.build()
    reference = situations.household()
    locked = {"membership_household": [reference], "membership_person": world.people_of(reference)}

    def free(lock: str) -> list[int]:
        """How many rows of each table another connection may lock so, without waiting."""
        found = []
        try:
            with connection.cursor() as cursor:
                for table, references in locked.items():
                    sql = f"SELECT 1 FROM {table} WHERE reference = ANY(%s) FOR {lock} SKIP LOCKED"
                    cursor.execute(sql, [references])
                    found.append(len(cursor.fetchall()))
        finally:
            connection.close()
        return found

    with transaction.atomic(), ThreadPoolExecutor(1) as other:
        lock_households([reference])
        _lock_people(locked["membership_person"])
        # A foreign key locks what it points at like the first; whoever takes the same turn, like the second.
        assert other.submit(free, "KEY SHARE").result() == [1, 2]
        assert other.submit(free, "NO KEY UPDATE").result() == [0, 0]


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
