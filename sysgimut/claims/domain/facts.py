"""What the mutual knows when it decides: people and rights, acts, facilities, tariffs, authorisations, rates.

A caller loads the facts of one request, or of a whole batch, in a fixed number of statements and hands them
over; adjudication only reads them. Days are `date`, periods half-open, `None` as an end is open for ever,
amounts are whole XOF, rates exact fractions.

Rules: docs/algorithms/adjudication.md.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from functools import lru_cache
from typing import NamedTuple, Protocol
from unicodedata import category, normalize

from sysgimut.claims.domain.request import CARE_TYPES, CareType
from sysgimut.kernel.periods import completed_years

PersonId = Hashable

OPEN = "OUVERT"
"""Status of a segment of rights in which care is reimbursed; any other refuses with `DR-<status>`."""

EVERYWHERE = "*"
"""Scope of a tariff that holds for every facility."""


class RightsSegment(Protocol):
    """What adjudication reads of a segment of rights, whoever made it (docs/algorithms/coverage.md)."""

    @property
    def start(self) -> date | None:
        """First day; None: since ever."""

    @property
    def end(self) -> date | None:
        """First day after; None: for ever."""

    @property
    def status(self) -> str:
        """OUVERT, NON_VALIDE, SORTI, PAS_ENCORE, OBSERVATION or EXPIRE."""

    @property
    def day(self) -> date | None:
        """The day a person needs to hear: when rights expired, open, or the person left."""


class Segment(NamedTuple):
    """A segment of rights as a caller loads it."""

    start: date | None
    end: date | None
    status: str
    day: date | None = None


@dataclass(frozen=True, slots=True)
class Insured:
    """A person as the register knows them. Their mutual pays for their lines: which one, the caller knows."""

    person_id: PersonId
    reference: str
    family_name: str
    given_names: str
    sex: str
    """M or F."""
    birth: date
    birth_is_year: bool
    """Only the year of `birth` is known."""
    product: str
    rights: tuple[RightsSegment, ...]
    """The whole time axis, in order, without gaps."""

    def rights_on(self, day: date) -> RightsSegment:
        """The segment of rights that holds `day`. Raises LookupError when the time axis has a gap there."""
        for segment in self.rights:
            end = segment.end
            if end is None or day < end:
                if segment.start is None or segment.start <= day:
                    return segment
                break
        raise LookupError(f"the rights of {self.reference} say nothing of {day}")

    def ages_on(self, day: date) -> tuple[int, int]:
        """Lowest and highest age in completed years on `day`; they differ only for a birth year alone.

        A birth year alone is any day of that year up to `day`: the two ages differ, except in the year of
        birth itself and on 31 December.

        >>> awa = Insured(1, "M1-01", "TRAORÉ", "Awa", "F", date(2018, 7, 1), True, "MOPTI", ())
        >>> awa.ages_on(date(2024, 3, 1)), awa.ages_on(date(2024, 12, 31)), awa.ages_on(date(2018, 3, 1))
        ((5, 6), (6, 6), (0, 0))
        """
        if not self.birth_is_year:
            age = completed_years(self.birth, day)
            return age, age
        oldest = day.year - self.birth.year
        if oldest <= 0 or (day.month == 12 and day.day == 31):
            return oldest, oldest
        return oldest - 1, oldest


@lru_cache(maxsize=65536)
def name_letters(name: str) -> str:
    """The letters of a name, without case, accents, spaces, hyphens or apostrophes: what ID-2 compares.

    >>> name_letters("OULD-BABA"), name_letters("N’Diaye"), name_letters("Maïga")
    ('ouldbaba', 'ndiaye', 'maiga')
    """
    plain = normalize("NFKD", name.casefold())
    # Modifier letters (Lm) are left out too: phones type ʼ (U+02BC) for the apostrophe of N'Diaye.
    return "".join(character for character in plain if category(character) in ("Ll", "Lu", "Lt", "Lo"))


def same_name(insured: Insured, family_name: str | None, given_names: str | None) -> bool:
    """Whether a declared family name is the recorded one, or family and first names were swapped.

    An absent family name contradicts nothing (its absence has its own codes).
    """
    if family_name is None or family_name == insured.family_name:
        return True
    declared, recorded = name_letters(family_name), name_letters(insured.family_name)
    if declared == recorded:
        return True
    return (
        given_names is not None
        and declared == name_letters(insured.given_names)
        and name_letters(given_names) == recorded
    )


@dataclass(frozen=True, slots=True)
class Act:
    """An act, examination or medicine of the catalogue. Ages in completed years, included; None: no limit."""

    code: str
    service_code: str
    products: frozenset[str]
    """Products that cover it; empty: never covered."""
    sex: str | None = None
    age_min: int | None = None
    age_max: int | None = None
    needs_authorisation: bool = False
    max_per_request: int | None = None
    max_per_year: int | None = None
    restricted: bool = field(init=False)
    """Whether the act is for one sex or for some ages only; worked out once, read for every line."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "restricted", (self.sex, self.age_min, self.age_max) != (None, None, None))

    def admits_age(self, age: int) -> bool:
        """Whether a person of `age` completed years is within the act's limits."""
        return (self.age_min is None or self.age_min <= age) and (self.age_max is None or age <= self.age_max)


