"""Where tests run: settings of test mode, a database of their own, and the journal's guards in it."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import django
import pytest

# Before Django reads its settings. Workers of pytest-xdist inherit these from the process that started them.
os.environ.setdefault("SYSGIMUT_MODE", "test")
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sysgimut.site.settings")
OWN_VAR = None if "SYSGIMUT_VAR" in os.environ else tempfile.mkdtemp(prefix="sysgimut-tests-")
if OWN_VAR is not None:
    os.environ["SYSGIMUT_VAR"] = OWN_VAR

ASKED_FOR = {"django_db_setup", "db", "transactional_db"}
"""One of these fixtures is under every other that gives a test the test database."""
OWN_DATABASES = [Path(__file__).parent / "tests" / name for name in ("backup", "command_line", "crashes")]

# Here, because the conftest of a folder named on the command line may import models, and is read right after this.
django.setup()


def pytest_unconfigure() -> None:
    """Leave nothing behind in the temporary folder."""
    if OWN_VAR is not None:
        shutil.rmtree(OWN_VAR, ignore_errors=True)


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--reaching-a-database`: what a second engine adds. tests/run.py gives it."""
    parser.addoption("--reaching-a-database", action="store_true", help="leave out tests that cannot reach a database")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Keep what may depend on the engine, when that is asked for."""
    if not config.getoption("--reaching-a-database"):
        return
    left_out = [item for item in items if not reaches_a_database(item)]
    items[:] = [item for item in items if reaches_a_database(item)]
    config.hook.pytest_deselected(items=left_out)


def reaches_a_database(item: pytest.Item) -> bool:
    """Whether a test may. pytest-django refuses every query of one that asks for none, so that nothing is missed:
    the others are those whose processes or servers have databases of their own."""
    if item.get_closest_marker("django_db") is not None or ASKED_FOR.intersection(getattr(item, "fixturenames", ())):
        return True
    return any(folder in item.path.parents for folder in OWN_DATABASES)


def pytest_report_header() -> str:
    """Name the database engine at the head of every run."""
    from django.db import connection

    return f"database engine: {connection.vendor}"


@pytest.fixture(scope="session", autouse=True)
def locks_in_order() -> Iterator[None]:
    """Whatever command a test runs takes its locks in the order of docs/locking.md."""
    from tests.races.lock_order import watched

    with watched():
        yield


@pytest.fixture(scope="session")
def database_named(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Name the test database, before pytest-django adds the worker's suffix.

    SQLite's is a file, as in the product: the in-memory one neither waits nor journals as a file does.
    """
    from django.db import connection

    if connection.vendor == "sqlite":
        connection.settings_dict["TEST"]["NAME"] = str(tmp_path_factory.mktemp("database") / "test.sqlite3")
        return
    # Whatever the server's own default is, text is UTF-8.
    connection.settings_dict["TEST"] |= {"CHARSET": "UTF8", "TEMPLATE": "template0"}
    if name := os.environ.get("SYSGIMUT_TEST_DATABASE"):
        connection.settings_dict["TEST"]["NAME"] = name


@pytest.fixture(scope="session")
def django_db_modify_db_settings(database_named: None, django_db_modify_db_settings_parallel_suffix: None) -> None:
    """What pytest-django asks for before it makes the test database, in this order."""


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """The test database, with its append-only tables guarded as `sysgimut migrate` leaves them."""
    from django.test import TransactionTestCase

    from sysgimut.journal import guards
    from tests.emptying import empty_database

    empty = TransactionTestCase._fixture_teardown  # type: ignore[attr-defined]

    def empty_unguarded(self: Any) -> None:
        empty_database(lambda: empty(self))

    with django_db_blocker.unblock():
        guards.install()
        do_not_wait_for_the_disk()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", empty_unguarded)
        yield


def do_not_wait_for_the_disk() -> None:
    """The test database of PostgreSQL is to outlive no crash of the server, and a commit is mostly such a wait.

    Of this database only: the crashes of tests/crashes are of databases and servers of their own.
    """
    from django.db import connection

    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            name = connection.ops.quote_name(connection.settings_dict["NAME"])
            cursor.execute(f"ALTER DATABASE {name} SET synchronous_commit = off")
        connection.close()  # it holds for connections to come
