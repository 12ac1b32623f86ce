"""Reads of people and households."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar
from uuid import UUID

from django.db.models import Q

from sysgimut.journal.among import among
from sysgimut.kernel.outcomes import Reason
from sysgimut.membership.domain.registers import KnownHousehold, KnownPerson
from sysgimut.membership.messages import PersonEntry
from sysgimut.membership.models import (
    Alias,
    Belonging,
    DuplicateSuspicion,
    Household,
    Identity,
    Person,
    Residence,
)

BLOCK = 5_000
Item = TypeVar("Item")


def blocks(items: Iterable[Item], size: int = BLOCK) -> Iterator[list[Item]]:
    """The items in lists of at most `size`: how many values one query may name."""
    block: list[Item] = []
    for item in items:
        block.append(item)
        if len(block) == size:
            yield block
            block = []
    if block:
        yield block


def lock_households(references: Sequence[str]) -> None:
    """Lock these households, in the order of their identifiers (docs/locking.md), until the transaction ends.

    The rows are a turn only (`no_key`): whoever writes a row that refers to one of them does not wait.
    """
    if references:
        these = Household.objects.filter(reference__in=among(references))
        list(these.select_for_update(no_key=True).order_by("id").values_list("id"))


def known_households(references: Sequence[str]) -> dict[str, KnownHousehold]:
    """What is recorded of these households, by reference."""
    found: dict[str, KnownHousehold] = {}
    for block in blocks(references):
        households = {
            identifier: (reference, mutual)
            for identifier, reference, mutual in Household.objects.filter(reference__in=block).values_list(
                "id", "reference", "mutual"
            )
        }
        if not households:
            continue
        people = _people(list(households))
        homes = Residence.objects.filter(household__in=list(households), superseded_by__isnull=True)
        for identifier, product, scope_path in homes.values_list("household_id", "product", "scope_path"):
            reference, mutual = households[identifier]
            found[reference] = KnownHousehold(identifier, mutual, product, scope_path, tuple(people[identifier]))
    return found


def _people(households: Sequence[UUID]) -> dict[UUID, list[KnownPerson]]:
    belongings = Belonging.objects.filter(household__in=households, superseded_by__isnull=True).order_by("id")
    held = list(
        belongings.values_list(
            "household_id", "person_id", "id", "person__reference", "role", "joined", "left", "exit_reason"
        )
    )
    identities = {
        row[0]: row[1:]
        for block in blocks({row[1] for row in held})
        for row in Identity.objects.filter(person__in=block, superseded_by__isnull=True).values_list(
            "person_id", "family_name", "given_names", "sex", "birth", "birth_precision"
        )
    }
    people: dict[UUID, list[KnownPerson]] = defaultdict(list)
    for household, person, belonging, reference, role, joined, left, exit_reason in held:
        family, given, sex, birth, precision = identities[person]
        estimated = precision in ("year", "estimated")
        people[household].append(
            KnownPerson(
                person,
                belonging,
                reference,
                family,
                given,
                sex,
                birth,
                estimated,
                role,
                joined,
                left,
                exit_reason,
            )
        )
    return people


def reference_owners(references: Iterable[str]) -> dict[str, str]:
    """Which of these person references are taken: reference → reference of the household (or “—”)."""
    owners: dict[str, str] = {}
    for block in blocks(references):
        taken = Person.objects.filter(reference__in=among(block))
        owners.update((reference, "—") for reference in taken.values_list("reference", flat=True))
    return owners


def look_alikes(likenesses: Sequence[tuple[UUID, str]]) -> list[tuple[UUID, UUID]]:
    """Pairs (new person, other person) whose names sound alike, of the same sex and year of birth."""
    first: dict[str, UUID] = {}
    for block in blocks({alike for _, alike in likenesses}):
        recorded = Identity.objects.filter(likeness__in=among(block), superseded_by__isnull=True).order_by("id")
        for person, alike in recorded.values_list("person_id", "likeness"):
            first.setdefault(alike, person)
    pairs = []
    for person, alike in likenesses:
        other = first.setdefault(alike, person)
        if other != person:
            pairs.append((person, other))
    return pairs


@dataclass(frozen=True, slots=True)
class Resident:
    """A household and where it hangs in the network."""

    household_id: UUID
    reference: str
    scope_path: str


def residents(mutual: str, references: Sequence[str]) -> dict[str, Resident]:
    """Those of these households that are in the mutual, by reference."""
    homes = Residence.objects.filter(
        household__reference__in=among(references), household__mutual=mutual, superseded_by__isnull=True
    )
    return {
        reference: Resident(household, reference, path)
        for household, reference, path in homes.values_list("household_id", "household__reference", "scope_path")
    }


@dataclass(frozen=True, slots=True)
class Home:
    """A household where it lives now, for a command about it. `since` is the day it came there."""

    household_id: UUID
    reference: str
    mutual: str
    residence_id: int
    product: str
    scope_path: str
    commune_code: str
    village_code: str
    commune: str
    village: str
    since: date


def home_of(reference: str) -> Home | None:
    """The household of this reference, or None. Not cut to anybody's scope: the command asks the gateway."""
    found = Residence.objects.filter(household__reference=reference, superseded_by__isnull=True).values_list(
        "household_id",
        "household__reference",
        "household__mutual",
        "id",
        "product",
        "scope_path",
        "commune_code",
        "village_code",
        "commune_name",
        "village_name",
        "start",
    )
    row = found.first()
    return Home(*row) if row else None


