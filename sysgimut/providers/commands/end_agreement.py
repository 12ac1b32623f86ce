"""Say when an agreement ends, or correct when it does."""

from __future__ import annotations

from typing import ClassVar

from sysgimut.journal.command import Command, handles
from sysgimut.journal.execution import Execution, Unchanged
from sysgimut.kernel.explanations import Value
from sysgimut.kernel.outcomes import Outcome, Reason, accepted, refused
from sysgimut.network.queries import facilities_path
from sysgimut.providers.domain.agreements import refuse_addition
from sysgimut.providers.domain.declared import DeclaredAgreement
from sysgimut.providers.messages import Day, FacilityCode, ProductCodes
from sysgimut.providers.models import Agreement
from sysgimut.providers.queries import agreements, lock_facility


class EndAgreement(Command):
    """The agreement of a facility for these products that starts on `start` ends on `end` (excluded)."""

    operation: ClassVar[str] = "providers.end_agreement"
    facility: FacilityCode
    start: Day
    products: ProductCodes
    end: Day


@handles(EndAgreement)
def end_agreement(message: EndAgreement, execution: Execution) -> Outcome:
    """The same agreement with its new end takes its place. What was decided under it stays decided."""
    found = lock_facility(message.facility)
    execution.authorise(found.scope_path if found else facilities_path())
    if found is None:
        return refused(Reason("ETAB-INCONNU", {"facility": message.facility}))
    products = " ".join(sorted(set(message.products)))
    held = Agreement.objects.filter(
        facility_code=found.code, start=message.start, products=products, superseded_by__isnull=True
    ).first()
    if held is None:
        named: dict[str, Value] = {"facility": found.code, "products": products, "start": message.start}
        return refused(Reason("CONV-INCONNUE", named))
    outcome = accepted({"facility": found.code, "end": message.end.isoformat()})
    if held.end == message.end:
        raise Unchanged(outcome)
    new = DeclaredAgreement(held.start, message.end, products)
    others = agreements([found.code])[found.code]
    others.remove(DeclaredAgreement(held.start, held.end, products))
    reason = refuse_addition(new, others, found.code)
    if reason is not None:
        return refused(reason)
    execution.supersede(Agreement, [held.pk])
    execution.insert(Agreement, [(found.code, *new)])
    return outcome
