"""What every endpoint of the JSON API does: declares its operation, carries commands out once, gives lists by page.

@router.get("/bordereaux", response=PageOf[BordereauOut])
@endpoint("claims.read_requests")
def bordereaux(request: HttpRequest, page: int = 1) -> ListedPage: ...

@router.post("/requests", response=ANSWERS)
@endpoint("claims.submit_request")
def submit_request(request: HttpRequest, message: SubmitRequest, idempotency_key: Key) -> Status[Answer]:
    return carry_out(request, message, idempotency_key)
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Annotated, Any, Generic, TypeVar
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpRequest, JsonResponse
from ninja import Field, Header, Schema
from ninja.decorators import decorate_view
from ninja.responses import Status

from sysgimut.identity.access import Viewer
from sysgimut.identity.web.submission import language
from sysgimut.journal.command import Command
from sysgimut.journal.runner import submit
from sysgimut.kernel.outcomes import REFUSED, Outcome, Reason

Item = TypeVar("Item")
Function = TypeVar("Function", bound=Callable[..., Any])
PER_PAGE = 50

Key = Annotated[
    UUID,
    Header(
        alias="Idempotency-Key",
        description="A UUID (version 7) made by the client for this command: sent again, it records nothing twice.",
    ),
]


class Why(Schema):
    """One reason of an answer: its code (docs/errors.md) and its sentence in the language asked for."""

    code: str
    sentence: str


class Answer(Schema):
    """The outcome of a command: accepted, held (recorded, a person must look) or refused (nothing changed)."""

    status: str
    reasons: list[Why]
    result: dict[str, Any] = Field(default_factory=dict)


class PageOf(Schema, Generic[Item]):
    """One page of a list, with the number of pages and of items in all."""

    items: list[Item]
    page: int
    pages: int
    total: int


ANSWERS: dict[Any, Any] = {200: Answer, 403: Answer, 409: Answer}
"""200: it took effect. 403: not the caller's to do, or not there. 409: refused, with its reasons."""


def endpoint(operation: str) -> Callable[[Function], Function]:
    """Declare the row of the policy table that an endpoint needs: someone who may do it nowhere gets a 403.

    What they then see is cut to their scopes by the queries, and a command asks the gateway itself.
    """

    def decorate(function: Function) -> Function:
        function.operation = operation  # type: ignore[attr-defined]
        return decorate_view(lambda run: _guarded(run, operation))(function)

    return decorate


def _guarded(run: Callable[..., Any], operation: str) -> Callable[..., Any]:
    @wraps(run)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        viewer: Viewer = request.viewer  # type: ignore[attr-defined]
        # Someone who is not logged in goes on to the API's own answer, 401.
        if request.user.is_authenticated and not viewer.may_somewhere(operation):
            return JsonResponse(_answer(Outcome(REFUSED, (Reason("ACCES-REFUSE"),))).model_dump(), status=403)
        return run(request, *args, **kwargs)

    return guarded


def carry_out(request: HttpRequest, message: Command, key: UUID) -> Status[Answer]:
    """Carry a command out once for its key, and answer with its outcome."""
    outcome = submit(message, request.viewer, command_id=key)  # type: ignore[attr-defined]
    if outcome.status != REFUSED:
        return Status(200, _answer(outcome))
    forbidden = any(reason.code == "ACCES-REFUSE" for reason in outcome.reasons)
    return Status(403 if forbidden else 409, _answer(outcome))


def _answer(outcome: Outcome) -> Answer:
    said = language()
    reasons = [Why(code=reason.code, sentence=reason.sentence(said)) for reason in outcome.reasons]
    return Answer(status=outcome.status, reasons=reasons, result=dict(outcome.result))


def page_of(items: Any, page: int, show: Callable[[list[Any]], list[Any]] = list, per_page: int = PER_PAGE) -> Any:
    """One page of a queryset or sequence as `PageOf`; `show` turns the page's rows into its items, all at once."""
    found = Paginator(items, per_page).get_page(page)
    return {
        "items": show(list(found.object_list)),
        "page": found.number,
        "pages": found.paginator.num_pages,
        "total": found.paginator.count,
    }
