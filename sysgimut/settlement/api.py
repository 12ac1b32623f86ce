"""JSON API of statements: lists, one statement, signing and paying."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import Http404, HttpRequest
from ninja import Router, Schema
from ninja.responses import Status

from sysgimut.identity.web.endpoints import ANSWERS, Answer, Key, PageOf, carry_out, endpoint, page_of
from sysgimut.identity.web.pages import viewer_of_request
from sysgimut.settlement import lists
from sysgimut.settlement.commands.issue_statements import IssueStatements
from sysgimut.settlement.commands.pay_statement import PayStatement
from sysgimut.settlement.commands.sign_statement import SignStatement

router = Router()


class StatementOut(Schema):
    """A reimbursement statement; amounts in whole XOF. `state`: nothing_due, to_sign, to_pay or paid."""

    number: str
    facility_code: str
    mutual: str
    issued_on: date
    requests: int
    lines: int
    claimed: int
    granted: int
    rejected: int
    to_justify: int
    overpaid: int
    signatures: int
    state: str


def _statement(row: lists.StatementRow) -> dict[str, Any]:
    own = {"signatures": row.signatures, "state": row.state}
    return {name: getattr(row.statement, name) for name in StatementOut.model_fields if name not in own} | own


def _statements(rows: list[Any]) -> list[dict[str, Any]]:
    return [_statement(row) for row in lists.statement_rows(rows)]


@router.get("/statements", response=PageOf[StatementOut], operation_id="settlement_statements")
@endpoint(lists.READ)
def statements(request: HttpRequest, state: str = "", q: str = "", page: int = 1) -> Any:
    """The statements the caller may read, the last issued first; `state` as in the answer, `q` in their number."""
    return page_of(lists.statements(viewer_of_request(request), state, q), page, _statements)


@router.get("/statement", response=StatementOut, operation_id="settlement_statement")
@endpoint(lists.READ)
def statement(request: HttpRequest, number: str) -> Any:
    """One statement by its number; 404 when there is none that the caller may read."""
    found = lists.statement(viewer_of_request(request), number)
    if found is None:
        raise Http404
    return _statements([found])[0]


@router.post("/issue", response=ANSWERS, operation_id="settlement_issue_statements")
@endpoint("settlement.issue_statements")
def issue(request: HttpRequest, message: IssueStatements, idempotency_key: Key) -> Status[Answer]:
    """Settle bordereaux for one payer."""
    return carry_out(request, message, idempotency_key)


@router.post("/sign", response=ANSWERS, operation_id="settlement_sign_statement")
@endpoint("settlement.sign_statement")
def sign(request: HttpRequest, message: SignStatement, idempotency_key: Key) -> Status[Answer]:
    """Sign a statement for one of its three parties."""
    return carry_out(request, message, idempotency_key)


@router.post("/pay", response=ANSWERS, operation_id="settlement_pay_statement")
@endpoint("settlement.pay_statement")
def pay(request: HttpRequest, message: PayStatement, idempotency_key: Key) -> Status[Answer]:
    """Record the payment of a statement."""
    return carry_out(request, message, idempotency_key)
