"""The catalogue as JSON."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest
from ninja import Router, Schema

from sysgimut.benefits import queries
from sysgimut.benefits.models import Act
from sysgimut.identity.web.endpoints import PageOf, endpoint, page_of

router = Router()


class ActOut(Schema):
    """An act or medicine. Ages in completed years, included; null: no limit, or not said."""

    code: str
    label: str
    service_code: str
    products: list[str]
    sex: str
    age_min: int | None
    age_max: int | None
    needs_authorisation: bool
    max_per_request: int | None
    max_per_year: int | None
    dci: bool | None
    antibiotic: bool | None
    injectable: bool | None
    essential: bool | None


@router.get("/acts", response=PageOf[ActOut], operation_id="benefits_acts")
@endpoint(queries.READ)
def acts(request: HttpRequest, q: str = "", service: str = "", product: str = "", page: int = 1) -> Any:
    """The catalogue by code; `q` is searched in codes and labels."""
    return page_of(queries.acts(q, service, product), page, lambda rows: [_out(act) for act in rows])


@router.get("/acts/{path:code}", response=ActOut, operation_id="benefits_act")
@endpoint(queries.READ)
def act(request: HttpRequest, code: str) -> Any:
    """One act."""
    found = queries.act(code)
    if found is None:
        raise Http404
    return _out(found)


def _out(act: Act) -> ActOut:
    values = {name: getattr(act, name) for name in ActOut.model_fields if name != "products"}
    return ActOut(products=act.products.split(), **values)
