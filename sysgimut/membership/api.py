"""Households, people and look-alikes as JSON."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from typing import Any

from django.http import HttpRequest
from ninja import Router, Schema

from sysgimut.identity.web.endpoints import PageOf, endpoint, page_of
from sysgimut.identity.web.pages import viewer_of_request
from sysgimut.membership import likenesses
from sysgimut.membership.searching import MOST_COUNTED, READ, HouseholdRow, Member, household_rows, search_homes

router = Router()


class PersonOut(Schema):
    """Someone of a household; `left` is the first day they belong to it no more."""

    reference: str
    name: str
    role: str
    phone: str
    joined: date
    left: date | None


class HouseholdOut(Schema):
    """A household where it lives now, with its people; `found` are the references of those that were asked for."""

    reference: str
    mutual: str
    product: str
    commune: str
    village: str
    people: list[PersonOut]
    found: list[str]


class RecordOut(Schema):
    """What is recorded of one of two look-alikes."""

    reference: str
    name: str
    sex: str
    birth: date
    birth_is_year: bool
    activity: str
    phone: str
    document: str
    household: str
    commune: str
    village: str
    role: str
    joined: date
    left: date | None


class PairOut(Schema):
    """Two records that may be of one person: how alike (0 to 100), and in what."""

    first: RecordOut
    second: RecordOut
    score: int
    why: list[str]


def _person(member: Member) -> dict[str, Any]:
    return {name: getattr(member, name) for name in PersonOut.model_fields}


def _household(row: HouseholdRow) -> dict[str, Any]:
    names = ("reference", "mutual", "product", "commune", "village")
    return {
        **{name: getattr(row, name) for name in names},
        "people": [_person(member) for member in row.members],
        "found": [member.reference for member in row.found],
    }


@router.get("/households", response=PageOf[HouseholdOut], operation_id="membership_households")
@endpoint(READ)
def households(request: HttpRequest, q: str = "", within: str = "", product: str = "", page: int = 1) -> Any:
    """The households the caller may read. `q` is a name as it sounds, a reference, an old number or a telephone;
    `within` a scope path. At most 10,000 are counted: narrow the search beyond."""
    found = search_homes(viewer_of_request(request), q, within, product).select_related("household")
    return page_of(found[:MOST_COUNTED], page, lambda homes: [_household(row) for row in household_rows(homes, q)])


@router.get("/duplicates", response=PageOf[PairOut], operation_id="membership_duplicates")
@endpoint(likenesses.READ)
def duplicates(request: HttpRequest, page: int = 1) -> Any:
    """Look-alikes that wait for a decision, the most alike first."""
    found = likenesses.open_suspicions(viewer_of_request(request))
    return page_of(found, page, lambda rows: [asdict(pair) for pair in likenesses.pairs(rows)])
