"""A request costs the same number of statements whatever its lines: at most fifteen, from the claim to the journal."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sysgimut.claims.commands.decide_requests import DecideRequests
from sysgimut.claims.commands.receive_requests import ReceiveRequests
from sysgimut.claims.domain.arrivals import DeclaredRequest
from sysgimut.claims.tests import bills
from sysgimut.claims.waiting import waiting_requests
from sysgimut.contributions.tests import world
from sysgimut.journal.command import Command

AROUND = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE")


@pytest.fixture
def union(db: None) -> None:
    """The small union, and the facilities that bill it."""
    world.build()
    bills.install()


def statements(message: Command, author: Any) -> list[str]:
    """The SQL of a command, the transaction's own words left out."""
    with CaptureQueriesContext(connection) as captured:
        assert world.send(message, author).status != "refused"
    return [query["sql"] for query in captured if not query["sql"].startswith(AROUND)]


def lines(count: int) -> list[dict[str, Any]]:
    """Lines of several acts, one of which needs an authorisation."""
    return [{**(bills.SCAN if n % 3 == 1 else bills.CONSULTATION), "number": str(n)} for n in range(count)]


def test_a_request_of_one_line_or_of_thirty_costs_the_same(union: None) -> None:
    reference, desk = bills.insured(), bills.konna_desk()
    world.send(bills.request("0000", reference=reference, authorisation="AP-1"), desk)
    for bordereau, most in ({"number": "BD-1"}, 14), ({"number": "BD-2"}, 15):
        counts = []
        for count in (1, 10, 30):
            named = {"number": f"{bordereau['number']}-{count}"} if most == 15 else bordereau
            message = bills.request(
                f"{count}", *lines(count), reference=reference, authorisation="AP-1", bordereau=named
            )
            counts.append(len(statements(message, desk)))
        assert counts == [most] * 3


def test_a_chunk_of_one_request_or_of_forty_costs_the_same(union: None) -> None:
    reference, counts = bills.insured(), []
    world.send(bills.request("0000", reference=reference), bills.root())
    for batch in (1, 5, 40):
        head = {"number": f"BD-{batch}"}
        asked = [bills.request(f"{n}", *lines(1), reference=reference, bordereau=head) for n in range(batch)]
        declared = tuple(DeclaredRequest(one.declared(), (0,)) for one in asked)
        world.send(ReceiveRequests(source="b.csv", scope=bills.FACILITIES, requests=declared), bills.root())
        waiting = tuple(waiting_requests().values_list("id", flat=True))
        counts.append(len(statements(DecideRequests(scope=bills.FACILITIES, requests=waiting), bills.root())))
    assert counts == [13] * 3