def people_of(home: Home) -> dict[str, KnownPerson]:
    """The people recorded in a household, by reference; of someone who came back, the last time."""
    known = known_households([home.reference])[home.reference]
    return {person.reference: person for person in sorted(known.people, key=lambda person: person.joined)}


def last_number(mutual: str) -> int:
    """The highest number given in a mutual's own numbering of households; 0 before the first."""
    numbers = Household.objects.filter(mutual=mutual, number__isnull=False).order_by("-number")
    return numbers.values_list("number", flat=True).first() or 0


def household_exists(reference: str) -> bool:
    """Whether the reference is some household's, in any mutual."""
    return Household.objects.filter(reference=reference).exists()


def current_identity(person_id: UUID) -> Identity:
    """Who a person is, as known now. Raises Identity.DoesNotExist: everybody has one."""
    return Identity.objects.get(person=person_id, superseded_by__isnull=True)


def refuse_aliases(mutual: str, people: Sequence[PersonEntry]) -> list[Reason]:
    """Which of the old numbers of some people are somebody else's already in the mutual, or written twice."""
    ranks: dict[str, int] = {}
    reasons = []
    for rank, person in enumerate(people, 1):
        if person.alias and ranks.setdefault(person.alias, rank) != rank:
            reasons.append(
                Reason("PERS-ALIAS", {"rank": rank, "field": "alias", "alias": person.alias, "reference": ""})
            )
    taken = Alias.objects.filter(mutual=mutual, alias__in=list(ranks))
    for alias, reference in taken.values_list("alias", "person__reference"):
        rank = ranks[alias]
        reasons.append(Reason("PERS-ALIAS", {"rank": rank, "field": "alias", "alias": alias, "reference": reference}))
    return reasons


def open_suspicion(person: str, other: str) -> DuplicateSuspicion | None:
    """The undecided suspicion about these two references, in this order or the other, locked; or None."""
    both = {"person__reference": person, "other__reference": other}
    crossed = {"person__reference": other, "other__reference": person}
    waiting = DuplicateSuspicion.objects.filter(Q(**both) | Q(**crossed), superseded_by__isnull=True)
    return waiting.select_for_update(of=("self",)).order_by("id").first()


def scopes_of_person(person_id: UUID) -> tuple[str, ...]:
    """The scope paths of the households somebody belongs or belonged to."""
    homes = Residence.objects.filter(
        household__belongings__person=person_id,
        household__belongings__superseded_by__isnull=True,
        superseded_by__isnull=True,
    )
    return tuple(homes.order_by("id").values_list("scope_path", flat=True).distinct())


def household_mutuals(references: Iterable[str]) -> dict[str, str]:
    """The mutual of each of these households; those that are not recorded are left out."""
    found: dict[str, str] = {}
    for block in blocks(dict.fromkeys(references)):
        found.update(Household.objects.filter(reference__in=among(block)).values_list("reference", "mutual"))
    return found
