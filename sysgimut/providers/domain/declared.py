"""Facilities, agreements and tariffs, as a file or a form declares them."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

TO_ENTER = "à saisir"
"""In the name of a facility that the documents only number."""


class DeclaredFacility(NamedTuple):
    """A facility: name, type (CSCOM, CSREF, HOPITAL, OFFICINE) and the commune it stands in."""

    name: str
    type: str
    commune: str


class DeclaredAgreement(NamedTuple):
    """An agreement: product codes sorted and separated by a space; `end` excluded, None open."""

    start: date
    end: date | None
    products: str


class DeclaredTariff(NamedTuple):
    """A price in XOF until `end` (excluded, None open)."""

    price: int
    end: date | None


class TariffKey(NamedTuple):
    """What a tariff is for: a facility code, a facility type or `*`; an act; from which day."""

    target: str
    act: str
    start: date
