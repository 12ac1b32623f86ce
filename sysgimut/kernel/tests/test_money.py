"""Integer money: parts always add up, halves go up, the odd franc goes to the largest remainder."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sysgimut.kernel.money import allocate, format_xof, round_half_up, share

AMOUNTS = st.integers(0, 10**12)
RATES = st.fractions(0, 1, max_denominator=10_000)


@pytest.mark.parametrize(
    ("amount", "rate", "parts"),
    [
        (1235, "0.70", (865, 370)),  # 864.5 rounds up, the rest is the insured person's
        (1000, "0.75", (750, 250)),
        (1, "0.50", (1, 0)),
        (0, "0.80", (0, 0)),
        (999, "1", (999, 0)),
    ],
)
def test_a_share_rounds_half_up(amount: int, rate: str, parts: tuple[int, int]) -> None:
    assert share(amount, Fraction(rate)) == parts


@given(AMOUNTS, RATES)
def test_a_share_adds_up_and_is_within_half_a_franc(amount: int, rate: Fraction) -> None:
    mutual, insured = share(amount, rate)
    assert mutual + insured == amount
    assert abs(mutual - amount * rate) <= Fraction(1, 2)


@given(st.integers(-(10**12), 10**12), RATES)
def test_rounding_is_the_floor_of_the_exact_value_and_a_half(amount: int, rate: Fraction) -> None:
    exact = amount * rate + Fraction(1, 2)
    assert round_half_up(amount, rate) == exact.numerator // exact.denominator


@given(AMOUNTS, st.lists(st.integers(0, 1000), min_size=1, max_size=8).filter(any))
def test_an_allocation_adds_up_and_each_part_is_within_a_franc(amount: int, weights: list[int]) -> None:
    parts = allocate(amount, weights)
    assert sum(parts) == amount
    for part, weight in zip(parts, weights, strict=True):
        assert abs(part - Fraction(amount * weight, sum(weights))) < 1


@given(st.integers(0, 10**9))
def test_co_financing_is_five_times_what_members_paid(paid: int) -> None:
    """M + State + AFD = 5 M for every M: the odd franc goes to the State, which is named first."""
    state, afd = allocate(4 * paid, (Fraction(5, 8), Fraction(3, 8)))
    assert paid + state + afd == 5 * paid
    assert state - Fraction(5, 2) * paid in (0, Fraction(1, 2))


def test_the_published_contribution() -> None:
    assert allocate(8650, (50, 30, 20)) == (4325, 2595, 1730)


@pytest.mark.parametrize(("amount", "rate"), [(-1, Fraction(1, 2)), (1, Fraction(3, 2)), (1, Fraction(-1, 2))])
def test_a_share_of_nonsense_is_refused(amount: int, rate: Fraction) -> None:
    with pytest.raises(ValueError, match="share needs"):
        share(amount, rate)


@pytest.mark.parametrize(("amount", "weights"), [(-1, (1,)), (1, ()), (1, (0, 0)), (1, (2, -1))])
def test_an_allocation_of_nonsense_is_refused(amount: int, weights: tuple[int, ...]) -> None:
    with pytest.raises(ValueError, match="allocate needs"):
        allocate(amount, weights)


def test_amounts_are_written_as_people_write_them() -> None:
    assert format_xof(1234567) == "1\u202f234\u202f567\u00a0F\u00a0CFA"
    assert format_xof(-500, "en") == "-500 XOF"
