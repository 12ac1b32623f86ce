"""Writing people and households down: the rows of a plan, for the commands that carry plans out.

The commands themselves are in contributions, because whoever joins or leaves changes what is due and covered.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from sysgimut.journal import rows
from sysgimut.journal.execution import Execution
from sysgimut.membership.domain.names import likeness, tokens
from sysgimut.membership.domain.registers import Exit, HouseholdPlan, NewHousehold, NewPerson
from sysgimut.membership.messages import ConfirmedDifferent, PersonEntry
from sysgimut.membership.models import (
    Alias,
    Belonging,
    DuplicateDecision,
    DuplicateSuspicion,
    Household,
    Identity,
    NameToken,
    Person,
    Residence,
)
from sysgimut.membership.queries import Home, look_alikes
from sysgimut.network.queries import Directory

SCOPE_PATH = rows.columns(Residence).index("scope_path")


@dataclass(slots=True)
class Written:
    """What was recorded: the households that existed before (their coverage may have changed), and the
    identifiers by reference of the households and people that are new."""

    known_before: list[UUID] = field(default_factory=list)
    households: dict[str, UUID] = field(default_factory=dict)
    people: dict[str, UUID] = field(default_factory=dict)


def record_plans(
    plans: Sequence[HouseholdPlan],
    mutual: str,
    network: Directory,
    execution: Execution,
    numbers: Mapping[str, int] | None = None,
    suspect: bool = True,
) -> Written:
    """Record the arrivals and exits of some households of a mutual.

    `numbers` gives the place in the mutual's own numbering of the households that have one. `suspect` writes
    down the look-alikes among the new people for a person to look at; a desk asks before instead.
    """
    sheet = _Sheet(execution, mutual)
    for one in plans:
        household_id = one.known.household_id if one.known else execution.new_id()
        if one.known is None:
            number = (numbers or {}).get(one.household.reference)
            sheet.households.append((household_id, one.household.reference, mutual, number))
            residence = _residence(one.household, household_id, network)
            sheet.residences.append(residence)
            scope_path = residence[SCOPE_PATH]
            sheet.written.households[one.household.reference] = household_id
        else:
            sheet.written.known_before.append(household_id)
            scope_path = one.known.scope_path
        for member, reference in one.arrivals:
            sheet.arrival(member, reference, household_id, scope_path)
        for leaving in one.exits:
            sheet.exit(leaving, household_id)
    sheet.record(suspect)
    return sheet.written


@dataclass(slots=True)
class _Sheet:
    """Rows of some households, gathered for a fixed number of statements."""

    execution: Execution
    mutual: str
    written: Written = field(default_factory=Written)
    households: list[rows.Row] = field(default_factory=list)
    residences: list[rows.Row] = field(default_factory=list)
    people: list[rows.Row] = field(default_factory=list)
    identities: list[rows.Row] = field(default_factory=list)
    belongings: list[rows.Row] = field(default_factory=list)
    words: list[rows.Row] = field(default_factory=list)
    gone: list[int] = field(default_factory=list)
    likenesses: list[tuple[UUID, str]] = field(default_factory=list)

    def arrival(self, member: NewPerson, reference: str, household_id: UUID, scope_path: str) -> None:
        """Someone new joins."""
        person_id = self.execution.new_id()
        names = tokens(member.family_name, member.given_names)
        alike = likeness(names, member.sex, member.birth.year)
        self.written.people[reference] = person_id
        self.people.append((person_id, reference))
        self.identities.append(_identity(member, person_id, alike))
        self.belongings.append(
            (household_id, person_id, self.mutual, member.role, member.joined, member.left, member.exit_reason)
        )
        self.words += [(token, person_id, household_id, self.mutual, scope_path, member.birth.year) for token in names]
        self.likenesses.append((person_id, alike))

    def exit(self, leaving: Exit, household_id: UUID) -> None:
        """Someone recorded leaves."""
        known = leaving.known
        self.gone.append(known.belonging_id)
        self.belongings.append(
            (household_id, known.person_id, self.mutual, known.role, known.joined, leaving.left, leaving.reason)
        )

    def record(self, suspect: bool) -> None:
        """Write everything down."""
        found = look_alikes(self.likenesses) if suspect else []
        suspicions = [(person, other, self.mutual, 90, "names") for person, other in found]
        execution = self.execution
        execution.insert(Household, self.households)
        execution.insert(Residence, self.residences)
        execution.insert(Person, self.people)
        execution.insert(Identity, self.identities)
        execution.supersede(Belonging, self.gone)
        execution.insert(Belonging, self.belongings)
        execution.insert(NameToken, self.words)
        execution.insert(DuplicateSuspicion, suspicions)


def _residence(household: NewHousehold, household_id: UUID, network: Directory) -> rows.Row:
    place = network.locate(household.mutual, household.commune, household.village)
    return (
        household_id,
        household.product,
        place.commune_code,
        place.village_code,
        household.commune,
        household.village,
        place.scope_path,
        household.joined,
    )


def _identity(member: NewPerson, person_id: UUID, alike: str) -> rows.Row:
    return (
        person_id,
        member.family_name,
        member.given_names,
        member.sex,
        member.birth,
        "estimated" if member.birth_is_year else "day",
        member.activity,
        member.phone,
        member.document_type,
        member.document_number,
        alike,
    )


def record_differences(
    execution: Execution, confirmed: Sequence[ConfirmedDifferent], by_rank: Mapping[int, UUID]
) -> None:
    """Write down why look-alikes of the people of these ranks are other people."""
    others = {
        reference: person
        for person, reference in Person.objects.filter(reference__in=[one.reference for one in confirmed]).values_list(
            "id", "reference"
        )
    }
    execution.insert(
        DuplicateDecision,
        [
            (by_rank[one.rank], others[one.reference], False, one.reason)
            for one in confirmed
            if one.rank in by_rank and one.reference in others
        ],
    )


def record_aliases(
    execution: Execution, mutual: str, people: Sequence[PersonEntry], by_rank: Mapping[int, UUID]
) -> None:
    """Write down the old numbers of some people, by rank."""
    aliases = [(mutual, person.alias, by_rank[rank]) for rank, person in enumerate(people, 1) if person.alias]
    execution.insert(Alias, aliases)


def record_names(execution: Execution, home: Home, person_id: UUID, born: int, names: Sequence[str]) -> None:
    """Write down more tokens by which someone of a household is found; those that are written already stay."""
    known = NameToken.objects.filter(
        person=person_id, household=home.household_id, scope_path=home.scope_path, born=born
    )
    fresh = sorted(set(names) - set(known.values_list("token", flat=True)))
    place = (home.household_id, home.mutual, home.scope_path, born)
    execution.insert(NameToken, [(token, person_id, *place) for token in fresh])


def record_names_elsewhere(execution: Execution, home: Home, scope_path: str) -> None:
    """The people of a household are found where it goes to, by all the tokens that found them where it was."""
    people = Belonging.objects.filter(household=home.household_id, superseded_by__isnull=True).values("person")
    written = NameToken.objects.filter(person__in=people, household=home.household_id).order_by("id")
    found: dict[str, dict[rows.Row, None]] = {home.scope_path: {}, scope_path: {}}
    for path, *key in written.values_list("scope_path", "token", "person_id", "born"):
        found.setdefault(path, {})[tuple(key)] = None
    fresh = [key for key in found[home.scope_path] if key not in found[scope_path]]
    execution.insert(
        NameToken,
        [(token, person, home.household_id, home.mutual, scope_path, born) for token, person, born in fresh],
    )
