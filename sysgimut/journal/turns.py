"""Taking turns: what must not be done by two transactions at once where there is no row to lock."""

from __future__ import annotations

from django.db import connection


def take_turns(name: str, *, shared: bool = False) -> None:
    """Wait until no other transaction holds `name`, and hold it until this one ends.

    Those who share it (`shared`) do not wait for each other, only for one who holds it alone. SQLite needs nothing: its
    transaction is exclusive from the start.
    """
    if connection.vendor == "postgresql":
        lock = "pg_advisory_xact_lock_shared" if shared else "pg_advisory_xact_lock"
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT {lock}(hashtextextended(%s, 7))", [name])
