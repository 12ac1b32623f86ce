"""The floor of a batch: the rows of its decided lines, copied out and in by PostgreSQL's own COPY."""

from __future__ import annotations

import io
import os
from concurrent.futures import ThreadPoolExecutor

import psycopg
from django.db import connection

from bench.figures import Sample
from bench.timing import Size, Stopwatch
from sysgimut.claims.models import LineDecision

CONNECTIONS = 2


def measure(size: Size) -> list[Sample]:
    """Rows a second, by two connections at once, each with a copy of the table with its constraints and indexes."""
    if connection.vendor != "postgresql":
        return []
    table = LineDecision._meta.db_table
    rows = LineDecision.objects.count()
    if not rows:
        raise RuntimeError("there is no decided line: measure the batch before")
    with connection.cursor() as cursor:
        for place in range(CONNECTIONS):
            cursor.execute(f"CREATE TABLE bench_copy_{place} (LIKE {table} INCLUDING ALL)")
            cursor.execute(f"ALTER TABLE bench_copy_{place} ALTER id DROP IDENTITY IF EXISTS")
    out, back = Stopwatch(), Stopwatch()
    with ThreadPoolExecutor(CONNECTIONS) as pool:
        for _ in range(size.rounds):
            with out.round(CONNECTIONS * rows):
                texts = list(pool.map(lambda _: _copied_out(table), range(CONNECTIONS)))
            with back.round(CONNECTIONS * rows):
                list(pool.map(_copy_in, range(CONNECTIONS), texts))
            with connection.cursor() as cursor:
                cursor.execute("TRUNCATE " + ", ".join(f"bench_copy_{place}" for place in range(CONNECTIONS)))
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE " + ", ".join(f"bench_copy_{place}" for place in range(CONNECTIONS)))
    return [out.sample("copy_out", f"{rows} rows each"), back.sample("copy_in", f"{rows} rows each")]


def _connect() -> psycopg.Connection[tuple[object, ...]]:
    return psycopg.connect(os.environ["DATABASE_URL"])


def _copied_out(table: str) -> bytes:
    text = io.BytesIO()
    with _connect() as own, own.cursor().copy(f"COPY {table} TO STDOUT") as copy:
        for block in copy:
            text.write(block)
    return text.getvalue()


def _copy_in(place: int, text: bytes) -> None:
    with _connect() as own, own.cursor().copy(f"COPY bench_copy_{place} FROM STDIN") as copy:
        for start in range(0, len(text), 1 << 20):
            copy.write(text[start : start + (1 << 20)])
