"""Load the shipped territory and organisations. What people corrected since (names of villages) is kept."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any, ClassVar, TypeVar

from django.db import models

from sysgimut.journal.command import Command, handles
from sysgimut.journal.execution import Execution, Unchanged
from sysgimut.kernel.outcomes import Outcome, accepted
from sysgimut.network.models import Area, Cercle, Commune, Organisation, Population, Region, Registration, Village

DATA = Path(__file__).resolve().parent.parent / "data"
Table = TypeVar("Table", bound=models.Model)


class LoadNetwork(Command):
    """The digest of the shipped files: the journal says which version of the territory was loaded."""

    operation: ClassVar[str] = "network.load_network"
    digest: str


def shipped_digest() -> str:
    """SHA-256 of the shipped network files."""
    return sha256(b"".join(path.read_bytes() for path in sorted(DATA.glob("*.csv")))).hexdigest()


@handles(LoadNetwork)
def load_network(message: LoadNetwork, execution: Execution) -> Outcome:
    """Add the rows that are missing; rows already there are left as they are."""
    execution.authorise("UTM")
    added = {
        "regions": _add(execution, Region, _regions()),
        "cercles": _add(execution, Cercle, _cercles()),
        "communes": _add(execution, Commune, _communes()),
        "villages": _add(execution, Village, _villages()),
        "organisations": _add_organisations(execution),
        "populations": _add(execution, Population, _populations(), ("place_kind", "place_code", "year")),
        "areas": _add(execution, Area, _areas(), ("mutual_id", "commune_id", "start")),
        "registrations": _add(execution, Registration, _registrations(), ("organisation_id", "number")),
    }
    outcome = accepted(added)
    if not any(added.values()):
        raise Unchanged(outcome)
    return outcome


def _read(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def _add(execution: Execution, model: type[Table], wanted: Iterable[Table], key: Sequence[str] = ("pk",)) -> int:
    """Insert the rows whose key is not there yet; returns how many."""
    manager: Any = model._default_manager
    present = set(manager.values_list(*key))
    fresh = [row for row in wanted if tuple(getattr(row, name) for name in key) not in present]
    manager.bulk_create(fresh, batch_size=500)
    execution.written()
    return len(fresh)


def _regions() -> Iterable[Region]:
    for row in _read("regions.csv"):
        yield Region(
            code=row["code"],
            name=row["nom"],
            start=_day(row["debut"]),
            to_confirm=row["statut"] == "a_confirmer",
            source=row["source"],
        )


def _cercles() -> Iterable[Cercle]:
    for row in _read("cercles.csv"):
        yield Cercle(code=row["code"], region_id=row["region"], name=row["nom"], source=row["source"])


def _communes() -> Iterable[Commune]:
    for row in _read("communes.csv"):
        yield Commune(
            code=row["code"],
            cercle_id=row["cercle"],
            name=row["nom"],
            urban=row["urbaine"] == "oui",
            variants=row["variantes"],
            longitude_e6=int(row["longitude_e6"]) if row["longitude_e6"] else None,
            latitude_e6=int(row["latitude_e6"]) if row["latitude_e6"] else None,
            source=row["source"],
        )


def _villages() -> Iterable[Village]:
    for row in _read("villages.csv"):
        yield Village(
            code=row["code"],
            commune_id=row["commune"],
            name=row["nom"],
            kind=row["genre"],
            named=row["nom_connu"] == "oui",
        )


def _populations() -> Iterable[Population]:
    for row in _read("populations.csv"):
        yield Population(
            place_kind=row["niveau"],
            place_code=row["code"],
            year=int(row["annee"]),
            inhabitants=int(row["habitants"]),
            source=row["source"],
        )


def _areas() -> Iterable[Area]:
    for row in _read("ressorts.csv"):
        start = _day(row["debut"])
        assert start is not None
        yield Area(
            mutual_id=row["mutuelle"],
            commune_id=row["commune"],
            start=start,
            end=_day(row["fin"]),
            source=row["source"],
        )


def _registrations() -> Iterable[Registration]:
    for row in _read("immatriculations.csv"):
        yield Registration(
            organisation_id=row["organisation"],
            number=row["numero"],
            decision=row["decision"],
            day=_day(row["date"]),
            authority=row["autorite"],
            source=row["source"],
        )


def _add_organisations(execution: Execution) -> int:
    """The organisations of the file, then a committee for every village of a section's commune."""
    paths: dict[str, str] = {}
    organisations = []
    for row in _read("organisations.csv"):
        paths[row["code"]] = path = f"{paths[row['parent']]}/{row['code']}" if row["parent"] else row["code"]
        organisations.append(
            Organisation(
                code=row["code"],
                kind=row["genre"],
                name=row["nom"],
                parent_id=row["parent"] or None,
                path=path,
                commune_id=row["commune"] or None,
                cercle_id=row["cercle"] or None,
                start=_day(row["debut"]),
                end=_day(row["fin"]),
                origin=row["origine"],
                source=row["source"],
            )
        )
    added = _add(execution, Organisation, organisations)
    sections = {o.commune_id: o for o in organisations if o.kind == "section"}
    committees = [
        Organisation(
            code=f"C-{row['code']}",
            kind="village_committee",
            name=f"Comité de {row['nom']}",
            parent_id=section.code,
            path=f"{section.path}/C-{row['code']}",
            commune_id=row["commune"],
            village_id=row["code"],
            cercle_id=section.cercle_id,
            source=section.source,
        )
        for row in _read("villages.csv")
        if (section := sections.get(row["commune"]))
    ]
    return added + _add(execution, Organisation, committees)
