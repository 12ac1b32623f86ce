"""Look-alikes that wait for a decision, side by side, for whoever is responsible for one of the two."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet

from sysgimut.identity.access import Viewer
from sysgimut.identity.scopes import under
from sysgimut.membership.models import Belonging, DuplicateSuspicion, Identity, Residence

READ = "membership.read_duplicates"


@dataclass(frozen=True, slots=True)
class Record:
    """What is recorded of one of the two; `household` is where they belong, or last belonged."""

    reference: str
    name: str
    sex: str
    birth: date
    birth_is_year: bool
    activity: str
    phone: str
    document: str
    household: str
    commune: str
    village: str
    role: str
    joined: date
    left: date | None


@dataclass(frozen=True, slots=True)
class Pair:
    """Two records that may be of one person; `why` are the words of `domain.duplicates.Verdict`."""

    first: Record
    second: Record
    score: int
    why: tuple[str, ...]

    @property
    def differences(self) -> frozenset[str]:
        """Names of the fields in which the two differ."""
        names = ("name", "sex", "birth", "activity", "phone", "document", "household", "commune", "village", "role")
        return frozenset(name for name in names if getattr(self.first, name) != getattr(self.second, name))


def open_suspicions(viewer: Viewer) -> QuerySet[DuplicateSuspicion]:
    """Undecided suspicions about someone of a visible household, the most alike first."""
    visible = Belonging.objects.filter(
        under("household__residences__scope_path", viewer.scopes(READ)),
        household__residences__superseded_by__isnull=True,
        superseded_by__isnull=True,
    )
    here, there = (Exists(visible.filter(person=OuterRef(name))) for name in ("person", "other"))
    waiting = DuplicateSuspicion.objects.filter(superseded_by__isnull=True)
    return waiting.filter(here | there).order_by("-score", "id")


def pairs(suspicions: Iterable[DuplicateSuspicion]) -> list[Pair]:
    """The two records of each suspicion, in three statements."""
    listed = list(suspicions)
    records = _records({key for one in listed for key in (one.person_id, one.other_id)})
    return [Pair(records[one.other_id], records[one.person_id], one.score, tuple(one.why.split())) for one in listed]


def _records(people: set[UUID]) -> dict[UUID, Record]:
    identities = {
        identity.person_id: identity
        for identity in Identity.objects.filter(person__in=people, superseded_by__isnull=True).select_related("person")
    }
    belongings = {
        belonging.person_id: belonging
        for belonging in Belonging.objects.filter(person__in=people, superseded_by__isnull=True)
        .select_related("household")
        .order_by("joined")
    }
    homes = {
        home.household_id: home
        for home in Residence.objects.filter(
            household__in={belonging.household_id for belonging in belongings.values()}, superseded_by__isnull=True
        )
    }
    return {
        person: _record(identities[person], belongings[person], homes[belongings[person].household_id])
        for person in people
    }


def _record(identity: Identity, belonging: Belonging, home: Residence) -> Record:
    return Record(
        reference=identity.person.reference,
        name=identity.full_name,
        sex=identity.sex,
        birth=identity.birth,
        birth_is_year=identity.birth_is_year,
        activity=identity.activity,
        phone=identity.phone,
        document=f"{identity.document_type} {identity.document_number}".strip(),
        household=belonging.household.reference,
        commune=home.commune_name,
        village=home.village_name,
        role=belonging.role,
        joined=belonging.joined,
        left=belonging.left,
    )
