"""The examples of docs/algorithms/adjudication.md and rounding.md are true, and no code is left out."""

from __future__ import annotations

import doctest
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sysgimut.claims.domain.reasons import REASONS
from sysgimut.kernel.money import share

PAGES = Path(__file__).resolve().parents[3] / "docs" / "algorithms"


@pytest.mark.parametrize(("page", "examples"), [("adjudication.md", 20), ("rounding.md", 10)])
def test_the_examples_of_the_page_run(page: str, examples: int) -> None:
    results = doctest.testfile(str(PAGES / page), module_relative=False)
    assert results.attempted > examples
    assert results.failed == 0


def test_the_page_names_every_code() -> None:
    text = (PAGES / "adjudication.md").read_text(encoding="utf-8")
    missing = [code for code in REASONS if code not in text]
    assert missing == ["ORD-13", "ORD-14"]  # written "ORD-12, 13, 14"


@given(st.integers(0, 10**9), st.integers(0, 10**9), st.fractions(0, 1), st.fractions(0, 1))
def test_what_the_rounding_page_guarantees(amount: int, more: int, rate: Fraction, other: Fraction) -> None:
    mutual, insured = share(amount, rate)
    assert mutual + insured == amount
    assert min(mutual, insured) >= 0
    assert abs(mutual - amount * rate) <= Fraction(1, 2)
    assert share(amount + more, rate)[0] >= mutual
    assert share(amount, max(rate, other))[0] >= mutual
