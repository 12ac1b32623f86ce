"""Random changes by an attacker who holds the database: `sysgimut verify`, given the published heads, finds every one.

`make tampering CHANGES=1000 SEED=1` makes a long campaign of it.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from random import Random

from django.db import DatabaseError, connection, transaction

from sysgimut.journal.seal import Head
from sysgimut.journal.verify import Finding, check_guards
from sysgimut.site.verification import checks
from tests.verification.campaign import a_change

CHANGES = int(os.environ.get("SYSGIMUT_TAMPERING", "40"))
SEED = int(os.environ.get("SYSGIMUT_SEED", "1"))


def findings(published: list[Head]) -> Iterator[Finding]:
    """What `sysgimut verify --heads` finds but for the guards: an attacker puts them back."""
    for check in checks(published):
        if check.run is not check_guards:
            yield from check.findings(lambda done: None)


def attempt(seed: str) -> str | None:
    """One change; None when nothing came of what was drawn, or when the database itself refuses."""
    rng = Random(seed)
    try:
        with transaction.atomic():
            done = a_change(rng)(rng)
            if done and connection.vendor == "postgresql":
                connection.cursor().execute("SET CONSTRAINTS ALL IMMEDIATE")
            return done
    except DatabaseError:
        return None


def test_every_change_is_found(told: list[Head], db: None) -> None:
    assert list(findings(told)) == []
    missed: list[str] = []
    found = tried = 0
    while found + len(missed) < CHANGES:
        tried += 1
        point = transaction.savepoint()
        if done := attempt(f"{SEED}:{tried}"):
            if next(findings(told), None):
                found += 1
            else:
                missed.append(f"{SEED}:{tried} {done}")
        transaction.savepoint_rollback(point)
        assert tried < 50 * CHANGES, "nearly nothing that is drawn can be done"
    print(f"\n{found} of {CHANGES} changes found (seed {SEED}, {tried} drawn)")
    assert missed == []
