"""All the requests of the demo: visits with and without rights, and what goes wrong in them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from random import Random

from sysgimut.contributions.domain.rights import RightStatus
from sysgimut.site.demo.faults import FAULTS, Fault
from sysgimut.site.demo.visits import WITHOUT_RIGHTS, Clinic, Insured, Visit

FAULTY = 0.115
"""Share of the requests in which something goes wrong."""
TIMES = 2
"""How often every fault is made, before chance decides: some of them are in bordereaux that have not arrived."""
CLOSED = (
    (RightStatus.EXPIRE, 50),
    (RightStatus.OBSERVATION, 28),
    (RightStatus.NON_VALIDE, 12),
    (RightStatus.SORTI, 6),
    (RightStatus.PAS_ENCORE, 4),
)


def draw_visits(random: Random, clinic: Clinic, people: Sequence[Insured], first: date, last: date) -> Iterator[Visit]:
    """Every visit between two days, in no order."""
    drawn = [visit for insured in people for visit in clinic.visits(insured, first, last)]
    yield from _with_faults(random, clinic, drawn)
    yield from _without_rights(random, clinic, people, round(len(drawn) * WITHOUT_RIGHTS), first, last)


def _with_faults(random: Random, clinic: Clinic, visits: Iterable[Visit]) -> Iterator[Visit]:
    """Every kind of fault a few times when there are enough requests, then as often as each is met."""
    once = [fault for _, fault in FAULTS] * TIMES
    random.shuffle(once)
    faults, weights = [fault for _, fault in FAULTS], [weight for weight, _ in FAULTS]
    for visit in visits:
        if random.random() < FAULTY:
            yield from _spoil(clinic, visit, once, random.choices(faults, weights, k=3))
        yield visit


def _spoil(clinic: Clinic, visit: Visit, once: list[Fault], drawn: Sequence[Fault]) -> Iterator[Visit]:
    """Make the first fault that this visit can have; gives the other visit that it brings."""
    for fault in [*once, *drawn]:
        made = fault(clinic, visit)
        if made.done:
            if fault in once:
                once.remove(fault)
            if made.other is not None:
                yield made.other
            return


def _without_rights(
    random: Random, clinic: Clinic, people: Sequence[Insured], wanted: int, first: date, last: date
) -> Iterator[Visit]:
    """Visits on closed days: each reason as often as CLOSED says, and each at least once when somebody has it."""
    concerned: dict[RightStatus, list[Insured]] = defaultdict(list)
    for insured in people:
        for status in {segment.status for segment in insured.segments}:
            concerned[status].append(insured)
    total = sum(weight for _, weight in CLOSED)
    for reason, weight in CLOSED:
        made, tries = 0, 40 * wanted
        while made < max(1, wanted * weight // total) and tries and concerned[reason]:
            tries -= 1
            visit = clinic.visit_without_rights(random.choice(concerned[reason]), reason, first, last)
            if visit is not None:
                made += 1
                yield visit
