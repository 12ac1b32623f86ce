"""Nothing of the journal can be altered, cut out or cut off unseen."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, connection, transaction

from sysgimut.identity.access import Viewer
from sysgimut.journal import guards, seal
from sysgimut.journal.models import Entry, Seal
from sysgimut.journal.seal import Head, head_lines, heads, parse_heads, seal_all
from sysgimut.journal.verify import check_journal
from sysgimut.parameters.models import ParameterValue
from sysgimut.site.installation import load_shipped

pytestmark = pytest.mark.django_db


@pytest.fixture
def author() -> Viewer:
    return load_shipped()


@pytest.fixture
def published(author: Viewer) -> list[Head]:
    assert seal_all() == 2
    return heads()


def found(published: list[Head] | None = None) -> list[str]:
    return [f"{finding.where}: {finding.reason.code}" for finding in check_journal(published or ())]


def tamper(sql: str) -> None:
    """Change rows behind the product's back: the guards are out of the way, as they are for whoever owns the server."""
    guards.remove()
    with connection.cursor() as cursor:
        cursor.execute(sql)
    guards.install()


def test_an_untouched_journal_is_as_it_was_recorded(published: list[Head]) -> None:
    assert found(published) == []
    assert seal_all() == 0


def test_heads_are_read_back_from_what_was_printed(published: list[Head]) -> None:
    assert parse_heads(head_lines(published)) == published
    with pytest.raises(ValueError, match="not enough values"):
        parse_heads("UTM 2")


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE journal_entry SET author = '{other}' WHERE id = (SELECT min(id) FROM journal_entry)",
        "UPDATE journal_entry SET status = 'refused' WHERE id = (SELECT min(id) FROM journal_entry)",
        "UPDATE journal_entry SET name = 'network.load_networ' WHERE name = 'network.load_network'",
        "UPDATE journal_entry SET payload_digest = 'x' WHERE id = (SELECT min(id) FROM journal_entry)",
        "UPDATE journal_entry SET effects = '{{}}' WHERE name = 'parameters.load_parameters'",
        "UPDATE journal_claim SET digest = 'x'",
        "UPDATE journal_seal SET hash = 'x' WHERE number = 1",
        "UPDATE parameters_parametervalue SET note = note || ' ' WHERE key = 'observation_mois'",
        "UPDATE parameters_parametervalue SET command_id = '{other}' WHERE key = 'observation_mois'",
        "DELETE FROM parameters_parametervalue WHERE key = 'cotisation' AND product = 'AMV'",
    ],
)
def test_one_change_anywhere_is_found(published: list[Head], change: str) -> None:
    other = "01900000-0000-7000-8000-000000000001"
    tamper(change.format(other=other if connection.vendor == "postgresql" else other.replace("-", "")))
    assert found(published)


def test_a_cut_tail_is_found_given_the_published_head(published: list[Head]) -> None:
    last = Entry.objects.latest("id").pk
    tamper(f"DELETE FROM journal_seal WHERE entry_id = {last}")
    tamper(f"DELETE FROM journal_entry WHERE id = {last}")
    assert any("VER-TETE_ABSENTE" in what for what in found(published))


def test_a_missing_guard_is_found(published: list[Head]) -> None:
    guards.remove()
    assert any("VER-GARDE" in what for what in found(published))


def test_guards_refuse_to_delete_and_to_change(author: Viewer) -> None:
    value = ParameterValue.objects.first()
    assert value is not None
    for change in (
        lambda: ParameterValue.objects.filter(pk=value.pk).delete(),
        lambda: ParameterValue.objects.filter(pk=value.pk).update(note="autre"),
        lambda: Entry.objects.all().update(status="refused"),
        lambda: Seal.objects.all().delete() if seal_all() else None,
    ):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            change()


def test_a_row_is_superseded_once(author: Viewer) -> None:
    value, entry = ParameterValue.objects.first(), Entry.objects.first()
    assert value is not None
    assert entry is not None
    current = ParameterValue.objects.filter(pk=value.pk)
    assert current.update(superseded_by=entry.command_id) == 1
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        current.update(superseded_by=None)


def test_an_erased_payload_keeps_the_chain_verifiable(published: list[Head]) -> None:
    assert Entry.objects.filter(name="network.load_network").update(payload=None, salt=None) == 1
    assert found(published) == []


def test_the_first_hash_covers_the_genesis(published: list[Head]) -> None:
    first = Seal.objects.get(number=1)
    (entry,) = Entry.objects.filter(pk=first.entry_id).values_list(*seal.FIELDS)
    assert first.hash == seal.link(seal.GENESIS, 1, seal.Written._make(entry))
