"""Many directories through `sysgimut run-dir` and through the oracle, until so many lines agree.

    python -m tests.agreement.long --lines 100000 --seed 1    (`make agreement`)

Each seed is a directory of its own, every second one with spoiled rows, in a fresh embedded database. Stops at
the first difference.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.agreement.rows import differences
from tests.oracle.generator import generate
from tests.oracle.oracle import run

HOUSEHOLDS, REQUESTS = 1_500, 4_000


def one_seed(seed: int, folder: Path) -> int:
    """Run one seed; returns the number of lines that agree. Raises SystemExit with the differences otherwise."""
    directory, out = folder / "in", folder / "out"
    generate(directory, seed, HOUSEHOLDS, REQUESTS, bad_rows=bool(seed % 2))
    command = [
        str(Path(sys.executable).with_name("sysgimut")),
        "run-dir",
        str(directory),
        "--out",
        str(out),
        "--no-pdf",
    ]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    result = run(directory)
    found = list(islice(differences(directory, out, result), 10))
    if found:
        raise SystemExit(f"seed {seed}:\n" + "\n".join(map(str, found)))
    return len(result.liquidation)


def main() -> None:
    """Count lines up to the number asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--lines", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    done, seed = 0, asked.seed
    while done < asked.lines:
        with TemporaryDirectory() as folder:
            done += one_seed(seed, Path(folder))
        print(f"seed {seed}: {done} lines agree", flush=True)
        seed += 1


if __name__ == "__main__":
    main()
