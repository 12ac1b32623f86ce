"""Verifying while others write: what is compared is of one moment."""

from __future__ import annotations

from threading import Thread

import pytest
from django.db import connection, connections

from sysgimut.identity.accounts import technical_viewer
from sysgimut.journal.models import Claim, Entry
from sysgimut.journal.runner import submit
from sysgimut.journal.snapshot import one_moment
from sysgimut.network.commands.load_network import LoadNetwork, shipped_digest
from sysgimut.parameters.commands.load_parameters import LoadParameters, shipped_files


def elsewhere(work: object) -> None:
    """Do something on another connection, and wait for its end."""

    def run() -> None:
        try:
            work()  # type: ignore[operator]
        finally:
            connections.close_all()

    thread = Thread(target=run)
    thread.start()
    thread.join(60)
    assert not thread.is_alive(), "somebody who writes waits for somebody who verifies"


@pytest.mark.django_db(transaction=True)
def test_what_comes_in_meanwhile_is_not_seen_and_does_not_wait() -> None:
    author = technical_viewer()
    assert submit(LoadParameters(files=shipped_files()), author).accepted
    with one_moment():
        before = (Claim.objects.count(), Entry.objects.count())
        elsewhere(lambda: submit(LoadNetwork(digest=shipped_digest()), author))
        assert (Claim.objects.count(), Entry.objects.count()) == before
    assert Entry.objects.count() == before[1] + 1
    assert not connection.in_atomic_block
