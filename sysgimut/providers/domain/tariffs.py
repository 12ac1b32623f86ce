"""Which price holds for an act at a facility on a day. Pure.

The rule is that of adjudication (docs/algorithms/adjudication.md): the facility's own tariff, else its type's, else
the one for everywhere; among those in force the latest start.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

EVERYWHERE = "*"


class PricedAct(NamedTuple):
    """A tariff: for a facility code, a facility type or `*`, of an act, in XOF, from a day to a day (excluded)."""

    target: str
    act: str
    price: int
    start: date
    end: date | None

    def holds(self, on: date) -> bool:
        """Whether it is in force on a day."""
        return self.start <= on and (self.end is None or on < self.end)


def prices_on(tariffs: Iterable[PricedAct], facility: str, kind: str, on: date) -> dict[str, PricedAct]:
    """Act → the tariff that holds on a day for a facility of a type.

    >>> day = date(2024, 6, 1)
    >>> known = [PricedAct("*", "100-001", 1000, date(2022, 1, 1), None),
    ...          PricedAct("CSCOM", "100-001", 600, date(2020, 1, 1), None)]
    >>> prices_on(known, "C1", "CSCOM", day)["100-001"].price, prices_on(known, "H1", "HOPITAL", day)["100-001"].price
    (600, 1000)
    """
    ranks = {EVERYWHERE: 0, kind: 1, facility: 2}
    found: dict[str, PricedAct] = {}
    for tariff in tariffs:
        if tariff.target not in ranks or not tariff.holds(on):
            continue
        held = found.get(tariff.act)
        if held is None or (ranks[held.target], held.start) < (ranks[tariff.target], tariff.start):
            found[tariff.act] = tariff
    return found
