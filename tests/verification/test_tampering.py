"""One altered byte in any column of any journaled row is found."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from sysgimut.journal import guards
from sysgimut.journal.models import Recorded
from sysgimut.journal.seal import Head
from sysgimut.journal.verify import check_rows, finding
from sysgimut.site.verification import verify
from tests.verification.altering import altered, cells, write

pytestmark = pytest.mark.django_db  # each test is undone inside the transaction that told the demo
MODELS = [model for model in guards.guarded() if issubclass(model, Recorded)]


def unseen(model: Any) -> list[str]:
    """The columns of a model in which an altered cell is not found."""
    missed: list[str] = []
    for field in model._meta.concrete_fields:
        pk, cell = cells(model, field)[0]
        point = transaction.savepoint()
        try:
            with transaction.atomic():
                write(model, pk, field, altered(field, cell))
        except IntegrityError:
            transaction.savepoint_rollback(point)  # the database itself refuses
            continue
        if not list(check_rows(only=model)):
            missed.append(field.attname)
        transaction.savepoint_rollback(point)
    return missed


def test_an_untouched_database_has_no_finding(told: list[Head]) -> None:
    guards.install()
    assert list(verify(told)) == []


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.db_table)
def test_one_altered_cell_is_found_in_any_column(filled: list[Head], model: type[Recorded]) -> None:
    assert list(check_rows(only=model)) == []
    assert unseen(model) == []


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.db_table)
def test_a_row_that_is_gone_is_found(filled: list[Head], undone: None, model: Any) -> None:
    with connection.cursor() as cursor:
        pk = cells(model, model._meta.pk)[0][0]
        cursor.execute(f'DELETE FROM "{model._meta.db_table}" WHERE "{model._meta.pk.column}" = %s', [pk])
    assert list(check_rows(only=model))


@pytest.mark.parametrize(
    "table", ["membership_belonging", "contributions_account", "contributions_coverage", "providers_agreement"]
)
def test_a_row_that_is_no_longer_superseded_is_found(told: list[Head], undone: None, table: str) -> None:
    """Unless the database refuses to have two rows in force."""
    model = next(model for model in MODELS if model._meta.db_table == table)
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f'UPDATE "{table}" SET superseded_by_id = NULL WHERE superseded_by_id IS NOT NULL')
            assert cursor.rowcount > 0
    except IntegrityError:
        return
    assert list(check_rows(only=model))


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL has one way of writing each of these")
@pytest.mark.parametrize(
    "change",
    [
        "UPDATE claims_linedecision SET decision_id = upper(decision_id) WHERE decision_id GLOB '*[a-f]*'",
        "UPDATE benefits_act SET needs_authorisation = 2 WHERE needs_authorisation = 0",
        "UPDATE claims_decision SET reasons = replace(reasons, ', ', ',  ')",
        "UPDATE journal_entry SET author = upper(author)",
        "UPDATE journal_entry SET effects = replace(effects, ': ', ':\t')",
    ],
)
def test_a_cell_that_reads_the_same_and_is_written_otherwise_is_found(
    told: list[Head], undone: None, change: str
) -> None:
    with connection.cursor() as cursor:
        cursor.execute(change)
        assert cursor.rowcount > 0
    assert list(verify())


def test_findings_read_in_both_languages() -> None:
    found = finding("MOPTI C1-1", "VER-RECU_MONTANT", amount=1_730, booked=1_000)
    assert "1\u202f730" in found.what()
    assert "1,730" in found.what("en")
