"""Searching for people and households: by name as it sounds, by reference, old number or telephone.

Every answer is cut to the viewer's scopes, read page by page, and found by an index.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from django.db.models import QuerySet

from sysgimut.identity.access import Viewer
from sysgimut.identity.scopes import under
from sysgimut.membership.domain.names import tokens
from sysgimut.membership.messages import phone_digits
from sysgimut.membership.models import ADHERENT, Alias, Belonging, Household, Identity, Person, Residence
from sysgimut.membership.named import households_named

READ = "membership.read_households"
MOST_COUNTED = 10_000
"""A list is counted and paged to here and no further: no page counts a whole table. A search narrows it."""


@dataclass(frozen=True, slots=True)
class Member:
    """Someone of a household, for a list."""

    reference: str
    name: str
    role: str
    phone: str
    joined: date
    left: date | None
    sounds: tuple[str, ...]


@dataclass(slots=True)
class HouseholdRow:
    """A household in a list. `found` are those of its people whose name was asked for."""

    household_id: UUID
    reference: str
    mutual: str
    product: str
    commune: str
    village: str
    scope_path: str
    members: list[Member] = field(default_factory=list)
    found: list[Member] = field(default_factory=list)

    @property
    def head(self) -> Member | None:
        """Its head (adhérent) now, else the first of those who belong to it."""
        present = [member for member in self.members if member.left is None]
        return next((member for member in present if member.role == ADHERENT), present[0] if present else None)

    @property
    def present(self) -> int:
        """How many people have not left."""
        return sum(member.left is None for member in self.members)


def visible_homes(viewer: Viewer, operation: str = READ) -> QuerySet[Residence]:
    """Where the households live that the viewer may see: one row each."""
    scopes = viewer.scopes(operation)
    return Residence.objects.filter(under("scope_path", scopes), superseded_by__isnull=True)


def search_homes(viewer: Viewer, text: str, within: str = "", product: str = "") -> QuerySet[Residence]:
    """The visible households that answer `text`, the latest enrolled first.

    `text` is a name (the beginning of its last word is enough), the reference of a household or person, an old
    number, or a telephone; empty: all. `within` is a scope path, `product` a code; empty: all.
    """
    homes = visible_homes(viewer)
    if within:
        homes = homes.filter(under("scope_path", [within]))
    if product:
        homes = homes.filter(product=product)
    if text.strip():
        by_number = any(character.isdigit() for character in text)
        scopes = [within] if within else viewer.scopes(READ)
        found = _households_by_number(text.strip()) if by_number else households_named(text, scopes)
        homes = homes.filter(household__in=found)
    return homes.order_by("-household_id")


def _households_by_number(text: str) -> list[UUID]:
    """Each of these look-ups is by a unique or indexed value."""
    reference = text.upper()
    found = set(Household.objects.filter(reference__in=[reference, text]).values_list("id", flat=True))
    people = set(Person.objects.filter(reference__in=[reference, text]).values_list("id", flat=True))
    people |= set(Alias.objects.filter(alias=text).values_list("person_id", flat=True)[:MOST_COUNTED])
    phone = phone_digits(text)
    if len(phone) >= 6 and re.fullmatch(r"[\d\s.+-]+", text):
        named = Identity.objects.filter(phone=phone, superseded_by__isnull=True)
        people |= set(named.values_list("person_id", flat=True)[:MOST_COUNTED])
    homes = Belonging.objects.filter(person__in=people, superseded_by__isnull=True)
    return sorted(found | set(homes.values_list("household_id", flat=True)))


def household_rows(homes: Iterable[Residence], text: str = "") -> list[HouseholdRow]:
    """The rows of a page of households with their people, in two statements."""
    rows = {
        home.household_id: HouseholdRow(
            home.household_id,
            home.household.reference,
            home.household.mutual,
            home.product,
            home.commune_name,
            home.village_name,
            home.scope_path,
        )
        for home in homes
    }
    words = [key for word in text.split() for key in tokens(word)]
    for household, members in members_of(list(rows)).items():
        rows[household].members = members
        if words:
            rows[household].found = [member for member in members if _answers(member, words)]
    return list(rows.values())


def _answers(member: Member, words: Sequence[str]) -> bool:
    *whole, last = words
    return set(whole) <= set(member.sounds) and any(sound.startswith(last) for sound in member.sounds)


def members_of(households: Sequence[UUID]) -> dict[UUID, list[Member]]:
    """The people of some households, those who left included, in the order they joined."""
    belongings = Belonging.objects.filter(
        household__in=households, superseded_by__isnull=True, person__identities__superseded_by__isnull=True
    ).order_by("joined", "id")
    found: dict[UUID, list[Member]] = defaultdict(list)
    for household, reference, role, joined, left, family, given, phone in belongings.values_list(
        "household_id",
        "person__reference",
        "role",
        "joined",
        "left",
        "person__identities__family_name",
        "person__identities__given_names",
        "person__identities__phone",
    ):
        name = f"{given} {family}"
        found[household].append(Member(reference, name, role, phone, joined, left, tokens(family, given)))
    return found
