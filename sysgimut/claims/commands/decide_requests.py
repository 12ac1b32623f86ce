"""Decide recorded requests that have no decision yet, in the order of work: a batch, or one chunk of it."""

from __future__ import annotations

from typing import Any, ClassVar
from uuid import UUID

from pydantic import SkipValidation

from sysgimut.claims.deciding import decide
from sysgimut.claims.intake import load_requests
from sysgimut.claims.waiting import lock_waiting
from sysgimut.journal import rows
from sysgimut.journal.command import Command, handles
from sysgimut.journal.execution import Execution, Unchanged
from sysgimut.kernel.outcomes import Outcome, accepted
from sysgimut.parameters.queries import current


class DecideRequests(Command):
    """Identifiers of recorded requests of the facilities of `scope`, in any order.

    All the undecided requests of one person go into one command (waiting.py cuts them so), or into several in the
    order of work: a decision that stands is not made again when an earlier request comes after it.
    """

    operation: ClassVar[str] = "claims.decide_requests"
    scope: str
    """Scope path of the facility whose requests these are, or of all facilities."""
    requests: SkipValidation[tuple[UUID, ...]]

    def journaled(self) -> dict[str, Any]:
        """How many requests, and the digest of their identifiers."""
        return {
            "scope": self.scope,
            "requests": len(self.requests),
            "digest": rows.digest(request.bytes for request in self.requests),
        }


@handles(DecideRequests)
def decide_requests(message: DecideRequests, execution: Execution) -> Outcome:
    """Decide those that wait. The others are counted: decided already (`unchanged`), or not of this scope (`absent`).

    The outcome holds `requests` and `lines` (decided now), `unchanged` and `absent`.
    """
    execution.authorise(message.scope)
    waiting, known = lock_waiting(message.requests, message.scope)
    asked = len(set(message.requests))
    left = {"unchanged": known - len(waiting), "absent": asked - known}
    if not waiting:
        raise Unchanged(accepted({"requests": 0, "lines": 0, **left}))
    decided = decide(execution, load_requests(waiting), current())
    return accepted(
        {"requests": len(decided), "lines": sum(len(decision.lines) for decision in decided.values()), **left}
    )
