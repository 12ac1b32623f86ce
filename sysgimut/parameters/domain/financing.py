"""Who pays how much of one contribution: the member, the State, AFD."""

from __future__ import annotations

from fractions import Fraction

from sysgimut.kernel.money import allocate
from sysgimut.parameters.domain.values import ParameterValue

MEMBER = "MUTUALISTE"
STATE = "ETAT"


def parts_of(contribution: ParameterValue, financing: ParameterValue) -> dict[str, int]:
    """The part of each payer, in XOF, of the contribution of one person for one period.

    The parts add up to the contribution. An odd franc goes to the State; the shipped values leave none.
    `contribution` is a value of `cotisation`, `financing` one of `financement`, for the same day.
    """
    rows = sorted(financing.rows, key=lambda row: row["financeur"] != STATE)
    weights = [Fraction(str(row["part"])) for row in rows]
    parts = allocate(contribution.integer, weights)
    return {str(row["financeur"]): part for row, part in zip(rows, parts, strict=True)}


def member_part(contribution: ParameterValue, financing: ParameterValue) -> int:
    """What the member pays per person and period, in XOF (0 when others pay all)."""
    return parts_of(contribution, financing).get(MEMBER, 0)
