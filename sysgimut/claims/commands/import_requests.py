"""Enter the requests of bordereaux, many at once, and decide them in the order of work."""

from __future__ import annotations

from typing import Any, ClassVar

from pydantic import SkipValidation

from sysgimut.claims.deciding import decide
from sysgimut.claims.domain.arrivals import DeclaredRequest
from sysgimut.claims.reception import delivery, take_in
from sysgimut.journal.command import Command, handles
from sysgimut.journal.execution import Execution
from sysgimut.kernel.outcomes import Outcome
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
        """The delivery, in short."""
        return delivery(self.source, self.scope, self.requests)


@handles(ImportRequests)
def import_requests(message: ImportRequests, execution: Execution) -> Outcome:
    """Record and decide the requests that are new, those of other facilities than the scope's left out.

    The outcome holds `requests`, `lines`, `unchanged` and `errors`.
    """
    execution.authorise(message.scope)
    recorded, outcome = take_in(execution, message.scope, message.requests)
    decide(execution, recorded, current())
    return outcome
