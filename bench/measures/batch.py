"""A batch: requests received, decided chunk by chunk, settled. PDFs apart."""

from __future__ import annotations

from collections import defaultdict
from uuid import UUID

from django.db.models import Count

from bench.care import Desk, patients
from bench.figures import Sample
from bench.timing import Size, Stopwatch
from sysgimut.claims.commands.decide_requests import DecideRequests
from sysgimut.claims.commands.receive_requests import ReceiveRequests
from sysgimut.claims.models import Decision
from sysgimut.claims.waiting import waiting_chunks
from sysgimut.identity.access import Viewer
from sysgimut.identity.accounts import technical_viewer
from sysgimut.journal.runner import submit
from sysgimut.membership.queries import blocks
from sysgimut.network.queries import facilities_path
from sysgimut.settlement.commands.issue_statements import UNION, IssueStatements

REQUESTS = 10_000
DELIVERY = 4_000


def measure(size: Size) -> list[Sample]:
    """Lines a second of each step, and of deciding and settling together."""
    author = technical_viewer()
    receive, decide, issue = Stopwatch(), Stopwatch(), Stopwatch()
    desk = Desk.open(seed=2)
    for turn in range(size.rounds):
        people = patients(size.people, size.some(REQUESTS, 100), seed=100 + turn)
        delivery = desk.delivery(people, f"B{turn}")
        lines = sum(len(declared.request.lines) for declared in delivery)
        with receive.round(lines):
            for block in blocks(delivery, DELIVERY):
                submit(ReceiveRequests(source="bench", scope=facilities_path(), requests=tuple(block)), author)
        with decide.round(lines):
            decided = sum(decide_chunk(chunk, author) for chunk in waiting_chunks(facilities_path()))
        if decided != lines:
            raise RuntimeError(f"{decided} lines were decided out of {lines}")
        with issue.round(lines):
            settle(author)
    both = [1 / (1 / d + 1 / i) for d, i in zip(decide.rates, issue.rates, strict=True)]
    share = (decide.processor + issue.processor) / (decide.wall + issue.wall)
    granted = Decision.objects.values("status").annotate(count=Count("pk")).order_by("status")
    spent = decide.wall + issue.wall
    note = ", ".join(f"{row['count']} {row['status']}" for row in granted) + f", in {spent:.0f} s"
    return [
        receive.sample("receive"),
        decide.sample("decide"),
        issue.sample("issue"),
        Sample("batch", both, share, note),
    ]


def decide_chunk(chunk: tuple[UUID, ...], author: Viewer) -> int:
    """Decide a chunk of requests; returns how many lines."""
    outcome = submit(DecideRequests(scope=facilities_path(), requests=chunk), author)
    return int(str(outcome.result["lines"]))


def settle(author: Viewer) -> None:
    """Issue the statements of all the decisions that have none, payer by payer."""
    waiting = Decision.objects.filter(superseded_by__isnull=True, settled__isnull=True)
    by_payer: dict[str, list[UUID]] = defaultdict(list)
    for mutual, bordereau in waiting.order_by().values_list("mutual", "request__bordereau_id").distinct():
        by_payer[mutual or UNION].append(bordereau)
    for mutual, bordereaux in sorted(by_payer.items()):
        for block in blocks(sorted(bordereaux), 1_000):
            outcome = submit(IssueStatements(mutual=mutual, bordereaux=tuple(block)), author)
            if not outcome.result.get("statements"):
                raise RuntimeError(f"nothing was settled for {mutual}: {outcome}")
