"""Searching for who may already be recorded, before someone is. The rule is `domain.duplicates.judge`.

Every look-up is by an index: the sound of the names, the paper, the telephone. Rules: docs/algorithms/duplicates.md.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Q
from rapidfuzz import fuzz

from sysgimut.membership.domain.duplicates import BIRTH_YEARS, NOT_ALIKE, Found, Profile, Verdict, judge
from sysgimut.membership.domain.names import likeness, tokens
from sysgimut.membership.domain.registers import NewPerson
from sysgimut.membership.models import Belonging, Identity, NameToken, Residence
from sysgimut.network.queries import folded

MOST = 2_000
"""Candidates read for one enrolment: a bound, reached only by the commonest names."""

FIELDS = (
    "person_id",
    "person__reference",
    "family_name",
    "given_names",
    "sex",
    "birth",
    "birth_precision",
    "phone",
    "document_type",
    "document_number",
)


@dataclass(frozen=True, slots=True)
class Candidate:
    """Someone recorded who may be alike."""

    person_id: UUID
    reference: str
    name: str
    profile: Profile


@dataclass(frozen=True, slots=True)
class Home:
    """Where someone recorded belongs: the reference of the household, its village as written, folded to compare."""

    household: str
    village: str


def find_duplicates(people: Sequence[NewPerson], scope_path: str, village: str) -> list[Found]:
    """Who of the recorded may be one of these people, best first.

    `scope_path` is the section where their household lives, `village` its village there.
    """
    profiles = [_profile(person, village) for person in people]
    candidates = _candidates(profiles, scope_path)
    found = [
        (rank, candidate)
        for rank, profile in enumerate(profiles)
        for candidate in candidates
        if _judge(profile, candidate.profile).kind != "none"
    ]
    homes = _homes({candidate.person_id for _, candidate in found})
    results = []
    for rank, candidate in found:
        home = homes.get(candidate.person_id, Home("—", ""))
        known = _at(candidate.profile, home.village)
        person = people[rank]
        results.append(
            Found(
                rank=person.line,
                name=f"{person.given_names} {person.family_name}",
                reference=candidate.reference,
                other_name=candidate.name,
                household=home.household,
                village=home.village,
                birth=candidate.profile.birth,
                verdict=_judge(profiles[rank], known),
            )
        )
    return sorted(results, key=lambda one: (one.rank, -one.verdict.score, one.reference))


def _judge(new: Profile, known: Profile) -> Verdict:
    """The verdict on two profiles, measuring the names only where they can matter."""
    if new.sex != known.sex and new.phone != known.phone and new.document_number != known.document_number:
        return NOT_ALIKE
    similarity = fuzz.token_sort_ratio(" ".join(new.sounds), " ".join(known.sounds))
    return judge(new, known, int(similarity))


def _profile(person: NewPerson, village: str) -> Profile:
    return Profile(
        sounds=tokens(person.family_name, person.given_names),
        sex=person.sex,
        birth=person.birth,
        birth_is_year=person.birth_is_year,
        village=folded(village),
        document_type=person.document_type,
        document_number=person.document_number,
        phone=person.phone,
    )


def _at(profile: Profile, village: str) -> Profile:
    return Profile(
        profile.sounds,
        profile.sex,
        profile.birth,
        profile.birth_is_year,
        folded(village),
        profile.document_type,
        profile.document_number,
        profile.phone,
    )


def _candidates(profiles: Sequence[Profile], scope_path: str) -> list[Candidate]:
    """Whoever may be one of these people, in one statement: an index answers each of its parts."""
    current = Identity.objects.filter(superseded_by__isnull=True)
    first, *others = (current.filter(condition).values_list(*FIELDS) for condition in _conditions(profiles, scope_path))
    found: dict[UUID, Candidate] = {}
    for row in first.union(*others, all=True)[:MOST]:
        candidate = _candidate(row)
        found.setdefault(candidate.person_id, candidate)
    return list(found.values())


def _conditions(profiles: Sequence[Profile], scope_path: str) -> Iterable[Q]:
    """Same sound and year, same paper, same telephone anywhere; a name in common and a like age in the section.

    Bearers of a frequent name are counted by the ten thousand in a union, and by the dozen in a section.
    """
    yield Q(likeness__in={likeness(one.sounds, one.sex, one.birth.year) for one in profiles})
    papers = {one.document_number for one in profiles if one.document_number}
    if papers:
        yield Q(document_number__in=papers)
    phones = {one.phone for one in profiles if one.phone}
    if phones:
        yield Q(phone__in=phones)
    for one in profiles:
        years = (max(one.birth.year - BIRTH_YEARS, 1), one.birth.year + BIRTH_YEARS)
        named = NameToken.objects.filter(token__in=one.sounds, scope_path=scope_path, born__range=years)
        born = Q(birth__gte=date(years[0], 1, 1), birth__lte=date(years[1], 12, 31))
        yield Q(person__in=named.values("person"), sex=one.sex) & born


def _candidate(row: Sequence[Any]) -> Candidate:
    person, reference, family, given, sex, birth, precision, phone, paper, number = row
    profile = Profile(
        sounds=tokens(family, given),
        sex=sex,
        birth=birth,
        birth_is_year=precision in ("year", "estimated"),
        document_type=paper,
        document_number=number,
        phone=phone,
    )
    return Candidate(person, reference, f"{given} {family}", profile)


def _homes(people: Iterable[UUID]) -> dict[UUID, Home]:
    """The last household of each of these people."""
    belongings = Belonging.objects.filter(person__in=list(people), superseded_by__isnull=True).order_by("joined")
    last = dict(belongings.values_list("person_id", "household_id"))
    homes = {
        household: Home(reference, village)
        for household, reference, village in Residence.objects.filter(
            household__in=set(last.values()), superseded_by__isnull=True
        ).values_list("household_id", "household__reference", "village_name")
    }
    return {person: homes[household] for person, household in last.items()}
