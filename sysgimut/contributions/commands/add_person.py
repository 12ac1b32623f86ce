"""Someone joins a household that exists: a birth, a marriage, a relative who moves in."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import ClassVar

from sysgimut.contributions.domain.rights import RightStatus, segment_on, timeline
from sysgimut.contributions.recalculation import recalculate
from sysgimut.contributions.standing import standing
from sysgimut.identity.scopes import ROOT
from sysgimut.journal.command import Command, handles
from sysgimut.journal.execution import Execution
from sysgimut.kernel.outcomes import Outcome, Reason, accepted, refused
from sysgimut.membership.domain.duplicates import refuse_duplicates
from sysgimut.membership.domain.moves import refuse_person
from sysgimut.membership.domain.registers import NewHousehold, Plan
from sysgimut.membership.duplicates import find_duplicates
from sysgimut.membership.locking import lock_enrolment
from sysgimut.membership.messages import ConfirmedDifferent, Day, PersonEntry, Reference
from sysgimut.membership.planning import plan_register
from sysgimut.membership.queries import (
    Home,
    home_of,
    known_households,
    lock_households,
    refuse_aliases,
)
from sysgimut.membership.recording import record_aliases, record_differences, record_plans
from sysgimut.network.queries import directory
from sysgimut.parameters.queries import Parameters, current


class AddPerson(Command):
    """`person` joins `household` on the day `joined`. `confirmed` says why look-alikes (rank 1) are others."""

    operation: ClassVar[str] = "contributions.add_person"
    household: Reference
    joined: Day
    person: PersonEntry
    confirmed: tuple[ConfirmedDifferent, ...] = ()


@handles(AddPerson)
def add_person(message: AddPerson, execution: Execution) -> Outcome:
    """Record the person, and say what it changes: a fee that falls due (16th person), the day rights open.

    The outcome's result holds `person` (reference), `persons`, `fee`, `contribution` (what is due now, XOF)
    and `opens` (first day of open rights on or after joining, null when none is paid for yet).
    """
    home = home_of(message.household)
    execution.authorise(home.scope_path if home else ROOT, chain=home.mutual if home else None)
    if home is None:
        return refused(Reason("MEN-INCONNU", {"household": message.household}))
    lock_enrolment(home.mutual)
    lock_households([home.reference])
    parameters = current()
    before = standing(home.household_id, execution.today, parameters)
    decided, reasons = _decide(message, home, execution.today, parameters)
    if reasons:
        return refused(*reasons)
    written = record_plans(decided.households, home.mutual, directory(execution.today), execution, suspect=False)
    ((reference, person),) = written.people.items()
    record_differences(execution, message.confirmed, {1: person})
    record_aliases(execution, home.mutual, (message.person,), {1: person})
    recalculate(execution, [home.household_id], parameters)
    after = standing(home.household_id, execution.today, parameters)
    belonging = next(one for one in after.facts.belongings if one.key == person)
    due = after.due
    remarks = []
    if due.validated and due.fee > before.due.fee:
        remarks.append(Reason("MEN-DROIT_SUIVANT", {"persons": due.persons, "fee": due.fee}))
    segments = timeline(after.coverage, belonging)
    current_segment = segment_on(segments, message.joined)
    if current_segment.status is RightStatus.OBSERVATION and current_segment.day is not None:
        remarks.append(Reason("PERS-OBSERVATION", {"reference": reference, "day": current_segment.day}))
    opens = next((one.start for one in segments if one.status is RightStatus.OUVERT and one.start), None)
    return accepted(
        {
            "person": reference,
            "persons": due.persons,
            "fee": due.fee,
            "contribution": due.contribution,
            "opens": opens.isoformat() if opens else None,
        },
        *remarks,
    )


def _decide(message: AddPerson, home: Home, today: date, parameters: Parameters) -> tuple[Plan, list[Reason]]:
    person = message.person.declared(1, message.joined)
    known = known_households([home.reference])
    household = NewHousehold(home.reference, home.mutual, home.product, home.commune, home.village, (person,))
    decided = plan_register([household], known, parameters.products)
    reasons = refuse_person(person, today) + refuse_aliases(home.mutual, (message.person,))
    reasons += [replace(error.reason, params={**error.reason.params, "rank": 1}) for error in decided.errors]
    if not reasons and not decided.households:
        reasons = [Reason("PERS-DEJA", {"household": home.reference})]
    if not reasons:
        found = find_duplicates((person,), home.scope_path, home.village)
        reasons = refuse_duplicates(found, {(one.rank, one.reference): one.reason for one in message.confirmed})
    return decided, reasons
