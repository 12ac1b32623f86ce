"""What the promises cost: a COPY of 100,000 rows with and without them, in CPU time of the server's own process.

`DATABASE_URL=postgresql://… python -m tests.guards.cost` in an empty, migrated database; it is left as it was.
"""

# ruff: noqa: E501 (a statement on its line)
from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from typing import Any

ROUNDS = 5


def of(letter: str, number: str) -> str:
    """SQL of an identifier: a letter for its table, and a number."""
    return f"rpad('{letter}', 32 - length(to_hex({number})), '0')::text || to_hex({number})"


def identifier(letter: str, number: str) -> str:
    """The same as a UUID."""
    return f"({of(letter, number)})::uuid"


G = "generate_series(1, 100000) g"
BOOK = "'MOPTI', 'ASSURANCE'"
COMMAND = identifier("f", "1")
PARENTS = (
    f"INSERT INTO membership_person (id, reference, command_id) SELECT {identifier('a', 'g')}, 'P' || g, {COMMAND} FROM {G}",
    f"INSERT INTO membership_household (id, reference, mutual, command_id) "
    f"SELECT {identifier('b', 'g')}, 'H' || g, 'MOPTI', {COMMAND} FROM {G}",
    f"INSERT INTO contributions_booklet (mutual, code, first, last, holder, day, scope_path, command_id) "
    f"SELECT 'MOPTI', 'C' || b, 0, 99, '', '2026-01-01', '', {COMMAND} FROM generate_series(0, 1000) b",
)
STAGED = {
    "ledger_posting": "(entry_id, entity, activity, account, amount, party, command_id) AS "
    f"SELECT {identifier('c', '(g + 1) / 2')}, {BOOK}, '57', (CASE g % 2 WHEN 0 THEN 1 ELSE -1 END)::bigint, '', {COMMAND} FROM {G}",
    "ledger_entry": "(id, entity, activity, day, kind, document, label, command_id) AS "
    f"SELECT {identifier('c', 'g')}, {BOOK}, '2026-01-02'::date, '', '', '', {COMMAND} FROM generate_series(1, 50000) g",
    "membership_belonging": "(household_id, person_id, mutual, role, joined, exit_reason, command_id) AS "
    f"SELECT {identifier('b', '1 + g / 5')}, {identifier('a', 'g')}, 'MOPTI', 'enfant', '2026-01-02'::date, '', {COMMAND} FROM {G}",
    "contributions_receipt": "(id, mutual, number, booklet, sequence, day, household_id, scope_path, fee, contribution, "
    "method, payment_reference, collector, command_id) AS "
    f"SELECT {identifier('d', 'g')}, 'MOPTI', 'C' || g / 100 || '-' || g, 'C' || g / 100, g % 100, '2026-01-02'::date, "
    f"{identifier('b', 'g')}, '', 0::bigint, 1::bigint, 'especes', '', '', {COMMAND} FROM {G}",
    "contributions_coverage": '(person_id, household_id, mutual, product, start, "end", status, command_id) AS '
    f"SELECT {identifier('a', '1 + g / 4')}, {identifier('b', '1 + g / 20')}, 'MOPTI', 'MOPTI', "
    "'2026-01-01'::date + 10 * (g % 4), CASE g % 4 WHEN 3 THEN NULL ELSE '2026-01-11'::date + 10 * (g % 4) END, "
    f"'OUVERT', {COMMAND} FROM {G}",
}
"""Table → rows to copy. Postings come before the entries that close them."""


def cpu(backend: int) -> float:
    """Seconds of CPU that a process has used."""
    ticks = Path(f"/proc/{backend}/stat").read_text().rpartition(")")[2].split()
    return (int(ticks[11]) + int(ticks[12])) / os.sysconf("SC_CLK_TCK")


@contextmanager
def taken_back(cursor: Any) -> Iterator[None]:
    """What happens within is undone."""
    cursor.execute("SAVEPOINT undone")
    yield
    cursor.execute("ROLLBACK TO SAVEPOINT undone")


def copied(cursor: Any, rows: dict[str, bytes]) -> dict[str, float]:
    """Seconds of the server's CPU for each table's COPY."""
    cursor.execute("SELECT pg_backend_pid()")
    (backend,) = cursor.fetchone()
    spent = {}
    for table, text in rows.items():
        names = STAGED[table].partition(" AS ")[0]
        before = cpu(backend)
        with cursor.copy(f"COPY {table} {names} FROM STDIN") as copy:
            copy.write(text)
        spent[table] = cpu(backend) - before
    return spent


def measure() -> None:
    """Print the medians, with and without promises."""
    from django.db import connection, transaction

    from sysgimut.journal import guards
    from sysgimut.journal.promise import promises

    with transaction.atomic(), connection.cursor() as cursor:
        guards.install()
        for statement in PARENTS:
            cursor.execute(statement)
        rows: dict[str, bytes] = {}
        for table, query in STAGED.items():
            cursor.execute(f"CREATE TEMPORARY TABLE staged {query}")
            with cursor.copy("COPY staged TO STDOUT") as copy:
                rows[table] = b"".join(bytes(part) for part in copy)
            cursor.execute("DROP TABLE staged")
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        found: dict[bool, list[dict[str, float]]] = {True: [], False: []}
        for _ in range(ROUNDS):
            for kept in (True, False):
                with taken_back(cursor):
                    for promise in () if kept else promises():
                        cursor.execute(f"DROP TRIGGER promise_{promise.name} ON {promise.table}")
                    found[kept].append(copied(cursor, rows))
        for table in rows:
            without, kept_too = (median(spent[table] for spent in found[kept]) for kept in (False, True))
            print(f"{table:24} {without:6.2f} s without, {kept_too:6.2f} s with promises")
        transaction.set_rollback(True)


if __name__ == "__main__":
    os.environ.setdefault("SYSGIMUT_MODE", "test")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sysgimut.site.settings")
    import django

    django.setup()
    measure()
