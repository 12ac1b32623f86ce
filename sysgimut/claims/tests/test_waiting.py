"""Requests received first and decided later: the same decisions, once, whatever the chunks."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from sysgimut.claims import queries
from sysgimut.claims.checks import check_decisions
from sysgimut.claims.commands.decide_requests import DecideRequests
from sysgimut.claims.commands.import_requests import ImportRequests
from sysgimut.claims.commands.receive_requests import ReceiveRequests
from sysgimut.claims.domain.arrivals import DeclaredRequest
from sysgimut.claims.models import Decision, LineDecision, Request
from sysgimut.claims.tests import bills
from sysgimut.claims.waiting import waiting_chunks, waiting_requests
from sysgimut.contributions.tests import world
from sysgimut.identity.models import User
from sysgimut.journal.models import Entry
from sysgimut.journal.verify import check_rows
from sysgimut.kernel.outcomes import Outcome

pytestmark = pytest.mark.usefixtures("union")

DEAR = {**bills.CONSULTATION, "unit_price": 1200, "amount": 1200, "mutual_part": 840, "insured_part": 360}


def batch(*messages: Any) -> dict[str, Any]:
    """What both commands of delivery take."""
    declared = tuple(DeclaredRequest(one.declared(), (n,) * len(one.request.lines)) for n, one in enumerate(messages))
    return {"source": "b.csv", "scope": bills.FACILITIES, "requests": declared}


def some_requests(reference: str, other: str) -> list[Any]:
    """Two people, a double, an unknown person and nobody: sent in the wrong order."""
    hospital = {"facility": "HOP-MOPTI", "number": "H-1"}
    return [
        bills.request("0003", DEAR, reference=reference),
        bills.request("0001", reference=reference, care_date=date(2024, 5, 18)),
        bills.request("0002", reference=reference),
        bills.request("0001", reference=reference, bordereau=hospital),
        bills.request("0004", bills.CONSULTATION, bills.SCAN, reference=other),
        bills.request("0005", reference="X-1"),
        bills.request("0006", reference=""),
        bills.request("0007", reference=reference),
    ]


def decided() -> list[tuple[Any, ...]]:
    """Every line decided in force, without the identifiers."""
    return sorted(
        LineDecision.objects.filter(superseded_by__isnull=True).values_list(
            "decision__request__bordereau__number",
            "decision__request__number",
            "line_number",
            "decision__mutual",
            "decision__status",
            "granted",
            "rejected",
            "to_justify",
            "codes",
        )
    )


def decide(requests: tuple[UUID, ...], **more: Any) -> Outcome:
    message = DecideRequests(scope=more.pop("scope", bills.FACILITIES), requests=requests)
    return world.send(message, more.pop("author", bills.medical_advisor()), **more)


def two_people() -> tuple[str, str]:
    people = world.people_of(world.validated())
    return people[0], people[1]


def test_received_then_decided_is_what_an_import_decides() -> None:
    messages = batch(*some_requests(*two_people()))
    with transaction.atomic():
        assert world.send(ImportRequests(**messages), bills.root()).accepted
        imported = decided()
        transaction.set_rollback(True)
    assert Request.objects.count() == 0
    received = world.send(ReceiveRequests(**messages), bills.root())
    assert (received.result["requests"], received.result["lines"], Decision.objects.count()) == (8, 9, 0)
    chunks = list(waiting_chunks(size=1))
    for chunk in reversed(chunks):
        assert decide(chunk).accepted
    assert waiting_requests().count() == 0
    assert decided() == imported
    assert {"DB-1", "DB-2"} <= {code for row in imported for code in row[-1].split()}


def test_a_chunk_holds_all_the_requests_of_a_person() -> None:
    world.send(ReceiveRequests(**batch(*some_requests(*two_people()))), bills.root())
    references = [
        set(Request.objects.filter(id__in=chunk).values_list("reference", flat=True))
        for chunk in waiting_chunks(size=2)
    ]
    assert sum(len(found) for found in references) == len(set().union(*references)) == 4
    assert sum(len(chunk) for chunk in waiting_chunks(size=2)) == Request.objects.count()
    assert {len(chunk) for chunk in waiting_chunks(size=100)} == {8}


def test_what_is_decided_is_left_alone() -> None:
    world.send(ReceiveRequests(**batch(*some_requests(*two_people()))), bills.root())
    requests = tuple(waiting_requests().values_list("id", flat=True))
    assert decide(requests[:3]).result["requests"] == 3
    rest = decide((*requests, uuid4()))
    assert {name: rest.result[name] for name in ("requests", "unchanged", "absent")} == {
        "requests": 5,
        "unchanged": 3,
        "absent": 1,
    }
    before, entries = world.row_counts(), Entry.objects.count()
    again = decide(requests)
    assert (again.result["requests"], again.result["unchanged"]) == (0, 8)
    assert (world.row_counts(), Entry.objects.count()) == (before, entries)


def test_the_same_command_again_answers_the_same() -> None:
    world.send(ReceiveRequests(**batch(bills.request(reference=bills.insured()))), bills.root())
    requests = tuple(waiting_requests().values_list("id", flat=True))
    first = decide(requests, command_id=UUID(int=9))
    assert decide(requests, command_id=UUID(int=9)) == first
    assert Decision.objects.count() == 1


def test_a_scope_decides_its_own_requests_only() -> None:
    world.send(ReceiveRequests(**batch(*some_requests(*two_people()))), bills.root())
    requests = tuple(waiting_requests().values_list("id", flat=True))
    assert {len(chunk) for chunk in waiting_chunks(bills.HOSPITAL)} == {1}
    outcome = decide(requests, scope=bills.HOSPITAL)
    assert (outcome.result["requests"], outcome.result["absent"]) == (1, 7)
    for author in (bills.konna_desk(), bills.accountant()):
        assert [reason.code for reason in decide(requests, author=author).reasons] == ["ACCES-REFUSE"]


def test_an_import_and_an_entry_leave_a_waiting_request_waiting() -> None:
    message = bills.request(reference=bills.insured())
    world.send(ReceiveRequests(**batch(message)), bills.root())
    assert world.send(ImportRequests(**batch(message)), bills.root()).result["unchanged"] == 1
    again = world.send(message, bills.konna_desk())
    assert (again.accepted, again.result["unchanged"]) == (True, True)
    assert Decision.objects.count() == 0


def test_pages_say_that_a_request_waits(client: Client) -> None:
    world.send(ReceiveRequests(**batch(bills.request(reference=bills.insured()))), bills.root())
    request = Request.objects.get()
    client.force_login(User.objects.get(pk=bills.konna_desk().id))
    page = client.get(reverse("request", args=[request.id])).content.decode()
    assert "En attente de décision" in page
    assert "Fièvre" not in page
    row = queries.bordereau(bills.konna_desk(), request.bordereau_id)
    assert row is not None
    assert (row.waiting, row.totals.requests) == (1, 0)
    # Nobody pays yet: a mutual sees nothing of it, another facility neither.
    assert queries.bordereau(bills.accountant(), request.bordereau_id) is None
    assert queries.waiting_request(bills.hospital_desk(), request.id) is None
    decide((request.id,))
    row = queries.bordereau(bills.konna_desk(), request.bordereau_id)
    assert row is not None
    assert (row.waiting, row.totals.requests) == (0, 1)


def test_verification_accepts_what_waits() -> None:
    world.send(ReceiveRequests(**batch(*some_requests(*two_people()))), bills.root())
    assert list(check_decisions()) == []
    assert list(check_rows()) == []
