"""Receipts are cut in commands by household, and a number that comes twice stays with its first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sysgimut.contributions.domain.receipts import ReceiptNumber
from sysgimut.interop.submission import by_household


@dataclass(frozen=True)
class Row:
    """What the cut looks at of a row."""

    line: int
    household: str
    receipt: ReceiptNumber


def cut(rows: list[tuple[str, str, int]], size: int) -> list[list[int]]:
    """Lines of each part, for (household, booklet, number) in the order of the file."""
    listed: Any = [
        Row(line, household, ReceiptNumber(booklet, leaf)) for line, (household, booklet, leaf) in enumerate(rows, 2)
    ]
    return [[row.line for row in part] for part in by_household(listed, size)]


def test_the_receipts_of_a_household_come_together_in_the_order_of_the_file() -> None:
    rows = [("A", "C", 1), ("B", "C", 2), ("A", "C", 3), ("C", "C", 4), ("B", "C", 5), ("C", "C", 6)]
    assert cut(rows, 2) == [[2, 4], [3, 6], [5, 7]]
    assert cut(rows, 100) == [[2, 3, 4, 5, 6, 7]]
    assert cut([], 2) == []


def test_a_number_that_comes_twice_comes_with_its_first_row() -> None:
    rows = [("A", "C", 1), ("B", "C", 2), ("A", "C", 3), ("A", "C", 2), ("B", "C", 1)]
    assert cut(rows, 3) == [[2, 4, 6], [3, 5]]
