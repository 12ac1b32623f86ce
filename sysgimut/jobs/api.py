"""JSON API of batches: which there are, how far they have come, starting and resuming."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest
from ninja import Router, Schema
from ninja.responses import Status

from sysgimut.identity.web.endpoints import ANSWERS, Answer, Key, PageOf, carry_out, endpoint, page_of
from sysgimut.identity.web.pages import viewer_of_request
from sysgimut.jobs import queries
from sysgimut.jobs.commands.resume_batch import ResumeBatch
from sysgimut.jobs.commands.start_batch import StartBatch
from sysgimut.jobs.models import Batch
from sysgimut.jobs.tasks import wake
from sysgimut.journal.command import Command

router = Router()


class BatchOut(Schema):
    """A batch and how far it has come. `state`: pending, running, done or failed (some of it)."""

    id: UUID
    kind: str
    scope: str
    started_at: datetime
    finished_at: datetime | None
    state: str
    chunks: int
    failed_chunks: int
    items: int
    items_done: int


def _batches(found: list[Batch]) -> list[dict[str, Any]]:
    come = queries.progress(one.pk for one in found)
    return [
        {
            **{name: getattr(one, name) for name in ("id", "kind", "scope", "started_at", "finished_at")},
            "state": queries.state_of(one, come[one.pk]),
            "chunks": come[one.pk].chunks,
            "failed_chunks": come[one.pk].failed,
            "items": come[one.pk].items,
            "items_done": come[one.pk].items_done,
        }
        for one in found
    ]


@router.get("/batches", response=PageOf[BatchOut], operation_id="jobs_batches")
@endpoint(queries.READ)
def batches(request: HttpRequest, page: int = 1) -> Any:
    """The batches of the caller's scopes, the latest first."""
    return page_of(queries.batches(viewer_of_request(request)), page, _batches)


@router.get("/batches/{uuid:identifier}", response=BatchOut, operation_id="jobs_batch")
@endpoint(queries.READ)
def batch(request: HttpRequest, identifier: UUID) -> Any:
    """One batch; 404 when there is none that the caller may read."""
    found = queries.batch(viewer_of_request(request), identifier)
    if found is None:
        raise Http404
    return _batches([found])[0]


@router.post("/start", response=ANSWERS, operation_id="jobs_start_batch")
@endpoint(queries.START)
def start(request: HttpRequest, message: StartBatch, idempotency_key: Key) -> Status[Answer]:
    """Start a batch; the result holds its identifier."""
    return _woken(request, message, idempotency_key)


@router.post("/resume", response=ANSWERS, operation_id="jobs_resume_batch")
@endpoint(queries.RESUME)
def resume(request: HttpRequest, message: ResumeBatch, idempotency_key: Key) -> Status[Answer]:
    """Let what failed in a batch be tried again."""
    return _woken(request, message, idempotency_key)


def _woken(request: HttpRequest, message: Command, key: UUID) -> Status[Answer]:
    status = carry_out(request, message, key)
    if batch := status.value.result.get("batch"):
        wake(UUID(batch))
    return status
