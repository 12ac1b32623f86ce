"""Where a household stands on a day: its facts, its coverage as known then, and what it owes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sysgimut.contributions.domain.coverage import HouseholdCoverage, Payment, cover
from sysgimut.contributions.domain.dues import Due, next_due
from sysgimut.contributions.recalculation import Facts, load_facts, terms_over
from sysgimut.parameters.queries import Parameters


@dataclass(frozen=True, slots=True)
class Standing:
    """`coverage` counts all that is recorded; `then` only what happened until the day, and `due` follows it."""

    facts: Facts
    coverage: HouseholdCoverage
    then: HouseholdCoverage
    due: Due


def standing(household: UUID, on: date, parameters: Parameters) -> Standing:
    """Where a household stands on a day."""
    (facts,) = load_facts([household])
    return stand(facts, on, parameters)


def stand(facts: Facts, on: date, parameters: Parameters, also: tuple[Payment, ...] = ()) -> Standing:
    """Where a household stands on a day, from its facts; `also` are payments that are not recorded (what if…)."""
    terms = terms_over(parameters, facts.product)
    payments = [*facts.payments, *also]
    then = cover(facts.belongings, payments, terms, until=on)
    return Standing(facts, cover(facts.belongings, payments, terms), then, next_due(then, facts.belongings, on))
