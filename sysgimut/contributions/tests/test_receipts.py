"""Booklets: reading a number, its place, what is missing."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sysgimut.contributions.domain.receipts import (
    ReceiptNumber,
    missing_numbers,
    missing_ranges,
    parse_receipt_number,
    place,
    refuse_use,
)
from sysgimut.kernel.outcomes import Reason


@pytest.mark.parametrize(
    ("text", "booklet", "number"),
    [
        ("C09600006-000014", "C09600006", 14),
        (" C0960-7 ", "C0960", 7),
        ("MOPTI-2024-3-000120", "MOPTI-2024-3", 120),
        ("Bénin/3-1", "Bénin/3", 1),
        ("A-0", "A", 0),
        ("A-999999999", "A", 999_999_999),
    ],
)
def test_a_number_is_a_booklet_a_hyphen_and_digits(text: str, booklet: str, number: int) -> None:
    assert parse_receipt_number(text) == ReceiptNumber(booklet, number)


@pytest.mark.parametrize(
    "text",
    ["", "-", "C1", "C1-", "-14", "C1-14a", "C1-1 4", "C 1-14", "=C1-14", "C1-1234567890", "C1-١٤", "C1-²"],
)
def test_anything_else_is_unreadable_and_quoted(text: str) -> None:
    refused = parse_receipt_number(text)
    assert isinstance(refused, Reason)
    assert (refused.code, refused.params["receipt"]) == ("RECU-FORME", text.strip())


def test_an_endless_number_is_quoted_short() -> None:
    refused = parse_receipt_number("9" * 100_000)
    assert isinstance(refused, Reason)
    assert len(str(refused.params["receipt"])) == 40


def test_a_booklet_holds_32_characters_at_most() -> None:
    assert isinstance(parse_receipt_number("C" * 32 + "-1"), ReceiptNumber)
    assert isinstance(parse_receipt_number("C" * 33 + "-1"), Reason)


def test_the_place_of_a_leaf() -> None:
    assert [place(number, 51, 100) for number in (50, 51, 100, 101)] == [None, 1, 50, None]


@pytest.mark.parametrize(
    ("number", "code"), [(50, "RECU-HORS_CARNET"), (51, None), (52, "RECU-UTILISE"), (53, "RECU-ANNULE")]
)
def test_a_number_is_used_once_in_its_booklet(number: int, code: str | None) -> None:
    refused = refuse_use(ReceiptNumber("C1", number), 51, 100, used={52}, cancelled={53})
    assert (refused.code if refused else None) == code


def test_gaps_are_below_the_highest_known_leaf_until_the_booklet_is_returned() -> None:
    assert missing_numbers(51, 60, used=[], cancelled=[]) == ()
    assert missing_numbers(51, 60, used=[53, 51], cancelled=[56]) == (52, 54, 55)
    assert missing_ranges(51, 60, used=[53, 51], cancelled=[56], returned=True) == (
        (52, 52),
        (54, 55),
        (57, 60),
    )
    assert missing_ranges(51, 60, used=range(51, 61), cancelled=[], returned=True) == ()


def test_numbers_of_another_booklet_are_ignored() -> None:
    assert missing_numbers(51, 60, used=[1, 51, 99], cancelled=[70]) == ()


def test_gaps_of_an_immense_booklet_stay_small() -> None:
    assert missing_ranges(1, 10**9, used=[10**9], cancelled=[]) == ((1, 10**9 - 1),)


@given(st.sets(st.integers(1, 40)), st.sets(st.integers(1, 40)), st.booleans())
def test_every_leaf_is_used_cancelled_missing_or_blank(used: set[int], cancelled: set[int], returned: bool) -> None:
    missing = missing_numbers(1, 30, used, cancelled, returned)
    known = {number for number in used | cancelled if number <= 30}
    top = 30 if returned else max(known, default=0)
    assert set(missing) == set(range(1, top + 1)) - known
    assert list(missing) == sorted(missing)
