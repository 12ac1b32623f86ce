"""Requests decided and written down: the one road of the single request and of the batch."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any
from uuid import UUID

from sysgimut.claims.domain.adjudication import adjudicate_all
from sysgimut.claims.domain.decision import RequestDecision
from sysgimut.claims.domain.request import Request
from sysgimut.claims.facts import CaseFile, load_case_file
from sysgimut.claims.models import Decision, LineDecision
from sysgimut.journal.execution import Execution
from sysgimut.journal.rows import Row
from sysgimut.kernel.money import round_half_up
from sysgimut.parameters.queries import Parameters


def decide(
    execution: Execution, requests: Mapping[UUID, Request], parameters: Parameters
) -> dict[UUID, RequestDecision]:
    """Decide these requests (by identifier) in the order of work and record every decision.

    Each decision sees what the earlier ones of the same batch left; those recorded before stand.
    """
    case_file = load_case_file(list(requests.values()), parameters, execution.today)
    identifiers = {id(request): identifier for identifier, request in requests.items()}
    decisions: list[Row] = []
    lines: list[Row] = []
    decided: dict[UUID, RequestDecision] = {}
    for request, decision in adjudicate_all(requests.values(), case_file.facts, case_file.history, case_file.grid):
        identifier = identifiers[id(request)]
        decided[identifier] = decision
        decision_id = execution.new_id()
        decisions.append((decision_id, identifier, *_decision_row(request, decision, case_file), parameters.digest))
        lines += [(decision_id, *row) for row in _line_rows(request, decision)]
    execution.insert(Decision, decisions)
    execution.insert(LineDecision, lines)
    return decided


def _decision_row(request: Request, decision: RequestDecision, case_file: CaseFile) -> Row:
    insured = case_file.facts.insured.get(request.reference) if request.reference else None
    rights = ""
    if insured is not None and request.care_date is not None:
        rights = insured.rights_on(request.care_date).status
    person: Any = decision.person_id
    return (
        person,
        case_file.next_rank(person),
        case_file.payer(insured.person_id if insured else None, request.care_date),  # type: ignore[arg-type]
        insured.product if insured else "",
        request.care_date,
        str(rights),
        decision.verdict,
        [reason.packed() for reason in decision.reasons],
    )


def _line_rows(request: Request, decision: RequestDecision) -> Sequence[Row]:
    of_request = len(decision.reasons)
    rows = []
    for line, decided in zip(request.lines, decision.lines, strict=True):
        own = decided.reasons
        if own is decision.reasons:
            own = ()
        elif own[:of_request] == decision.reasons:
            own = own[of_request:]
        rows.append(
            (
                line.number,
                decision.person_id,
                line.act or "",
                request.care_date,
                request.head.facility or "",
                line.quantity,
                line.amount,
                decided.claimed,
                decided.granted,
                decided.rejected,
                decided.to_justify,
                decided.overpaid,
                decided.base,
                rate_text(decided.rate),
                decided.kept,
                " ".join(decided.codes),
                [reason.packed() for reason in own],
            )
        )
    return rows


def rate_text(rate: Fraction | None) -> str:
    """A rate with two decimals, as the exchange files write it; empty for none.

    >>> rate_text(Fraction(7, 10)), rate_text(None)
    ('0.70', '')
    """
    if rate is None:
        return ""
    hundredths = round_half_up(100, rate)
    return f"{hundredths // 100}.{hundredths % 100:02d}"
