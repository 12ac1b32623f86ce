"""`sysgimut run-dir`: a directory of exchange files in, rights, decisions, statements and books out.

Everything goes through the same commands as the pages; running it again on the same database changes nothing.
"""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import TypeVar
from unicodedata import category
from uuid import UUID

from sysgimut.claims.models import Decision
from sysgimut.identity.access import Viewer
from sysgimut.interop.domain.bordereaux import BordereauGroup, BordereauGrouper
from sysgimut.interop.domain.cells import fold
from sysgimut.interop.domain.columns import Kind
from sysgimut.interop.domain.households import HouseholdGroup, HouseholdGrouper
from sysgimut.interop.domain.kinds import ACCORDS, ACTES, BORDEREAU, MENAGES, PRESTATAIRES, RECUS, TARIFS
from sysgimut.interop.domain.problems import Fault, Problem, about_file
from sysgimut.interop.outputs import (
    DROITS,
    LIQUIDATION,
    decided_lines,
    rights_rows,
    stored_bordereaux,
    write_books,
    write_csv,
)
from sysgimut.interop.reports import Reports
from sysgimut.interop.statements import write_statements
from sysgimut.interop.submission import Submission
from sysgimut.interop.tabular import read_table
from sysgimut.journal import clock
from sysgimut.journal.runner import submit
from sysgimut.journal.seal import seal_all
from sysgimut.membership.queries import blocks
from sysgimut.network.queries import facilities_path
from sysgimut.parameters.queries import current
from sysgimut.settlement.commands.issue_statements import UNION, IssueStatements

Row = TypeVar("Row")
REQUIRED = ("menages", "recus", "prestataires", "actes", "tarifs")
OPTIONAL = ("accords",)
KINDS = frozenset((*REQUIRED, *OPTIONAL, "bordereau"))
ENDINGS = (".csv", ".xlsx")
WRITTEN = ("droits", "liquidation", "erreurs", "avertissements", "balance")
"""What a run writes as CSV, when results go beside the files."""

Step = Callable[[str], Callable[[int], None]]
"""Tells that a step begins; what it gives back is told how many more rows are done."""


class UnusableDirectory(Exception):
    """The directory does not exist or holds none of the exchange files."""


@dataclass(slots=True)
class Report:
    """What was done, for the summary."""

    counts: dict[str, int] = field(default_factory=dict)
    read: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    """File → rows read, good and bad."""
    rejected: dict[str, int] = field(default_factory=dict)
    """File → rows in error."""
    households: list[str] = field(default_factory=list)
    bordereaux: list[BordereauGroup] = field(default_factory=list)
    statements: int = 0
    errors: int = 0
    warnings: int = 0


def find_files(directory: Path) -> dict[str, list[Path]]:
    """The exchange files of a directory, by kind; bordereaux by name, tables of other names under "".

    Names are known without case or accents. Raises UnusableDirectory when there is none.
    """
    if not os.path.isdir(directory):
        raise UnusableDirectory(f"« {directory} » n'est pas un dossier.")
    found: dict[str, list[Path]] = {}
    try:
        paths = sorted(directory.iterdir(), key=lambda path: path.name)
    except OSError as error:
        raise UnusableDirectory(f"« {directory} » ne peut pas être lu : {error.strerror or error}.") from error
    for path in paths:
        if path.suffix.lower() not in ENDINGS:
            continue
        stem = fold(path.stem)
        kind = "bordereau" if stem.startswith("bordereau") else stem
        if kind in KINDS:
            found.setdefault(kind, []).append(path)
        elif stem not in WRITTEN:
            found.setdefault("", []).append(path)
    if not found.keys() & KINDS:
        names = ", ".join(f"{kind}.csv" for kind in REQUIRED)
        raise UnusableDirectory(f"« {directory} » ne contient aucun des fichiers attendus ({names}, bordereau*.csv).")
    return found


def readable(name: str) -> str:
    """A file's name as text: what the system could not decode, and control characters, are shown as `�`.

    >>> readable("bordereau-\\udce9.csv"), readable("bordereau-avril.csv")
    ('bordereau-�.csv', 'bordereau-avril.csv')
    """
    return "".join("\ufffd" if category(character) in ("Cc", "Cs") else character for character in name)


