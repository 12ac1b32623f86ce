"""The restoration drill: a database is lost, brought back from its backup and proved, with the time of each step.

    python -m tests.backup.drill --households 500    (`make drill`)

On SQLite, and on PostgreSQL when one is reachable. Exits with 1 when something did not come back as it was.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.command_line.conftest import own_database
from tests.run import Unusable, find_postgresql

SYSGIMUT = [sys.executable, "-c", "import sys; from sysgimut.site.cli import main; sys.exit(main())"]


def step(name: str, *arguments: object) -> str:
    """Carry out one command and say how long it took; its output. Raises SystemExit when it fails."""
    begun = time.perf_counter()
    done = subprocess.run([*SYSGIMUT, *map(str, arguments)], capture_output=True, text=True, check=False)
    print(f"  {name:28}{time.perf_counter() - begun:8.1f} s", flush=True)
    if done.returncode:
        raise SystemExit(f"{name}: exit code {done.returncode}\n{done.stdout}\n{done.stderr}")
    return done.stdout


def drill(server: str, households: int, folder: Path) -> None:
    """Load, back up, lose, restore, verify: the heads must be the same before and after."""
    with own_database(server, folder / "first.sqlite3") as first:
        step(f"load {households} households", "demo", "--no-serve", "--households", households, "--database", first)
        heads = step("seal", "seal", "--database", first)
        step("backup", "backup", folder / "kept.sysgimut", "--database", first)
    for lost in folder.glob("first.sqlite3*"):
        lost.unlink()
    size = (folder / "kept.sysgimut").stat().st_size
    with own_database(server, folder / "second.sqlite3") as second:
        step("restore and verify", "restore", folder / "kept.sysgimut", "--database", second)
        if step("heads", "heads", "--database", second) != heads:
            raise SystemExit("the heads of the journal are not those of the lost database")
    print(f"  the same heads as before; {size / 1e6:.1f} MB of backup")


def main() -> None:
    """The command line: see the head of this file."""
    parser = argparse.ArgumentParser(description="Lose a database, restore it, prove it.")
    parser.add_argument("--households", type=int, default=500)
    asked = parser.parse_args()
    try:
        server, version = find_postgresql()
        engines = {"SQLite": "", f"PostgreSQL {version}": server.rpartition("/")[0]}
    except Unusable as reason:
        engines = {"SQLite": ""}
        print(f"Without PostgreSQL: {reason}")
    for name, place in engines.items():
        print(name, flush=True)
        with TemporaryDirectory() as folder:
            drill(place, asked.households, Path(folder))


if __name__ == "__main__":
    main()
