"""The batch of claims: deciding all the requests that wait, chunk by chunk."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from uuid import UUID

from sysgimut.claims.commands.decide_requests import DecideRequests
from sysgimut.claims.waiting import waiting_chunks
from sysgimut.jobs.kinds import Kind
from sysgimut.journal.command import Command


def _plan(scope: str) -> Iterator[list[str]]:
    for chunk in waiting_chunks(scope):
        yield [request.hex for request in chunk]


def _command(scope: str, items: Sequence[str]) -> Command:
    return DecideRequests(scope=scope, requests=tuple(map(UUID, items)))


DECIDE = Kind(
    operation="claims.decide_requests",
    name=("Liquider les demandes en attente", "Decide waiting requests"),
    things=("demandes", "requests"),
    plan=_plan,
    command=_command,
)
