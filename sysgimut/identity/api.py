"""Accounts for programmes: who the caller is, who may log in, and what changes accounts."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Schema
from ninja.responses import Status

from sysgimut.identity import queries
from sysgimut.identity.commands.change_password import ChangePassword
from sysgimut.identity.commands.choose_language import ChooseLanguage
from sysgimut.identity.commands.close_account import CloseAccount
from sysgimut.identity.commands.end_mandate import EndMandate
from sysgimut.identity.commands.give_mandate import GiveMandate
from sysgimut.identity.commands.open_account import OpenAccount
from sysgimut.identity.commands.reopen_account import ReopenAccount
from sysgimut.identity.commands.reset_password import ResetPassword
from sysgimut.identity.models import User
from sysgimut.identity.web.endpoints import ANSWERS, Answer, Key, PageOf, carry_out, endpoint, page_of
from sysgimut.identity.web.pages import viewer_of_request

router = Router()


class MandateOut(Schema):
    """A role over a scope path, from a day to a day (excluded; null: for good)."""

    id: int
    role: str
    scope: str
    start: date
    end: date | None


class AccountOut(Schema):
    """Someone who may log in, with all their mandates."""

    id: UUID
    login: str
    full_name: str
    language: str
    active: bool
    mandates: list[MandateOut]


class HeldOut(Schema):
    """A role held today over a scope path."""

    role: str
    scope: str


class MeOut(Schema):
    """Who the caller is."""

    id: UUID
    name: str
    language: str
    mandates: list[HeldOut]


def _accounts(page: list[User]) -> list[dict[str, Any]]:
    return [
        {
            "id": user.pk,
            "login": user.login,
            "full_name": user.full_name,
            "language": user.language,
            "active": user.is_active,
            "mandates": [
                {"id": one.pk, "role": one.role, "scope": one.scope, "start": one.start, "end": one.end}
                for one in user.assignments.all()
            ],
        }
        for user in page
    ]


@router.get("/me", response=MeOut, operation_id="identity_me")
def me(request: HttpRequest) -> dict[str, Any]:
    """Who the caller is, and the mandates they hold today."""
    viewer = viewer_of_request(request)
    held = [{"role": one.role, "scope": one.scope} for one in viewer.mandates]
    return {"id": viewer.id, "name": viewer.name, "language": viewer.language, "mandates": held}


me.operation = "everyone"  # type: ignore[attr-defined]


@router.get("/accounts", response=PageOf[AccountOut], operation_id="identity_accounts")
@endpoint(queries.READ)
def accounts(request: HttpRequest, q: str = "", role: str = "", state: str = "", page: int = 1) -> Any:
    """The accounts of the caller's scopes. `state`: open, closed, or empty for both."""
    return page_of(queries.accounts(viewer_of_request(request), q, role, state), page, _accounts)


@router.post("/accounts", response=ANSWERS, operation_id="identity_open_account")
@endpoint("identity.open_account")
def open_account(request: HttpRequest, message: OpenAccount, idempotency_key: Key) -> Status[Answer]:
    """Open an account."""
    return carry_out(request, message, idempotency_key)


@router.post("/accounts/close", response=ANSWERS, operation_id="identity_close_account")
@endpoint("identity.close_account")
def close_account(request: HttpRequest, message: CloseAccount, idempotency_key: Key) -> Status[Answer]:
    """Close an account."""
    return carry_out(request, message, idempotency_key)


@router.post("/accounts/reopen", response=ANSWERS, operation_id="identity_reopen_account")
@endpoint("identity.reopen_account")
def reopen_account(request: HttpRequest, message: ReopenAccount, idempotency_key: Key) -> Status[Answer]:
    """Reopen an account."""
    return carry_out(request, message, idempotency_key)


@router.post("/accounts/passwords", response=ANSWERS, operation_id="identity_reset_password")
@endpoint("identity.reset_password")
def reset_password(request: HttpRequest, message: ResetPassword, idempotency_key: Key) -> Status[Answer]:
    """Give an account a provisional password."""
    return carry_out(request, message, idempotency_key)


@router.post("/mandates", response=ANSWERS, operation_id="identity_give_mandate")
@endpoint("identity.give_mandate")
def give_mandate(request: HttpRequest, message: GiveMandate, idempotency_key: Key) -> Status[Answer]:
    """Give a mandate."""
    return carry_out(request, message, idempotency_key)


@router.post("/mandates/end", response=ANSWERS, operation_id="identity_end_mandate")
@endpoint("identity.end_mandate")
def end_mandate(request: HttpRequest, message: EndMandate, idempotency_key: Key) -> Status[Answer]:
    """End a mandate."""
    return carry_out(request, message, idempotency_key)


@router.post("/me/password", response=ANSWERS, operation_id="identity_change_password")
@endpoint("identity.change_password")
def change_password(request: HttpRequest, message: ChangePassword, idempotency_key: Key) -> Status[Answer]:
    """Change the caller's password; their sessions end."""
    return carry_out(request, message, idempotency_key)


@router.post("/me/language", response=ANSWERS, operation_id="identity_choose_language")
@endpoint("identity.choose_language")
def choose_language(request: HttpRequest, message: ChooseLanguage, idempotency_key: Key) -> Status[Answer]:
    """Choose the caller's language."""
    return carry_out(request, message, idempotency_key)
