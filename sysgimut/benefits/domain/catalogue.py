"""An act or medicine of the catalogue, as a file or a form declares it."""

from __future__ import annotations

from typing import NamedTuple


class DeclaredAct(NamedTuple):
    """What the catalogue says of an act: the columns of `Act`, after its code.

    `products` are the product codes that cover it, sorted, separated by a space (empty: never covered);
    ages are completed years at the care date, both included; maxima are quantities.
    """

    label: str
    service_code: str
    products: str
    sex: str
    age_min: int | None
    age_max: int | None
    needs_authorisation: bool
    max_per_request: int | None
    max_per_year: int | None
    dci: bool | None
    antibiotic: bool | None
    injectable: bool | None
    essential: bool | None
