"""Enter the name of a facility that the documents only number, or correct it."""

from __future__ import annotations

from typing import Annotated, ClassVar

from pydantic import StringConstraints

from sysgimut.journal.command import Command, handles
from sysgimut.journal.execution import Execution, Unchanged
from sysgimut.kernel.outcomes import Outcome, Reason, accepted, refused
from sysgimut.network.queries import facilities_path
from sysgimut.providers.domain.declared import TO_ENTER
from sysgimut.providers.messages import FacilityCode, Printable
from sysgimut.providers.models import Facility
from sysgimut.providers.queries import lock_facility


class RenameFacility(Command):
    """The facility's name, as people say it."""

    operation: ClassVar[str] = "providers.rename_facility"
    facility: FacilityCode
    name: Annotated[str, StringConstraints(strip_whitespace=True, min_length=3, max_length=120), Printable]


@handles(RenameFacility)
def rename_facility(message: RenameFacility, execution: Execution) -> Outcome:
    """The new name takes the place of the one before, from now on and in what was printed before it is not changed."""
    found = lock_facility(message.facility)
    execution.authorise(found.scope_path if found else facilities_path())
    if found is None:
        return refused(Reason("ETAB-INCONNU", {"facility": message.facility}))
    name = " ".join(message.name.split())
    if TO_ENTER in name.casefold():
        return refused(Reason("ETAB-NOM", {"name": name}))
    outcome = accepted({"facility": found.code, "name": name})
    if found.named and found.name == name:
        raise Unchanged(outcome)
    execution.supersede(Facility, [found.pk])
    row = (found.code, name, found.type, found.commune_code, found.commune_name, True, found.scope_path)
    execution.insert(Facility, [row])
    return outcome
