"""Rights, receipts, booklets, dues and the file of a household as JSON; the commands are in api_commands.py."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from django.http import Http404, HttpRequest
from ninja import Schema

from sysgimut.contributions import queries
from sysgimut.contributions.api_commands import router
from sysgimut.contributions.domain.dues import Due
from sysgimut.contributions.household_file import HouseholdFile, household_file
from sysgimut.contributions.models import Receipt
from sysgimut.contributions.rights import rights_on
from sysgimut.identity.web.endpoints import PageOf, Why, endpoint, page_of
from sysgimut.identity.web.pages import viewer_of_request
from sysgimut.identity.web.submission import language
from sysgimut.journal import clock
from sysgimut.kernel.outcomes import Reason
from sysgimut.membership.searching import MOST_COUNTED, READ
from sysgimut.parameters.queries import current


class RightsOut(Schema):
    """Whether the rights of a card are open on a day, and why not. Amounts in the sentence are XOF.

    `until` is the first day on which `status` changes, when it is known.
    """

    reference: str
    day: date
    open: bool
    status: str
    until: date | None
    reason: Why | None
    name: str
    sex: str
    birth: date | None
    birth_is_year: bool
    household: str
    product: str


class PeriodOut(Schema):
    """A part of somebody's time, `end` excluded; null: without end."""

    start: date | None
    end: date | None
    status: str


class CoveredOut(Schema):
    """Someone of a household with their rights today and over time."""

    reference: str
    name: str
    sex: str
    birth: date
    birth_is_year: bool
    role: str
    joined: date
    left: date | None
    status: str
    reason: Why | None
    periods: list[PeriodOut]


class DueOut(Schema):
    """What a household owes on a day, in XOF."""

    fee: int
    contribution: int
    total: int
    period_price: int
    paid_end: date | None
    resume_by: date | None
    opens_if_paid: date


class ReceiptLineOut(Schema):
    """A receipt of a household; `state` is valid or voided."""

    number: str
    day: date
    fee: int
    contribution: int
    method: str
    collector: str
    state: str


class EventOut(Schema):
    """A command that changed the household."""

    name: str
    at: datetime
    author: str
    reason: str
    status: str


class HouseholdFileOut(Schema):
    """Everything about a household but its care."""

    reference: str
    mutual: str
    product: str
    commune: str
    village: str
    validated: bool
    to_validate: bool
    people: list[CoveredOut]
    due: DueOut
    credit: int
    receipts: list[ReceiptLineOut]
    events: list[EventOut]


class ReceiptOut(Schema):
    """A receipt in a list. `household` is null while the money waits in suspense. XOF."""

    mutual: str
    number: str
    day: date
    household: str | None
    fee: int
    contribution: int
    method: str
    payment_reference: str
    collector: str
    cancelled: bool


class BookletOut(Schema):
    """A booklet and its leaves; `gaps` are [from, to], both included."""

    mutual: str
    code: str
    first: int
    last: int
    holder: str
    day: date | None
    used: int
    cancelled: list[int]
    gaps: list[tuple[int, int]]
    amount: int


class TaskOut(Schema):
    """Money in suspense, and why. XOF."""

    mutual: str
    receipt: str
    day: date
    amount: int
    declared: str
    reason: Why


class LateOut(Schema):
    """A household to visit, and what to ask of it. XOF."""

    household: str
    village: str
    persons: int
    paid_end: date | None
    days: int
    resume_by: date
    fee: int
    contribution: int


def _why(reason: Reason | None) -> Why | None:
    return Why(code=reason.code, sentence=reason.sentence(language())) if reason else None


@router.get("/rights", response=RightsOut, operation_id="contributions_rights")
@endpoint("contributions.read_rights")
def rights(request: HttpRequest, card: str, day: date | None = None) -> Any:
    """The rights of a card (reference or old number) on a day, today by default: one look-up, whatever the union."""
    found = rights_on(card[:60], day or clock.today())
    names = [name for name in RightsOut.model_fields if name != "reason"]
    return {**{name: getattr(found, name) for name in names}, "reason": _why(found.reason)}


@router.get("/household-files/{path:reference}", response=HouseholdFileOut, operation_id="contributions_household")
@endpoint(READ)
def household(request: HttpRequest, reference: str) -> Any:
    """The file of one household."""
    found = household_file(viewer_of_request(request), reference, clock.today(), current())
    if found is None:
        raise Http404
    return _file(found)


