"""Adjudication: one pure function, used for one request at a counter and for a batch of a million.

Rules, guarantees and examples: docs/algorithms/adjudication.md.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction

from sysgimut.claims.domain.care import Care
from sysgimut.claims.domain.checks import request_findings, verdict_of
from sysgimut.claims.domain.decision import REFUSED, RequestDecision
from sysgimut.claims.domain.facts import Facts, Insured
from sysgimut.claims.domain.form import FORM_FINDINGS, request_codes
from sysgimut.claims.domain.grid import ControlGrid
from sysgimut.claims.domain.history import History
from sysgimut.claims.domain.lines import Desk, decide_line
from sysgimut.claims.domain.request import Request, work_order


def adjudicate(request: Request, facts: Facts, history: History, grid: ControlGrid) -> RequestDecision:
    """Decide one request on the facts, on what earlier decisions left and on the control tables in force.

    Reads `history` and does not change it: the caller adds the decision (`History.add`) before it decides
    the next request. The same arguments always give the same decision.
    """
    acts = [facts.acts.get(line.act) if line.act is not None else None for line in request.lines]
    insured = facts.insured.get(request.reference) if request.reference is not None else None
    day = request.care_date
    rules = facts.rules(insured.product, day) if insured is not None else None
    form = request_codes(request, acts)
    reasons = [FORM_FINDINGS[code] for code in form]
    if day is None or grid.refuses(form):
        verdict = REFUSED
    else:
        found = request_findings(request, day, insured, rules, acts, facts)
        verdict = verdict_of(found)
        reasons += found
    rate = rules.rates[request.care_type] if rules is not None and request.care_type is not None else None
    care = None if verdict == REFUSED else _care(request, insured, rate, facts, history)
    desk = Desk(grid, verdict, tuple([reason.code for reason in reasons]), tuple(reasons), rate, care)
    lines = tuple([decide_line(desk, line, act) for line, act in zip(request.lines, acts, strict=True)])
    return RequestDecision(insured.person_id if insured is not None else None, verdict, desk.reasons, lines)


def _care(request: Request, insured: Insured | None, rate: Fraction | None, facts: Facts, history: History) -> Care:
    """What stage 3 examines. A request that lacks any of this is refused (ControlGrid, ID-1, CV-1)."""
    day, facility = request.care_date, request.head.facility
    assert day is not None
    assert facility is not None
    assert insured is not None
    assert rate is not None
    earlier = history.payable_on(insured.person_id, day)
    consumed = history.consumed_in(insured.person_id, day.year)
    return Care(request, insured, day, facts.facilities[facility], rate, facts, earlier, consumed)


def adjudicate_all(
    requests: Iterable[Request], facts: Facts, history: History, grid: ControlGrid
) -> Iterator[tuple[Request, RequestDecision]]:
    """Decide many requests in the order of work, each one remembered in `history` before the next.

    The batch path: the same decisions as `adjudicate` one by one in that order.
    """
    for request in sorted(requests, key=work_order):
        decision = adjudicate(request, facts, history, grid)
        history.add(request, decision)
        yield request, decision
