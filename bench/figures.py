"""What a bench says: rows with their target, what was measured on each engine, and the dated file."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from statistics import median
from typing import Any, Literal

Unit = Literal["statements", "a second", "ms", "s", "MB", "times", "rows a second"]


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table. `bound` is the target: at most it when `most`, at least it otherwise; None: a floor."""

    key: str
    label: str
    unit: Unit
    bound: float | None = None
    most: bool = False
    sqlite_bound: float | None = None
    """The target on SQLite, where there is one of its own."""

    def target(self, engine: str) -> float | None:
        """The target on an engine."""
        return self.bound if engine == "PostgreSQL" else self.sqlite_bound

    def met(self, engine: str, value: float) -> bool | None:
        """Whether a value reaches the target of an engine; None when there is none."""
        bound = self.target(engine)
        return None if bound is None else value <= bound if self.most else value >= bound


@dataclass(slots=True)
class Sample:
    """What was measured of one row: each round's value, and the processor's time of this process as a share of it.

    A share under 1 means waiting: for the database, for the disk, or for others who use the machine.
    """

    key: str
    values: list[float] = field(default_factory=list)
    share: float | None = None
    note: str = ""

    @property
    def value(self) -> float:
        """The median of the rounds."""
        return median(self.values)

    def plain(self) -> dict[str, Any]:
        """As JSON writes it."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Missing:
    """A row that was not measured, and why."""

    key: str
    reason: str


ROWS = (
    Row("floor_transaction", "floor: an empty transaction", "a second"),
    Row("floor_commit", "floor: a transaction of one row, on the disk", "a second"),
    Row("statements_1", "request of 1 line, submit and decide", "statements", 15, True, 15),
    Row("statements_10", "request of 10 lines", "statements", 15, True, 15),
    Row("statements_30", "request of 30 lines", "statements", 15, True, 15),
    Row("requests", "ten-line requests", "a second", 120),
    Row("copy_out", "floor: COPY of decided lines out, two connections", "rows a second", 300_000),
    Row("copy_in", "floor: COPY of decided lines in, two connections", "rows a second", 400_000),
    Row("receive", "batch: requests received, lines", "a second"),
    Row("decide", "batch: lines decided", "a second"),
    Row("issue", "batch: lines settled (statements, ledger)", "a second"),
    Row("batch", "batch: stored requests to statements, lines", "a second", 20_000),
    Row("two_workers", "batch: two processes against one", "times", 1.4),
    Row("import", "register: people with their receipts", "a second", 5_000),
    Row("pages", "documents: PDF pages for each core", "a second", 40, False, 40),
    Row("long_pages", "documents: pages of a sheet of 300 lines, for each core", "a second", 40, False, 40),
    Row("rights_statements", "rights of one person on a day", "statements", 1, True, 1),
    Row("rights", "rights, 99th percentile", "ms", 2, True),
    Row("search", "search of a household by name, 99th percentile", "ms", 50, True),
    Row("enrol_statements", "household of 5 enrolled, paid and validated", "statements", 20, True, 20),
    Row("enrol", "households of 5 enrolled, paid and validated", "a second", 60),
    Row("seal", "journal: entries sealed", "a second"),
    Row("verify", "journal: a million entries verified", "s", 120, True, 120),
    Row("run_dir", "run-dir --no-pdf, an empty database", "s", 60, True, 90),
    Row("run_dir_memory", "run-dir: peak memory", "MB", 700, True, 700),
)
GROWN = ("requests", "batch", "import", "rights", "search", "enrol")
"""Rows whose cost for each unit is compared between a small and a large database."""
GROWTH = 1.5


def growth_row(key: str) -> Row:
    """The row that says how a cost grows with the number of insured people."""
    label = next(row.label for row in ROWS if row.key == key)
    return Row(f"growth_{key}", f"growth: {label}", "times", GROWTH, True, GROWTH)


def growth(key: str, small: Sample, large: Sample) -> Sample:
    """The cost of a unit in the large database, as times that in the small one."""
    rate = next(row.unit for row in ROWS if row.key == key) == "a second"
    ratio = small.value / large.value if rate else large.value / small.value
    return Sample(f"growth_{key}", [ratio])


def shown(row: Row, value: float) -> str:
    """A value as the table shows it."""
    if row.unit == "times":
        return f"{value:.2f} ×"
    digits = 0 if row.unit == "statements" or value >= 100 else 1 if value >= 10 else 2
    return f"{value:,.{digits}f} {row.unit}"


def table(engine: str, rows: list[Row], found: dict[str, Sample | Missing], judged: bool = True) -> list[str]:
    """The lines of the table of one engine, as Markdown. A run with less work than the target's is not `judged`."""
    lines = [
        f"| {engine} | target | measured | lowest – highest | processor | |",
        "|---|---|---|---|---|---|",
    ]
    for row in rows:
        one = found.get(row.key)
        if one is None:
            continue
        bound = row.target(engine)
        target = "" if bound is None else f"{'≤' if row.most else '≥'} {shown(row, bound)}"
        if isinstance(one, Missing):
            lines.append(f"| {row.label} | {target} | not measured: {one.reason} | | | |")
            continue
        spread = f"{shown(row, min(one.values))} – {shown(row, max(one.values))}" if len(one.values) > 1 else ""
        share = "" if one.share is None else f"{one.share:.0%}"
        met = row.met(engine, one.value) if judged else None
        verdict = "" if met is None else "reached" if met else "**not reached**"
        measured = shown(row, one.value) + (f" ({one.note})" if one.note else "")
        lines.append(f"| {row.label} | {target} | {measured} | {spread} | {share} | {verdict} |")
    return lines
