"""Pages and endpoints of claims: what they show, to whom, in how many statements, and what is noted."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.test import Client

from sysgimut.claims.models import Request
from sysgimut.claims.tests import bills
from sysgimut.contributions.commands.record_exit import RecordExit
from sysgimut.contributions.tests import world
from sysgimut.identity.access import Viewer
from sysgimut.identity.models import User
from sysgimut.journal import clock
from sysgimut.journal.models import HealthAccess
from sysgimut.membership.models import Belonging

pytestmark = pytest.mark.usefixtures("union")


def browser(viewer: Viewer) -> Client:
    """A browser in which this viewer is logged in."""
    client = Client()
    client.force_login(User.objects.get(pk=viewer.id))
    return client


def page(viewer: Viewer, path: str) -> str:
    answer = browser(viewer).get(path)
    assert answer.status_code == 200
    return answer.content.decode()


def status(viewer: Viewer, path: str) -> int:
    return browser(viewer).get(path).status_code


@pytest.fixture
def billed() -> str:
    """A request of two lines in the bordereau BD-1: one granted, one to justify; its identifier."""
    return bills.sent("0001", bills.CONSULTATION, bills.SCAN, reference=bills.insured())


@pytest.fixture
def on_the_day(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pages look at the world on its own day."""
    monkeypatch.setattr(clock, "today", lambda: world.TODAY)


def bordereau_of(request: str) -> UUID:
    return Request.objects.get(id=UUID(request)).bordereau_id


def test_the_list_shows_what_was_billed_and_granted(billed: str) -> None:
    text = page(bills.konna_desk(), "/bordereaux/")
    assert "BD-1" in text
    assert "CSCom de Konna" in text
    assert "4\u202f200" in text
    assert "03/06/2024" in text
    assert "BD-1" not in page(bills.hospital_desk(), "/bordereaux/")


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("q=bd-", True),
        ("q=cscom", True),
        ("q=H-1", False),
        ("periode=2024-05", True),
        ("periode=2024-06", False),
        ("periode=mai", True),
        ("etablissement=CSCOM-KONNA", True),
        ("etablissement=HOP-MOPTI", False),
        ("page=99", True),
    ],
)
def test_the_list_is_filtered(billed: str, query: str, found: bool) -> None:
    answer = browser(bills.root()).get(f"/bordereaux/?{query}")
    assert [row["name"] for row in answer.context["rows"]] == (["BD-1"] if found else [])


def test_the_bordereau_shows_decisions_line_by_line_with_reasons(billed: str) -> None:
    text = page(bills.konna_desk(), f"/bordereaux/{bordereau_of(billed)}/")
    for shown in (
        "Demande 0001",
        "Ousmane Tembély",
        "Échographie",
        "AP-1",
        "accord préalable",
        "3\u202f500",
        "À justifier",
    ):
        assert shown in text, shown
    noted = HealthAccess.objects.get()
    assert (noted.reader, noted.subject) == (bills.konna_desk().id, f"bordereau:{bordereau_of(billed)}")


def test_who_may_not_read_health_data_sees_amounts_and_codes(billed: str) -> None:
    for path in (f"/bordereaux/{bordereau_of(billed)}/", f"/demandes/{billed}/"):
        text = page(bills.accountant(), path)
        for shown in ("0001", "AP-1", "3\u202f500", "données de santé"):
            assert shown in text, shown
        for hidden in ("Tembély", "Échographie", "300-001", "B54", "Fièvre", "ambulatoire"):
            assert hidden not in text, hidden
    assert not HealthAccess.objects.exists()


def test_the_request_shows_the_care_and_notes_who_read_it(billed: str) -> None:
    text = page(bills.medical_advisor(), f"/demandes/{billed}/")
    for shown in ("B54", "Fièvre depuis trois jours", "300-001", "ambulatoire", "Droits ouverts", "registre des accès"):
        assert shown in text, shown
    assert [one.subject for one in HealthAccess.objects.all()] == [f"request:{billed}"]


def test_tabs_keep_what_is_to_justify_or_reduced(billed: str) -> None:
    reference = Request.objects.get(id=UUID(billed)).reference
    bills.sent("0002", bills.GLASSES, reference=reference, care_date=date(2024, 5, 21))
    base = f"/bordereaux/{bordereau_of(billed)}/"
    shown = {
        state: [one["view"].number for one in browser(bills.root()).get(f"{base}?etat={state}").context["requests"]]
        for state in ("", "to_justify", "reduced", "rien")
    }
    assert shown == {"": ["0001", "0002"], "to_justify": ["0001"], "reduced": ["0002"], "rien": ["0001", "0002"]}


