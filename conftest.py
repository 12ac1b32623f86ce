"""Where tests run: settings of test mode, a database of their own, and the journal's guards in it."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from typing import Any

import django
import pytest

# Before Django reads its settings. Workers of pytest-xdist inherit these from the process that started them.
os.environ.setdefault("SYSGIMUT_MODE", "test")
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sysgimut.site.settings")
OWN_VAR = None if "SYSGIMUT_VAR" in os.environ else tempfile.mkdtemp(prefix="sysgimut-tests-")
if OWN_VAR is not None:
    os.environ["SYSGIMUT_VAR"] = OWN_VAR


# Here, because the conftest of a folder named on the command line may import models, and is read right after this.
django.setup()


def pytest_unconfigure() -> None:
    """Leave nothing behind in the temporary folder."""
    if OWN_VAR is not None:
        shutil.rmtree(OWN_VAR, ignore_errors=True)


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
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", empty_unguarded)
        yield
