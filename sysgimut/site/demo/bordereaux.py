"""Monthly bordereaux: what a facility sends, when, and what it forgets on them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random

from sysgimut.interop.domain.bordereau_rows import BordereauValues
from sysgimut.interop.domain.bordereaux import BordereauGroup, PlacedLine, RequestGroup, bordereau_key
from sysgimut.kernel.periods import add_months
from sysgimut.site.demo.visits import Visit

FILE = "bordereaux de démonstration"
LATE = 0.012
"""Share of the bordereaux that arrive after the filing delay."""
# Fields that may be missing without refusal, and how often they are.
FORGOTTEN = (
    ("contact", 0.10),
    ("icd10", 0.07),
    ("activity", 0.04),
    ("practitioner", 0.03),
    ("long_term", 0.04),
    ("age", 0.015),
    ("sex", 0.015),
)


@dataclass(frozen=True, slots=True)
class Sent:
    """A bordereau as it arrives, and the day it does."""

    received_on: date
    group: BordereauGroup


class Sender:
    """Puts visits into bordereaux, facility by facility and month by month."""

    def __init__(self, random: Random, today: date) -> None:
        self._random = random
        self._today = today
        self._rank = 0

    def bordereaux(self, visits: Iterable[Visit]) -> list[Sent]:
        """The bordereaux that have arrived, by day of arrival."""
        by_month: dict[tuple[str, date], list[Visit]] = defaultdict(list)
        for visit in visits:
            by_month[visit.site.code, visit.day.replace(day=1)].append(visit)
        sent = []
        for (site, month), of_month in sorted(by_month.items()):
            received_on = self._arrival(month)
            if received_on <= self._today:
                sent.append(Sent(received_on, self._bordereau(site, month, received_on, of_month)))
        return sorted(sent, key=lambda one: (one.received_on, one.group.values.facility or ""))

    def _arrival(self, month: date) -> date:
        after = self._random.randint(6, 52)
        if self._random.random() < LATE:
            after += 75
        return add_months(month, 1) + timedelta(after)

    def _bordereau(self, site: str, month: date, received_on: date, visits: list[Visit]) -> BordereauGroup:
        random = self._random
        values = BordereauValues(
            number=None if random.random() < 0.02 else f"BD-{site}-{month:%Y%m}",
            facility=site,
            period=f"{month:%Y-%m}",
            received_on=received_on,
            phone=None if random.random() < 0.05 else f"10{sum(site.encode()):06d}",
            attachments=True,
            facility_signature=True,
        )
        values = self._forget(values)
        group = BordereauGroup(FILE, 0, bordereau_key(values), values)
        for number, visit in enumerate(sorted(visits, key=lambda one: (one.day, one.request.reference or "")), 1):
            name = f"{number:03d}"
            request = replace(visit.request, number=name, **self._missing())
            lines = RequestGroup(FILE, 0, request)
            for line in visit.lines:
                lines.by_number[line.number] = PlacedLine(FILE, 0, self._rank, line)
                self._rank += 1
            group.by_number[name] = lines
        return group

    def _forget(self, values: BordereauValues) -> BordereauValues:
        """One bordereau in eighty lacks its documents, its signature or its period: all of it is refused."""
        chance = self._random.random()
        if chance < 0.005:
            return replace(values, attachments=False)
        if chance < 0.010:
            return replace(values, facility_signature=None)
        if chance < 0.0125 and values.number is not None:
            return replace(values, period=None)
        if chance < 0.0140 and values.number is not None:
            return replace(values, facility=None)
        return values

    def _missing(self) -> dict[str, None]:
        return {name: None for name, chance in FORGOTTEN if self._random.random() < chance}
