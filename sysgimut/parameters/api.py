"""The parameters for programmes: values in force on a day, with their sources."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpRequest
from ninja import Router, Schema

from sysgimut.identity.web.endpoints import endpoint
from sysgimut.journal import clock
from sysgimut.parameters.domain.values import plain
from sysgimut.parameters.queries import current

router = Router()


class ValueOut(Schema):
    """One value: an integer (XOF, months, days, people), a rate as "7/10", a text, a yes or no, or a table."""

    key: str
    product: str
    level: str
    value: Any
    start: date | None
    end: date | None
    source: str
    passage: str
    status: str
    note: str


class ValuesOut(Schema):
    """The values in force on a day, and the digest of all of them that decisions keep."""

    on: date
    digest: str
    values: list[ValueOut]


@router.get("/values", response=ValuesOut, operation_id="parameter_values")
@endpoint("parameters.read_parameters")
def parameter_values(request: HttpRequest, on: date | None = None, product: str = "") -> dict[str, Any]:
    """The values of the scheme (no product) or of a product, in force on a day (today)."""
    day = on or clock.today()
    parameters = current()
    found = parameters.resolver.in_force(day, product)
    values = [
        {
            "key": value.key,
            "product": value.product,
            "level": value.level,
            "value": plain(value.value),
            "start": None if value.period.start == date.min else value.period.start,
            "end": value.period.end,
            "source": value.source,
            "passage": value.passage,
            "status": value.status,
            "note": value.note,
        }
        for value in found.values()
    ]
    return {"on": day, "digest": parameters.digest, "values": values}
