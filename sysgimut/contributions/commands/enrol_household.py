"""Enrol one household with its people, at a desk: by the same rules as a register, after looking for duplicates."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Annotated, ClassVar

from pydantic import Field

from sysgimut.contributions.standing import standing
from sysgimut.journal.command import Command, handles
from sysgimut.journal.execution import Execution
from sysgimut.kernel.outcomes import Outcome, Reason, accepted, refused
from sysgimut.membership.domain.duplicates import refuse_duplicates
from sysgimut.membership.domain.moves import refuse_household
from sysgimut.membership.domain.registers import NewHousehold, Plan, household_reference
from sysgimut.membership.duplicates import find_duplicates
from sysgimut.membership.locking import lock_enrolment
from sysgimut.membership.messages import Code, ConfirmedDifferent, Day, OptionalReference, PersonEntry, PlaceName
from sysgimut.membership.planning import plan_register
from sysgimut.membership.queries import household_exists, last_number, refuse_aliases
from sysgimut.membership.recording import record_aliases, record_differences, record_plans
from sysgimut.network.queries import Directory, Place, directory
from sysgimut.parameters.queries import Parameters, current

MOST_PEOPLE = 100


class EnrolHousehold(Command):
    """A household of the mutual, with its people in order. `reference` empty: the mutual's next number.

    `confirmed` says of each likely duplicate why it is another person.
    """

    operation: ClassVar[str] = "contributions.enrol_household"
    mutual: Code
    product: Code
    commune: PlaceName
    village: PlaceName
    joined: Day
    reference: OptionalReference = ""
    people: Annotated[tuple[PersonEntry, ...], Field(min_length=1, max_length=MOST_PEOPLE)]
    confirmed: tuple[ConfirmedDifferent, ...] = ()


@handles(EnrolHousehold)
def enrol_household(message: EnrolHousehold, execution: Execution) -> Outcome:
    """Record the household, or say everything that is wrong with it.

    The outcome's result holds `household`, `people` ([rank, reference]…) and what is due: `fee`,
    `contribution`, `total`, in XOF.
    """
    network = directory(execution.today)
    if message.mutual not in network.mutuals:
        execution.authorise("UTM")
        return refused(Reason("MUT-INCONNUE", {"mutual": message.mutual}))
    place = network.locate(message.mutual, message.commune, message.village)
    execution.authorise(place.scope_path, chain=message.mutual)
    lock_enrolment(message.mutual)
    number, household = _numbered(message)
    parameters = current()
    decided, reasons = _decide(message, household, place, execution.today, parameters)
    if reasons:
        return refused(*reasons)
    return _record(message, decided, number, network, parameters, execution)


def _numbered(message: EnrolHousehold) -> tuple[int | None, NewHousehold]:
    """The household with its reference: its own, or the mutual's next number that makes a free one."""
    number: int | None = None
    reference = message.reference
    if not reference:
        number = last_number(message.mutual) + 1
        while household_exists(reference := household_reference(message.mutual, number)):
            number += 1
    members = tuple(person.declared(rank, message.joined) for rank, person in enumerate(message.people, 1))
    return number, NewHousehold(reference, message.mutual, message.product, message.commune, message.village, members)


def _decide(
    message: EnrolHousehold, household: NewHousehold, place: Place, today: date, parameters: Parameters
) -> tuple[Plan, list[Reason]]:
    if message.reference and household_exists(message.reference):
        return Plan(), [Reason("MEN-REFERENCE_MENAGE", {"household": message.reference, "field": "reference"})]
    reasons = refuse_household(household, bool(place.commune_code), today)
    decided = plan_register([household], {}, parameters.products)
    reasons += [
        replace(error.reason, params={**error.reason.params, "rank": error.line, "column": error.column})
        for error in decided.errors
    ]
    reasons += refuse_aliases(message.mutual, message.people)
    if not reasons:
        found = find_duplicates(household.members, place.scope_path, household.village)
        confirmed = {(one.rank, one.reference): one.reason for one in message.confirmed}
        reasons = refuse_duplicates(found, confirmed)
    return decided, reasons


def _record(
    message: EnrolHousehold,
    decided: Plan,
    number: int | None,
    network: Directory,
    parameters: Parameters,
    execution: Execution,
) -> Outcome:
    (one,) = decided.households
    reference = one.household.reference
    numbers = {reference: number} if number is not None else {}
    written = record_plans(decided.households, message.mutual, network, execution, numbers, suspect=False)
    by_rank = {member.line: written.people[given] for member, given in one.arrivals}
    record_differences(execution, message.confirmed, by_rank)
    record_aliases(execution, message.mutual, message.people, by_rank)
    due = standing(written.households[reference], execution.today, parameters).due
    return accepted(
        {
            "household": reference,
            "people": [[member.line, given] for member, given in one.arrivals],
            "fee": due.fee,
            "contribution": due.contribution,
            "total": due.total,
        }
    )