def test_what_is_not_in_scope_is_not_found(billed: str) -> None:
    bordereau = bordereau_of(billed)
    strangers = [
        bills.hospital_desk(),
        bills.accountant("BANDIAGARA"),
        world.viewer("ailleurs", "coordinateur", "UTM/AUTRE"),
    ]
    for stranger in strangers:
        assert status(stranger, f"/bordereaux/{bordereau}/") == 404
        assert status(stranger, f"/demandes/{billed}/") == 404
        assert status(stranger, f"/api/claims/bordereaux/{bordereau}") == 404
        assert status(stranger, f"/api/claims/requests/{billed}") == 404
    for path in (f"/bordereaux/{uuid4()}/", f"/demandes/{uuid4()}/", "/bordereaux/etablissement/RIEN/"):
        assert status(bills.root(), path) == 404
    assert status(bills.hospital_desk(), "/bordereaux/etablissement/CSCOM-KONNA/") == 404
    elected = world.viewer("elue", "elu", "UTM/R/MOPTI")
    for path in ("/bordereaux/", f"/demandes/{billed}/", "/decisions-a-revoir/", "/api/claims/bordereaux"):
        assert status(elected, path) == 403
    assert status(bills.konna_desk(), "/decisions-a-revoir/") == 403


def test_pages_are_read_in_few_statements_however_long(billed: str, django_assert_max_num_queries: Any) -> None:
    reference = Request.objects.get(id=UUID(billed)).reference
    for number in range(2, 14):
        bills.sent(
            f"{number:04}", bills.CONSULTATION, bills.GLASSES, reference=reference, care_date=date(2024, 5, number)
        )
    reader = browser(bills.medical_advisor())
    paths = [
        "/bordereaux/",
        f"/bordereaux/{bordereau_of(billed)}/",
        f"/demandes/{billed}/",
        "/bordereaux/etablissement/CSCOM-KONNA/",
        "/decisions-a-revoir/",
    ]
    for path in paths:
        reader.get(path)
        with django_assert_max_num_queries(20):
            answer = reader.get(path)
        assert answer.status_code == 200, path
    listed = reader.get(paths[1])
    assert len(listed.context["requests"]) == 10
    assert "page=2" in listed.content.decode()
    assert [one["view"].number for one in reader.get(paths[1] + "?page=2").context["requests"]] == [
        "0011",
        "0012",
        "0013",
    ]


def test_a_facility_by_month_is_drawn_with_its_table(billed: str, on_the_day: None) -> None:
    reference = Request.objects.get(id=UUID(billed)).reference
    june = {"number": "BD-2", "period": "2024-06"}
    bills.sent("0001", reference=reference, care_date=date(2024, 6, 2), bordereau=june)
    bills.sent("0001", reference=reference, bordereau={"number": "BD-0", "period": "2024-03"})
    bills.sent("0001", reference=reference, bordereau={"number": "BD-9", "period": "2099-01"})
    drawn = browser(bills.konna_desk()).get("/bordereaux/etablissement/CSCOM-KONNA/").context
    assert [label.isoformat() for label in drawn["labels"]] == ["2024-03-01", "2024-04-01", "2024-05-01", "2024-06-01"]
    assert drawn["series"][0][1] == [700, 0, 4200, 700]
    text = page(bills.konna_desk(), "/bordereaux/etablissement/CSCOM-KONNA/")
    for shown in ("2024-05", "2024-06", "2099-01", "<svg", "etablissement=CSCOM-KONNA&amp;periode=2024-05"):
        assert shown in text, shown
    assert "Aucun bordereau" in page(bills.hospital_desk(), "/bordereaux/etablissement/HOP-MOPTI/")


def test_decisions_to_look_at_again_are_listed(billed: str, on_the_day: None) -> None:
    advisor = bills.medical_advisor()
    assert "Rien à revoir" in page(advisor, "/decisions-a-revoir/")
    reference = Request.objects.get(id=UUID(billed)).reference
    belonging = Belonging.objects.get(person__reference=reference, superseded_by__isnull=True)
    household = belonging.household.reference
    died = RecordExit(household=household, person=reference, left=date(2024, 5, 15), reason="deces")
    assert world.send(died).accepted
    text = page(advisor, "/decisions-a-revoir/")
    for shown in ("CSCOM-KONNA / BD-1 / 0001", reference, "Droits ouverts", "Sorti du ménage", f"/demandes/{billed}/"):
        assert shown in text, shown
    listed = browser(advisor).get("/api/claims/reopenings?since=2024-01-01").json()
    assert [(row["then"], row["now"]) for row in listed["items"]] == [("OUVERT", "SORTI")]


def test_the_same_things_as_json(billed: str) -> None:
    desk = browser(bills.konna_desk())
    listed = desk.get("/api/claims/bordereaux?facility=CSCOM-KONNA").json()
    assert [(one["number"], one["totals"]["claimed"]) for one in listed["items"]] == [("BD-1", 4200)]
    found = desk.get(f"/api/claims/bordereaux/{bordereau_of(billed)}").json()
    (request,) = found["requests"]["items"]
    assert (request["number"], request["name"], request["totals"]["to_justify"]) == ("0001", "Ousmane Tembély", 3500)
    scan = request["lines"][1]
    assert (scan["act"], scan["rate"], scan["codes"]) == ("300-001", "0.70", ["ORD-02", "AP-1"])
    assert desk.get(f"/api/claims/requests/{billed}").json() == request
    assert [one.purpose for one in HealthAccess.objects.all()] == ["API", "API"]
    masked = browser(bills.accountant()).get(f"/api/claims/requests/{billed}").json()
    assert (masked["name"], masked["lines"][1]["act"], masked["lines"][1]["claimed"]) == ("", "", 3500)


