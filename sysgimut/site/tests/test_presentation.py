"""Values as people read them, in both languages."""

from __future__ import annotations

from datetime import UTC, date, datetime
from fractions import Fraction

import pytest
from django.utils import translation

from sysgimut.site import presentation

MARCH = date(2024, 3, 12)


@pytest.mark.parametrize(
    ("language", "expected"),
    [("fr", "12\u202f345\u202f678\u00a0F\u00a0CFA"), ("en", "12,345,678 XOF")],
)
def test_amounts(language: str, expected: str) -> None:
    with translation.override(language):
        assert presentation.amount(12_345_678) == expected
        assert presentation.amount(None) == "—"
        assert presentation.amount(0).startswith("0")


def test_days_are_never_ambiguous_in_english() -> None:
    with translation.override("fr"):
        assert presentation.day(MARCH) == "12/03/2024"
        assert presentation.day(MARCH, "long") == "12 mars 2024"
        assert presentation.day(date(2024, 8, 1), "long") == "1er août 2024"
        assert presentation.day(MARCH, "month") == "mars 2024"
    with translation.override("en"):
        assert presentation.day(MARCH) == "12 Mar 2024"
        assert presentation.day(MARCH, "long") == "12 March 2024"
    assert presentation.day(None) == "—"


def test_moments_are_local() -> None:
    with translation.override("fr"):
        assert presentation.moment(datetime(2024, 3, 12, 16, 40, tzinfo=UTC)) == "12/03/2024 à 16:40"
    with translation.override("en"):
        assert presentation.moment(datetime(2024, 3, 12, 16, 40, tzinfo=UTC)) == "12 Mar 2024 at 16:40"


@pytest.mark.parametrize(
    ("numerator", "denominator", "french", "english"),
    [
        (9_214, 12_480, "73,8\u202f%", "73.8%"),
        (1, 2_000, "0,1\u202f%", "0.1%"),  # 0.05 rounds half up
        (Fraction(7, 10), 1, "70,0\u202f%", "70.0%"),
        (0, 10, "0,0\u202f%", "0.0%"),
        (-1, 4, "-25,0\u202f%", "-25.0%"),
        (1, 0, "—", "—"),
        (None, 10, "—", "—"),
    ],
)
def test_percentages(numerator: int | None, denominator: int, french: str, english: str) -> None:
    with translation.override("fr"):
        assert presentation.percent(numerator, denominator) == french
    with translation.override("en"):
        assert presentation.percent(numerator, denominator) == english


@pytest.mark.parametrize(
    ("value", "kind", "french"),
    [
        (1_500_000, "amount", "1,5\u00a0M"),
        (2_000_000_000, "amount", "2\u00a0Md"),
        (500_000, "amount", "500\u202f000"),
        (1_234_567, "number", "1\u202f234\u202f567"),  # never rounded
        (Fraction(1, 5), "percent", "20\u202f%"),
        (Fraction(5, 2), "number", "2,5"),
    ],
)
def test_axis_values_are_short_and_exact(value: int | Fraction, kind: str, french: str) -> None:
    with translation.override("fr"):
        assert presentation.short(value, kind) == french


def test_an_unknown_kind_is_a_mistake() -> None:
    with pytest.raises(KeyError):
        presentation.show(1, "franc")


def test_dates_in_tables_are_marked_up() -> None:
    with translation.override("fr"):
        assert presentation.show(MARCH, "day") == '<time datetime="2024-03-12">12/03/2024</time>'
