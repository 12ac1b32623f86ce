"""The territory and the organisations for programmes; the name of a village, entered by the same command."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpRequest
from ninja import Router, Schema
from ninja.responses import Status

from sysgimut.identity.web.endpoints import ANSWERS, Answer, Key, PageOf, carry_out, endpoint, page_of
from sysgimut.network import queries
from sysgimut.network.commands.name_village import NameVillage

router = Router()


class PopulationOut(Schema):
    """Inhabitants of a place in a year, with the source of the figure."""

    year: int
    inhabitants: int
    source: str


class CommuneOut(Schema):
    """A commune; its centroid in millionths of a degree, its populations latest first."""

    code: str
    name: str
    cercle: str
    region: str
    urban: bool
    longitude_e6: int | None
    latitude_e6: int | None
    villages: int
    unnamed: int
    populations: list[PopulationOut]


class VillageOut(Schema):
    """A village or quarter; `named` false: its name is to be entered."""

    code: str
    name: str
    kind: str
    named: bool


class OrganisationOut(Schema):
    """An organisation; `path` is its scope path."""

    code: str
    kind: str
    name: str
    parent: str | None
    path: str
    commune: str | None
    start: date | None
    end: date | None


def _communes(page: list[Any]) -> list[dict[str, Any]]:
    inhabitants = queries.populations("commune", [commune.pk for commune in page])
    return [
        {
            "code": commune.pk,
            "name": commune.name,
            "cercle": commune.cercle_id,
            "region": commune.cercle.region_id,
            "urban": commune.urban,
            "longitude_e6": commune.longitude_e6,
            "latitude_e6": commune.latitude_e6,
            "villages": commune.village_count,
            "unnamed": commune.village_count - commune.named_count,
            "populations": inhabitants.get(commune.pk, []),
        }
        for commune in page
    ]


def _organisations(page: list[Any]) -> list[dict[str, Any]]:
    names = ("kind", "name", "path", "start", "end")
    return [
        {"code": one.pk, "parent": one.parent_id, "commune": one.commune_id, **{n: getattr(one, n) for n in names}}
        for one in page
    ]


@router.get("/communes", response=PageOf[CommuneOut], operation_id="network_communes")
@endpoint("network.read_network")
def communes(request: HttpRequest, page: int = 1) -> Any:
    """The communes with their dated populations."""
    return page_of(queries.communes(), page, _communes)


@router.get("/communes/{code}/villages", response=PageOf[VillageOut], operation_id="network_villages")
@endpoint("network.read_network")
def villages(request: HttpRequest, code: str, unnamed: bool = False, page: int = 1) -> Any:
    """The villages and quarters of a commune, or those whose name is to be entered."""
    names = ("name", "kind", "named")
    found = queries.villages(code, unnamed)
    return page_of(found, page, lambda some: [{"code": one.pk, **{n: getattr(one, n) for n in names}} for one in some])


@router.get("/organisations", response=PageOf[OrganisationOut], operation_id="network_organisations")
@endpoint("network.read_network")
def organisations(request: HttpRequest, kind: str = "", page: int = 1) -> Any:
    """The organisations of a kind, or all but the village committees."""
    return page_of(queries.organisations(kind), page, _organisations)


@router.post("/village-names", response=ANSWERS, operation_id="network_name_village")
@endpoint("network.name_village")
def name_village(request: HttpRequest, message: NameVillage, idempotency_key: Key) -> Status[Answer]:
    """Enter the name of a village, or correct it."""
    return carry_out(request, message, idempotency_key)
