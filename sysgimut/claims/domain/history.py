"""What earlier decisions left: the care already taken in charge, and what is consumed of yearly limits.

A batch starts from the history its caller loads and adds each decision as it is made: so it gives the same
result as its requests decided one by one in the same order.

Rules: docs/algorithms/adjudication.md.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType
from typing import NamedTuple, Never

from sysgimut.claims.domain.decision import REFUSED, RequestDecision
from sysgimut.claims.domain.facts import PersonId
from sysgimut.claims.domain.request import Line, Request


class Payable(NamedTuple):
    """A line of an earlier request that was granted, or may be once justified."""

    facility: str | None
    bordereau: str | None
    """Number of the bordereau, else its period."""
    request: str | None
    quantity: int | None
    amount: int | None
    """Declared amount, in XOF."""

    @property
    def origin(self) -> str:
        """How people name its request: facility, bordereau and number, `—` for what is absent."""
        return " / ".join(part or "—" for part in (self.facility, self.bordereau, self.request))


EMPTY: Mapping[str, Never] = MappingProxyType({})


@dataclass(slots=True)
class History:
    """Mutable memory of a batch; `adjudicate` only reads it. Kept by person first: most requests find nothing."""

    payable: dict[tuple[PersonId, date], dict[str, list[Payable]]] = field(default_factory=dict)
    """By person and care date, then by act."""
    consumed: dict[tuple[PersonId, int], dict[str, int]] = field(default_factory=dict)
    """Quantity kept, by person and calendar year of the care date, then by act."""

    def payable_on(self, person: PersonId, day: date) -> Mapping[str, Sequence[Payable]]:
        """The payable lines of earlier requests for the care of one person on one day, by act."""
        return self.payable.get((person, day), EMPTY)

    def consumed_in(self, person: PersonId, year: int) -> Mapping[str, int]:
        """The quantities that earlier requests consumed in a calendar year, by act."""
        return self.consumed.get((person, year), EMPTY)

    def add(self, request: Request, decision: RequestDecision) -> None:
        """Remember a decision: later requests see its payable lines and what it consumed."""
        person, day = decision.person_id, request.care_date
        if decision.verdict == REFUSED or person is None or day is None:
            return
        consumed = self.consumed.setdefault((person, day.year), {})
        payable = self.payable.setdefault((person, day), {})
        for line, decided in zip(request.lines, decision.lines, strict=True):
            if line.act is None:
                continue
            if decided.kept:
                consumed[line.act] = consumed.get(line.act, 0) + decided.kept
            if decided.granted or decided.to_justify:
                payable.setdefault(line.act, []).append(_payable(request, line))

    def release(self, request: Request, decision: RequestDecision) -> None:
        """Forget an added decision: a later refusal gives back its limits, and the care may be billed again.

        To refuse one line only, or to decide a request again, release the old decision, then add the new one.
        Raises ValueError when the decision was not added before.
        """
        person, day = decision.person_id, request.care_date
        if decision.verdict == REFUSED or person is None or day is None:
            return
        consumed = self.consumed.get((person, day.year), {})
        payable = self.payable.get((person, day), {})
        for line, decided in zip(request.lines, decision.lines, strict=True):
            if line.act is None:
                continue
            if decided.kept:
                consumed[line.act] = consumed.get(line.act, 0) - decided.kept
                if consumed[line.act] < 0:
                    raise ValueError(f"more of {line.act} is released than was consumed")
            if decided.granted or decided.to_justify:
                payable.get(line.act, []).remove(_payable(request, line))


def _payable(request: Request, line: Line) -> Payable:
    head = request.head
    return Payable(head.facility, head.number or head.period, request.number, line.quantity, line.amount)
