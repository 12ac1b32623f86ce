"""Closed months: nothing is dated there any more, and no money is turned away for it."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction

from sysgimut.contributions.commands.transfer_credit import TransferCredit
from sysgimut.contributions.tests import world
from sysgimut.contributions.tests.world import d, enrolled, receipt, row_counts, send, validated, viewer
from sysgimut.journal.models import Entry as Journaled
from sysgimut.kernel.outcomes import Outcome
from sysgimut.ledger.commands.close_month import CloseMonth
from sysgimut.ledger.models import Closing, Entry
from sysgimut.site.verification import verify

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def small_union() -> None:
    world.build()


def close(month: str, mutual: str = "MOPTI", on: date = world.TODAY) -> Outcome:
    """The accountant of Mopti closes a month."""
    return send(CloseMonth(mutual=mutual, month=month), viewer("comptable", "comptable", world.MOPTI), on)


def codes(outcome: Outcome) -> list[str]:
    return [reason.code for reason in outcome.reasons]


def test_a_closing_counts_what_the_books_hold() -> None:
    validated()
    outcome = close("2024-01")
    assert outcome.result == {"until": "2024-02-01", "entries": 2, "debit": 4460 + 3460}
    closing = Closing.objects.get()
    assert (closing.entity, closing.until, closing.day) == ("MOPTI", d("2024-02-01"), world.TODAY)
    assert not list(verify())


@pytest.mark.parametrize(
    ("month", "mutual", "code"),
    [
        ("2024-06", "MOPTI", "LIVRE-MOIS_EN_COURS"),
        ("2024-03", "MOPTI", "LIVRE-DEJA_CLOS"),
        ("2024-02", "MOPTI", "LIVRE-DEJA_CLOS"),
        ("2024-04", "BANDIAGARA", "ACCES-REFUSE"),
        ("2024-04", "NULLE-PART", "ACCES-REFUSE"),
    ],
)
def test_a_month_is_closed_when_it_is_over_once_and_by_its_accountant(month: str, mutual: str, code: str) -> None:
    assert close("2024-03").accepted
    before = row_counts()
    assert codes(close(month, mutual)) == [code]
    assert row_counts() == before


def test_books_that_nobody_keeps_are_not_closed() -> None:
    root = viewer("racine", "administrateur", "UTM")
    assert codes(send(CloseMonth(mutual="NULLE-PART", month="2024-03"), root)) == ["LIVRE-INCONNU"]
    assert send(CloseMonth(mutual="UTM", month="2024-03"), root).accepted


def test_money_of_a_closed_month_is_booked_on_the_first_open_day() -> None:
    household = enrolled()
    assert close("2024-03").accepted
    assert send(receipt("C1-1", household, "2024-01-10", 1000, 3460)).accepted
    assert set(Entry.objects.values_list("kind", "day")) == {("recu", d("2024-04-01")), ("achat", d("2024-04-01"))}
    assert world.people_of(household)
    assert not list(verify())


def test_an_operation_dated_in_a_closed_month_is_refused_and_journaled() -> None:
    household = enrolled()
    assert send(receipt("C1-1", household, "2024-01-10", 3000)).accepted
    assert close("2024-03").accepted
    before = row_counts()
    moved = TransferCredit(day=d("2024-03-31"), household=household, source="fee", amount=500, reason="trop versé")
    chief = viewer("chef", "coordinateur", world.MOPTI)
    outcome = send(moved, chief)
    assert codes(outcome) == ["LIVRE-CLOS"]
    assert "31/03/2024" in outcome.reasons[0].sentence("fr")
    assert row_counts() == before
    assert Journaled.objects.order_by("id").last().status == "refused"  # type: ignore[union-attr]
    assert send(moved.model_copy(update={"day": d("2024-04-01")}), chief).accepted


@pytest.mark.django_db(transaction=True)
def test_the_database_refuses_an_entry_in_a_closed_month() -> None:
    validated()
    assert close("2024-03").accepted
    with connection.cursor() as cursor:
        new = "'00000000-0000-0000-0000-000000000001'"
        posting = "entity, activity, account, amount, party, command_id"
        entry = "entity, activity, kind, document, label, command_id"
        copies = (
            f"INSERT INTO ledger_posting (entry_id, {posting}) SELECT {new}, {posting} FROM ledger_posting",
            f"INSERT INTO ledger_entry (id, day, {entry}) "
            f"SELECT {new}, '2024-03-31', {entry} FROM ledger_entry LIMIT 1",
        )
        with transaction.atomic():
            cursor.execute(copies[0])
            with pytest.raises(IntegrityError, match="no entry is dated in a month that is closed"):
                cursor.execute(copies[1])
            transaction.set_rollback(True)


@pytest.mark.django_db(transaction=True)
def test_the_database_refuses_a_closing_that_does_not_count_everything() -> None:
    validated()
    assert close("2024-01").accepted
    with connection.cursor() as cursor:
        row = "entity, day, debit, command_id"
        with pytest.raises(IntegrityError, match="a closing counts every entry"):
            cursor.execute(
                f"INSERT INTO ledger_closing ({row}, until, entries) "
                f"SELECT {row}, '2024-03-01', entries - 1 FROM ledger_closing"
            )


@pytest.mark.django_db(transaction=True)
def test_books_that_changed_since_they_were_closed_are_found() -> None:
    from sysgimut.journal import guards

    validated()
    assert close("2024-01").accepted
    guards.remove()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE ledger_closing SET debit = debit + 1")
    guards.install()
    assert "VER-CLOTURE" in {finding.reason.code for finding in verify()}
