"""The books for programmes: trial balances within the caller's scopes."""

from __future__ import annotations

from datetime import date

from django.http import Http404, HttpRequest
from ninja import Router, Schema
from ninja.responses import Status

from sysgimut.identity.web.endpoints import ANSWERS, Answer, Key, carry_out, endpoint
from sysgimut.identity.web.pages import viewer_of_request
from sysgimut.ledger.commands.close_month import CloseMonth
from sysgimut.ledger.queries import BalanceLine, readable_books, trial_balance

router = Router()


class BalanceOut(Schema):
    """One account of a trial balance, in XOF: debits, credits and their difference."""

    entity: str
    activity: str
    account: str
    debit: int
    credit: int
    balance: int


@router.get("/balances/{entity}", response=list[BalanceOut], operation_id="trial_balance")
@endpoint("ledger.read_ledger")
def balances(request: HttpRequest, entity: str, until: date | None = None) -> list[BalanceLine]:
    """The trial balance of a legal entity up to a day. Books that the caller may not read are not found."""
    if entity not in readable_books(viewer_of_request(request)):
        raise Http404
    return trial_balance(entity, until)


@router.post("/closings", response=ANSWERS, operation_id="ledger_close_month")
@endpoint("ledger.close_month")
def close(request: HttpRequest, message: CloseMonth, idempotency_key: Key) -> Status[Answer]:
    """Close the books of a legal entity up to the end of a month."""
    return carry_out(request, message, idempotency_key)
