"""The two years that the demo tells, month by month, up to today."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random

from sysgimut.journal.clock import BAMAKO
from sysgimut.kernel.periods import add_months

MONTHS = 24


@dataclass(frozen=True, slots=True)
class Story:
    """From the first day of the month two years ago to today, both included."""

    today: date

    @property
    def start(self) -> date:
        """The first day."""
        return add_months(self.today.replace(day=1), -MONTHS)

    def months(self) -> list[tuple[date, date]]:
        """First and last day of each month; the last one ends today."""
        firsts = [add_months(self.start, number) for number in range(MONTHS + 1)]
        return [(first, min(add_months(first, 1) - timedelta(1), self.today)) for first in firsts]

    def month_of(self, day: date) -> int:
        """The rank of a day's month, from 0; days before the story belong to its first month."""
        return max(0, (day.year - self.start.year) * 12 + day.month - self.start.month)

    def moment(self, day: date, hour: int, now: datetime) -> datetime:
        """An hour of a day in Bamako, never later than `now`."""
        return min(datetime.combine(day, time(hour), BAMAKO), now)


def day_between(random: Random, first: date, last: date) -> date:
    """Any day from `first` to `last`, both included."""
    return first + timedelta(random.randint(0, max(0, (last - first).days)))


def in_season(day: date) -> bool:
    """Whether it is the season of malaria, July to November."""
    return 7 <= day.month <= 11
