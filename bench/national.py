"""`make bench-national`: the 18 million people of RAMU's informal sector in PostgreSQL, and a month's batch.

    python -m bench.national                          18 million people, 1.5 million requests
    python -m bench.national --people 180000 --requests 15000      the same at a hundredth
    python -m bench.national --keep                   leave the database, and say its name

People are generated in the database (bench/population.py says what is synthetic); requests go through the commands.
It says how much disk it takes before it starts, and refuses when the disk lacks it.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

import psycopg

from bench.__main__ import write
from bench.databases import PostgreSQL
from bench.figures import ROWS, Missing, Sample, table
from bench.machine import description
from bench.processes import Failed, measure, run
from tests.run import Unusable, find_postgresql

PEOPLE, REQUESTS = 18_000_000, 1_500_000
ROUND = 100_000
"""Requests received, decided and settled at once."""
USUAL = 10_000
"""Requests of a round of bench/measures/batch.py."""
SIZE_OF_A_PERSON = 2_200
"""Bytes on the disk for each person, indexes included, as measured."""
SIZE_OF_A_REQUEST = 4_000
"""Bytes on the disk for each request with its three lines, decided, settled and booked."""
SPARE = 1.4
"""What building indexes and the write-ahead log take for a while, as times what is left at the end."""
KEYS = ("rights_statements", "rights", "search", "receive", "decide", "issue", "batch")


def needed(people: int, requests: int) -> int:
    """Bytes of disk that it takes at most."""
    return int((people * SIZE_OF_A_PERSON + requests * SIZE_OF_A_REQUEST) * SPARE)


def free(server: str) -> int | None:
    """Free bytes where the server keeps its data; None when that is not on this machine or cannot be seen."""
    with psycopg.connect(server) as connection:
        folder = str((connection.execute("SHOW data_directory").fetchone() or ("",))[0])
    try:
        return shutil.disk_usage(folder if Path(folder).exists() else Path(folder).anchor).free
    except (OSError, ValueError):
        return None


def refusal(server: str, people: int, requests: int) -> str:
    """Why the disk does not do, or nothing."""
    wanted, found = needed(people, requests), free(server)
    if found is None:
        return "the free disk of the server cannot be seen from here; make sure of it and give --trust-disk"
    if found < wanted:
        return f"{wanted / 1e9:.0f} GB of disk are needed and {found / 1e9:.0f} GB are free; give fewer --people"
    return ""


def build(engine: PostgreSQL, people: int) -> list[str]:
    """Make the database; returns what it took."""
    run(["-m", "bench.child", "install", "0", "0", "0"], engine.create("national"))
    start = time.perf_counter()
    run(["-m", "bench.child", "populate", str(people), "0", "0"], engine.url("national"))
    minutes = (time.perf_counter() - start) / 60
    size = engine.size("national")
    return [
        f"- {people:,} insured people generated in {minutes:.1f} minutes",
        f"- the database takes {size / 1e9:.2f} GB, {size / people:,.0f} bytes a person",
    ]


def measured(engine: PostgreSQL, people: int, requests: int, rounds: int) -> dict[str, Sample | Missing]:
    """Rights, search, and the batch in rounds of `ROUND` requests."""
    found: dict[str, Sample | Missing] = {}
    turns = max(1, requests // ROUND)
    share = min(requests, ROUND) / USUAL
    for name, times, work in (("rights", rounds, 1.0), ("search", rounds, 1.0), ("batch", turns, share)):
        print(f"{name}, {people:,} people", file=sys.stderr, flush=True)
        try:
            samples = measure(name, engine.url("national"), people, times, work)
            found |= {sample.key: sample for sample in samples}
        except Failed as failed:
            found |= {key: Missing(key, str(failed)) for key in _keys(name)}
    return found


def _keys(name: str) -> tuple[str, ...]:
    return {"rights": KEYS[:2], "search": KEYS[2:3]}.get(name, KEYS[3:])


def report(options: argparse.Namespace, engine: PostgreSQL) -> list[str]:
    """Build, measure, say."""
    people, requests = options.people, options.requests
    lines = [f"# National bench of {datetime.now(UTC):%Y-%m-%d %H:%M} UTC", ""]
    if (people, requests) != (PEOPLE, REQUESTS):
        whole = f"{PEOPLE:,} people and {REQUESTS:,} requests"
        lines += [f"A sample: {people:,} people and {requests:,} requests, where the whole is {whole}.", ""]
    lines += [f"- {name}: {value}" for name, value in description().items()]
    lines += ["- PostgreSQL: " + ", ".join(f"{key} {value}" for key, value in engine.settings().items())]
    lines += build(engine, people)
    found = measured(engine, people, requests, options.rounds)
    rows = [row for row in ROWS if row.key in KEYS]
    size = engine.size("national")
    lines += ["", *table(engine.name, rows, found), "", f"The database takes {size / 1e9:.2f} GB in the end."]
    return [*lines, "What is synthetic: bench/population.py. What each row is: docs/performance.md."]


def main() -> int:
    """The command line: see the head of this file."""
    parser = argparse.ArgumentParser(description="Measure the product with the insured people of a whole country.")
    parser.add_argument("--people", type=int, default=PEOPLE)
    parser.add_argument("--requests", type=int, default=REQUESTS)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--keep", action="store_true")
    parser.add_argument("--trust-disk", action="store_true")
    options = parser.parse_args()
    try:
        engine = PostgreSQL(find_postgresql()[0])
    except Unusable as reason:
        print(reason, file=sys.stderr)
        return 1
    print(f"About {needed(options.people, options.requests) / 1e9:.1f} GB of disk are needed.", file=sys.stderr)
    why = "" if options.trust_disk else refusal(engine.server, options.people, options.requests)
    if why:
        print(why, file=sys.stderr)
        return 1
    try:
        write(report(options, engine), "national")
        if options.keep:
            print(f"The database is kept: {engine.url('national').rpartition('/')[2]}")
    finally:
        if not options.keep:
            engine.drop_all()
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
