"""Households, drawn: who is born, dies, moves, pays, pays late, pays twice, and what officers get wrong."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from tests.oracle.draw import Draw
from tests.oracle.registers import Person
from tests.simulation.model.officers import ASSISTANT, OF_SECTION, near
from tests.simulation.model.state import SECTIONS, Fields, Household, Mutuals, Slip

Message = tuple[str, Fields, str]
SYLLABLES = ("ba", "dia", "go", "kou", "ly", "ma", "nè", "pou", "ri", "san", "tou", "wé", "yo", "zié", "fa", "dou")
METHODS = ("especes", "especes", "especes", "orange_money", "moov_money", "wave", "sama_money", "banque")
LEAVES = 50
MUTUAL_OF = {"Konna": "MOPTI", "Soye": "MOPTI", "Dourou": "BANDIAGARA"}


class Life:
    """Draws what happens to people and to their money."""

    def __init__(self, draw: Draw, world: Mutuals, households: int) -> None:
        self.draw, self.world, self.households = draw, world, households
        self.books: dict[str, list[str]] = {commune: [] for commune in SECTIONS}
        self.leaf: dict[str, int] = {}
        self.families = 0

    def beginnings(self) -> list[Message]:
        """Each section has a booklet before anything else."""
        return [self._booklet(commune, date(2024, 1, 2)) for commune in SECTIONS]

    def event(self, today: date) -> list[Message]:
        """Something that happens to a household, or to the money of one."""
        known = sorted(self.world.households)
        if not known or (len(known) < self.households and self.draw.chance(0.35)):
            return self._enrolment(today)
        household = self.world.households[self.draw.one(known)]
        kinds = (
            (self._payment, 30), (self._validation, 8), (self._birth, 6), (self._arrival, 3), (self._exit, 5),
            (self._correction, 4), (self._move, 3), (self._credit, 5),
        )  # fmt: skip
        office = ((self._cancel, 5), (self._placing, 6), (self._new_booklet, 1), (self._batch, 2), (self._strange, 1))
        return self.draw.weighted((*kinds, *office))(household, today)

    def _name(self) -> str:
        return "".join(self.draw.one(SYLLABLES) for _ in range(self.draw.whole(3, 4))).title()

    def _person(self, today: date, role: str, ages: tuple[int, int], family: str = "") -> Fields:
        born = self.draw.between(_years_ago(today, ages[1]), _years_ago(today, ages[0]))
        return {
            "family_name": family or self._name(),
            "given_names": self._name(),
            "sex": self.draw.one(("M", "F")),
            "birth": born,
            "birth_is_year": ages[0] > 0 and self.draw.chance(0.2),
            "role": role,
        }

    def _enrolment(self, today: date) -> list[Message]:
        """A family, and mostly its money at once; on a phone it brings its own reference."""
        self.families += 1
        commune, family = self.draw.one(sorted(SECTIONS)), self._name()
        joined = today - timedelta(days=self.draw.deck("joined", (0, 0, 0, 1, 5, 30, 90)))
        people = [self._person(joined, "adherent", (19, 75), family)]
        size = self.draw.weighted(((self.draw.whole(0, 6), 0.85), (self.draw.whole(12, 16), 0.15)))
        people += [self._person(joined, self.draw.one(("conjoint", "enfant", "autre")), (1, 60)) for _ in range(size)]
        mutual = MUTUAL_OF[commune] if self.draw.chance(0.97) else self.draw.one(("MOPTI", "BANDIAGARA"))
        if self.draw.chance(0.04):
            joined = today + timedelta(days=self.draw.whole(1, 9))
        if self.draw.chance(0.04):
            people[-1] = {**people[-1], "role": "adherent" if len(people) > 1 else "autre"}
        reference = f"TEL-{self.families}" if self.draw.chance(0.5) else ""
        asked: Fields = {
            "mutual": mutual, "product": self.draw.one(("MOPTI", "AMV")), "commune": commune,
            "village": self.draw.one(("Gnimitongo", "Sama", "Koubi")), "joined": joined, "reference": reference,
            "people": tuple(people),
        }  # fmt: skip
        officer = OF_SECTION[commune]
        messages: list[Message] = [("enrol_household", asked, officer)]
        if reference and mutual == MUTUAL_OF[commune]:
            household = Household(reference, mutual, asked["product"], commune, asked["village"], joined)
            price = self.world.price(household.product, today) * len(people)
            fee = 1000 * -(-len(people) // 15)
            messages.append(self._receipt(household, today, fee, price, officer))
            if self.draw.chance(0.7):
                messages.append(("validate_household", {"household": reference}, officer))
        return messages

    def _payment(self, household: Household, today: date) -> list[Message]:
        """What is due, a part of it, months ahead, or the wrong sum; entered on its day or weeks later."""
        standing = self.world.standing(household)
        price = self.world.price(household.product, today) * max(1, standing.persons)
        fee = max(0, standing.fee_due - standing.fee_paid)
        periods = self.draw.weighted(((1, 6.0), (2, 2.0), (self.draw.whole(3, 8), 1.0)))
        amount = self.draw.weighted(
            (
                (max(0, price * periods - standing.credit), 6.0),
                (price // 2, 2.0),
                (price * periods + 700, 1.0),
                (0, 0.5),
            )
        )
        fee = self.draw.weighted(((fee, 8.0), (fee + 1000, 1.0), (fee // 2, 1.0)))
        late = self.draw.weighted(((0, 6.0), (self.draw.whole(1, 12), 3.0), (self.draw.whole(20, 200), 1.0), (-2, 0.3)))
        return [self._receipt(household, today - timedelta(days=late), fee, amount, near(self.draw, household))]

    def _receipt(self, household: Household, day: date, fee: int, contribution: int, officer: str) -> Message:
        code, leaf = self._leaf(household)
        unknown = self.draw.chance(0.05)
        asked = {
            "mutual": household.mutual, "booklet": code, "leaf": leaf, "day": day,
            "household": "illisible" if unknown else household.reference, "fee": fee, "contribution": contribution,
            "method": self.draw.one(METHODS),
            "till": SECTIONS[household.commune] if self.draw.chance(0.8) else "",
        }  # fmt: skip
        return "record_receipt", asked, officer

    def _leaf(self, household: Household) -> tuple[str, int]:
        """The next leaf of the section's booklet; sometimes one that is used, of another booklet, or of none."""
        wrong = self.draw.random.random()
        if wrong < 0.03 and self.world.slips:
            return self.draw.one(sorted(key[1:] for key in self.world.slips))
        if wrong < 0.05:
            return f"LIBRE{self.draw.whole(1, 3)}", self.draw.whole(1, 40)
        commune = household.commune if wrong < 0.97 else self.draw.one(sorted(SECTIONS))
        code = self.books[commune][-1]
        self.leaf[code] = self.leaf.get(code, 0) + (1 if self.draw.chance(0.95) else 2)
        return code, self.leaf[code]

    def _booklet(self, commune: str, today: date) -> Message:
        code = f"{commune[:1]}{len(self.books[commune]) + 1}"
        self.books[commune].append(code)
        mutual = MUTUAL_OF[commune]
        asked = {"mutual": mutual, "commune": commune, "code": code, "first": 1, "last": LEAVES, "day": today}
        return "issue_booklet", asked, ASSISTANT[mutual]

    def _new_booklet(self, household: Household, today: date) -> list[Message]:
        """A new one for the section that has used most of its leaves; sometimes with a range that is none."""
        commune = max(sorted(SECTIONS), key=lambda one: self.leaf.get(self.books[one][-1], 0))
        if self.leaf.get(self.books[commune][-1], 0) < LEAVES - 10 and self.draw.chance(0.7):
            last = self.draw.one((0, 5_000))
            operation, asked, officer = self._booklet(commune, today)
            self.books[commune].pop()
            return [(operation, {**asked, "last": last}, officer)]
        return [self._booklet(commune, today)]

    def _batch(self, household: Household, today: date) -> list[Message]:
        """Stubs typed in one go: new ones, some of them twice, some that are recorded already."""
        rows = []
        for _ in range(self.draw.whole(1, 6)):
            one = self.world.households[self.draw.one(sorted(self.world.households))]
            _, asked, _ = self._receipt(one, today - timedelta(days=self.draw.whole(0, 40)), 1000, 1000, "")
            names = ("booklet", "leaf", "day", "household", "fee", "contribution", "method")
            rows += [{name: asked[name] for name in names}] * self.draw.one((1, 1, 1, 2))
        slip = self._slip()
        if slip is not None:
            rows.append(
                {
                    "booklet": slip.number[0], "leaf": slip.number[1], "day": slip.money.day,
                    "household": slip.household or slip.declared, "fee": slip.money.fee,
                    "contribution": slip.money.contribution, "method": slip.method,
                }
            )  # fmt: skip
        return [("import_receipts", {"mutual": household.mutual, "rows": tuple(rows)}, "racine")]

    def _validation(self, household: Household, today: date) -> list[Message]:
        """Mostly of a file that is waiting."""
        waiting = sorted(one.reference for one in self.world.households.values() if not one.validated)
        if waiting and self.draw.chance(0.7):
            household = self.world.households[self.draw.one(waiting)]
        return [("validate_household", {"household": household.reference}, near(self.draw, household))]

    def _birth(self, household: Household, today: date) -> list[Message]:
        child = self._person(today, "enfant", (0, 0))
        born = today - timedelta(days=self.draw.whole(0, 130))
        joined = self.draw.weighted(((born, 2.0), (today, 4.0), (born - timedelta(days=3), 0.2)))
        asked = {"household": household.reference, "joined": joined, "person": {**child, "birth": born}}
        return [("add_person", asked, near(self.draw, household))]

    def _arrival(self, household: Household, today: date) -> list[Message]:
        """Someone moves in; a new head where there is none, and sometimes where there is one."""
        headless = not any(one.lien == "adherent" and one.leaves is None for one in household.people)
        role = "adherent" if headless or self.draw.chance(0.05) else self.draw.one(("conjoint", "autre"))
        joined = today + timedelta(days=self.draw.one((0, 0, -1, -20, 2)))
        asked = {"household": household.reference, "joined": joined, "person": self._person(joined, role, (16, 80))}
        return [("add_person", asked, near(self.draw, household))]

    def _someone(self, household: Household) -> Person:
        return self.draw.one(sorted(household.people, key=lambda one: one.reference or ""))

    def _exit(self, household: Household, today: date) -> list[Message]:
        person = self._someone(household)
        left = today - timedelta(days=self.draw.one((0, 0, 1, 3, 15, 60, -2)))
        reason = self.draw.one(("deces", "depart", "radiation"))
        asked = {"household": household.reference, "person": person.reference, "left": left, "reason": reason}
        return [("record_exit", asked, near(self.draw, household))]

    def _correction(self, household: Household, today: date) -> list[Message]:
        """A name respelt, a birth found on a paper; sometimes on a page that is out of date, or with nothing new."""
        person = self._someone(household)
        identity: dict[str, Any] = {
            "family_name": person.nom, "given_names": person.prenoms, "sex": person.sexe, "birth": person.born,
            "birth_is_year": person.year_only, "role": person.lien,
        }  # fmt: skip
        born = self.draw.between(person.joins - timedelta(days=90), person.joins + timedelta(days=2))
        change: Fields = self.draw.weighted(
            (({"given_names": self._name()}, 4.0), ({"birth": born, "birth_is_year": False}, 4.0), ({}, 1.0))
        )
        version = self.world.versions[person.reference or ""]
        seen = max(0, version - 1) if self.draw.chance(0.2) else version
        asked = {"household": household.reference, "person": person.reference, "version": seen}
        return [("correct_person", {**asked, "identity": {**identity, **change}}, near(self.draw, household))]

    def _move(self, household: Household, today: date) -> list[Message]:
        commune = self.draw.one(sorted(SECTIONS))
        asked = {
            "household": household.reference, "commune": commune,
            "village": self.draw.one(("Gnimitongo", "Sama", "Koubi")),
            "day": today - timedelta(days=self.draw.one((0, 0, 2, 200, -3))),
        }  # fmt: skip
        officer = ASSISTANT[household.mutual] if self.draw.chance(0.6) else near(self.draw, household)
        return [("transfer_household", asked, officer)]

    def _credit(self, household: Household, today: date) -> list[Message]:
        """Credit of one purpose is needed for the other; mostly where there is some."""
        for _ in range(4):
            standing, source = self.world.standing(household), self.draw.one(("fee", "contribution"))
            if (standing.fee_paid - standing.fee_due if source == "fee" else standing.credit) > 0:
                break
            household = self.world.households[self.draw.one(sorted(self.world.households))]
        there = standing.fee_paid - standing.fee_due if source == "fee" else standing.credit
        amount = self.draw.one((max(1, there), max(1, there // 2), there + 500 if there > -500 else 1))
        day = today - timedelta(days=self.draw.one((0, 0, 0, 4, -1)))
        asked = {"household": household.reference, "source": source, "amount": amount, "day": day}
        return [("transfer_credit", asked, self.draw.one((ASSISTANT[household.mutual], near(self.draw, household))))]

    def _slip(self, waiting: bool = False) -> Slip | None:
        keys = [key for key, one in self.world.slips.items() if not waiting or one.household is None]
        return self.world.slips[self.draw.one(sorted(keys))] if keys else None

    def _cancel(self, household: Household, today: date) -> list[Message]:
        """A receipt that was a mistake, or a leaf that was spoilt."""
        code, leaf = self._leaf(household)
        slip = self._slip()
        if slip is not None and self.draw.chance(0.7):
            code, leaf = slip.number
        asked = {"mutual": household.mutual, "booklet": code, "leaf": leaf}
        return [("cancel_receipt", asked, self.draw.one((ASSISTANT[household.mutual], near(self.draw, household))))]

    def _placing(self, household: Household, today: date) -> list[Message]:
        """Money in suspense finds its household: the one that was written, once it is known, or another."""
        slip = self._slip(waiting=True) or self._slip()
        if slip is None:
            return []
        declared = self.world.households.get(slip.declared)
        target = declared if declared is not None and self.draw.chance(0.8) else household
        asked = {
            "mutual": target.mutual, "booklet": slip.number[0], "leaf": slip.number[1], "household": target.reference,
        }  # fmt: skip
        return [("place_receipt", asked, self.draw.one((ASSISTANT[target.mutual], near(self.draw, target))))]

    def _strange(self, household: Household, today: date) -> list[Message]:
        """About a household that nobody knows."""
        unknown = {"household": "MOPTI-999999-X"}
        return [("validate_household", unknown, self.draw.one((OF_SECTION[household.commune], "racine")))]


def _years_ago(day: date, years: int) -> date:
    return date(day.year - years, day.month, min(day.day, 28))