def run_dir(directory: Path, out: Path, author: Viewer, step: Step, pdf: bool = True) -> Report:
    """Load, decide, settle and write everything of `directory` into `out`; statements as PDF too unless told
    otherwise. Raises UnusableDirectory."""
    files = find_files(directory)
    out.mkdir(parents=True, exist_ok=True)
    report = Report()
    with Reports(out) as reports:
        for kind in REQUIRED:
            if kind not in files:
                reports.write(about_file(f"{kind}.csv", Fault("IMP-INTROUVABLE")))
        for path in files.get("", []):
            reports.write(about_file(readable(path.name), Fault("IMP-NOM", fatal=False)))
        _load(files, reports, report, author, step)
        report.errors, report.warnings = reports.errors.count, reports.warnings.count
        report.rejected = dict(reports.rejected)
    bordereaux = settle(report.bordereaux, author, step("Règlements"))
    seal_all()
    _write(out, report, step)
    report.statements = write_statements(out, bordereaux, pdf, step("Documents"))
    return report


def _load(files: dict[str, list[Path]], reports: Reports, report: Report, author: Viewer, step: Step) -> None:
    submission = Submission(author, reports.write)

    def good_rows(kind: str, shape: Kind[Row]) -> Iterator[tuple[str, Iterator[Row]]]:
        for path in files.get(kind, []):
            name = readable(path.name)
            submission.advance = step(name)
            table = read_table(path, name, shape, clock.today())
            yield name, _good(name, table, reports, report.read)

    for name, acts in good_rows("actes", ACTES):
        submission.acts(name, acts)
    for name, facilities in good_rows("prestataires", PRESTATAIRES):
        submission.facilities(name, facilities)
    for name, tariffs in good_rows("tarifs", TARIFS):
        submission.tariffs(name, tariffs)
    products = current().products
    for name, people in good_rows("menages", MENAGES):
        grouper = HouseholdGrouper(name, products)
        for row in people:
            _tell(grouper.add(row), reports)
        groups = list(_groups(grouper, reports))
        report.households += [group.key for group in groups]
        submission.households(name, groups)
    for name, receipts in good_rows("recus", RECUS):
        submission.receipts(name, receipts)
    for name, authorisations in good_rows("accords", ACCORDS):
        submission.authorisations(name, authorisations)
    bordereaux = BordereauGrouper()
    for name, lines in good_rows("bordereau", BORDEREAU):
        for block in blocks(lines, 1_000):
            for line in block:
                _tell(bordereaux.add(name, line), reports)
            submission.advance(len(block))
    report.bordereaux = list(bordereaux.bordereaux())
    submission.advance = step("Liquidation")
    submission.requests("run-dir", facilities_path(), report.bordereaux)
    report.counts = dict(submission.counts)


def _good(name: str, rows: Iterable[Row | Problem], reports: Reports, read: dict[str, int]) -> Iterator[Row]:
    """The rows that could be read; `read` counts the others too, once each."""
    refused = 0
    for row in rows:
        if not isinstance(row, Problem):
            read[name] += 1
            yield row
            continue
        reports.write(row)
        if row.fatal and row.line is not None and row.line != refused:
            refused = row.line
            read[name] += 1


def _tell(problems: Iterable[Problem], reports: Reports) -> None:
    for problem in problems:
        reports.write(problem)


def _groups(grouper: HouseholdGrouper, reports: Reports) -> Iterator[HouseholdGroup]:
    for group in grouper.households():
        if isinstance(group, Problem):
            reports.write(group)
        else:
            yield group


def settle(
    groups: list[BordereauGroup], author: Viewer, advance: Callable[[int], None], now: datetime | None = None
) -> list[UUID]:
    """Issue the statements that these bordereaux lack, payer by payer; returns all the bordereaux' identifiers.

    `now` is for the demo only: the server's clock when none.
    """
    bordereaux = sorted(stored_bordereaux(groups).values())
    by_payer: dict[str, set[UUID]] = {}
    for part in blocks(bordereaux):
        waiting = Decision.objects.filter(request__bordereau__in=part, superseded_by__isnull=True, settled__isnull=True)
        for mutual, bordereau in waiting.values_list("mutual", "request__bordereau_id").distinct():
            by_payer.setdefault(mutual or UNION, set()).add(bordereau)
    for mutual, waiting_ids in sorted(by_payer.items()):
        for part in blocks(sorted(waiting_ids), 1_000):
            submit(IssueStatements(mutual=mutual, bordereaux=tuple(part)), author, now=now)
            advance(len(part))
    return bordereaux


def _write(out: Path, report: Report, step: Step) -> None:
    parameters = current()
    advance = step("droits.csv")
    rights = rights_rows(report.households, parameters)
    advance(write_csv(out / "droits.csv", DROITS, rights))
    advance = step("liquidation.csv")
    advance(write_csv(out / "liquidation.csv", LIQUIDATION, decided_lines(report.bordereaux)))
    write_books(out)
