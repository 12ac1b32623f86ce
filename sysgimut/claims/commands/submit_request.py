"""Enter one request of a facility, typed or sent by API, and decide it at once."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar
from uuid import UUID

from pydantic import model_validator

from sysgimut.claims.deciding import decide
from sysgimut.claims.domain.arrivals import DeclaredRequest
from sysgimut.claims.domain.decision import TO_JUSTIFY, RequestDecision
from sysgimut.claims.domain.request import Request
from sysgimut.claims.intake import key_of, record
from sysgimut.claims.messages import BordereauEntry, RequestEntry
from sysgimut.claims.models import Request as StoredRequest
from sysgimut.claims.reception import compare_with_recorded, fact_rows
from sysgimut.journal import rows
from sysgimut.journal.command import Command, handles
from sysgimut.journal.execution import Execution, Unchanged
from sysgimut.kernel.outcomes import Outcome, Reason, accepted, held, refused
from sysgimut.network.queries import facilities_path
from sysgimut.parameters.queries import current


class SubmitRequest(Command):
    """One request of a facility's bordereau, which is recorded with it when it is its first."""

    operation: ClassVar[str] = "claims.submit_request"
    bordereau: BordereauEntry
    request: RequestEntry

    @model_validator(mode="after")
    def _lines_have_their_own_numbers(self) -> SubmitRequest:
        numbers = [line.number for line in self.request.lines]
        if len(set(numbers)) < len(numbers):
            raise ValueError("two lines have the same number")
        return self

    def declared(self) -> Request:
        """The request as the rules read it."""
        return self.request.declared(self.bordereau.head())

    def journaled(self) -> dict[str, Any]:
        """Which request, and the digest of the declared facts: health data stays in the tables."""
        digest = rows.digest(map(rows.row_digest, fact_rows([self.declared()])))
        named = {"facility": self.bordereau.facility, "bordereau": self.bordereau.number or self.bordereau.period}
        return {**named, "request": self.request.number, "lines": len(self.request.lines), "digest": digest}


@handles(SubmitRequest)
def submit_request(message: SubmitRequest, execution: Execution) -> Outcome:
    """Record and decide. Held when a line must be justified; a refused request is recorded all the same.

    The result holds `request` and `bordereau` (identifiers), `verdict`, the amounts in XOF and `lines`; the
    reasons are those of the decision. A request recorded already is answered and not decided again.
    """
    facilities = facilities_path()
    execution.authorise(f"{facilities}/{message.bordereau.facility}")
    request = message.declared()
    arrivals, bordereaux = compare_with_recorded([DeclaredRequest(request, (0,) * len(request.lines))])
    if arrivals.errors:
        return refused(*_distinct(error.reason for error in arrivals.errors))
    if not arrivals.new:
        bordereau = bordereaux[key_of(request.head)]
        stored = StoredRequest.objects.get(bordereau=bordereau, number=request.number)
        raise Unchanged(accepted({"request": str(stored.id), "bordereau": str(bordereau), "unchanged": True}))
    recorded = record(execution, bordereaux, [arrivals.new[0].request], facilities)
    decided = decide(execution, recorded, current())
    (identifier,) = recorded
    return _answer(identifier, bordereaux[key_of(request.head)], decided[identifier])


def _answer(request: UUID, bordereau: UUID, decision: RequestDecision) -> Outcome:
    lines = [
        {
            "line": line.number,
            "verdict": line.verdict,
            "claimed": line.claimed,
            "granted": line.granted,
            "rejected": line.rejected,
            "to_justify": line.to_justify,
            "overpaid": line.overpaid,
            "codes": list(line.codes),
        }
        for line in decision.lines
    ]
    result: dict[str, object] = {
        "request": str(request),
        "bordereau": str(bordereau),
        "verdict": decision.verdict,
        "claimed": decision.claimed,
        "granted": decision.granted,
        "rejected": decision.rejected,
        "to_justify": decision.to_justify,
        "overpaid": decision.overpaid,
        "lines": lines,
    }
    reasons = _distinct(reason for line in decision.lines for reason in line.reasons)
    waits = decision.to_justify or any(line.verdict == TO_JUSTIFY for line in decision.lines)
    return held(result, *reasons) if waits else accepted(result, *reasons)


def _distinct(reasons: Iterable[Reason]) -> Iterable[Reason]:
    return {str(reason.packed()): reason for reason in reasons}.values()