def sent_by(client: Client, message: dict[str, Any], key: str) -> Any:
    return client.post(
        "/api/claims/requests", message, content_type="application/json", headers={"Idempotency-Key": key}
    )


def test_a_request_is_sent_as_json_once() -> None:
    message = bills.request(reference=bills.insured()).model_dump(mode="json")
    desk, key = browser(bills.konna_desk()), str(uuid4())
    answers = [sent_by(desk, message, key) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [200, 200]
    assert answers[0].json() == answers[1].json()
    assert answers[0].json()["result"]["granted"] == 700
    assert Request.objects.count() == 1
    # Another key, the same request: recorded already.
    assert sent_by(desk, message, str(uuid4())).json()["result"]["unchanged"] is True
    assert Request.objects.count() == 1


def test_a_request_that_cannot_be_sent_changes_nothing() -> None:
    message = bills.request(reference=bills.insured()).model_dump(mode="json")
    before = world.row_counts()
    assert sent_by(browser(bills.hospital_desk()), message, str(uuid4())).status_code == 403
    assert sent_by(browser(bills.accountant()), message, str(uuid4())).status_code == 403
    desk = browser(bills.konna_desk())
    assert sent_by(desk, message, "not-a-uuid").status_code == 422
    assert sent_by(desk, {**message, "request": {**message["request"], "lines": []}}, str(uuid4())).status_code == 422
    assert desk.post("/api/claims/requests", message, content_type="application/json").status_code == 422
    assert Client().post("/api/claims/requests", message, content_type="application/json").status_code in (401, 403)
    assert world.row_counts() == before


def typed(reference: str, **changes: Any) -> dict[str, Any]:
    """A request typed in the form of a desk."""
    message = bills.request(reference=reference).model_dump(mode="json")
    (line,) = message["request"].pop("lines")
    asked = {**message["request"], "request_number": message["request"]["number"]}
    flat = {**asked, **message["bordereau"], **{f"{name}_1": value for name, value in line.items()}}
    plain = {name: str(value).lower() if isinstance(value, bool) else value for name, value in flat.items()}
    return {
        **{name: value for name, value in plain.items() if value is not None},
        "command_id": str(uuid4()),
        **changes,
    }


def test_a_request_is_typed_once_and_its_decision_shown() -> None:
    desk, sent = browser(bills.konna_desk()), typed(bills.insured())
    assert "CSCOM-KONNA" in page(bills.konna_desk(), "/demandes/nouvelle/")
    for _ in range(2):
        answer = desk.post("/demandes/nouvelle/", sent)
        assert answer.status_code == 302
    request = Request.objects.get()
    assert answer["Location"] == f"/demandes/{request.id}/"
    assert (request.bordereau.facility_code, request.bordereau.number, request.reference) == (
        "CSCOM-KONNA",
        "BD-1",
        sent["reference"],
    )
    assert "700" in page(bills.konna_desk(), answer["Location"])


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"quantity_1": "0"}, "supérieure"),
        ({"period": "mai 2024"}, "AAAA-MM"),
        ({"request_number": ""}, "obligatoire"),
        (dict.fromkeys(("act_1", "label_1", "service_code_1", "quantity_1", "unit_price_1", "amount_1"), ""), ""),
    ],
)
def test_a_form_that_is_refused_keeps_what_was_typed(changes: dict[str, Any], sentence: str) -> None:
    sent = typed(bills.insured(), **changes)
    if not sentence:
        sent |= {"mutual_part_1": "", "insured_part_1": ""}
        sentence = "au moins une ligne"
    before = world.row_counts()
    answer = browser(bills.konna_desk()).post("/demandes/nouvelle/", sent)
    text = answer.content.decode()
    assert answer.status_code == 422
    assert sentence in text
    assert "Fièvre depuis trois jours" in text
    assert world.row_counts() == before


def test_a_desk_types_for_its_own_facility() -> None:
    """Whatever is sent in the place of the facility, it is the desk's own; someone else is told no."""
    reference = bills.insured()
    answer = browser(bills.konna_desk()).post("/demandes/nouvelle/", typed(reference, facility="HOP-MOPTI"))
    assert answer.status_code == 302
    assert Request.objects.get().bordereau.facility_code == "CSCOM-KONNA"
    assert status(bills.accountant(), "/demandes/nouvelle/") == 403


def test_a_contradiction_with_the_recorded_bordereau_is_said_at_its_field() -> None:
    reference = bills.insured()
    bills.sent(reference=reference)
    before = world.row_counts()
    sent = typed(reference, request_number="0002", received_on="2024-06-10")
    answer = browser(bills.konna_desk()).post("/demandes/nouvelle/", sent)
    assert answer.status_code == 422
    assert "date_reception" in str(answer.context["form"].errors["number"])
    assert world.row_counts() == before
