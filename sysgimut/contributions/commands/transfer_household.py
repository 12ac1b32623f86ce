"""A household moves to another village or section of its mutual."""

from __future__ import annotations

from typing import ClassVar

from sysgimut.identity.scopes import ROOT
from sysgimut.journal.command import Command, handles
from sysgimut.journal.execution import Execution
from sysgimut.kernel.outcomes import Outcome, Reason, accepted, refused
from sysgimut.membership.domain.moves import refuse_transfer
from sysgimut.membership.messages import Day, PlaceName, Reference, Why
from sysgimut.membership.models import Residence
from sysgimut.membership.queries import home_of, lock_households
from sysgimut.membership.recording import record_names_elsewhere
from sysgimut.network.queries import directory, folded


class TransferHousehold(Command):
    """`household` lives in `village` of `commune` from `day` on. Its rights and payments follow it unchanged."""

    operation: ClassVar[str] = "contributions.transfer_household"
    household: Reference
    commune: PlaceName
    village: PlaceName
    day: Day
    reason: Why


@handles(TransferHousehold)
def transfer_household(message: TransferHousehold, execution: Execution) -> Outcome:
    """Record the new residence. The author must be allowed where the household is and where it goes."""
    home = home_of(message.household)
    execution.authorise(home.scope_path if home else ROOT, chain=home.mutual if home else None)
    if home is None:
        return refused(Reason("MEN-INCONNU", {"household": message.household}))
    place = directory(execution.today).locate(home.mutual, message.commune, message.village)
    if place.commune_code:
        execution.authorise(place.scope_path)
    lock_households([home.reference])
    same = place.commune_code == home.commune_code and folded(message.village) == folded(home.village)
    refusal = refuse_transfer(
        same, bool(place.commune_code), message.commune, home.mutual, message.day, home.since, execution.today
    )
    if refusal is not None:
        return refused(refusal)
    if not message.village:
        return refused(Reason("MEN-VILLAGE", {"field": "village"}))
    execution.supersede(Residence, [home.residence_id])
    row = (
        home.household_id,
        home.product,
        place.commune_code,
        place.village_code,
        message.commune,
        message.village,
        place.scope_path,
        message.day,
    )
    execution.insert(Residence, [row])
    record_names_elsewhere(execution, home, place.scope_path)
    return accepted({"household": home.reference, "scope": place.scope_path, "day": message.day.isoformat()})
