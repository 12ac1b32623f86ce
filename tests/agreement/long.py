"""Many directories through `sysgimut run-dir` and through the oracle, until so many lines agree.

    python -m tests.agreement.long --lines 100000 --seed 1    (`make agreement`)

Each seed is a directory of its own, every second one with spoiled rows, in a fresh database of each engine:
embedded SQLite, and PostgreSQL when one is reachable. Stops at the first difference.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.agreement.rows import differences
from tests.command_line.conftest import own_database
from tests.oracle.generator import generate
from tests.oracle.oracle import Result, run
from tests.run import Unusable, find_postgresql

HOUSEHOLDS, REQUESTS = 1_500, 4_000


def compare(directory: Path, out: Path, database: str, expected: Result, what: str) -> None:
    """Run the product on one database and compare. Raises SystemExit with the differences."""
    sysgimut = str(Path(sys.executable).with_name("sysgimut"))
    command = [sysgimut, "run-dir", str(directory), "--out", str(out), "--no-pdf", "--database", database]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    if found := list(islice(differences(directory, out, expected), 10)):
        raise SystemExit(f"{what}:\n" + "\n".join(map(str, found)))


def one_seed(seed: int, folder: Path, server: str) -> int:
    """Run one seed on each engine; returns the number of lines that agree."""
    directory = folder / "in"
    generate(directory, seed, HOUSEHOLDS, REQUESTS, bad_rows=bool(seed % 2))
    expected = run(directory)
    compare(directory, folder / "sqlite", str(folder / "own.sqlite3"), expected, f"seed {seed} on SQLite")
    if server:
        with own_database(server, folder) as database:
            compare(directory, folder / "postgresql", database, expected, f"seed {seed} on PostgreSQL")
    return len(expected.liquidation)


def main() -> None:
    """Count lines up to the number asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--lines", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    try:
        found, version = find_postgresql()
        server = found.rpartition("/")[0]
        engines = f"SQLite and PostgreSQL {version}"
    except Unusable as reason:
        server, engines = "", "SQLite"
        print(f"Without PostgreSQL: {reason}", flush=True)
    done, seed = 0, asked.seed
    while done < asked.lines:
        with TemporaryDirectory() as folder:
            done += one_seed(seed, Path(folder), server)
        print(f"seed {seed}: {done} lines agree on {engines}", flush=True)
        seed += 1


if __name__ == "__main__":
    main()
