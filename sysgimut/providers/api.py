"""Facilities, agreements and tariffs as JSON, and the commands that change them."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import Http404, HttpRequest
from ninja import Router, Schema
from ninja.responses import Status

from sysgimut.identity.web.endpoints import ANSWERS, Answer, Key, PageOf, carry_out, endpoint, page_of
from sysgimut.identity.web.pages import viewer_of_request
from sysgimut.journal import clock
from sysgimut.providers import queries
from sysgimut.providers.commands.add_agreement import AddAgreement
from sysgimut.providers.commands.end_agreement import EndAgreement
from sysgimut.providers.commands.rename_facility import RenameFacility
from sysgimut.providers.commands.set_tariff import SetTariff

router = Router()


class FacilityOut(Schema):
    """A facility, and whether it is under agreement today (active, pending, closed), for which products."""

    code: str
    name: str
    named: bool
    type: str
    commune: str
    state: str
    products: list[str]


class AgreementOut(Schema):
    """An agreement from `start` (included) to `end` (excluded; null: open)."""

    start: date
    end: date | None
    products: list[str]


class FacilityDetail(FacilityOut):
    """A facility with all its agreements, oldest first."""

    agreements: list[AgreementOut]


class TariffOut(Schema):
    """A price in XOF, for a facility, a type of facility or everywhere (`*`)."""

    target: str
    act_code: str
    price: int
    start: date
    end: date | None


def _facility(row: queries.FacilityRow) -> dict[str, Any]:
    return {name: getattr(row, name) for name in FacilityOut.model_fields}


@router.get("/facilities", response=PageOf[FacilityOut], operation_id="providers_facilities")
@endpoint(queries.READ)
def facilities(request: HttpRequest, q: str = "", type: str = "", page: int = 1) -> Any:
    """The facilities the caller may read, by name; `q` is searched in codes, names and communes."""
    found = queries.facilities(viewer_of_request(request), q, type)
    return page_of(found, page, lambda rows: [_facility(row) for row in queries.facility_rows(rows, clock.today())])


@router.get("/facilities/{path:code}", response=FacilityDetail, operation_id="providers_facility")
@endpoint(queries.READ)
def facility(request: HttpRequest, code: str) -> Any:
    """One facility with its agreements."""
    found = queries.facility(viewer_of_request(request), code)
    if found is None:
        raise Http404
    (row,) = queries.facility_rows([found], clock.today())
    bound = queries.agreements([found.code])[found.code]
    agreements = [{"start": one.start, "end": one.end, "products": one.products.split()} for one in bound]
    return {**_facility(row), "agreements": agreements}


@router.get("/tariffs", response=PageOf[TariffOut], operation_id="providers_tariffs")
@endpoint(queries.READ)
def tariffs(request: HttpRequest, act: str = "", target: str = "", page: int = 1) -> Any:
    """The tariffs by act, target and latest start."""
    return page_of(queries.tariffs(viewer_of_request(request), act, target), page)


@router.post("/facility-names", response=ANSWERS, operation_id="providers_rename_facility")
@endpoint("providers.rename_facility")
def rename_facility(request: HttpRequest, message: RenameFacility, idempotency_key: Key) -> Status[Answer]:
    """Enter or correct the name of a facility."""
    return carry_out(request, message, idempotency_key)


@router.post("/agreements", response=ANSWERS, operation_id="providers_add_agreement")
@endpoint("providers.add_agreement")
def add_agreement(request: HttpRequest, message: AddAgreement, idempotency_key: Key) -> Status[Answer]:
    """Record a new agreement."""
    return carry_out(request, message, idempotency_key)


@router.post("/agreements/end", response=ANSWERS, operation_id="providers_end_agreement")
@endpoint("providers.end_agreement")
def end_agreement(request: HttpRequest, message: EndAgreement, idempotency_key: Key) -> Status[Answer]:
    """Say when an agreement ends."""
    return carry_out(request, message, idempotency_key)


@router.post("/tariffs", response=ANSWERS, operation_id="providers_set_tariff")
@endpoint("providers.set_tariff")
def set_tariff(request: HttpRequest, message: SetTariff, idempotency_key: Key) -> Status[Answer]:
    """Set the price of an act from a day on."""
    return carry_out(request, message, idempotency_key)
