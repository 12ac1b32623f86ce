"""`run-dir --no-pdf` of a generated directory, in a process of its own on a fresh database."""

from __future__ import annotations

from pathlib import Path

from bench.databases import Engine
from bench.figures import Sample
from bench.processes import run
from tests.oracle.generator import generate

COMMAND = "from sysgimut.site.cli import main; raise SystemExit(main())"
HOUSEHOLDS = 20_000
REQUESTS = 40_000
"""About 119,000 people, 76,000 receipts and 103,000 lines with seed 1."""


def draw(folder: Path, share: float) -> Path:
    """The directory, drawn from a seed."""
    directory = folder / "directory"
    if not directory.exists():
        households, requests = int(HOUSEHOLDS * share), int(REQUESTS * share)
        generate(directory, 1, households, requests, bad_rows=False)
    return directory


def measure(engine: Engine, directory: Path, out: Path, rounds: int) -> list[Sample]:
    """Seconds and peak memory of the whole command, the making of the tables included. Raises Failed."""
    spent, memory, processor = [], [], 0.0
    for _ in range(rounds):
        database = engine.create("directory")
        arguments = ["run-dir", str(directory), "--out", str(out), "--no-pdf", "--database", database]
        done = run(["-c", COMMAND, *arguments], database)
        spent.append(done.wall)
        memory.append(done.memory)
        processor += done.processor
        engine.drop("directory")
    rows = sum(len(path.read_bytes().splitlines()) - 1 for path in directory.glob("*.csv"))
    return [
        Sample("run_dir", spent, processor / sum(spent), f"{rows} rows of files"),
        Sample("run_dir_memory", memory),
    ]
