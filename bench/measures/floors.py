"""Floors: what the database alone costs."""

from __future__ import annotations

from django.db import connection, transaction

from bench.figures import Sample
from bench.timing import Size, Stopwatch
from sysgimut.journal import clock
from sysgimut.journal.models import Claim


def measure(size: Size) -> list[Sample]:
    """Transactions that do nothing, and transactions that write one row."""
    empty, one_row = Stopwatch(), Stopwatch()
    count = size.some(500)
    for _ in range(size.rounds):
        with empty.round(count):
            for _ in range(count):
                with transaction.atomic(), connection.cursor() as cursor:
                    cursor.execute("SELECT 1")
        with one_row.round(count):
            for _ in range(count):
                with transaction.atomic():
                    Claim(id=clock.new_id(), digest="0" * 64).save(force_insert=True)
    return [empty.sample("floor_transaction"), one_row.sample("floor_commit")]
