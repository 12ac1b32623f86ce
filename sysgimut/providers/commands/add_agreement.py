"""Record a new agreement with a facility."""

from __future__ import annotations

from typing import ClassVar

from sysgimut.journal.command import Command, handles
from sysgimut.journal.execution import Execution
from sysgimut.kernel.outcomes import Outcome, Reason, accepted, refused
from sysgimut.network.queries import facilities_path
from sysgimut.parameters.queries import current
from sysgimut.providers.domain.agreements import refuse_addition
from sysgimut.providers.domain.declared import DeclaredAgreement
from sysgimut.providers.messages import Day, FacilityCode, ProductCodes
from sysgimut.providers.models import Agreement
from sysgimut.providers.queries import agreements, lock_facility


class AddAgreement(Command):
    """An agreement for some products, from `start` (included) to `end` (excluded, None: open)."""

    operation: ClassVar[str] = "providers.add_agreement"
    facility: FacilityCode
    start: Day
    end: Day | None = None
    products: ProductCodes


@handles(AddAgreement)
def add_agreement(message: AddAgreement, execution: Execution) -> Outcome:
    """Refused when its dates do not follow each other, or when a product is already bound on one of its days."""
    found = lock_facility(message.facility)
    execution.authorise(found.scope_path if found else facilities_path())
    if found is None:
        return refused(Reason("ETAB-INCONNU", {"facility": message.facility}))
    products = sorted(set(message.products))
    known = current().declared_products
    unknown = [product for product in products if product not in known] or ([] if products else [""])
    if unknown:
        return refused(Reason("PRODUIT-INCONNU", {"product": unknown[0]}))
    new = DeclaredAgreement(message.start, message.end, " ".join(products))
    reason = refuse_addition(new, agreements([found.code])[found.code], found.code)
    if reason is not None:
        return refused(reason)
    execution.insert(Agreement, [(found.code, *new)])
    return accepted({"facility": found.code, "products": products})