def _file(found: HouseholdFile) -> dict[str, Any]:
    home = found.residence
    people = [
        {
            **{name: getattr(person, name) for name in CoveredOut.model_fields if name not in ("reason", "periods")},
            "reason": _why(person.reason),
            "periods": [asdict(period) for period in person.periods],
        }
        for person in found.people
    ]
    return {
        "reference": found.household.reference,
        "mutual": found.household.mutual,
        "product": home.product,
        "commune": home.commune_name,
        "village": home.village_name,
        "validated": found.validation is not None,
        "to_validate": found.to_validate,
        "people": people,
        "due": _due(found.standing.due),
        "credit": found.standing.then.contribution_credit,
        "receipts": [asdict(receipt) for receipt in found.receipts],
        "events": [asdict(event) for event in found.events],
    }


def _due(due: Due) -> dict[str, Any]:
    return {name: getattr(due, name) for name in DueOut.model_fields}


@router.get("/receipts", response=PageOf[ReceiptOut], operation_id="contributions_receipts")
@endpoint(queries.READ_RECEIPTS)
def receipts(
    request: HttpRequest,
    number: str = "",
    booklet: str = "",
    collector: str = "",
    method: str = "",
    start: date | None = None,
    end: date | None = None,
    state: str = "",
    page: int = 1,
) -> Any:
    """Receipts, the latest first; `state` is valid, voided, suspense or empty."""
    wanted = queries.ReceiptFilter(number, booklet, collector, method, start, end, state)
    found = queries.receipts(viewer_of_request(request), wanted)
    return page_of(found[:MOST_COUNTED], page, lambda rows: [_receipt(row) for row in rows])


def _receipt(receipt: Receipt) -> dict[str, Any]:
    placement = getattr(receipt, "placement", None)
    household = placement.household if placement else receipt.household
    names = [name for name in ReceiptOut.model_fields if name not in ("household", "cancelled")]
    return {
        **{name: getattr(receipt, name) for name in names},
        "household": household.reference if household else None,
        "cancelled": hasattr(receipt, "cancellation"),
    }


@router.get("/booklets", response=PageOf[BookletOut], operation_id="contributions_booklets")
@endpoint(queries.READ_BOOKLETS)
def booklets(request: HttpRequest, only_gaps: bool = False, page: int = 1) -> Any:
    """Registered booklets, the latest first; `only_gaps` keeps those with missing leaves."""
    found = queries.booklets(viewer_of_request(request), only_gaps)
    return page_of(found, page, lambda rows: [asdict(row) for row in queries.booklet_rows(rows)])


@router.get("/suspense", response=PageOf[TaskOut], operation_id="contributions_suspense")
@endpoint(queries.READ_SUSPENSE)
def suspense(request: HttpRequest, page: int = 1) -> Any:
    """Money whose household nobody has told yet, the oldest first."""
    found = queries.suspense_tasks(viewer_of_request(request))
    return page_of(found, page, lambda tasks: [_task(task) for task in tasks])


def _task(task: Any) -> dict[str, Any]:
    return {
        "mutual": task.mutual,
        "receipt": task.receipt.number,
        "day": task.receipt.day,
        "amount": task.receipt.fee + task.receipt.contribution,
        "declared": task.declared,
        "reason": _why(Reason.unpacked([task.code, task.params])),
    }


@router.get("/arrears", response=PageOf[LateOut], operation_id="contributions_arrears")
@endpoint(queries.READ_ARREARS)
def arrears(request: HttpRequest, state: str = "resumable", within: str = "", page: int = 1) -> Any:
    """Households whose paid time ends within a month (soon) or is over (resumable, lapsed)."""
    today, parameters = clock.today(), current()
    found = queries.late_accounts(viewer_of_request(request), today, state, parameters, within)
    return page_of(
        found[:MOST_COUNTED],
        page,
        lambda accounts: [_late(one) for one in queries.late_households(accounts, today, parameters)],
    )


def _late(one: queries.LateHousehold) -> dict[str, Any]:
    return {
        "household": one.account.household.reference,
        "village": one.residence.village_name,
        "persons": one.account.persons,
        "paid_end": one.account.paid_end,
        **{name: getattr(one, name) for name in ("days", "resume_by", "fee", "contribution")},
    }
