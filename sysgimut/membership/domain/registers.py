"""Entering a register: what is new, what is known already, what cannot be.

Pure: the rows of some households and what the database knows of them go in, a plan comes out. The same plan
serves the file import and a single enrolment.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Container, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256
from operator import attrgetter
from uuid import UUID

from sysgimut.kernel import check_digit
from sysgimut.kernel.outcomes import Reason

ADHERENT = "adherent"


@dataclass(frozen=True, slots=True)
class NewPerson:
    """A person as a register declares them; `line` is the row of the file (0 when there is none)."""

    line: int
    reference: str
    family_name: str
    given_names: str
    sex: str
    birth: date
    birth_is_year: bool
    role: str
    joined: date
    left: date | None = None
    exit_reason: str = ""
    activity: str = ""
    phone: str = ""
    document_type: str = ""
    document_number: str = ""


@dataclass(frozen=True, slots=True)
class NewHousehold:
    """A household as a register declares it, with its people in the order of the rows."""

    reference: str
    mutual: str
    product: str
    commune: str
    village: str
    members: tuple[NewPerson, ...]

    @property
    def joined(self) -> date:
        """The day the first of them joins."""
        return min(member.joined for member in self.members)


@dataclass(frozen=True, slots=True)
class KnownPerson:
    """What is recorded of a person of the household, for comparison with a row."""

    person_id: UUID
    belonging_id: int
    reference: str
    family_name: str
    given_names: str
    sex: str
    birth: date
    birth_is_year: bool
    role: str
    joined: date
    left: date | None
    exit_reason: str


@dataclass(frozen=True, slots=True)
class KnownHousehold:
    """A household that is recorded already."""

    household_id: UUID
    mutual: str
    product: str
    scope_path: str
    people: tuple[KnownPerson, ...]


@dataclass(frozen=True, slots=True)
class RowError:
    """A row that is not recorded, and why."""

    line: int
    column: str
    value: str
    reason: Reason


@dataclass(frozen=True, slots=True)
class Exit:
    """Someone recorded leaves the household."""

    known: KnownPerson
    left: date
    reason: str


@dataclass(slots=True)
class HouseholdPlan:
    """What to record of one household."""

    household: NewHousehold
    known: KnownHousehold | None
    arrivals: list[tuple[NewPerson, str]] = field(default_factory=list)
    """(person, reference given or assigned)."""
    exits: list[Exit] = field(default_factory=list)

    @property
    def changes(self) -> bool:
        """Whether anything of it is not recorded yet."""
        return bool(self.arrivals or self.exits)


@dataclass(slots=True)
class Plan:
    """What to record of a register: plans household by household, and the rows in error."""

    households: list[HouseholdPlan] = field(default_factory=list)
    errors: list[RowError] = field(default_factory=list)
    unchanged: int = 0


def plan(
    households: Sequence[NewHousehold],
    known: Mapping[str, KnownHousehold],
    owners: Mapping[str, str],
    products: frozenset[str],
) -> Plan:
    """Compare a register with what is recorded.

    `known` maps household reference → what is recorded; `owners` maps every person reference that is taken →
    reference of the household that its person is (or was last) in; `products` are those with parameters.
    References assigned here are nobody's in `owners`, in the register, or among each other.
    """
    planner = _Planner(households, owners, products)
    for household in households:
        one = planner.household(household, known.get(household.reference))
        if one.changes:
            planner.result.households.append(one)
    return planner.result


class _Planner:
    """Goes through a register household by household, remembering which references are taken."""

    def __init__(self, households: Iterable[NewHousehold], owners: Mapping[str, str], products: frozenset[str]) -> None:
        self.result = Plan()
        self._products = products
        self._taken = dict(owners)
        self._avoided = {member.reference for household in households for member in household.members} | set(owners)

    def household(self, household: NewHousehold, known: KnownHousehold | None) -> HouseholdPlan:
        """What is new in one household; the rows in error go to the result."""
        one = HouseholdPlan(household, known)
        if known is not None and known.mutual != household.mutual:
            reason = Reason("MEN-MUTUELLE", {"household": household.reference, "mutual": known.mutual})
            self._refuse(household.members, "mutuelle", household.mutual, reason)
            return one
        if household.product not in self._products:
            reason = Reason("MEN-PRODUIT", {"product": household.product})
            self._refuse(household.members, "produit", household.product, reason)
            return one
        people = _Recorded(known.people if known else ())
        for member in household.members:
            recorded = people.named_by(member)
            if self._changes_product(member, one):
                continue
            if recorded is not None:
                self._recorded(member, recorded, one)
            elif not self._refused(member, one):
                self._arrival(member, one)
        self._keep_whole(one)
        return one

    def _keep_whole(self, one: HouseholdPlan) -> None:
        """When the row of a new household's adherent was refused, the others cannot be a household without one."""
        joining = [member for member, _ in one.arrivals]
        declared, kept = (any(m.role == ADHERENT for m in members) for members in (one.household.members, joining))
        if one.known is None and declared and not kept:
            self._refuse(joining, "lien", None, Reason("MEN-ADHERENT", {"heads": 0}))
            one.arrivals.clear()

    def _refuse(self, members: Iterable[NewPerson], column: str, value: str | None, reason: Reason) -> None:
        self.result.errors += [
            RowError(member.line, column, member.role if value is None else value, reason) for member in members
        ]

    def _changes_product(self, member: NewPerson, one: HouseholdPlan) -> bool:
        """Whether the adherent's row says another product than the household's recorded one, which is noted."""
        if member.role != ADHERENT or one.known is None or one.known.product == one.household.product:
            return False
        reason = Reason("MEN-AUTRE_PRODUIT", {"household": one.household.reference, "kept": one.known.product})
        self._refuse([member], "produit", one.household.product, reason)
        return True

    def _recorded(self, member: NewPerson, recorded: KnownPerson, one: HouseholdPlan) -> None:
        """A row about someone recorded: unchanged, an exit, or a difference that a file may not bring."""
        error = _difference(member, recorded)
        if error is not None:
            self.result.errors.append(error)
        elif member.left is None or recorded.left is not None:
            self.result.unchanged += 1
        else:
            one.exits.append(Exit(recorded, member.left, member.exit_reason))

    def _refused(self, member: NewPerson, one: HouseholdPlan) -> bool:
        """Whether someone who is not recorded in the household cannot join it, for a reason that is noted."""
        if member.reference and member.reference in self._taken:
            owner = self._taken[member.reference]
            reason = Reason("MEN-REFERENCE", {"reference": member.reference, "household": owner})
            self._refuse([member], "reference_beneficiaire", member.reference, reason)
            return True
        recorded = one.known.people if one.known is not None else ()
        if member.role == ADHERENT and any(p.role == ADHERENT and p.left is None for p in recorded):
            reason = Reason("MEN-ADHERENT-DEJA", {"household": one.household.reference})
            self._refuse([member], "lien", None, reason)
            return True
        return False

    def _arrival(self, member: NewPerson, one: HouseholdPlan) -> None:
        reference = member.reference or assign_reference(one.household.reference, self._avoided)
        self._taken[reference] = one.household.reference
        self._avoided.add(reference)
        one.arrivals.append((member, reference))


