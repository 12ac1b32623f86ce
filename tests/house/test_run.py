"""The runner says plainly what ran, and never calls a run complete that was not."""

from __future__ import annotations

import pytest
from django.db import connection

from tests.house.rules.reading import ROOT
from tests.run import Run, Unusable, find_postgresql, report

SQLITE = Run("SQLite", 0, "===== 12 passed in 1.00s =====")
POSTGRESQL = Run("PostgreSQL 15", 0, "12 passed in 2.00s")


def test_both_engines_are_named(capsys: pytest.CaptureFixture[str]) -> None:
    assert report([SQLITE, POSTGRESQL], "", needed=True) == 0
    said = capsys.readouterr().out
    assert "SQLite          passed   12 passed in 1.00s" in said
    assert "PostgreSQL 15   passed   12 passed in 2.00s" in said
    assert "Tests that reach no database ran once" in said
    report([SQLITE], "", needed=False)
    assert "ran once" not in capsys.readouterr().out


def test_what_a_second_engine_leaves_out_can_reach_no_database(request: pytest.FixtureRequest) -> None:
    where = request.config.pluginmanager.getplugin(str(ROOT / "conftest.py"))
    assert not where.reaches_a_database(request.node)
    with pytest.raises(RuntimeError, match="Database access not allowed"):
        connection.ensure_connection()


@pytest.mark.django_db
def test_what_asks_for_the_database_is_never_left_out(request: pytest.FixtureRequest) -> None:
    where = request.config.pluginmanager.getplugin(str(ROOT / "conftest.py"))
    assert where.reaches_a_database(request.node)


def test_a_missing_server_is_said_and_fails_only_where_it_is_needed(capsys: pytest.CaptureFixture[str]) -> None:
    assert report([SQLITE], "no local server", needed=False) == 0
    assert "not run  no local server" in capsys.readouterr().out
    assert report([SQLITE], "no local server", needed=True) == 1
    assert "MISSING  no local server" in capsys.readouterr().out


def test_a_failure_on_either_engine_fails() -> None:
    failed = Run("PostgreSQL 15", 1, "1 failed")
    assert report([SQLITE, failed], "", needed=False) == 1
    assert report([failed, POSTGRESQL], "", needed=False) == 1


def test_a_server_that_was_given_is_the_only_one_tried(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://nobody@127.0.0.1:9/nothing")
    with pytest.raises(Unusable, match="DATABASE_URL"):
        find_postgresql()
