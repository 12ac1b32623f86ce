"""Where somebody may do something: the sections of their scopes, for the choices of forms and filters."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sysgimut.identity.access import Viewer
from sysgimut.identity.scopes import under
from sysgimut.network.models import Organisation, Village

MOST_VILLAGES = 300


@dataclass(frozen=True, slots=True)
class Section:
    """A section with its commune and its mutual."""

    code: str
    path: str
    name: str
    commune_code: str
    commune: str
    mutual: str
    mutual_name: str


def sections(viewer: Viewer, operation: str) -> list[Section]:
    """The sections in which the viewer may do an operation, by mutual and commune."""
    found = Organisation.objects.filter(
        under("path", viewer.scopes(operation)), kind="section", commune__isnull=False, parent__isnull=False
    )
    rows = found.order_by("parent__name", "commune__name").values_list(
        "code", "path", "name", "commune_id", "commune__name", "parent_id", "parent__name"
    )
    return [Section(*row) for row in rows]


def mutuals(viewer: Viewer, operation: str) -> list[tuple[str, str]]:
    """(code, name) of the mutuals in which the viewer may do an operation, whole or in a section."""
    inside = Organisation.objects.filter(under("path", viewer.scopes(operation)))
    codes = {code for code, kind in inside.values_list("code", "kind") if kind == "mutual"}
    codes |= set(inside.filter(kind="section").values_list("parent_id", flat=True))
    return list(Organisation.objects.filter(code__in=codes).order_by("name").values_list("code", "name"))


def village_names(communes: Sequence[str]) -> list[str]:
    """Names of the villages of some communes, to be proposed while one types; none when there are too many."""
    found = Village.objects.filter(commune__in=communes, named=True).order_by("name").values_list("name", flat=True)
    names = list(found.distinct()[: MOST_VILLAGES + 1])
    return names if len(names) <= MOST_VILLAGES else []