class Agreement(NamedTuple):
    """A facility's agreement (convention), from `start` to `end` excluded, for these products."""

    start: date
    end: date | None
    products: frozenset[str]


@dataclass(frozen=True, slots=True)
class Facility:
    """A health centre, hospital or pharmacy with its agreements, in any order."""

    code: str
    type: str
    """CSCOM, CSREF, HOPITAL or OFFICINE."""
    agreements: tuple[Agreement, ...]


class Authorisation(NamedTuple):
    """A prior authorisation issued to one person for one act, from `start` to `end` excluded."""

    number: str
    start: date
    end: date | None


class Tariff(NamedTuple):
    """The price of an act, in XOF, from `start` to `end` excluded, where `scope` says.

    `scope` is a facility code, a facility type, or `*` for everywhere.
    """

    scope: str
    act: str
    price: int
    start: date
    end: date | None


class TariffTable:
    """Tariffs compiled for look-up: the most specific in force wins, among equals the latest start."""

    __slots__ = ("_by_act",)

    def __init__(self, tariffs: Iterable[Tariff]) -> None:
        by_act: dict[str, dict[str, list[tuple[date, date | None, int]]]] = {}
        for tariff in tariffs:
            by_scope = by_act.setdefault(tariff.act, {})
            by_scope.setdefault(tariff.scope, []).append((tariff.start, tariff.end, tariff.price))
        for by_scope in by_act.values():
            for entries in by_scope.values():
                entries.sort(key=lambda entry: entry[0], reverse=True)
        self._by_act = by_act

    def price(self, act: str, facility: Facility, day: date) -> int | None:
        """The price of `act` at `facility` on `day`, in XOF; None when no tariff is in force.

        >>> table = TariffTable([Tariff("*", "100-001", 1000, date(2022, 1, 1), None),
        ...                      Tariff("CSCOM", "100-001", 1500, date(2023, 6, 1), date(2024, 6, 1))])
        >>> cscom = Facility("CSCOM07", "CSCOM", ())
        >>> [table.price("100-001", cscom, date(year, 6, 1)) for year in (2021, 2022, 2023, 2024)]
        [None, 1000, 1500, 1000]
        """
        by_scope = self._by_act.get(act)
        if by_scope is None:
            return None
        for scope in (facility.code, facility.type, EVERYWHERE):
            for start, end, price in by_scope.get(scope, ()):
                if start <= day and (end is None or day < end):
                    return price
        return None


@dataclass(frozen=True, slots=True)
class ProductRules:
    """From `start` on, what a product pays: a rate for each care type, and the days allowed to file care."""

    start: date
    rates: Mapping[CareType, Fraction]
    filing_days: int

    def __post_init__(self) -> None:
        if set(self.rates) != set(CARE_TYPES):
            raise ValueError(f"a product needs a rate for A, H and U, not {', '.join(sorted(self.rates))}")
        if any(not 0 <= rate <= 1 for rate in self.rates.values()) or self.filing_days < 0:
            raise ValueError("a rate is from 0 to 1 and a filing delay is not negative")


@dataclass(slots=True)
class Facts:
    """All that adjudication may know of one batch, or of one request.

    `insured` is keyed by reference as declared, so that a caller who resolves aliases adds their keys;
    `products` holds the successive rules of each product, oldest first. Raises ValueError when the product
    of an insured person has no rules: nothing could be decided for them.
    """

    insured: Mapping[str, Insured]
    acts: Mapping[str, Act]
    facilities: Mapping[str, Facility]
    tariffs: TariffTable
    products: Mapping[str, tuple[ProductRules, ...]]
    authorisations: Mapping[tuple[PersonId, str], tuple[Authorisation, ...]] = field(default_factory=dict)
    """By person and act."""

    def __post_init__(self) -> None:
        without = {person.product for person in self.insured.values()} - {
            product for product, versions in self.products.items() if versions
        }
        if without:
            raise ValueError(f"no rules for the product {', '.join(sorted(without))}")
        for product, versions in self.products.items():
            starts = [version.start for version in versions]
            if starts != sorted(set(starts)):
                raise ValueError(f"the rules of {product} must stand oldest first, each with its own start")

    def rules(self, product: str, day: date | None) -> ProductRules:
        """The rules of `product` on `day`; before the first ones the first, without a day the latest."""
        versions = self.products[product]
        if day is None or len(versions) == 1:
            return versions[-1]
        chosen = versions[0]
        for version in versions:
            if version.start > day:
                break
            chosen = version
        return chosen

    def longest_filing_days(self, day: date) -> int | None:
        """The longest delay of all products to file care of `day`: what an unknown person's request is held to."""
        return max((self.rules(product, day).filing_days for product in self.products), default=None)
