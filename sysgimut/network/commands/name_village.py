"""Enter the name of a village that the documents only count, or correct it."""

from __future__ import annotations

from typing import Annotated, ClassVar

from pydantic import StringConstraints

from sysgimut.identity.scopes import ROOT
from sysgimut.journal.command import Command, handles
from sysgimut.journal.execution import Execution
from sysgimut.kernel.outcomes import Outcome, Reason, accepted, refused
from sysgimut.network.models import Organisation, Village
from sysgimut.network.queries import lock_village, same_name, village_scope


class NameVillage(Command):
    """The village of this code is called `name`. `reason`: why a name that is known already changes."""

    operation: ClassVar[str] = "network.name_village"
    code: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=24)]
    name: Annotated[str, StringConstraints(strip_whitespace=True, min_length=2, max_length=80)]
    reason: Annotated[str, StringConstraints(strip_whitespace=True, max_length=200)] = ""


@handles(NameVillage)
def name_village(message: NameVillage, execution: Execution) -> Outcome:
    """Record the name of the village and of its committee. The outcome's result holds the name `before`."""
    village = lock_village(message.code)
    execution.authorise(village_scope(village) if village else ROOT)
    if village is None:
        return refused(Reason("RES-VILLAGE_INCONNU", {"code": message.code}))
    name = " ".join(message.name.split())
    if village.named and not message.reason:
        return refused(Reason("RES-VILLAGE_MOTIF", {"name": village.name}))
    if same_name(village, name):
        return refused(Reason("RES-VILLAGE_DOUBLE", {"name": name, "commune": village.commune.name}))
    Village.objects.filter(pk=village.pk).update(name=name, named=True)
    execution.written()
    Organisation.objects.filter(village=village.pk).update(name=f"Comité de {name}")
    execution.written()
    return accepted({"village": village.pk, "before": village.name, "name": name})