_traits = attrgetter("family_name", "given_names", "sex", "birth", "joined")


class _Recorded:
    """The people recorded in a household; each is named by one row at most."""

    def __init__(self, people: Iterable[KnownPerson]) -> None:
        self._people: dict[Hashable, list[KnownPerson]] = defaultdict(list)
        for person in people:
            self._people[person.reference].append(person)
            self._people[_traits(person)].append(person)
        self._named: set[int] = set()

    def named_by(self, member: NewPerson) -> KnownPerson | None:
        """The person that a row names: by reference, else by names, sex, birth and day of joining.

        Among several, the one with the same day of joining (someone who came back), then the same link (twins
        written alike).
        """
        key: Hashable = member.reference or _traits(member)
        alike = [person for person in self._people.get(key, ()) if person.belonging_id not in self._named]
        if not alike:
            return None
        found = max(alike, key=lambda person: (person.joined == member.joined, person.role == member.role))
        self._named.add(found.belonging_id)
        return found


def _difference(member: NewPerson, recorded: KnownPerson) -> RowError | None:
    """The first thing a row says of someone recorded that a file may not change."""
    differences: list[tuple[str, str | date, str | date]] = [
        ("nom", member.family_name, recorded.family_name),
        ("prenoms", member.given_names, recorded.given_names),
        ("sexe", member.sex, recorded.sex),
        ("date_naissance", _birth(member), _birth(recorded)),
        ("lien", member.role, recorded.role),
        ("date_adhesion", member.joined, recorded.joined),
    ]
    if member.left is not None and recorded.left is not None:
        differences.append(("date_sortie", member.left, recorded.left))
        differences.append(("motif_sortie", member.exit_reason or recorded.exit_reason, recorded.exit_reason))
    for column, declared, kept in differences:
        if declared != kept:
            reason = Reason("MEN-DIFFERENT", {"reference": recorded.reference, "column": column, "kept": kept})
            return RowError(member.line, column, str(declared), reason)
    return None


def _birth(person: NewPerson | KnownPerson) -> str | date:
    return str(person.birth.year) if person.birth_is_year else person.birth


_NUMBERED = re.compile(r"[0-9A-Z]{1,20}-[0-9]{6,9}-[0-9A-Z]")
_LONGEST_STEM = 30


def assign_reference(household: str, taken: Container[str]) -> str:
    """A reference for someone of a household: its own, a number, a check character; never one that is taken.

    The check character of a household that the mutual numbered itself is left out: one is enough. What a
    reference cannot hold (spaces, accents, other alphabets) is left out too, and a few characters that stand for
    the whole keep such households apart.

    >>> assign_reference("MOP-000123", {}), assign_reference("MOPTI-000123-R", {})
    ('MOP-000123-01-V', 'MOPTI-000123-01-W')
    >>> assign_reference("K 1", ()), assign_reference("K.1", ())
    ('K1-87EAD-01-B', 'K1-EC775-01-Y')
    """
    stem = re.sub(r"[^0-9A-Z-]", "", household.upper())[:_LONGEST_STEM]
    if stem != household.upper():
        mark = sha256(household.encode()).hexdigest()[:5].upper()
        stem = f"{stem[: _LONGEST_STEM - 6]}-{mark}".lstrip("-")
    if _NUMBERED.fullmatch(stem) and check_digit.valid(stem):
        stem = stem[:-2]
    number = 1
    while (reference := check_digit.append(f"{stem}-{number:02d}")) in taken:
        number += 1
    return reference


def household_reference(mutual: str, number: int) -> str:
    """The reference of a mutual's household number `number`: its code, six digits, a check character.

    >>> household_reference("MOPTI", 123)
    'MOPTI-000123-R'
    """
    return check_digit.append(f"{re.sub(r'[^0-9A-Z]', '', mutual.upper())[:20] or 'X'}-{number:06d}")
