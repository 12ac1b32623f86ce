"""Enter the requests of bordereaux, many at once, and decide them in the order of work."""

from __future__ import annotations

from typing import Any, ClassVar

from pydantic import SkipValidation

from sysgimut.claims.deciding import decide
from sysgimut.claims.domain.arrivals import DeclaredRequest
from sysgimut.claims.intake import record
from sysgimut.claims.reception import compare_with_recorded, fact_rows, part_by_scope
from sysgimut.journal import rows
from sysgimut.journal.command import Command, handles
from sysgimut.journal.execution import Execution, Unchanged
from sysgimut.kernel.outcomes import Outcome, accepted
from sysgimut.network.queries import facilities_path
from sysgimut.parameters.queries import current


class ImportRequests(Command):
    """Requests with the lines of the file they stand on, and the name of their file or facility.

    To give the result of one batch, all the requests of one person go into one command, in any order.
    """

    operation: ClassVar[str] = "claims.import_requests"
    source: str
    scope: str
    """Scope path of the facility whose requests these are, or of all facilities."""
    requests: SkipValidation[tuple[DeclaredRequest, ...]]

    def journaled(self) -> dict[str, Any]:
        """The source, the counts and the digest of the declared facts: the facts themselves are in the tables."""
        return {
            "source": self.source,
            "scope": self.scope,
            "requests": len(self.requests),
            "lines": sum(len(declared.request.lines) for declared in self.requests),
            "digest": rows.digest(map(rows.row_digest, fact_rows(declared.request for declared in self.requests))),
        }


@handles(ImportRequests)
def import_requests(message: ImportRequests, execution: Execution) -> Outcome:
    """Record and decide the requests that are new, those of other facilities than the scope's left out.

    The outcome holds `requests`, `lines`, `unchanged` and `errors`.
    """
    execution.authorise(message.scope)
    inside, outside = part_by_scope(message.requests, message.scope)
    arrivals, bordereaux = compare_with_recorded(inside)
    arrivals.errors += outside
    outcome = accepted(
        {
            "requests": len(arrivals.new),
            "lines": sum(len(declared.request.lines) for declared in arrivals.new),
            "unchanged": arrivals.unchanged,
            "errors": [
                [error.file, error.line, error.column, error.value, error.reason.code, dict(error.reason.params)]
                for error in arrivals.errors
            ],
        }
    )
    if not arrivals.new:
        raise Unchanged(outcome)
    fresh = [declared.request for declared in arrivals.new]
    decide(execution, record(execution, bordereaux, fresh, facilities_path()), current())
    return outcome
