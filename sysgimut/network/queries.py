"""Reads of the network: who covers which commune, and where everything hangs."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery

from sysgimut.identity.scopes import ROOT
from sysgimut.journal.compiled import compiled
from sysgimut.network.models import (
    Area,
    Cercle,
    Commune,
    Organisation,
    Population,
    Region,
    Registration,
    Village,
)


def folded(name: str) -> str:
    """A place name without case, accents or punctuation: Ségué-Iré and SEGUE IRE are one place."""
    text = unicodedata.normalize("NFD", name.casefold())
    return "".join(c for c in text if c.isalnum())


@dataclass(frozen=True, slots=True)
class Place:
    """Where a household lives, as far as the network knows it; empty codes for what it does not know."""

    commune_code: str
    village_code: str
    scope_path: str


@dataclass(frozen=True, slots=True)
class Directory:
    """The whole network in memory: a few hundred names."""

    mutuals: dict[str, str]
    communes: dict[tuple[str, str], tuple[str, str]]
    villages: dict[tuple[str, str], str]

    def locate(self, mutual: str, commune: str, village: str) -> Place:
        """The place named in a file. An unknown commune hangs the household on its mutual, to be placed later."""
        commune_code, section_path = self.communes.get((mutual, folded(commune)), ("", ""))
        village_code = self.villages.get((commune_code, folded(village)), "")
        return Place(commune_code, village_code, section_path or self.mutuals[mutual])


def directory(on: date) -> Directory:
    """The network as it stands on a day, in three queries."""
    organisations = Organisation.objects.filter(kind__in=["mutual", "section"])
    mutuals: dict[str, str] = {}
    sections: dict[tuple[str, str], str] = {}
    for code, kind, path, parent, commune in organisations.values_list(
        "code", "kind", "path", "parent_id", "commune_id"
    ):
        if kind == "mutual":
            mutuals[code] = path
        elif parent and commune:
            sections[parent, commune] = path
    areas = Area.objects.filter(start__lte=on).exclude(end__lte=on)
    communes = {
        (mutual, folded(spelling)): (code, sections.get((mutual, code), ""))
        for mutual, code, name, variants in areas.values_list(
            "mutual_id", "commune_id", "commune__name", "commune__variants"
        )
        for spelling in (name, *filter(None, variants.split(";")))
    }
    villages = {
        (commune, folded(name)): code
        for code, commune, name in Village.objects.values_list("code", "commune_id", "name")
    }
    return Directory(mutuals, communes, villages)


def directory_of(mutual: str, commune: str, on: date) -> Directory:
    """The part of the network that locates households of one mutual and one commune, in two queries at most."""
    section = Organisation.objects.filter(kind="section", parent=OuterRef("mutual"), commune=OuterRef("commune"))
    areas = Area.objects.filter(mutual=mutual, mutual__kind="mutual", start__lte=on).exclude(end__lte=on)
    mutuals: dict[str, str] = {}
    communes: dict[tuple[str, str], tuple[str, str]] = {}
    for path, code, name, variants, section_path in areas.values_list(
        "mutual__path", "commune_id", "commune__name", "commune__variants", Subquery(section.values("path")[:1])
    ):
        mutuals[mutual] = path
        if folded(commune) in {folded(spelling) for spelling in (name, *filter(None, variants.split(";")))}:
            communes[mutual, folded(commune)] = (code, section_path or "")
    if not mutuals and (path := mutual_path(mutual)) is not None:
        mutuals[mutual] = path
    codes = [code for code, _ in communes.values()]
    villages = Village.objects.filter(commune__in=codes).values_list("code", "commune_id", "name")
    return Directory(mutuals, communes, {(place, folded(name)): code for code, place, name in villages})


def mutual_path(code: str) -> str | None:
    """The scope path of a mutual, or None when there is no such mutual."""
    return Organisation.objects.filter(code=code, kind="mutual").values_list("path", flat=True).first()


def commune_codes() -> dict[str, str]:
    """Commune name, folded → its code; a name that two communes share is left out."""
    found: dict[str, str] = {}
    shared: set[str] = set()
    for code, name, variants in Commune.objects.values_list("code", "name", "variants"):
        for spelling in (name, *filter(None, variants.split(";"))):
            if found.setdefault(folded(spelling), code) != code:
                shared.add(folded(spelling))
    return {name: code for name, code in found.items() if name not in shared}


def facilities_path() -> str:
    """The scope path under which facilities hang: the regional office's, else the union's."""
    offices = _offices()
    return f"{offices[0][0] if offices else ROOT}/ETABLISSEMENTS"


@compiled()
def _offices() -> QuerySet[Any, Any]:
    return Organisation.objects.filter(kind="regional_office").order_by("code").values_list("path")


# What pages and the API read: reference data, for everyone who may see the network.


@dataclass(frozen=True, slots=True)
class Inhabitants:
    """The population of a place in a year, with the source of the figure."""

    year: int
    inhabitants: int
    source: str


def populations(kind: str, codes: Iterable[str] | None = None) -> dict[str, list[Inhabitants]]:
    """Place code → its populations, latest first; of all the places of a kind (region, cercle…) or of some."""
    rows = Population.objects.filter(place_kind=kind)
    if codes is not None:
        rows = rows.filter(place_code__in=list(codes))
    found: dict[str, list[Inhabitants]] = {}
    for code, year, inhabitants, source in rows.order_by("place_code", "-year").values_list(
        "place_code", "year", "inhabitants", "source"
    ):
        found.setdefault(code, []).append(Inhabitants(year, inhabitants, source))
    return found


def regions() -> QuerySet[Region]:
    """The regions, with how many of their cercles are known (`cercle_count`)."""
    return Region.objects.annotate(cercle_count=Count("cercles")).order_by("code")


def cercles() -> QuerySet[Cercle]:
    """The cercles, with their region and how many of their communes are known (`commune_count`)."""
    return Cercle.objects.select_related("region").annotate(commune_count=Count("communes")).order_by("code")


def communes() -> QuerySet[Commune]:
    """The communes with their cercle; `village_count` is how many villages they have, `named_count` have a name."""
    return (
        Commune.objects.select_related("cercle__region")
        .annotate(village_count=Count("villages"), named_count=Count("villages", filter=Q(villages__named=True)))
        .order_by("cercle_id", "name")
    )


def villages(commune: str, unnamed: bool = False) -> QuerySet[Village]:
    """The villages and quarters of a commune, by code; only those whose name is to be entered when asked."""
    found = Village.objects.filter(commune=commune).select_related("commune__cercle")
    return (found.filter(named=False) if unnamed else found).order_by("code")


def village_scope(village: Village) -> str:
    """The scope path of a village: its committee's, else its commune's section, else the union's."""
    committee = Organisation.objects.filter(village=village).values_list("path", flat=True).first()
    if committee:
        return committee
    section = Organisation.objects.filter(kind="section", commune=village.commune_id).order_by("code")
    return section.values_list("path", flat=True).first() or ROOT


