"""Households drawn at random: sizes, ages, links, who is born, dies, leaves. Shapes: sizes log-normal around a
median of 6 and at most 40 people (assumptions of the demo, docs/sources.md)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from math import exp
from random import Random

from sysgimut.interop.domain.cells import Birth
from sysgimut.interop.domain.households import HouseholdGroup
from sysgimut.interop.domain.rows import HouseholdRow
from sysgimut.kernel import check_digit
from sysgimut.site.demo import names
from sysgimut.site.demo.places import Place
from sysgimut.site.demo.story import Story, day_between

MEDIAN, SPREAD, LARGEST = 6, 0.55, 40
ACTIVITIES = {
    "peul": ("Élevage", "Commerce", "Agriculture"),
    "dogon": ("Agriculture", "Maraîchage", "Commerce"),
    "bozo": ("Pêche", "Commerce", "Transport fluvial"),
    "bambara": ("Agriculture", "Commerce", "Artisanat"),
    "songhay": ("Agriculture", "Commerce", "Artisanat"),
}
TOWN = ("Commerce", "Transport", "Couture", "Maçonnerie", "Mécanique", "Enseignement", "Restauration", "Artisanat")
PREFIX = {"MOPTI": "MOP", "BANDIAGARA": "BDG"}


@dataclass(slots=True)
class Household:
    """A household and all that happens to its people; rows as a register would hold them at the end."""

    key: str
    place: Place
    product: str
    group: str
    joined: date
    rows: list[HouseholdRow] = field(default_factory=list)

    def group_of(self, rows: Sequence[HouseholdRow]) -> HouseholdGroup:
        """Some of its rows, as an import gives them."""
        return HouseholdGroup(self.key, self.place.mutual, tuple(rows))


class Enroller:
    """Draws households of a story."""

    def __init__(self, random: Random, story: Story, places: Sequence[Place]) -> None:
        self._random = random
        self._story = story
        self._places = places
        self._weights = [place.weight for place in places]
        self._numbers: dict[str, int] = {}

    def household(self) -> Household:
        """One household with its people."""
        random = self._random
        place = random.choices(self._places, self._weights)[0]
        number = self._numbers[place.mutual] = self._numbers.get(place.mutual, 0) + 1
        key = f"{PREFIX[place.mutual]}-{number:06d}"
        product = "AMV" if place.urban and random.random() < 0.35 else "MOPTI"
        group = names.group(random, place.mutual, place.urban)
        household = Household(key, place, product, group, self._joining())
        size = min(LARGEST, max(1, round(MEDIAN * exp(random.gauss(0, SPREAD)))))
        self._people(household, size)
        self._events(household)
        return household

    def _joining(self) -> date:
        """Half of them when the register opens, the others later, mostly after the harvest."""
        story, random = self._story, self._random
        months = story.months()
        if random.random() < 0.5:
            return day_between(random, story.start, months[1][1])
        later = months[2:-1]
        weights = [3 if first.month in (11, 12, 1, 2) else 1 for first, _ in later]
        return day_between(random, *random.choices(later, weights)[0])

    def _people(self, household: Household, size: int) -> None:
        random, joined = self._random, household.joined
        family = names.family_name(random, household.group)
        sex = "M" if random.random() < 0.86 else "F"
        age = min(82, max(22, round(random.gauss(44, 13))))
        self._add(household, family, sex, joined, age, "adherent", (age - 1, age + 1))
        wives = 0 if sex == "F" else random.choices((0, 1, 2, 3), (10, 60, 24, 6))[0]
        for _ in range(min(wives, size - 1)):
            own = names.family_name(random, household.group)
            wife_age = max(18, age - random.randint(2, 14))
            self._add(household, own, "F", joined, wife_age, "conjoint", (wife_age - 1, wife_age + 1))
        while len(household.rows) < size:
            kin = random.random() < 0.16
            role = "autre" if kin else "enfant"
            low, high = (0, 75) if kin else (0, max(1, min(24, age - 16)))
            name = names.family_name(random, household.group) if kin and random.random() < 0.5 else family
            years = random.randint(low, high)
            self._add(household, name, random.choice("MF"), joined, years, role, (years, years))

    def _add(
        self,
        household: Household,
        family: str,
        sex: str,
        joined: date,
        age: int,
        role: str,
        ages: tuple[int, int],
    ) -> None:
        random = self._random
        born = joined - timedelta(random.randint(ages[0] * 365 + 1, ages[1] * 365 + 364))
        by_year = age >= 16 and random.random() < 0.5
        birth = Birth(date(born.year, 7, 1), True) if by_year else Birth(born, False)
        adult = age >= 18
        household.rows.append(
            HouseholdRow(
                line=0,
                household=household.key,
                mutual=household.place.mutual,
                commune=household.place.commune,
                village=random.choice(household.place.villages),
                product=household.product,
                joined_on=joined,
                reference=check_digit.append(f"{household.key}-{len(household.rows) + 1:02d}"),
                family_name=family,
                given_names=names.given_names(random, household.group, sex),
                sex=sex,
                birth=birth,
                role=role,
                activity=self._activity(household, sex, age),
                phone=self._phone() if adult and (role == "adherent" or random.random() < 0.35) else None,
                document_type="NINA" if (has := adult and random.random() < 0.4) else None,
                document_number=f"0{random.randint(0, 10**13 - 1):013d}{random.choice('ABCDEFGHJK')}" if has else None,
                left_on=None,
                exit_reason=None,
            )
        )

    def _activity(self, household: Household, sex: str, age: int) -> str | None:
        random = self._random
        if age < 7:
            return None
        if age < 17:
            return "Élève" if random.random() < 0.6 else None
        if sex == "F" and random.random() < 0.55:
            return "Ménagère"
        return random.choice(TOWN if household.place.urban else ACTIVITIES[household.group])

    def _phone(self) -> str:
        """A number that begins with 10, which no operator has."""
        return f"10{self._random.randint(0, 999_999):06d}"

    def _events(self, household: Household) -> None:
        """Births, deaths and departures until the end of the story; the village is that of the head."""
        random, last = self._random, self._story.today
        village = household.rows[0].village
        household.rows = [replace(row, village=village) for row in household.rows]
        years = (last - household.joined).days / 365
        mothers = [row for row in household.rows if row.sex == "F" and 17 <= _age(row, household.joined) <= 40]
        for mother in mothers:
            if random.random() < 0.16 * years:
                born = day_between(random, household.joined + timedelta(30), last)
                joined = born + timedelta(random.choices((7, 30, 90), (70, 20, 10))[0])
                if joined <= last:
                    self._newborn(household, mother, born, joined)
        for at, row in enumerate(household.rows[1:], 1):
            age = _age(row, row.joined_on)
            risk = (0.035 if age >= 60 else 0.018 if age < 3 else 0.004) * years
            gone = random.random()
            if gone < risk:
                household.rows[at] = self._leaving(row, "deces")
            elif gone < risk + 0.012 * years and age >= 15:
                household.rows[at] = self._leaving(row, "radiation" if random.random() < 0.05 else "depart")

    def _newborn(self, household: Household, mother: HouseholdRow, born: date, joined: date) -> None:
        random = self._random
        head = household.rows[0]
        family = head.family_name if mother.role != "autre" else mother.family_name
        sex = random.choice("MF")
        household.rows.append(
            replace(
                head,
                joined_on=joined,
                reference=check_digit.append(f"{household.key}-{len(household.rows) + 1:02d}"),
                family_name=family,
                given_names=names.given_names(random, household.group, sex),
                sex=sex,
                birth=Birth(born, False),
                role="enfant",
                activity=None,
                phone=None,
                document_type=None,
                document_number=None,
            )
        )

    def _leaving(self, row: HouseholdRow, reason: str) -> HouseholdRow:
        first = row.joined_on + timedelta(20)
        if first > self._story.today:
            return row
        return replace(row, left_on=day_between(self._random, first, self._story.today), exit_reason=reason)


def _age(row: HouseholdRow, on: date) -> int:
    return (on - row.birth.day).days // 365


def register_entries(households: Sequence[Household], story: Story) -> dict[int, list[HouseholdGroup]]:
    """What the registers of each month bring: households that join, people who are added, people who leave."""
    entries: dict[int, list[HouseholdGroup]] = {}
    for household in households:
        by_month: dict[int, list[HouseholdRow]] = {}
        for row in household.rows:
            by_month.setdefault(story.month_of(row.joined_on), []).append(replace(row, left_on=None, exit_reason=None))
        for row in household.rows:
            if row.left_on is not None:
                month = max(story.month_of(row.left_on), story.month_of(row.joined_on))
                rows = by_month.setdefault(month, [])
                rows[:] = [other for other in rows if other.reference != row.reference]
                rows.append(row)
        head = replace(household.rows[0], left_on=None, exit_reason=None)
        for month, rows in sorted(by_month.items()):
            known = any(row.reference == head.reference for row in rows)
            entries.setdefault(month, []).append(household.group_of(rows if known else [head, *rows]))
    return entries
