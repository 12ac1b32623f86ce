"""`make bench`: every figure beside its target and its floor, on PostgreSQL and SQLite, into bench/results/.

    python -m bench                      everything (an hour or so)
    python -m bench --quick              a hundredth of the people, one round: to see that it works
    python -m bench --only search        one measure and what it needs; may be given again
    python -m bench --engine sqlite      one engine only

PostgreSQL is taken from DATABASE_URL, else a local server is looked for; databases of its own are made and dropped.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

from bench import directories, workers
from bench.child import MEASURES
from bench.databases import Engine, PostgreSQL, SQLite
from bench.figures import GROWN, ROWS, Missing, Row, Sample, growth, growth_row, table
from bench.machine import description
from bench.processes import Failed, measure, run
from tests.run import Unusable, find_postgresql

RESULTS = Path(__file__).parent / "results"
SMALL, LARGE = 10_000, 1_000_000
QUICK = 100
"""With --quick, so many times fewer people and less work."""
SHARED = 60_000
"""Requests of the batch that two processes share."""
GIVES: dict[str, tuple[str, ...]] = {
    "floors": ("floor_transaction", "floor_commit"),
    "requests": ("statements_1", "statements_10", "statements_30", "requests"),
    "rights": ("rights_statements", "rights"),
    "search": ("search",),
    "enrolment": ("enrol_statements", "enrol"),
    "register": ("import",),
    "batch": ("receive", "decide", "issue", "batch"),
    "copying": ("copy_out", "copy_in"),
    "documents": ("pages", "long_pages"),
    "workers": ("two_workers",),
    "verify": ("seal", "verify"),
    "run-dir": ("run_dir", "run_dir_memory"),
}
AT_LARGE = ("rights", "search")
"""Measures whose figure is that of the large database; the others are those of the small one, and grow beside it."""
NEEDS = {"copying": ("batch",)}


class Bench:
    """One engine measured."""

    def __init__(self, engine: Engine, options: argparse.Namespace, folder: Path) -> None:
        self.engine = engine
        self.folder = folder
        self.share = 1 / QUICK if options.quick else 1.0
        self.rounds = 1 if options.quick else options.rounds
        self.wanted = set(options.only or GIVES)
        for name in list(self.wanted):
            self.wanted.update(NEEDS.get(name, ()))
        self.found: dict[str, Sample | Missing] = {}

    def measure(self) -> None:
        """Everything that is wanted."""
        inside = [name for name in MEASURES if name in self.wanted]
        if inside or {"workers", "verify"} & self.wanted:
            self._say("an installed database")
            run(["-m", "bench.child", "install", "0", "0", "0"], self.engine.create("installed"))
            small = self._insured("small", int(SMALL * self.share) or 1)
            self.found |= self._on("small", small, inside)
            self._grow(inside)
        if "workers" in self.wanted:
            self._workers()
        if "verify" in self.wanted:
            self.engine.create("journal", "installed")
            self.found |= self._on("journal", 0, ["verify"])
        if "run-dir" in self.wanted:
            self._directory()
        self.engine.drop_all()

    def _insured(self, name: str, people: int) -> int:
        people = max(people, 500)
        self._say(f"a database of {people:,} insured people")
        run(["-m", "bench.child", "populate", str(people), "0", "0"], self.engine.create(name, "installed"))
        return people

    def _on(self, database: str, people: int, names: Sequence[str]) -> dict[str, Sample | Missing]:
        found: dict[str, Sample | Missing] = {}
        for name in names:
            self._say(f"{name}, {people:,} people")
            try:
                samples = measure(name, self.engine.url(database), people, self.rounds, self.share)
                found |= {sample.key: sample for sample in samples}
                missing = Missing("", f"{self.engine.name} has no such thing")
            except Failed as failed:
                missing = Missing("", str(failed))
            for key in GIVES[name]:
                found.setdefault(key, Missing(key, missing.reason))
        return found

    def _grow(self, inside: Sequence[str]) -> None:
        growing = [name for name in inside if set(GIVES[name]) & set(GROWN)]
        if not growing:
            return
        large = self._on("large", self._insured("large", int(LARGE * self.share)), growing)
        for key in GROWN:
            before, after = self.found.get(key), large.get(key)
            if isinstance(before, Sample) and isinstance(after, Sample):
                self.found[f"growth_{key}"] = growth(key, before, after)
            elif after is not None:
                self.found[f"growth_{key}"] = Missing(key, "one of the two sizes has no figure")
        self.found |= {key: large[key] for name in AT_LARGE if name in growing for key in GIVES[name]}

    def _workers(self) -> None:
        if not isinstance(self.engine, PostgreSQL):
            self.found["two_workers"] = Missing("two_workers", "SQLite has one writer, batches run in place")
            return
        self._say("two processes that share a batch")
        people = max(int(SMALL * self.share), 500)
        run(["-m", "bench.child", "populate", str(people), "0", "0"], self.engine.create("template", "installed"))
        try:
            requests = max(8_000, int(SHARED * self.share))
            self.found["two_workers"] = workers.compare(self.engine, "template", people, self.rounds, requests)
        except Failed as failed:
            self.found["two_workers"] = Missing("two_workers", str(failed))

    def _directory(self) -> None:
        self._say("run-dir")
        directory = directories.draw(self.folder, self.share)
        try:
            samples = directories.measure(self.engine, directory, self.folder / "out", min(self.rounds, 3))
            samples[0].note = f"{int(directories.HOUSEHOLDS * self.share):,} households, {samples[0].note}"
            self.found |= {sample.key: sample for sample in samples}
        except Failed as failed:
            self.found |= {key: Missing(key, str(failed)) for key in GIVES["run-dir"]}

    def _say(self, what: str) -> None:
        print(f"{self.engine.name}: {what}", file=sys.stderr, flush=True)

    def lines(self) -> list[str]:
        """The table of this engine."""
        rows: list[Row] = [*ROWS, *(growth_row(key) for key in GROWN)]
        return table(self.engine.name, rows, self.found, judged=self.share == 1)


def engines(wanted: str, folder: Path) -> Iterator[Engine | str]:
    """The engines to measure, or why one is left out."""
    if wanted in ("all", "postgresql"):
        try:
            yield PostgreSQL(find_postgresql()[0])
        except Unusable as reason:
            yield f"PostgreSQL was not measured: {reason}"
    if wanted in ("all", "sqlite"):
        yield SQLite(folder)


def report(options: argparse.Namespace) -> list[str]:
    """Measure, and say everything."""
    started = datetime.now(UTC)
    lines = [f"# Bench of {started:%Y-%m-%d %H:%M} UTC", ""]
    if options.quick:
        lines += [
            f"Quick: a {QUICK}th of the people and of the work, one round: nothing is compared with the targets.",
            "",
        ]
    lines += [f"- {name}: {value}" for name, value in description().items()]
    with tempfile.TemporaryDirectory(prefix="sysgimut-bench-") as name:
        for engine in engines(options.engine, Path(name)):
            if isinstance(engine, str):
                lines += ["", engine]
                continue
            settings = ", ".join(f"{key} {value}" for key, value in engine.settings().items())
            lines += [f"- {engine.name}: {settings}"]
            bench = Bench(engine, options, Path(name))
            try:
                bench.measure()
            finally:
                engine.drop_all()
            lines += ["", *bench.lines()]
    minutes = (datetime.now(UTC) - started).total_seconds() / 60
    return [*lines, "", f"It took {minutes:.0f} minutes. What each row is: docs/performance.md."]


def write(lines: Sequence[str], name: str) -> None:
    """Print, and write a dated file."""
    text = "\n".join(lines) + "\n"
    RESULTS.mkdir(exist_ok=True)
    path = RESULTS / f"{datetime.now(UTC):%Y-%m-%d-%H%M}-{name}.md"
    path.write_text(text, encoding="utf-8")
    print(text)
    print(f"Written to bench/results/{path.name}")


def main() -> int:
    """The command line: see the head of this file."""
    parser = argparse.ArgumentParser(description="Measure the speed of the product beside its targets.")
    parser.add_argument("--engine", choices=["all", "sqlite", "postgresql"], default="all")
    parser.add_argument("--only", choices=sorted(GIVES), action="append")
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    write(report(options), "quick" if options.quick else "bench")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
