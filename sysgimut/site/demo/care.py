"""Reasons for care, and what is done and prescribed for them.

Proportions are assumptions of the demo: malaria from July to November, three medicines on a prescription of a health
centre for 1,500 to 3,500 XOF, more than half with an antibiotic, two in five with an injection.
"""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from datetime import date
from functools import cache
from random import Random

from sysgimut.site.demo.names import DATA
from sysgimut.site.demo.story import in_season

STEP = re.compile(r"(?P<act>[0-9]{3}-[0-9]{3})(?:\*(?P<low>[0-9]+)(?:-(?P<high>[0-9]+))?)?(?:@(?P<chance>[0-9]+))?")


@dataclass(frozen=True, slots=True)
class Step:
    """An act or medicine of a case: how many, and how often in a hundred cases."""

    act: str
    low: int
    high: int
    chance: int


@dataclass(frozen=True, slots=True)
class Case:
    """A reason for care: who has it, where it is treated, what is done."""

    name: str
    icd10: str
    signs: str
    care_type: str
    types: frozenset[str]
    weight: int
    season_weight: int
    sex: str
    age_min: int
    age_max: int
    steps: tuple[Step, ...]

    def concerns(self, sex: str, age: int) -> bool:
        """Whether someone of this sex and age may have it."""
        return self.sex in ("", sex) and self.age_min <= age <= self.age_max

    def drawn(self, random: Random) -> list[tuple[str, int]]:
        """What is done this time: (act, quantity)."""
        return [
            (step.act, random.randint(step.low, step.high))
            for step in self.steps
            if step.chance == 100 or random.randrange(100) < step.chance
        ]


def _steps(text: str) -> tuple[Step, ...]:
    steps = []
    for word in text.split():
        found = STEP.fullmatch(word)
        if found is None:
            raise ValueError(f"care.csv: {word!r} is no step")
        low = int(found["low"] or 1)
        steps.append(Step(found["act"], low, int(found["high"] or low), int(found["chance"] or 100)))
    return tuple(steps)


@cache
def cases() -> tuple[Case, ...]:
    """All the reasons for care."""
    with (DATA / "care.csv").open(encoding="utf-8", newline="") as file:
        return tuple(
            Case(
                row["cas"],
                row["cim10"],
                row["renseignements"],
                row["type_soins"],
                frozenset(row["etablissements"].split()),
                int(row["poids"]),
                int(row["poids_saison"]),
                row["sexe"],
                int(row["age_min"]),
                int(row["age_max"]),
                _steps(row["actes"]),
            )
            for row in csv.DictReader(file)
        )


def draw_case(random: Random, sex: str, age: int, on: date) -> Case | None:
    """A reason for care of someone on a day; None when there is none for them."""
    possible = [case for case in cases() if case.concerns(sex, age)]
    weights = [case.season_weight if in_season(on) else case.weight for case in possible]
    return random.choices(possible, weights)[0] if possible and sum(weights) else None
