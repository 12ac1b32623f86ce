"""Integer money. Every amount is a whole number of XOF (francs CFA); the XOF has no cents.

`share` and `allocate` are the only two ways to divide an amount: their parts always add up to it.
Rules: docs/algorithms/rounding.md.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

NARROW_NO_BREAK_SPACE = "\u202f"


def round_half_up(amount: int, rate: Fraction) -> int:
    """floor(amount × rate + 1/2), in whole XOF. `amount` may be negative (a reversal).

    >>> round_half_up(1235, Fraction(7, 10)), round_half_up(5, Fraction(1, 2))
    (865, 3)
    """
    numerator, denominator = rate.numerator, rate.denominator
    return (2 * amount * numerator + denominator) // (2 * denominator)


def share(amount: int, rate: Fraction) -> tuple[int, int]:
    """Split `amount` XOF into (mutual's part, insured person's part).

    The mutual's part is rounded half up, the rest is the insured person's: the two always add up.
    Raises ValueError when the amount is negative or the rate is outside 0..1: both are programming errors.

    >>> share(1235, Fraction(7, 10))
    (865, 370)
    """
    if amount < 0 or not 0 <= rate <= 1:
        raise ValueError(f"share needs a positive amount and a rate from 0 to 1, not {amount} and {rate}")
    mutual = round_half_up(amount, rate)
    return mutual, amount - mutual


def allocate(amount: int, weights: Sequence[int | Fraction]) -> tuple[int, ...]:
    """Divide `amount` XOF in proportion to `weights`, by largest remainder; the parts add up to `amount`.

    Each part gets its whole francs; the francs left over go one by one to the largest remainders, and
    among equal remainders to the one named first. Raises ValueError on a negative amount or weight, or
    when no weight is positive.

    >>> allocate(8650, (Fraction(50, 100), Fraction(30, 100), Fraction(20, 100)))
    (4325, 2595, 1730)
    >>> allocate(100, (1, 1, 1))
    (34, 33, 33)
    """
    total = sum(weights)
    if amount < 0 or any(weight < 0 for weight in weights) or total <= 0:
        raise ValueError(f"allocate needs a positive amount and positive weights, not {amount} and {weights}")
    exact = [Fraction(amount) * weight / total for weight in weights]
    parts = [part.numerator // part.denominator for part in exact]
    left_over = amount - sum(parts)
    by_remainder = sorted(range(len(parts)), key=lambda i: (parts[i] - exact[i], i))
    for i in by_remainder[:left_over]:
        parts[i] += 1
    return tuple(parts)


def format_xof(amount: int, language: str = "fr") -> str:
    """The amount as a person reads it: `12 345 F CFA` in French, `12,345 XOF` in English.

    >>> format_xof(12345, "en")
    '12,345 XOF'
    """
    if language == "fr":
        return f"{amount:,}".replace(",", NARROW_NO_BREAK_SPACE) + "\u00a0F\u00a0CFA"
    return f"{amount:,} XOF"
