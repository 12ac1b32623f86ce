"""What a desk does with people: enrol, add, take out, correct, move, validate."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from tests.oracle.registers import Person
from tests.simulation.model.books import Books
from tests.simulation.model.state import (
    ACCEPTED,
    DENIED,
    MUTUALS,
    SECTIONS,
    UNCHANGED,
    Answer,
    Expected,
    Fields,
    Household,
    Mutuals,
    Step,
    refused,
)

OLDEST_YEARS = 120


@dataclass
class Desk:
    """Expectations and effects of the commands about people."""

    world: Mutuals
    books: Books

    def reach(self, step: Step) -> Household | Expected:
        """The household of a message, or why its author is refused: one that is unknown is nobody's."""
        found = self.world.households.get(step.fields["household"])
        if not self.world.may(step.officer, step.operation, found.scope if found else "UTM"):
            return DENIED
        return found if found is not None else refused("MEN-INCONNU")

    def settle(self, household: Household) -> None:
        """Work the coverage out again: what it buys goes from credit to earned."""
        bought = self.world.standing(household).bought
        self.books.buy(household.mutual, bought - household.bought)
        household.bought = bought

    def expect_enrol_household(self, step: Step) -> Expected:
        """Refused for its place, its people, its reference; or for look-alikes."""
        asked = step.fields
        scope = SECTIONS[asked["commune"]]
        located = scope.startswith(f"{MUTUALS[asked['mutual']]}/")
        if not self.world.may(step.officer, step.operation, scope if located else MUTUALS[asked["mutual"]]):
            return DENIED
        if asked["reference"] in self.world.households:
            return refused("MEN-REFERENCE_MENAGE")
        codes = set() if located else {"MEN-COMMUNE"}
        codes |= {"MEN-ADHERENT"} if sum(p["role"] == "adherent" for p in asked["people"]) != 1 else set()
        for one in asked["people"]:
            codes |= _wrong(one, asked["joined"], step.today)
        if codes:
            return refused(*codes)
        return self._unless_recorded(asked["people"], asked["mutual"], asked["village"], asked["commune"])

    def _unless_recorded(self, people: Any, mutual: str, village: str, commune: str) -> Expected:
        """Someone with the very same names, birth and village is recorded: never twice."""
        for one in people:
            for household in self.world.households.values():
                same_place = (household.mutual, household.village, household.commune) == (mutual, village, commune)
                if same_place and any(_same(one, known) for known in household.people):
                    return refused("DOUBLON-CERTAIN", "DOUBLON-PROBABLE")
        return Expected("accepted", or_alike=True)

    def apply_enrol_household(self, step: Step, answer: Answer) -> None:
        """The household and its people, under the references they were given."""
        asked = step.fields
        names = ("mutual", "product", "commune", "village", "joined")
        household = Household(str(answer.result["household"]), *(asked[name] for name in names))
        self.world.households[household.reference] = household
        given = dict(answer.result["people"])
        for rank, one in enumerate(asked["people"], 1):
            self._join(household, one, asked["joined"], given[rank])

    def _join(self, household: Household, one: Fields, joined: date, reference: str) -> None:
        household.people.append(
            Person(
                menage=household.reference,
                mutuelle=household.mutual,
                produit=household.product,
                reference=reference,
                nom=one["family_name"],
                prenoms=one["given_names"],
                sexe=one["sex"],
                born=_born(one),
                year_only=one["birth_is_year"],
                lien=one["role"],
                joins=joined,
                leaves=None,
                others=(),
            )
        )
        self.world.home[reference] = household.reference
        self.world.versions[reference] = 0

    def expect_add_person(self, step: Step) -> Expected:
        """Refused for days that cannot be, a second head, someone recorded already."""
        household = self.reach(step)
        if isinstance(household, Expected):
            return household
        one, joined = step.fields["person"], step.fields["joined"]
        codes = _wrong(one, joined, step.today)
        recorded = any(_same_traits(one, joined, known) for known in household.people)
        if not recorded and one["role"] == "adherent" and any(_heads(known) for known in household.people):
            codes |= {"MEN-ADHERENT-DEJA"}
        if codes:
            return refused(*codes)
        if recorded:
            return refused("PERS-DEJA", "MEN-DIFFERENT")
        return self._unless_recorded([one], household.mutual, household.village, household.commune)

    def apply_add_person(self, step: Step, answer: Answer) -> None:
        """They belong to the household from their day on."""
        household = self.world.households[step.fields["household"]]
        self._join(household, step.fields["person"], step.fields["joined"], str(answer.result["person"]))
        self.settle(household)

    def expect_record_exit(self, step: Step) -> Expected:
        """Once, after they joined, and not in the future."""
        household = self.reach(step)
        if isinstance(household, Expected):
            return household
        person, left = self._known(household, step.fields["person"]), step.fields["left"]
        if person is None:
            return refused("PERS-INCONNUE")
        if person.leaves is not None:
            return refused("PERS-DEJA_SORTIE")
        if left > step.today:
            return refused("PERS-FUTUR")
        return refused("PERS-SORTIE") if left <= person.joins else ACCEPTED

    def apply_record_exit(self, step: Step, answer: Answer) -> None:
        """They belong to it no more."""
        household = self.world.households[step.fields["household"]]
        self._change(household, step.fields["person"], leaves=step.fields["left"])

    def _known(self, household: Household, reference: str) -> Person | None:
        return next((one for one in household.people if one.reference == reference), None)

    def _change(self, household: Household, reference: str, **values: Any) -> None:
        household.people = [replace(one, **values) if one.reference == reference else one for one in household.people]
        self.settle(household)

    def expect_correct_person(self, step: Step) -> Expected:
        """What the author saw must be what stands, and something must be different."""
        household = self.reach(step)
        if isinstance(household, Expected):
            return household
        asked = step.fields
        person = self._known(household, asked["person"])
        if person is None:
            return refused("PERS-INCONNUE")
        if asked["version"] != self.world.versions[asked["person"]]:
            return refused("PERS-MODIFIEE")
        codes = _wrong(asked["identity"], person.joins, step.today)
        if codes:
            return refused(*codes)
        return refused("PERS-RIEN") if _same(asked["identity"], person, years_too=True) else ACCEPTED

    def apply_correct_person(self, step: Step, answer: Answer) -> None:
        """A newer identity: a birth may change rights."""
        one, reference = step.fields["identity"], step.fields["person"]
        values = {"nom": one["family_name"], "prenoms": one["given_names"], "sexe": one["sex"]}
        household = self.world.households[step.fields["household"]]
        self._change(household, reference, **values, born=_born(one), year_only=one["birth_is_year"])
        self.world.versions[reference] += 1

    def expect_transfer_household(self, step: Step) -> Expected:
        """Within the mutual, elsewhere, after the day it came where it is."""
        household = self.reach(step)
        if isinstance(household, Expected):
            return household
        asked = step.fields
        scope = SECTIONS[asked["commune"]]
        located = scope.startswith(f"{MUTUALS[household.mutual]}/")
        if located and not self.world.may(step.officer, step.operation, scope):
            return DENIED
        if not located:
            return refused("MEN-COMMUNE")
        if (asked["commune"], asked["village"]) == (household.commune, household.village):
            return refused("MEN-MEME_LIEU")
        if asked["day"] > step.today:
            return refused("PERS-FUTUR")
        return refused("MEN-DATE") if asked["day"] <= household.since else ACCEPTED

    def apply_transfer_household(self, step: Step, answer: Answer) -> None:
        """Another village, perhaps another section: other officers answer for it."""
        household = self.world.households[step.fields["household"]]
        household.commune, household.village = step.fields["commune"], step.fields["village"]
        household.since = step.fields["day"]

    def expect_validate_household(self, step: Step) -> Expected:
        """Fee and first contribution are both paid on the day; a second time changes nothing."""
        household = self.reach(step)
        if isinstance(household, Expected):
            return household
        then = self.world.standing(household, step.today)
        if then.coverage.first is None:
            return refused("VALID-PERSONNE" if then.persons == 0 else "VALID-MANQUE")
        return UNCHANGED if household.validated else ACCEPTED

    def apply_validate_household(self, step: Step, answer: Answer) -> None:
        """Rights count from the payment day."""
        self.world.households[step.fields["household"]].validated = True


def _born(one: Fields) -> date:
    return date(one["birth"].year, 7, 1) if one["birth_is_year"] else one["birth"]


def _heads(person: Person) -> bool:
    return person.lien == "adherent" and person.leaves is None


def _wrong(one: Fields, joined: date, today: date) -> set[str]:
    """What no officer may write of someone."""
    codes = {"PERS-FUTUR"} if joined > today else set()
    late = one["birth"].year > joined.year if one["birth_is_year"] else one["birth"] > joined
    codes |= {"PERS-NAISSANCE"} if late else set()
    return codes | ({"PERS-AGE"} if joined.year - one["birth"].year > OLDEST_YEARS else set())


def _same(one: Fields, known: Person, years_too: bool = False) -> bool:
    """The same names, sex and full birth; a year alone is never certain."""
    if one["birth_is_year"] != known.year_only or (known.year_only and not years_too):
        return False
    names = (one["family_name"], one["given_names"], one["sex"], _born(one))
    return names == (known.nom, known.prenoms, known.sexe, known.born)


def _same_traits(one: Fields, joined: date, known: Person) -> bool:
    names = (one["family_name"], one["given_names"], one["sex"], _born(one), joined)
    return names == (known.nom, known.prenoms, known.sexe, known.born, known.joins)
