"""What of a reason may be read by someone who may not read health data: the sentence without the act. Pure."""

from __future__ import annotations

from sysgimut.kernel.outcomes import Reason

HIDDEN = "…"
TELLING = frozenset({"act", "act_sex", "age_min", "age_max", "age", "sex", "birth_year", "service_code", "earlier"})
"""Figures of sentences that tell which care was given, or to whom."""
TELLING_OF = {"LN-3": frozenset({"declared"})}
"""Figures that tell it under one code only: elsewhere `declared` is an amount."""


def masked(reason: Reason) -> Reason:
    """The reason with what tells the care replaced by `…`; amounts, days and references stay.

    >>> masked(Reason("QT-1", {"act": "500-001", "quantity": 3, "limit": 1, "left": 0})).params
    {'act': '…', 'quantity': 3, 'limit': 1, 'left': 0}
    """
    hidden = TELLING | TELLING_OF.get(reason.code, frozenset())
    return Reason(reason.code, {name: HIDDEN if name in hidden else value for name, value in reason.params.items()})
