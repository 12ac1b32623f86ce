"""The rows of the registers, typed: menages, recus, prestataires, actes, tarifs, accords.

One frozen value per row, with the physical `line` it starts on. Days are `date`, amounts whole XOF, `None` is an
empty cell; ends are excluded and None is open for ever. The rows of a bordereau stand in `bordereau_rows.py`.

Rules: docs/algorithms/exchange_files.md.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sysgimut.interop.domain.cells import Birth, ReceiptNumber


@dataclass(frozen=True, slots=True)
class HouseholdRow:
    """One person of menages.csv."""

    line: int
    household: str
    """Key of the household in the file."""
    mutual: str
    """MOPTI or BANDIAGARA."""
    commune: str | None
    village: str | None
    product: str
    joined_on: date
    reference: str | None
    family_name: str
    given_names: str
    sex: str
    """M or F."""
    birth: Birth
    role: str
    """Lien: adherent, conjoint, enfant or autre."""
    activity: str | None
    phone: str | None
    document_type: str | None
    document_number: str | None
    left_on: date | None
    """First day on which the person no longer belongs to the household."""
    exit_reason: str | None
    """deces, depart or radiation."""


@dataclass(frozen=True, slots=True)
class ReceiptRow:
    """One receipt of recus.csv."""

    line: int
    receipt: ReceiptNumber
    day: date
    household: str
    fee: int
    """Droit d'admission, 0 when empty."""
    contribution: int
    """Cotisation, 0 when empty."""
    method: str
    """especes, orange_money, moov_money, wave, sama_money or banque."""
    payment_reference: str | None
    collector: str | None


@dataclass(frozen=True, slots=True)
class FacilityRow:
    """One facility and one of its agreements, of prestataires.csv. A facility has one row per agreement."""

    line: int
    facility: str
    name: str | None
    type: str
    """CSCOM, CSREF, HOPITAL or OFFICINE."""
    commune: str | None
    agreement_start: date
    agreement_end: date | None
    products: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ActRow:
    """One act or medicine of actes.csv."""

    line: int
    act: str
    label: str | None
    service_code: str
    products: tuple[str, ...]
    """Products that cover it; none: never covered."""
    sex: str | None
    age_min: int | None
    """Completed years at the care date, included."""
    age_max: int | None
    """Completed years at the care date, included."""
    needs_authorisation: bool
    max_per_request: int | None
    max_per_year: int | None
    inn: str | None
    """DCI: the name, or oui/non, as written."""
    antibiotic: bool | None
    injectable: bool | None
    essential: bool | None


@dataclass(frozen=True, slots=True)
class TariffRow:
    """One price of tarifs.csv; `scope` is a facility code, a facility type or `*`."""

    line: int
    scope: str
    act: str
    price: int
    start: date
    end: date | None


@dataclass(frozen=True, slots=True)
class AuthorisationRow:
    """One prior authorisation of accords.csv."""

    line: int
    authorisation: str
    reference: str
    act: str
    start: date
    end: date | None
