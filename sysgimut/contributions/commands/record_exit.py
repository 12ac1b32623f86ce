"""Someone leaves a household: death, departure, removal."""

from __future__ import annotations

from typing import ClassVar, Literal

from sysgimut.contributions.recalculation import recalculate
from sysgimut.identity.scopes import ROOT
from sysgimut.journal.command import Command, handles
from sysgimut.journal.execution import Execution
from sysgimut.kernel.outcomes import Outcome, Reason, accepted, refused
from sysgimut.membership.domain.moves import refuse_exit
from sysgimut.membership.domain.registers import ADHERENT, Exit, HouseholdPlan, NewHousehold
from sysgimut.membership.messages import Day, Reference
from sysgimut.membership.queries import Home, home_of, known_households, lock_households, people_of
from sysgimut.membership.recording import record_plans
from sysgimut.network.queries import directory
from sysgimut.parameters.queries import current


class RecordExit(Command):
    """`person` belongs to `household` no more from the day `left` on."""

    operation: ClassVar[str] = "contributions.record_exit"
    household: Reference
    person: Reference
    left: Day
    reason: Literal["deces", "depart", "radiation"]


@handles(RecordExit)
def record_exit(message: RecordExit, execution: Execution) -> Outcome:
    """Record the exit and work the coverage out again; nothing is given back. A household goes on without its
    head, and the outcome says that one must be named."""
    home = home_of(message.household)
    execution.authorise(home.scope_path if home else ROOT, chain=home.mutual if home else None)
    if home is None:
        return refused(Reason("MEN-INCONNU", {"household": message.household}))
    lock_households([home.reference])
    known = people_of(home).get(message.person)
    if known is None:
        return refused(Reason("PERS-INCONNUE", {"reference": message.person}))
    refusal = refuse_exit(known, message.left, execution.today)
    if refusal is not None:
        return refused(refusal)
    leaving = _plan(home, Exit(known, message.left, message.reason))
    record_plans([leaving], home.mutual, directory(execution.today), execution)
    recalculate(execution, [home.household_id], current())
    remarks = [Reason("MEN-SANS_ADHERENT", {"household": home.reference})] if known.role == ADHERENT else []
    return accepted({"person": message.person, "left": message.left.isoformat()}, *remarks)


def _plan(home: Home, leaving: Exit) -> HouseholdPlan:
    known = known_households([home.reference])[home.reference]
    household = NewHousehold(home.reference, home.mutual, home.product, home.commune, home.village, ())
    return HouseholdPlan(household, known, exits=[leaving])
