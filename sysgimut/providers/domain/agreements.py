"""When an agreement may be added or ended, and where a facility stands. Pure.

An agreement binds from its start (included) to its end (excluded, None: open), for some products.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Literal

from sysgimut.kernel.explanations import Value
from sysgimut.kernel.outcomes import Reason
from sysgimut.kernel.periods import Period
from sysgimut.providers.domain.declared import DeclaredAgreement

State = Literal["active", "pending", "closed"]


def period_of(agreement: DeclaredAgreement) -> Period | None:
    """The days on which it binds; None when it ends on or before its start (a file may say so)."""
    if agreement.end is not None and agreement.end <= agreement.start:
        return None
    return Period(agreement.start, agreement.end)


def state_of(agreements: Iterable[DeclaredAgreement], on: date) -> State:
    """Whether a facility is under agreement on a day (active), will be (pending), or is not (closed).

    >>> state_of([DeclaredAgreement(date(2022, 1, 1), date(2023, 1, 1), "MOPTI")], date(2023, 1, 1))
    'closed'
    """
    periods = [period for agreement in agreements if (period := period_of(agreement)) is not None]
    if any(period.contains(on) for period in periods):
        return "active"
    return "pending" if any(period.start > on for period in periods) else "closed"


def products_on(agreements: Iterable[DeclaredAgreement], on: date) -> tuple[str, ...]:
    """The products for which a facility is under agreement on a day, sorted."""
    found: set[str] = set()
    for agreement in agreements:
        period = period_of(agreement)
        if period is not None and period.contains(on):
            found.update(agreement.products.split())
    return tuple(sorted(found))


def refuse_addition(new: DeclaredAgreement, recorded: Iterable[DeclaredAgreement], facility: str) -> Reason | None:
    """Why an agreement cannot be added, or None: it ends after it starts, and no product is bound twice on a day.

    >>> old = DeclaredAgreement(date(2022, 1, 1), None, "AMV MOPTI")
    >>> refuse_addition(DeclaredAgreement(date(2024, 1, 1), None, "MOPTI"), [old], "C1").code
    'CONV-CHEVAUCHE'
    >>> refuse_addition(DeclaredAgreement(date(2024, 1, 1), None, "CARTE"), [old], "C1") is None
    True
    """
    period = period_of(new)
    if period is None:
        return Reason("CONV-DATES", {"start": new.start, "end": new.end})
    for other in recorded:
        shared = sorted(set(new.products.split()) & set(other.products.split()))
        bound = period_of(other)
        if shared and bound is not None and bound.overlaps(period):
            params: dict[str, Value] = {
                "facility": facility,
                "products": " ".join(shared),
                "start": other.start,
                "end": other.end,
            }
            return Reason("CONV-CHEVAUCHE", params)
    return None
