"""Recorded requests that wait for a decision: how many, which, and in what chunks workers may share them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby
from operator import itemgetter
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from sysgimut.claims.models import Decision, Request
from sysgimut.identity.scopes import ROOT, under
from sysgimut.journal.among import among

CHUNK = 2_000
"""Requests decided by one command: large enough to load facts for many at once, small enough to be shared."""


def waiting_requests(scope: str = ROOT) -> QuerySet[Request]:
    """The requests of the facilities of `scope` that no decision in force answers."""
    decided = Decision.objects.filter(request=OuterRef("pk"), superseded_by__isnull=True)
    return Request.objects.filter(_of_scope(scope), ~Exists(decided))


def waiting_chunks(scope: str = ROOT, size: int = CHUNK) -> Iterator[tuple[UUID, ...]]:
    """The waiting requests of the facilities of `scope`, in chunks of about `size` for `DecideRequests`.

    Chunks may be decided in any order, at the same time, by several workers: all the requests of one reference are in
    one chunk, because only they consume the same limits and make doubles. Those without a reference are nobody's and
    come first. One statement, whatever the number; memory holds one chunk.
    """
    found = waiting_requests(scope).order_by("reference", "id").values_list("reference", "id")
    chunk: list[UUID] = []
    for reference, of_person in groupby(found.iterator(chunk_size=10_000), key=itemgetter(0)):
        for _, identifier in of_person:
            if not reference and len(chunk) >= size:
                yield tuple(chunk)
                chunk = []
            chunk.append(identifier)
        if len(chunk) >= size:
            yield tuple(chunk)
            chunk = []
    if chunk:
        yield tuple(chunk)


def lock_waiting(identifiers: Iterable[UUID], scope: str) -> tuple[list[UUID], int]:
    """Those of these requests that wait, in the order of their identifiers, and how many are recorded in `scope`.

    They are locked (docs/locking.md) before one looks for decisions: another command that decides them comes after.
    """
    asked = set(identifiers)
    if not asked:
        return [], 0
    requests = Request.objects.filter(_of_scope(scope), id__in=among(asked)).select_for_update(of=("self",))
    locked = list(requests.order_by("id").values_list("id", flat=True))
    if not locked:
        return [], 0
    decided = Decision.objects.filter(request__in=among(locked), superseded_by__isnull=True)
    answered = set(decided.values_list("request_id", flat=True))
    return [identifier for identifier in locked if identifier not in answered], len(locked)


def _of_scope(scope: str) -> Q:
    return Q() if scope == ROOT else under("bordereau__scope_path", [scope])
