"""The runner says plainly what ran, and never calls a run complete that was not."""

from __future__ import annotations

import pytest

from tests.run import Run, Unusable, find_postgresql, report

SQLITE = Run("SQLite", 0, "===== 12 passed in 1.00s =====")
POSTGRESQL = Run("PostgreSQL 15", 0, "12 passed in 2.00s")


def test_both_engines_are_named(capsys: pytest.CaptureFixture[str]) -> None:
    assert report([SQLITE, POSTGRESQL], "", needed=True) == 0
    said = capsys.readouterr().out
    assert "SQLite          passed   12 passed in 1.00s" in said
    assert "PostgreSQL 15   passed   12 passed in 2.00s" in said


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
