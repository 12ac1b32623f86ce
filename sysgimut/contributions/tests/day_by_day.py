"""Coverage computed the slow way: every day, franc by franc, from the words of docs/algorithms/coverage.md.

It shares no code with the domain (only the shapes of the facts), so that the two can be compared.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from sysgimut.contributions.domain.coverage import Belonging, Payment, Terms

ONE_DAY = timedelta(days=1)


def months_later(day: date, months: int) -> date:
    """The same day some months later, or the last day of that month, found by trying."""
    months_from_zero = day.month - 1 + months
    year, month = day.year + months_from_zero // 12, months_from_zero % 12 + 1
    for candidate in (day.day, 30, 29, 28):
        if candidate <= day.day:
            try:
                return date(year, month, candidate)
            except ValueError:
                continue
    raise AssertionError("every month has 28 days")


class SlowHousehold:
    """The household walked through one day after the other, events or not."""

    def __init__(self, people: Sequence[Belonging], payments: Sequence[Payment], terms: Terms) -> None:
        self.terms = terms
        self.first_contribution: date | None = None
        self.runs: list[dict[str, date]] = []
        self.months_in_run = 0
        self.spent = 0
        days = [p.joined for p in people] + [p.left for p in people if p.left] + [p.day for p in payments]
        day, last = min(days, default=date(2024, 1, 1)), max(days, default=date(2023, 1, 1))
        while day <= last:
            n = sum(1 for p in people if p.joined <= day and not (p.left and p.left <= day))
            fee = sum(p.fee for p in payments if p.day <= day)
            money = sum(p.contribution for p in payments if p.day <= day)
            self.walk(day, n, fee, money)
            day += ONE_DAY
        self.credit = sum(p.contribution for p in payments) - self.spent

    def walk(self, day: date, n: int, fee: int, money: int) -> None:
        """One day: validate when everything is there, then buy period after period."""
        if n == 0:
            return
        if self.first_contribution is None:
            groups = n // self.terms.fee_group + (1 if n % self.terms.fee_group else 0)
            if fee < groups * self.terms.fee_amount:
                return
        while money - self.spent >= n * self.terms.contribution_per_person:
            self.spent += n * self.terms.contribution_per_person
            if self.first_contribution is None:
                self.first_contribution = day
            self.buy_one(day)

    def buy_one(self, day: date) -> None:
        """One period more, in the current run or in a new one."""
        if self.runs and day <= self.runs[-1]["end"]:
            self.months_in_run += self.terms.period_months
            self.runs[-1]["end"] = months_later(self.runs[-1]["start"], self.months_in_run)
            return
        opens = months_later(day, self.terms.observation_months)
        if self.runs and day <= months_later(self.runs[-1]["end"], self.terms.interruption_max_months):
            opens = max(day + timedelta(days=self.terms.resume_days), self.runs[-1]["opens"])
        self.months_in_run = self.terms.period_months
        self.runs.append({"start": day, "end": months_later(day, self.months_in_run), "opens": opens})

    def own_observation_ends(self, person: Belonging) -> date:
        """The first day after the person's own observation (the day they join when they have none)."""
        if self.first_contribution is None or person.joined <= self.first_contribution:
            return person.joined
        birth = person.birth.replace(month=7, day=1) if person.birth_is_year else person.birth
        if birth <= person.joined <= birth + timedelta(days=self.terms.newborn_days):
            return person.joined
        return months_later(person.joined, self.terms.observation_months)

    def status(self, person: Belonging, day: date) -> str:
        """The first reason that applies on a day, in the order of the rule."""
        if self.first_contribution is None:
            return "NON_VALIDE"
        if person.left and day >= person.left:
            return "SORTI"
        if day < self.first_contribution or day < person.joined:
            return "PAS_ENCORE"
        paid = [run for run in self.runs if run["start"] <= day < run["end"]]
        if paid and (day < paid[0]["opens"] or day < self.own_observation_ends(person)):
            return "OBSERVATION"
        return "OUVERT" if paid else "EXPIRE"

    def motif(self, person: Belonging) -> str:
        """The motif of droits.csv, with the household's open time as a set of days."""
        if self.first_contribution is None:
            return "NON_VALIDE"
        open_days = [
            run["opens"] + timedelta(days=i) for run in self.runs for i in range((run["end"] - run["opens"]).days)
        ]
        remainder = [day for day in open_days if day >= self.own_observation_ends(person)]
        if remainder and person.left and min(remainder) >= person.left:
            return "SORTI"
        if open_days and not remainder:
            return "EXPIRE"
        return "OBSERVATION"
