"""Where the demo's households live and get care: the shipped territory, catalogue and facilities."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sysgimut import benefits, network, providers

MUTUALS = {"ML0501": "MOPTI", "ML0502": "BANDIAGARA"}
EVERYWHERE = "*"


@dataclass(frozen=True, slots=True)
class Place:
    """A commune with its villages; `weight` is how many of the households live there."""

    mutual: str
    code: str
    commune: str
    urban: bool
    weight: int
    villages: tuple[str, ...]

    @property
    def section(self) -> str:
        """Code of the section of the commune."""
        return f"S-{self.code}"


@dataclass(frozen=True, slots=True)
class Site:
    """A facility: its code, type, commune, and the first day and products of its agreement."""

    code: str
    type: str
    commune: str
    since: date
    products: frozenset[str]


def _read(app: object, name: str) -> Iterator[dict[str, str]]:
    path = Path(str(getattr(app, "__file__", ""))).parent / "data" / name
    with path.open(encoding="utf-8-sig", newline="") as file:
        yield from csv.DictReader(file)


def places() -> list[Place]:
    """The 36 communes of the two mutuals, weighted by their inhabitants of 2015; small ones count a little more."""
    inhabitants = {row["code"]: int(row["habitants"]) for row in _read(network, "populations.csv")}
    villages: dict[str, list[str]] = defaultdict(list)
    for row in _read(network, "villages.csv"):
        villages[row["commune"]].append(row["nom"])
    return [
        Place(
            MUTUALS[row["cercle"]],
            row["code"],
            row["nom"],
            row["urbaine"] == "oui",
            inhabitants[row["code"]] + 6_000,
            tuple(villages[row["code"]]),
        )
        for row in _read(network, "communes.csv")
        if row["cercle"] in MUTUALS
    ]


def sites() -> list[Site]:
    """The 71 facilities."""
    return [
        Site(
            row["etablissement"],
            row["type"],
            row["commune"],
            date.fromisoformat(row["convention_debut"]),
            frozenset(row["produits"].split()),
        )
        for row in _read(providers, "facilities.csv")
    ]


@dataclass(frozen=True, slots=True)
class Article:
    """An act or medicine of the shipped catalogue."""

    code: str
    label: str
    service_code: str
    needs_authorisation: bool
    sex: str
    age_min: int
    age_max: int


def articles() -> dict[str, Article]:
    """The catalogue by code."""
    return {
        row["acte"]: Article(
            row["acte"],
            row["libelle"],
            row["prestation"],
            row["accord_prealable"] == "oui",
            row["sexe"],
            int(row["age_min"] or 0),
            int(row["age_max"] or 200),
        )
        for row in _read(benefits, "acts.csv")
    }


class Prices:
    """The shipped tariffs: the price of an act in a facility on a day, as the rule of the tariffs gives it."""

    def __init__(self) -> None:
        self._by_act: dict[str, dict[str, list[tuple[date, date, int]]]] = defaultdict(lambda: defaultdict(list))
        for row in _read(benefits, "tariffs.csv"):
            end = date.fromisoformat(row["fin"]) if row["fin"] else date.max
            period = (date.fromisoformat(row["debut"]), end, int(row["prix"]))
            self._by_act[row["acte"]][row["etablissement"]].append(period)

    def price(self, act: str, site: Site, on: date) -> int | None:
        """XOF; None when the facility does not do this act."""
        for target in (site.code, site.type, EVERYWHERE):
            found = [period for period in self._by_act[act][target] if period[0] <= on < period[1]]
            if found:
                return max(found)[2]
        return None
