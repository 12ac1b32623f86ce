"""Each line of a request: its form, what is found on it (stage 3), the quantity kept and every franc.

Rules: docs/algorithms/adjudication.md and docs/algorithms/rounding.md.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from sysgimut.claims.domain.care import Care
from sysgimut.claims.domain.decision import GRANTED, REFUSED, TO_JUSTIFY, LineDecision, Verdict
from sysgimut.claims.domain.facts import Act
from sysgimut.claims.domain.form import FORM_FINDINGS, line_codes
from sysgimut.claims.domain.grid import ControlGrid
from sysgimut.claims.domain.reasons import RANK
from sysgimut.claims.domain.request import Line
from sysgimut.kernel.money import round_half_up
from sysgimut.kernel.outcomes import Reason


@dataclass(slots=True)
class Desk:
    """What holds for all the lines of one request while they are decided."""

    grid: ControlGrid
    verdict: Verdict
    """Of the request."""
    codes: tuple[str, ...]
    reasons: tuple[Reason, ...]
    """Of the request: they stand on every line."""
    rate: Fraction | None
    care: Care | None
    """What stage 3 examines; None when, and only when, the request is refused."""


def decide_line(desk: Desk, line: Line, act: Act | None) -> LineDecision:
    """Decide one line; lines of a request are decided in their order, since earlier ones consume limits."""
    amount, mutual_part, rate = line.amount, line.mutual_part, desk.rate
    found: list[Reason] = []
    lacking = _lacking(line)
    verdict, care = desk.verdict, desk.care
    if lacking and desk.grid.refuses(lacking):
        verdict, care = REFUSED, None
    due = round_half_up(amount, rate) if amount is not None and rate is not None else None
    kept = base = expected = overpaid = 0
    if care is not None:
        verdict = care.examine(line, act, verdict, found)
        if verdict != REFUSED and act is not None:
            kept, base, verdict = care.recognise(line, act, verdict, found)
            expected = due if due is not None and base == amount else round_half_up(base, care.rate)
            overpaid = max(0, (line.insured_part or 0) - (base - expected))
    # Most facilities compute both right: look closer only when one of the comparisons fails.
    if mutual_part != due or mutual_part is None or mutual_part + (line.insured_part or 0) != amount:
        _compare_parts(line, due, rate, found)
    claimed = mutual_part or 0
    payable = min(expected, claimed)
    codes, reasons = _standing(desk, lacking, found)
    return LineDecision(
        line.number,
        verdict,
        claimed,
        payable if verdict == GRANTED else 0,
        claimed - payable,
        payable if verdict == TO_JUSTIFY else 0,
        overpaid,
        base,
        kept,
        desk.rate,
        codes,
        reasons,
    )


def _lacking(line: Line) -> list[str]:
    """The form codes of the line; most lines lack nothing."""
    if None in (
        line.label,
        line.service_code,
        line.quantity,
        line.unit_price,
        line.amount,
        line.mutual_part,
        line.insured_part,
    ):
        return line_codes(line)
    return []


def _compare_parts(line: Line, due: int | None, rate: Fraction | None, found: list[Reason]) -> None:
    """TX-1 and AS-1: remarks on what the facility computed, on refused lines too. `due` is its rate's share."""
    amount, mutual_part, insured_part = line.amount, line.mutual_part, line.insured_part
    if amount is None or mutual_part is None:
        return
    if rate is not None and mutual_part != due:
        found.append(Reason("TX-1", {"rate": percentage(rate), "declared": mutual_part, "expected": due}))
    if insured_part is not None and mutual_part + insured_part != amount:
        parts = {"mutual_part": mutual_part, "insured_part": insured_part}
        found.append(Reason("AS-1", {"amount": amount, **parts}))


def _standing(desk: Desk, lacking: Iterable[str], found: list[Reason]) -> tuple[tuple[str, ...], tuple[Reason, ...]]:
    """All that stands on a line, in order: codes of the request and of the line."""
    if lacking:
        every = [*desk.reasons, *(FORM_FINDINGS[code] for code in lacking), *found]
        every.sort(key=lambda reason: RANK[reason.code])
        return tuple([reason.code for reason in every]), tuple(every)
    if found:
        # What is found on a line comes after everything that is found on a request, and in order.
        return (*desk.codes, *[reason.code for reason in found]), (*desk.reasons, *found)
    return desk.codes, desk.reasons


def percentage(rate: Fraction) -> str:
    """A rate as people write it, without the sign.

    >>> percentage(Fraction(7, 10)), percentage(Fraction(29, 40))
    ('70', '72,5')
    """
    tenths = round_half_up(1000, rate)
    return f"{tenths // 10},{tenths % 10}" if tenths % 10 else f"{tenths // 10}"
