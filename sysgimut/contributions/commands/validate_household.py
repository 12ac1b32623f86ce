"""Validate a household's file: fee and first contribution are both paid. Rights count from the payment day."""

from __future__ import annotations

from typing import ClassVar

from sysgimut.contributions.domain.till import refuse_validation
from sysgimut.contributions.recalculation import recalculate
from sysgimut.contributions.standing import standing
from sysgimut.identity.scopes import ROOT
from sysgimut.journal.command import Command, handles
from sysgimut.journal.execution import Execution, Unchanged
from sysgimut.kernel.outcomes import Outcome, Reason, accepted, refused
from sysgimut.membership.messages import Reference
from sysgimut.membership.queries import home_of, lock_households
from sysgimut.parameters.queries import current


class ValidateHousehold(Command):
    """The household whose file a person has checked."""

    operation: ClassVar[str] = "contributions.validate_household"
    household: Reference


@handles(ValidateHousehold)
def validate_household(message: ValidateHousehold, execution: Execution) -> Outcome:
    """Validate, or say what is missing in XOF. A file validated already is left as it is.

    The result holds `validated_on` (the first contribution date), `opens` and `paid_end` of its first run.
    """
    home = home_of(message.household)
    execution.authorise(home.scope_path if home else ROOT, chain=home.mutual if home else None)
    if home is None:
        return refused(Reason("MEN-INCONNU", {"household": message.household}))
    lock_households([home.reference])
    parameters = current()
    found = standing(home.household_id, execution.today, parameters)
    refusal = refuse_validation(found.then)
    if refusal is not None:
        return refused(refusal)
    first = found.then.runs[0]
    outcome = accepted(
        {
            "household": home.reference,
            "validated_on": first.start.isoformat(),
            "opens": first.opens.isoformat(),
            "paid_end": first.paid_end.isoformat(),
        }
    )
    if found.facts.validated:
        raise Unchanged(outcome)
    recalculate(execution, [home.household_id], parameters, validate=True)
    return outcome
