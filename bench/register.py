"""Registers that are invented for a bench: households as an agent enters them, with the receipts they paid."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from bench.population import Name, names
from sysgimut.contributions.domain.intake import DeclaredReceipt
from sysgimut.contributions.domain.receipts import ReceiptNumber
from sysgimut.journal import clock
from sysgimut.membership.domain.registers import NewHousehold, NewPerson

SIZES = (1, 2, 3, 4, 4, 5, 5, 6, 7, 8)
"""Four and a half people a household on average."""
RECEIPTS = (2, 3, 4, 4, 6)
"""Nearly four receipts a household."""
PLACES = {"MOPTI": "Mopti", "BANDIAGARA": "Bandiagara"}


@dataclass(slots=True)
class Register:
    """Households of one mutual and their receipts."""

    mutual: str
    label: str
    seed: int
    households: list[NewHousehold] = field(default_factory=list)
    receipts: list[DeclaredReceipt] = field(default_factory=list)

    @property
    def people(self) -> int:
        """How many people its households have."""
        return sum(len(household.members) for household in self.households)

    def write(self, count: int) -> Register:
        """Write so many households."""
        drawn = Random(self.seed)
        known = names(5_000)
        for rank in range(count):
            joined = clock.today() - timedelta(days=drawn.randrange(60, 1_000))
            self.households.append(self._household(drawn, rank, joined, known))
            self._receipts(drawn, self.households[-1], joined)
        self.receipts.sort(key=lambda receipt: receipt.day)
        return self

    def _household(self, drawn: Random, rank: int, joined: date, known: list[Name]) -> NewHousehold:
        members = tuple(self._person(drawn, place, joined, drawn.choice(known)) for place in range(drawn.choice(SIZES)))
        name, village = f"{self.label}-{rank:06d}", f"Village {rank % 20}"
        return NewHousehold(name, self.mutual, "MOPTI", PLACES[self.mutual], village, members)

    @staticmethod
    def _person(drawn: Random, place: int, joined: date, name: Name) -> NewPerson:
        years = drawn.randrange(20, 60) if place < 2 else drawn.randrange(1, 18)
        birth = joined - timedelta(days=years * 365 + drawn.randrange(365))
        role = ("adherent", "conjoint")[place] if place < 2 else "enfant"
        phone = f"7{drawn.randrange(10**7):07d}" if place == 0 else ""
        return NewPerson(0, "", name.family, name.given, name.sex, birth, False, role, joined, phone=phone)

    def _receipts(self, drawn: Random, household: NewHousehold, joined: date) -> None:
        yearly = 1_730 * len(household.members)
        for turn in range(drawn.choice(RECEIPTS)):
            number = len(self.receipts) + 1
            day = min(clock.today(), joined + timedelta(days=180 * turn))
            text = f"{self.label}-{number:06d}"
            fee, paid = (1_000, yearly) if turn == 0 else (0, yearly // 2)
            self.receipts.append(
                DeclaredReceipt(
                    0, text, ReceiptNumber(self.label, number), day, household.reference, fee, paid, "especes"
                )
            )
