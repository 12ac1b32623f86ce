"""`sysgimut batch` and `sysgimut worker`, in processes of their own."""

from __future__ import annotations

from django.db import connection

from tests.command_line.conftest import Run


def test_batches_from_the_terminal(sysgimut: Run, database: str) -> None:
    empty = sysgimut("batch", "list", "--database", database)
    assert empty.returncode == 2
    assert "sysgimut migrate" in empty.stderr
    assert sysgimut("migrate", "--database", database).returncode == 0
    kinds = ("claims.decide_requests", "settlement.issue_statements")
    done = sysgimut("batch", "start", *kinds, "--database", database)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.count("Lot terminé : 0 tranche.") == 2
    assert "Liquider les demandes en attente" in done.stdout
    listed = sysgimut("batch", "list", "--lang", "en", "--database", database)
    assert listed.stdout.count("done") == 2
    assert "Issue reimbursement statements" in listed.stdout
    left = sysgimut("batch", "resume", "--database", database)
    assert (left.returncode, left.stdout) == (0, "Aucun lot n'est en cours.\n")


def test_what_cannot_be_done_is_said(sysgimut: Run, migrated: str) -> None:
    unknown = sysgimut("batch", "start", "claims.fly", "--database", migrated)
    assert unknown.returncode == 2
    assert "claims.decide_requests" in unknown.stderr
    nowhere = sysgimut("batch", "start", "claims.decide_requests", "--scope", "UTM/NULLE-PART", "--database", migrated)
    assert nowhere.returncode == 2
    assert "UTM/NULLE-PART" in nowhere.stderr
    worker = sysgimut("worker", "--once", "--database", migrated)
    if connection.vendor == "sqlite":
        assert worker.returncode == 2
        assert "sur place" in worker.stderr
    else:
        assert (worker.returncode, worker.stderr) == (0, "")
