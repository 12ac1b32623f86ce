"""Plans of registers with what the database knows: no reference that they assign is anybody's already."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sysgimut.membership.domain.registers import KnownHousehold, NewHousehold, Plan, plan
from sysgimut.membership.queries import reference_owners


def plan_register(
    households: Sequence[NewHousehold], known: Mapping[str, KnownHousehold], products: frozenset[str]
) -> Plan:
    """What to record of these households, beside what is recorded of them (`known`, by reference).

    A reference that would be assigned may be somebody's whose household is not in the register: the plan is then
    made again without it.
    """
    owners = reference_owners(member.reference for one in households for member in one.members if member.reference)
    for reference, household in known.items():
        owners.update((person.reference, reference) for person in household.people)
    while True:
        decided = plan(households, known, owners, products)
        taken = reference_owners(
            reference for one in decided.households for member, reference in one.arrivals if not member.reference
        )
        if not taken:
            return decided
        owners |= taken
