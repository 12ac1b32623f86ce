"""What adjudication answers: one decision per request, one per line, every franc accounted for.

The values are shared and never changed once made (not frozen for the reason given in request.py).

Rules: docs/algorithms/adjudication.md.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from sysgimut.claims.domain.facts import PersonId
from sysgimut.kernel.outcomes import Reason

Verdict = Literal["granted", "to_justify", "refused"]
GRANTED: Verdict = "granted"
TO_JUSTIFY: Verdict = "to_justify"
REFUSED: Verdict = "refused"


@dataclass(slots=True)
class LineDecision:
    """One line decided, in whole XOF: always claimed = granted + rejected + to_justify.

    `verdict` says which of the three rules of amounts applied: a granted line may be
    reduced, even to nothing.
    """

    number: str
    verdict: Verdict
    claimed: int
    """Réclamé: the declared mutual's part, 0 when absent."""
    granted: int
    """Accordé."""
    rejected: int
    """Rejeté."""
    to_justify: int
    """À justifier."""
    overpaid: int
    """Trop-perçu: what the facility must give back to the insured person."""
    base: int
    """The amount recognised: the mutual bears its rate, the insured person the rest; 0 when refused."""
    kept: int
    """Quantity kept, which consumes the limits; 0 when refused."""
    rate: Fraction | None
    """Taux; None without a known person or a care type."""
    codes: tuple[str, ...]
    """Codes of the request and of the line, in the order of the rules, once each."""
    reasons: tuple[Reason, ...]
    """The same, with the figures of their sentences."""


@dataclass(slots=True)
class RequestDecision:
    """One request decided: its own reasons, which stand on every line too, and its lines in their order."""

    person_id: PersonId | None
    """Who the request is for; None when the reference is absent or unknown, and then there is no payer."""
    verdict: Verdict
    """refused: as a whole; to_justify: as a whole; granted: line by line."""
    reasons: tuple[Reason, ...]
    lines: tuple[LineDecision, ...]

    @property
    def claimed(self) -> int:
        """Sum of the lines' claimed amounts, in XOF."""
        return sum(line.claimed for line in self.lines)

    @property
    def granted(self) -> int:
        """Sum of the lines' granted amounts, in XOF."""
        return sum(line.granted for line in self.lines)

    @property
    def rejected(self) -> int:
        """Sum of the lines' rejected amounts, in XOF."""
        return sum(line.rejected for line in self.lines)

    @property
    def to_justify(self) -> int:
        """Sum of the lines' amounts to justify, in XOF."""
        return sum(line.to_justify for line in self.lines)

    @property
    def overpaid(self) -> int:
        """Sum of what the facility must give back, in XOF."""
        return sum(line.overpaid for line in self.lines)
