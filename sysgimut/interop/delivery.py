"""A bordereau file delivered by a page: read, recorded, decided, settled by nobody yet.

The same reader and the same command as `run-dir`; a second delivery of the same file changes nothing.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from uuid import UUID

from sysgimut.identity.access import Viewer
from sysgimut.interop.domain.bordereaux import BordereauGrouper
from sysgimut.interop.domain.kinds import BORDEREAU
from sysgimut.interop.domain.problems import Problem
from sysgimut.interop.outputs import stored_bordereaux
from sysgimut.interop.submission import Submission
from sysgimut.interop.tabular import read_table
from sysgimut.journal import clock
from sysgimut.network.queries import facilities_path

OPERATION = "claims.import_requests"
KEPT = 2_000
"""Problems that are kept to be shown; a file with more is not a bordereau."""


@dataclass(slots=True)
class Delivery:
    """What became of a file: what was recorded, what was there already, and the problems, errors first."""

    name: str
    requests: int = 0
    lines: int = 0
    unchanged: int = 0
    problems: list[Problem] = field(default_factory=list)
    left_out: int = 0
    """Problems beyond the `KEPT` first."""
    bordereaux: list[UUID] = field(default_factory=list)

    @property
    def errors(self) -> list[Problem]:
        """The problems that kept a row, or the file, out."""
        return [problem for problem in self.problems if problem.fatal]

    def tell(self, problem: Problem) -> None:
        """Keep a problem, up to a bound."""
        if len(self.problems) < KEPT:
            self.problems.append(problem)
        else:
            self.left_out += 1


def delivery_scope(viewer: Viewer) -> str | None:
    """Where the viewer may deliver: their one facility, or all of them; None when nowhere or ambiguous."""
    scopes = viewer.scopes(OPERATION)
    everywhere = facilities_path()
    if viewer.may(OPERATION, everywhere):
        return everywhere
    inside = [scope for scope in scopes if scope.startswith(everywhere + "/")]
    return inside[0] if len(inside) == 1 else None


def deliver(content: bytes, name: str, viewer: Viewer, scope: str) -> Delivery:
    """Read a bordereau file (CSV or xlsx), record and decide its requests for the facilities of `scope`."""
    delivery = Delivery(name)
    grouper = BordereauGrouper()
    for row in read_table(content, name, BORDEREAU, clock.today()):
        for problem in [row] if isinstance(row, Problem) else grouper.add(name, row):
            delivery.tell(problem)
    submission = Submission(viewer, delivery.tell)
    groups = list(grouper.bordereaux())
    submission.requests(name, scope, groups)
    counts = submission.counts
    delivery.requests = counts["import_requests.requests"]
    delivery.lines = counts["import_requests.lines"]
    delivery.unchanged = counts["import_requests.unchanged"]
    delivery.problems.sort(key=lambda problem: (not problem.fatal, problem.line or 0))
    delivery.bordereaux = list(stored_bordereaux(groups).values())
    return delivery
