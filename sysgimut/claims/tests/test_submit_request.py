"""One request of one facility: recorded and decided in one command, once."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

import pytest
from pydantic import ValidationError

from sysgimut.claims.commands.import_requests import ImportRequests
from sysgimut.claims.domain.arrivals import DeclaredRequest
from sysgimut.claims.models import Bordereau, Decision, LineDecision, Request
from sysgimut.claims.tests import bills
from sysgimut.contributions.tests import world
from sysgimut.journal.models import Entry

pytestmark = pytest.mark.usefixtures("union")


def test_a_request_with_nothing_wrong_is_granted() -> None:
    outcome = world.send(bills.request(reference=bills.insured()), bills.konna_desk())
    assert outcome.status == "accepted"
    assert outcome.reasons == ()
    assert {name: outcome.result[name] for name in ("verdict", "claimed", "granted", "rejected")} == {
        "verdict": "granted",
        "claimed": 700,
        "granted": 700,
        "rejected": 0,
    }
    decision = Decision.objects.get(request=UUID(str(outcome.result["request"])))
    assert (decision.mutual, decision.rights, decision.status) == ("MOPTI", "OUVERT", "granted")
    assert LineDecision.objects.get(decision=decision).granted == 700
    assert Bordereau.objects.get().scope_path == bills.KONNA


def test_the_outcome_says_why_and_what_waits() -> None:
    outcome = world.send(bills.request("0001", bills.CONSULTATION, bills.SCAN, reference=bills.insured()), bills.root())
    assert outcome.status == "held"
    assert [reason.code for reason in outcome.reasons] == ["ORD-02", "AP-1"]
    assert "accord préalable" in outcome.reasons[1].sentence("fr")
    assert (outcome.result["granted"], outcome.result["to_justify"]) == (700, 3500)


def test_a_refused_request_is_recorded_with_its_reason() -> None:
    request = bills.request(reference=bills.insured(), care_date=date(2024, 2, 1))
    outcome = world.send(request, bills.konna_desk())
    assert outcome.status == "accepted"
    assert outcome.result["verdict"] == "refused"
    assert "10/04/2024" in " ".join(reason.sentence() for reason in outcome.reasons)
    assert Request.objects.count() == 1


def test_the_same_key_answers_the_same_and_records_once() -> None:
    request, key = bills.request(reference=bills.insured()), UUID(int=7)
    first = world.send(request, bills.konna_desk(), command_id=key)
    assert world.send(request, bills.konna_desk(), command_id=key) == first
    assert Request.objects.count() == 1


def test_the_same_request_again_changes_nothing() -> None:
    request = bills.request(reference=bills.insured())
    first = world.send(request, bills.konna_desk())
    before, entries = world.row_counts(), Entry.objects.count()
    again = world.send(request, bills.konna_desk())
    assert again.accepted
    assert again.result["request"] == first.result["request"]
    assert (world.row_counts(), Entry.objects.count()) == (before, entries)


def test_another_content_under_the_same_number_is_refused() -> None:
    reference = bills.insured()
    bills.sent(reference=reference)
    dearer = {**bills.CONSULTATION, "mutual_part": 800}
    before = world.row_counts()
    for lines, code in (((dearer,), "DEM-LIGNE"), ((bills.CONSULTATION, bills.SCAN), "DEM-CLOSE")):
        outcome = world.send(bills.request("0001", *lines, reference=reference), bills.konna_desk())
        assert (outcome.status, outcome.reasons[0].code) == ("refused", code)
    assert world.row_counts() == before


def test_a_bordereau_keeps_what_it_said_first() -> None:
    reference = bills.insured()
    bills.sent("0001", reference=reference, bordereau={"phone": None})
    later = bills.request("0002", reference=reference, bordereau={"received_on": date(2024, 6, 14)})
    before = world.row_counts()
    outcome = world.send(later, bills.konna_desk())
    assert (outcome.status, outcome.reasons[0].code) == ("refused", "DEM-ENTETE")
    assert "03/06/2024" in outcome.reasons[0].sentence()
    assert world.row_counts() == before
    # A telephone given later contradicts nothing, and the control still says that the bordereau has none.
    outcome = world.send(bills.request("0002", reference=reference), bills.konna_desk())
    assert "BOR-02" in [reason.code for reason in outcome.reasons]


def test_a_facility_bills_for_itself_only() -> None:
    reference = bills.insured()
    before = world.row_counts()
    for author in (bills.hospital_desk(), bills.accountant(), world.viewer()):
        outcome = world.send(bills.request(reference=reference), author)
        assert [reason.code for reason in outcome.reasons] == ["ACCES-REFUSE"]
    assert world.row_counts() == before


def test_a_batch_keeps_to_the_facility_of_its_scope() -> None:
    own, other = bills.request("0001"), bills.request("0002", bordereau={"facility": "HOP-MOPTI"})
    requests = tuple(DeclaredRequest(m.declared(), (n,), "b.csv") for n, m in enumerate((own, other), 2))
    message = ImportRequests(source="b.csv", scope=bills.KONNA, requests=requests)
    outcome = world.send(message, bills.konna_desk())
    assert outcome.result["requests"] == 1
    assert [error[:5] for error in outcome.result["errors"]] == [  # type: ignore[attr-defined]
        ["b.csv", 3, "etablissement", "HOP-MOPTI", "DEM-ETABLISSEMENT"]
    ]
    assert [b.facility_code for b in Bordereau.objects.all()] == ["CSCOM-KONNA"]


def test_one_by_one_decides_as_a_batch_does() -> None:
    """The limits that earlier requests consumed hold for the next one, whichever way it comes."""
    reference = bills.insured()
    bills.sent("0001", reference=reference)
    again = {**bills.CONSULTATION, "unit_price": 900, "amount": 900, "mutual_part": 630, "insured_part": 270}
    for line, code in ((bills.CONSULTATION, "DB-1"), (again, "DB-2")):
        outcome = world.send(bills.request(f"0002-{code}", line, reference=reference), bills.konna_desk())
        assert [reason.code for reason in outcome.reasons] == [code]


def test_the_journal_keeps_no_health_data() -> None:
    bills.sent(reference=bills.insured())
    payload = str(Entry.objects.get(name="claims.submit_request").payload)
    assert "B54" not in payload
    assert "Fièvre" not in payload
    assert "100-001" not in payload


@pytest.mark.parametrize(
    ("place", "change"),
    [
        ("line", {"quantity": 0}),
        ("line", {"amount": -1}),
        ("line", {"mutual_part": 10**13}),
        ("line", {"act": "x" * 65}),
        ("line", {"label": "a\x00b"}),
        ("request", {"sex": "X"}),
        ("request", {"care_type": "Z"}),
        ("request", {"care_date": date(1800, 1, 1)}),
        ("request", {"number": " "}),
        ("bordereau", {"facility": "CSCOM-KONNA/x"}),
        ("bordereau", {"period": "2024-13"}),
        ("bordereau", {"period": "0000-01"}),
    ],
)
def test_what_cannot_be_read_is_no_message(place: str, change: dict[str, Any]) -> None:
    changes: dict[str, Any] = {"bordereau": change} if place == "bordereau" else change if place == "request" else {}
    line = {**bills.CONSULTATION, **change} if place == "line" else bills.CONSULTATION
    with pytest.raises(ValidationError):
        bills.request(changes.pop("number", "0001"), line, **changes)


def test_two_lines_with_one_number_are_no_message() -> None:
    with pytest.raises(ValidationError):
        bills.request("0001", bills.CONSULTATION, bills.CONSULTATION)


def test_an_empty_text_is_an_absent_value() -> None:
    message = bills.request("0001", reference="  ", icd10="", authorisation="non")
    declared = message.declared()
    assert (declared.reference, declared.icd10, declared.authorisation) == (None, None, None)
