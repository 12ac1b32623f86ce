"""Chance, always from a seed: the same seed draws the same directory."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import date, timedelta
from typing import TypeVar

T = TypeVar("T")

# Days on which calendars go wrong: month ends, the 29th of February and its neighbours, year ends.
TRICKY_DAYS = (
    date(2022, 11, 30), date(2022, 12, 31), date(2023, 1, 1), date(2023, 1, 31), date(2023, 2, 28),
    date(2023, 3, 31), date(2023, 5, 31), date(2023, 8, 31), date(2023, 10, 31), date(2023, 11, 29),
    date(2023, 11, 30), date(2023, 12, 31), date(2024, 1, 31), date(2024, 2, 28), date(2024, 2, 29),
    date(2024, 3, 1), date(2024, 3, 31), date(2024, 5, 31), date(2024, 11, 30), date(2025, 1, 31),
)  # fmt: skip
LEAP_DAYS = tuple(date(year, 2, 29) for year in range(1952, 2025, 4))
FIRST_DAY, LAST_DAY = date(2022, 9, 1), date(2025, 3, 31)


class Draw:
    """A seeded source of choices. A deck deals every one of its cards before any comes again."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.decks: dict[str, list[object]] = {}

    def chance(self, probability: float) -> bool:
        """True with this probability."""
        return self.random.random() < probability

    def one(self, options: Sequence[T]) -> T:
        """One of the options, all equally likely."""
        return options[int(self.random.random() * len(options))]

    def weighted(self, options: Sequence[tuple[T, float]]) -> T:
        """One of the options, by weight."""
        left = self.random.random() * sum(weight for _, weight in options)
        for option, weight in options:
            left -= weight
            if left < 0:
                return option
        return options[-1][0]

    def deck(self, name: str, options: Sequence[T]) -> T:
        """The next card of a shuffled deck, shuffled again when it is empty."""
        cards = self.decks.get(name)
        if not cards:
            cards = list(options)
            self.random.shuffle(cards)
            self.decks[name] = cards
        return cards.pop()  # type: ignore[return-value]

    def whole(self, low: int, high: int) -> int:
        """A whole number from `low` to `high`, both included."""
        return low + int(self.random.random() * (high - low + 1))

    def between(self, first: date, last: date) -> date:
        """A day from `first` to `last`, both included."""
        return first + timedelta(days=self.whole(0, max(0, (last - first).days)))

    def some_day(self) -> date:
        """A day of the drawn years, often a tricky one."""
        return self.one(TRICKY_DAYS) if self.chance(0.35) else self.between(FIRST_DAY, LAST_DAY)
