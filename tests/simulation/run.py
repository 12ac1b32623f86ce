"""Years in a database of their own, one seed after the other.

    python -m tests.simulation.run --seed 7                     (`make simulate SEED=7`)
    python -m tests.simulation.run --seed 7 --steps 123         the first 123 messages only: to come back to a failure
    python -m tests.simulation.run --seeds 5 --households 300 --length 6000      (`make simulate-long`)

The database is made anew for each seed: a file for SQLite; with DATABASE_URL a test database on that server
(SYSGIMUT_TEST_DATABASE names it). Stops at the first thing that does not hold.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


def main() -> None:
    """Live the years that are asked for, and say what they were made of."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--seeds", type=int, default=1, help="how many seeds, from the first on")
    parser.add_argument("--households", type=int, default=40)
    parser.add_argument("--length", type=int, default=1_500, help="about how many messages")
    parser.add_argument("--steps", type=int, default=None, help="stop after that many messages")
    parser.add_argument("--verbose", action="store_true", help="one line for each message")
    asked = parser.parse_args()
    os.environ.setdefault("SYSGIMUT_MODE", "test")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sysgimut.site.settings")
    with tempfile.TemporaryDirectory(prefix="sysgimut-simulation-") as folder:
        os.environ.setdefault("SYSGIMUT_VAR", folder)
        import django

        django.setup()
        for seed in range(asked.seed, asked.seed + asked.seeds):
            _live(seed, asked, Path(folder))


def _live(seed: int, asked: argparse.Namespace, folder: Path) -> None:
    from django.db import connection

    from tests.simulation import world
    from tests.simulation.living import Failed, Run

    with _database(folder / f"{seed}.sqlite3"):
        began = time.process_time()
        run = Run(seed, asked.households, asked.length, world.build(), asked.steps)
        if asked.verbose:
            run.tell = lambda step, answer: print(
                f"{step.number:5} {step.now:%m-%d %H:%M} {step.officer:13} {step.operation:22} {answer.status:9}",
                *sorted(answer.codes),
            )
        print(f"seed {seed} on {connection.vendor}: {asked.households} households", flush=True)
        try:
            report = run.live()
        except Failed as broken:
            sys.exit(f"seed {seed} does not hold\n{broken}")
        statuses = Counter(dict.fromkeys(("accepted", "held", "refused"), 0))
        for (_, status), times in report.counts.items():
            statuses[status] += times
        said = ", ".join(f"{times} {status}" for status, times in statuses.items())
        cpu = time.process_time() - began
        print(f"seed {seed}: {report.steps} messages ({said}), digest {report.digest}, {cpu:.1f} s of CPU", flush=True)
        if asked.seeds == 1:
            for (operation, status), times in sorted(report.counts.items()):
                print(f"  {operation:22} {status:9} {times:6}")
            print("  codes:", ", ".join(f"{code} {times}" for code, times in sorted(report.codes.items())))


@contextmanager
def _database(file: Path) -> Iterator[None]:
    """An empty database with its guards, dropped at the end."""
    from django.db import connection

    from sysgimut.journal import guards

    name = connection.settings_dict["NAME"]
    if connection.vendor == "sqlite":
        connection.settings_dict["TEST"]["NAME"] = str(file)
    else:
        connection.settings_dict["TEST"] |= {"CHARSET": "UTF8", "TEMPLATE": "template0"}
        if wanted := os.environ.get("SYSGIMUT_TEST_DATABASE"):
            connection.settings_dict["TEST"]["NAME"] = wanted
    connection.creation.create_test_db(verbosity=0, autoclobber=True)
    try:
        guards.install()
        yield
    finally:
        connection.creation.destroy_test_db(name, verbosity=0)


if __name__ == "__main__":
    main()