def lock_village(code: str) -> Village | None:
    """The village, locked until the transaction ends (docs/locking.md); None when there is none."""
    return Village.objects.select_for_update(of=("self",)).filter(pk=code).first()


def same_name(village: Village, name: str) -> bool:
    """Whether another named village of the commune has this name, whatever its case and accents."""
    others = Village.objects.filter(commune=village.commune_id).exclude(pk=village.pk)
    return folded(name) in {folded(other) for other in others.values_list("name", flat=True)}


def organisations(kind: str = "") -> QuerySet[Organisation]:
    """The organisations of a kind, or all but the village committees, from the union down."""
    found = Organisation.objects.select_related("parent", "commune", "cercle", "village")
    found = found.filter(kind=kind) if kind else found.exclude(kind="village_committee")
    return found.order_by("path")


def children_of(organisation: Organisation) -> QuerySet[Organisation]:
    """The organisations just below one, by name."""
    return organisation.children.select_related("commune", "village").order_by("kind", "name")


def children_counts(codes: Iterable[str]) -> dict[str, int]:
    """Organisation code → how many organisations stand just below it."""
    rows = Organisation.objects.filter(parent__in=list(codes)).values("parent_id").annotate(number=Count("pk"))
    return {row["parent_id"]: row["number"] for row in rows.order_by("parent_id")}


def area_of(mutual: str) -> QuerySet[Area]:
    """The communes of a mutual's area, those of the past too, with their dates."""
    return Area.objects.filter(mutual=mutual).select_related("commune__cercle").order_by("commune__name", "start")


def registrations_of(organisation: str) -> QuerySet[Registration]:
    """The official registrations of an organisation, oldest first."""
    return Registration.objects.filter(organisation=organisation).order_by("day", "number")


def unnamed_villages() -> int:
    """How many villages have no name yet."""
    return Village.objects.filter(named=False).count()
