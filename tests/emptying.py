"""Emptying the test database between two tests: rows are deleted, which is what guards refuse."""

from __future__ import annotations

from collections.abc import Callable

from django.core.management import call_command
from django.db import connection

from sysgimut.journal import guards

KEPT = {"django_migrations", "django_content_type", "auth_permission"}
"""What Django's own commands write when a database is made."""


def flush() -> None:
    """Django's way."""
    call_command("flush", verbosity=0, interactive=False, inhibit_post_migrate=True)


def empty_database(by_django: Callable[[], object] = flush) -> None:
    """Leave no row. A superuser of PostgreSQL passes by the triggers: dropping and making them again takes longer."""
    if not _superuser():
        guards.remove()
        by_django()
        guards.install()
        return
    tables = sorted(set(connection.introspection.django_table_names(only_existing=True)) - KEPT)
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        try:
            for table in tables:
                cursor.execute(f'DELETE FROM "{table}"')
        finally:
            cursor.execute("SET session_replication_role = origin")


def _superuser() -> bool:
    if connection.vendor != "postgresql":
        return False
    with connection.cursor() as cursor:
        cursor.execute("SELECT rolsuper FROM pg_roles WHERE rolname = current_user")
        return bool(cursor.fetchone()[0])
