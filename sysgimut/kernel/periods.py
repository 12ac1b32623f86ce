"""Days, months and half-open periods. The only calendar arithmetic of the system.

Rules: docs/algorithms/coverage.md (months) and docs/algorithms/adjudication.md (ages).
"""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date


def add_months(day: date, months: int) -> date:
    """`day` moved by `months` calendar months; a day that does not exist becomes the month's last day.

    Always count from the first start of a run, never from a shortened month: 31 January + 1 month is
    28 or 29 February, 31 January + 2 months is 31 March.

    >>> add_months(date(2024, 1, 31), 1), add_months(date(2024, 2, 29), 12)
    (datetime.date(2024, 2, 29), datetime.date(2025, 2, 28))
    """
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    if day.day <= 28:
        return date(year, month + 1, day.day)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def completed_years(birth: date, on: date) -> int:
    """Age in completed years on a day; someone born on 29 February completes a year on 1 March.

    >>> completed_years(date(2020, 2, 29), date(2021, 2, 28)), completed_years(date(2020, 2, 29), date(2021, 3, 1))
    (0, 1)
    """
    return on.year - birth.year - ((on.month, on.day) < (birth.month, birth.day))


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """Days from `start` (included) to `end` (excluded); `end` None is open for ever."""

    start: date
    end: date | None = None

    def __post_init__(self) -> None:
        if self.end is not None and self.end <= self.start:
            raise ValueError(f"a period must end after it starts, not {self.start}..{self.end}")

    def contains(self, day: date) -> bool:
        """Whether `day` lies in the period."""
        return self.start <= day and (self.end is None or day < self.end)

    def overlaps(self, other: Period) -> bool:
        """Whether the two periods share at least one day."""
        return self.intersection(other) is not None

    def intersection(self, other: Period) -> Period | None:
        """The days in both periods, or None."""
        start = max(self.start, other.start)
        ends = [end for end in (self.end, other.end) if end is not None]
        end = min(ends) if ends else None
        if end is not None and end <= start:
            return None
        return Period(start, end)
