"""Enter the requests of bordereaux, many at once, to be decided later (decide_requests)."""

from __future__ import annotations

from typing import Any, ClassVar

from pydantic import SkipValidation

from sysgimut.claims.domain.arrivals import DeclaredRequest
from sysgimut.claims.reception import delivery, take_in
from sysgimut.journal.command import Command, handles
from sysgimut.journal.execution import Execution
from sysgimut.kernel.outcomes import Outcome


class ReceiveRequests(Command):
    """Requests with the lines of the file they stand on, and the name of their file or facility."""

    operation: ClassVar[str] = "claims.receive_requests"
    source: str
    scope: str
    """Scope path of the facility whose requests these are, or of all facilities."""
    requests: SkipValidation[tuple[DeclaredRequest, ...]]

    def journaled(self) -> dict[str, Any]:
        """The delivery, in short."""
        return delivery(self.source, self.scope, self.requests)


@handles(ReceiveRequests)
def receive_requests(message: ReceiveRequests, execution: Execution) -> Outcome:
    """Record the requests that are new and leave them without a decision, with the checks of an import.

    The outcome holds `requests`, `lines`, `unchanged` and `errors`.
    """
    execution.authorise(message.scope)
    _, outcome = take_in(execution, message.scope, message.requests)
    return outcome
