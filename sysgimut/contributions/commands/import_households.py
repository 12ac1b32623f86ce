"""Enter a register: many households of one mutual at once, by the same rules as a single enrolment."""

from __future__ import annotations

from typing import Any, ClassVar

from pydantic import SkipValidation

from sysgimut.contributions.recalculation import recalculate
from sysgimut.journal import rows
from sysgimut.journal.command import Command, handles
from sysgimut.journal.execution import Execution, Unchanged
from sysgimut.kernel.outcomes import Outcome, Reason, accepted, refused
from sysgimut.membership.domain.registers import NewHousehold, NewPerson, Plan, RowError
from sysgimut.membership.locking import lock_enrolment
from sysgimut.membership.planning import plan_register
from sysgimut.membership.queries import known_households, lock_households
from sysgimut.membership.recording import record_plans
from sysgimut.network.queries import directory
from sysgimut.parameters.queries import current


class ImportHouseholds(Command):
    """Households of the mutual `mutual`, in the order of the register."""

    operation: ClassVar[str] = "contributions.import_households"
    mutual: str
    source: str
    households: SkipValidation[tuple[NewHousehold, ...]]

    def journaled(self) -> dict[str, Any]:
        """The register's name, its counts and the digest of its rows: the rows themselves are in the tables."""
        people = [
            (household.reference, household.product, household.commune, household.village, *_flat(member))
            for household in self.households
            for member in household.members
        ]
        return {
            "mutual": self.mutual,
            "source": self.source,
            "households": len(self.households),
            "people": len(people),
            "digest": rows.digest(map(rows.row_digest, people)),
        }


def _flat(member: NewPerson) -> tuple[Any, ...]:
    return tuple(getattr(member, name) for name in NewPerson.__slots__)


@handles(ImportHouseholds)
def import_households(message: ImportHouseholds, execution: Execution) -> Outcome:
    """Record what is new; rows in error are returned and leave nothing behind.

    The outcome's result holds `people`, `households`, `exits`, `unchanged`, `assigned` (line → reference)
    and `errors`.
    """
    network = directory(execution.today)
    if message.mutual not in network.mutuals:
        execution.authorise("UTM")
        return refused(Reason("MUT-INCONNUE", {"mutual": message.mutual}))
    execution.authorise(network.mutuals[message.mutual], chain=message.mutual)
    parameters = current()
    references = [household.reference for household in message.households]
    lock_enrolment(message.mutual)
    lock_households(references)
    known = known_households(references)
    decided = plan_register(message.households, known, parameters.products)
    outcome = _outcome(decided)
    if not decided.households:
        raise Unchanged(outcome)
    written = record_plans(decided.households, message.mutual, network, execution)
    recalculate(execution, written.known_before, parameters, validate=True)
    return outcome


def _outcome(decided: Plan) -> Outcome:
    arrivals = [arrival for one in decided.households for arrival in one.arrivals]
    return accepted(
        {
            "households": sum(1 for one in decided.households if one.known is None),
            "people": len(arrivals),
            "exits": sum(len(one.exits) for one in decided.households),
            "unchanged": decided.unchanged,
            "assigned": [[person.line, reference] for person, reference in arrivals if not person.reference],
            "errors": [error_row(error) for error in decided.errors],
        }
    )


def error_row(error: RowError) -> list[Any]:
    """An error as plain JSON: line, column, value, code, figures."""
    return [error.line, error.column, error.value, error.reason.code, dict(error.reason.params)]
