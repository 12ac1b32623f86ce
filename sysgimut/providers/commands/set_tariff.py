"""Set the price of an act from a day on: for one facility, for a type of facility, or everywhere."""

from __future__ import annotations

from typing import ClassVar

from sysgimut.benefits.queries import act
from sysgimut.journal.command import Command, handles
from sysgimut.journal.execution import Execution, Unchanged
from sysgimut.kernel.outcomes import Outcome, Reason, accepted, refused
from sysgimut.network.queries import facilities_path
from sysgimut.providers.domain.tariffs import EVERYWHERE
from sysgimut.providers.messages import ActCode, Day, FacilityCode, Price
from sysgimut.providers.models import FACILITY_TYPES, Tariff
from sysgimut.providers.queries import lock_facility


class SetTariff(Command):
    """A price in XOF from `start` (included) to `end` (excluded, None: open). `target`: a facility, a type or `*`."""

    operation: ClassVar[str] = "providers.set_tariff"
    target: FacilityCode
    act: ActCode
    price: Price
    start: Day
    end: Day | None = None


@handles(SetTariff)
def set_tariff(message: SetTariff, execution: Execution) -> Outcome:
    """The price takes the place of the one that starts the same day; earlier ones hold until then.

    A start before today is accepted with a remark: decisions stand.
    """
    general = message.target in (EVERYWHERE, *FACILITY_TYPES)
    found = None if general else lock_facility(message.target)
    execution.authorise(found.scope_path if found else facilities_path())
    if found is None and not general:
        return refused(Reason("TARIF-ETAB", {"target": message.target}))
    if act(message.act) is None:
        return refused(Reason("ACTE-INCONNU", {"act": message.act}))
    if message.end is not None and message.end <= message.start:
        return refused(Reason("TARIF-DATES", {"start": message.start, "end": message.end}))
    held = (
        Tariff.objects.filter(
            target=message.target, act_code=message.act, start=message.start, superseded_by__isnull=True
        )
        .select_for_update()
        .first()
    )
    past = [Reason("TARIF-PASSE", {"start": message.start})] if message.start < execution.today else []
    outcome = accepted({"act": message.act, "target": message.target, "price": message.price}, *past)
    if held is not None and (held.price, held.end) == (message.price, message.end):
        raise Unchanged(outcome)
    if held is not None:
        execution.supersede(Tariff, [held.pk])
    row = (message.target, message.act, message.price, message.start, message.end)
    execution.insert(Tariff, [row])
    return outcome
