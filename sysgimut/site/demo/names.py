"""Names as they are borne between the Niger and the cliff, put together at random: nobody in particular."""

from __future__ import annotations

import csv
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from random import Random

DATA = Path(__file__).parent / "data"

GROUPS = ("peul", "dogon", "bozo", "bambara", "songhay")
# Cercle, then town or country: how often each group's names are met. Assumptions of the demo.
SHARES: dict[tuple[str, bool], tuple[int, ...]] = {
    ("MOPTI", True): (25, 15, 25, 15, 20),
    ("MOPTI", False): (48, 7, 25, 8, 12),
    ("BANDIAGARA", True): (15, 70, 1, 10, 4),
    ("BANDIAGARA", False): (9, 88, 0, 2, 1),
}


@dataclass(slots=True)
class Weighted:
    """Names and how often each is borne."""

    names: list[str] = field(default_factory=list)
    weights: list[int] = field(default_factory=list)

    def draw(self, random: Random) -> str:
        """One of them."""
        return random.choices(self.names, self.weights)[0]


@cache
def book() -> dict[tuple[str, str], Weighted]:
    """(group, kind) → names; the kind is famille, M or F."""
    found: dict[tuple[str, str], Weighted] = {}
    with (DATA / "names.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            names = found.setdefault((row["groupe"], row["genre"]), Weighted())
            names.names.append(row["nom"])
            names.weights.append(int(row["poids"]))
    return found


def group(random: Random, mutual: str, urban: bool) -> str:
    """The group whose names a household bears."""
    return random.choices(GROUPS, SHARES[mutual, urban])[0]


def family_name(random: Random, of: str) -> str:
    """A family name of a group."""
    return book()[of, "famille"].draw(random)


def given_names(random: Random, of: str, sex: str) -> str:
    """One given name, sometimes two."""
    names = book()[of, sex]
    first = names.draw(random)
    second = names.draw(random) if random.random() < 0.3 else first
    return first if second == first else f"{first} {second}"
