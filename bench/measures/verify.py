"""A long journal, sealed and verified: entries as commands leave them, their messages included, without rows."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from uuid import UUID

from django.db import transaction

from bench.figures import Sample
from bench.timing import Size, Stopwatch
from sysgimut.journal.models import Claim, Entry
from sysgimut.journal.runner import payload_text, salted_digest
from sysgimut.journal.seal import heads, seal_all
from sysgimut.site.verification import verify

ENTRIES = 1_000_000
BLOCK = 5_000
CHAINS = ("UTM", "MOPTI", "BANDIAGARA")
AUTHOR, NAME = UUID(int=7), "contributions.record_receipt"


def measure(size: Size) -> list[Sample]:
    """Seconds to verify everything, given the heads; entries sealed a second."""
    number = size.some(ENTRIES, BLOCK)
    for start in range(0, number, BLOCK):
        with transaction.atomic():
            claims, entries = zip(*_made(range(start, min(number, start + BLOCK))), strict=True)
            Claim.objects.bulk_create(claims)
            Entry.objects.bulk_create(entries)
    sealing, verifying = Stopwatch(), Stopwatch()
    with sealing.round(number):
        seal_all()
    published = heads()
    with verifying.round(number):
        found = list(verify(published))
    if found:
        raise RuntimeError(f"{len(found)} findings in a sound database: {found[0].where}, {found[0].what('en')}")
    share = verifying.processor / verifying.wall
    return [sealing.sample("seal"), Sample("verify", [verifying.wall], share, f"{number:,} entries")]


def _made(numbers: range) -> Iterator[tuple[Claim, Entry]]:
    for number in numbers:
        payload = {
            "number": f"C{number // 100:05}-{number % 100 + 1:06}",
            "day": "2024-03-12",
            "household": f"MOP-{number % 90_000:06}",
            "fee": 1_000,
            "contribution": 8_650,
            "method": "especes",
        }
        text, salt = payload_text(payload), f"{number:032x}"
        claim = Claim(id=UUID(int=number + 1), digest=salted_digest(text, f"{NAME}:{AUTHOR}"))
        yield (
            claim,
            Entry(
                command=claim,
                chain=CHAINS[number % len(CHAINS)],
                name=NAME,
                author=AUTHOR,
                server_time=datetime(2024, 3, 12, tzinfo=UTC),
                status="accepted",
                result={"receipt": f"{number:032x}"},
                payload=payload,
                salt=salt,
                payload_digest=salted_digest(text, salt),
            ),
        )
