"""The journal for programmes: the heads of the chains, to be kept outside the server."""

from __future__ import annotations

from django.http import HttpRequest
from ninja import Router, Schema

from sysgimut.desk import queries
from sysgimut.identity.web.endpoints import endpoint
from sysgimut.identity.web.pages import viewer_of_request

router = Router()


class HeadOut(Schema):
    """The head of the chain of one legal entity, and how many entries are not sealed yet."""

    code: str
    name: str
    number: int
    hash: str
    waiting: int


@router.get("/heads", response=list[HeadOut], operation_id="desk_heads")
@endpoint(queries.READ_JOURNAL)
def heads(request: HttpRequest) -> list[queries.ChainState]:
    """The heads of the chains that the caller may read."""
    return queries.chains(viewer_of_request(request))
