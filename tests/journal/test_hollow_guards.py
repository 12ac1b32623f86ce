"""A guard whose name is there and whose teeth are gone is as good as absent, and verification says so."""

from __future__ import annotations

import pytest
from django.db import connection

from sysgimut.journal import guards

HOLLOW = {
    "sqlite": (
        "DROP TRIGGER append_only_ledger_entry_d",
        'CREATE TRIGGER append_only_ledger_entry_d BEFORE DELETE ON "ledger_entry" BEGIN SELECT 1; END',
    ),
    "postgresql": (
        "CREATE OR REPLACE FUNCTION append_only_refuse() RETURNS trigger LANGUAGE plpgsql "
        "AS $$ BEGIN RETURN OLD; END $$",
    ),
}
NARROWED = {
    "sqlite": (
        "DROP TRIGGER append_only_ledger_entry_u",
        'CREATE TRIGGER append_only_ledger_entry_u BEFORE UPDATE OF "kind" ON "ledger_entry" '
        "BEGIN SELECT RAISE(ABORT, 'append-only: ledger_entry'); END",
    ),
    "postgresql": (
        "DROP TRIGGER append_only_ledger_entry_u ON ledger_entry",
        'CREATE TRIGGER append_only_ledger_entry_u BEFORE UPDATE OF "kind" ON "ledger_entry" '
        "FOR EACH ROW EXECUTE FUNCTION append_only_refuse()",
    ),
}


@pytest.mark.django_db
@pytest.mark.parametrize("spoilt", [HOLLOW, NARROWED], ids=["hollow", "narrowed"])
def test_a_guard_that_no_longer_does_what_it_did_is_named(spoilt: dict[str, tuple[str, ...]]) -> None:
    assert guards.absent() == []
    with connection.cursor() as cursor:
        for statement in spoilt[connection.vendor]:
            cursor.execute(statement)
    assert "ledger_entry" in {guard.table for guard in guards.absent()}
    guards.install()
    assert guards.absent() == []
