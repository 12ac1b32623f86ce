"""Pages and endpoints of facilities: what they show, to whom, in how many statements."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.utils.html import escape

from sysgimut.journal.models import Entry
from sysgimut.providers.models import Agreement, Facility, Tariff
from sysgimut.providers.tests import region

pytestmark = pytest.mark.usefixtures("built")
PAGES = (
    "/etablissements/",
    "/etablissements/C1/",
    "/etablissements/C1/tarifs/",
    "/tarifs/",
    "/tarifs/acte/100-001/",
    "/actes/",
    "/actes/300-014/",
)
FORMS = (
    "/etablissements/C1/nom/",
    "/etablissements/C1/conventions/nouvelle/",
    "/etablissements/C1/conventions/fin/?debut=2022-01-01&produits=AMV+MOPTI",
    "/tarifs/nouveau/",
)


@pytest.mark.parametrize("path", PAGES)
def test_a_page_is_read_in_few_statements(path: str, django_assert_max_num_queries: Any) -> None:
    browser = region.client()
    browser.get(path)
    with django_assert_max_num_queries(12):
        answer = browser.get(path)
    assert answer.status_code == 200


@pytest.mark.parametrize("path", [*PAGES, *FORMS])
def test_nobody_reads_without_login(path: str, client: Any) -> None:
    answer = client.get(path)
    assert answer.status_code == 302
    assert "/connexion/" in answer["Location"]


def test_the_list_finds_without_accents_and_says_the_agreement() -> None:
    text = region.client().get("/etablissements/?q=hopital somine").content.decode()
    assert "Hôpital Sominé Dolo" in text
    assert "CSCom 1" not in text
    assert "En vigueur" in text


def test_the_catalogue_says_limits_and_finds_without_accents() -> None:
    browser = region.client("elu", "UTM/R")
    text = browser.get("/actes/?q=echographie").content.decode()
    assert "femmes seulement" in text
    assert "100-001" not in text
    assert "300-014" not in browser.get("/actes/?prestation=100").content.decode()
    assert browser.get("/actes/?produit=CARTE").context["page"].paginator.count == 0
    assert browser.get("/actes/RIEN/").status_code == 404


def test_the_page_shows_the_name_to_enter_and_the_agreement() -> None:
    text = region.client().get("/etablissements/C1/").content.decode()
    assert "Nom à saisir" in text
    assert "AMV" in text
    assert "01/01/2022" in text


def test_the_prices_of_a_facility_are_those_that_hold() -> None:
    text = region.client().get("/etablissements/C1/tarifs/").content.decode()
    assert "600\u00a0F" in text
    assert "1\u202f000" not in text
    assert "aucun tarif" in text


def test_a_facility_sees_itself_only() -> None:
    desk = region.client("guichet", f"{region.FACILITIES}/C1")
    listed = desk.get("/etablissements/").content.decode()
    assert "CSCom 1" in listed
    assert "Sominé" not in listed
    assert desk.get("/etablissements/C1/").status_code == 200
    assert "300-014" not in desk.get("/tarifs/").content.decode()
    for path in ("/etablissements/H1/", "/etablissements/H1/tarifs/", "/etablissements/RIEN/"):
        assert desk.get(path).status_code == 404
    assert desk.get("/etablissements/C1/nom/").status_code == 403


def test_a_name_is_entered_once_however_often_the_form_is_sent() -> None:
    browser = region.client("coordinateur", "UTM/R")
    form = browser.get("/etablissements/C1/nom/").context["form"]
    sent = {"command_id": str(form["command_id"].value()), "name": "CSCom de Konna"}
    for _ in range(2):
        answer = browser.post("/etablissements/C1/nom/", sent)
        assert (answer.status_code, answer["Location"]) == (302, "/etablissements/C1/")
    assert Facility.objects.filter(code="C1").count() == 2
    assert "CSCom de Konna" in browser.get("/etablissements/C1/").content.decode()


def test_an_agreement_is_ended_and_another_added() -> None:
    browser = region.client("direction", "UTM/R")
    ended = {"command_id": str(uuid4()), "start": "2022-01-01", "products": "AMV MOPTI", "end": "2024-07-01"}
    assert browser.post("/etablissements/C1/conventions/fin/", ended).status_code == 302
    added = {"command_id": str(uuid4()), "start": "2024-07-01", "products": ["MOPTI"]}
    assert browser.post("/etablissements/C1/conventions/nouvelle/", added).status_code == 302
    bound = Agreement.objects.filter(facility_code="C1", superseded_by__isnull=True).order_by("start")
    assert [one.products for one in bound] == ["AMV MOPTI", "MOPTI"]


def test_a_price_is_set() -> None:
    sent = {"command_id": str(uuid4()), "act": "100-001", "target": "*", "price": "1200", "start": "2030-01-01"}
    answer = region.client().post("/tarifs/nouveau/", sent)
    assert (answer.status_code, answer["Location"]) == (302, "/tarifs/acte/100-001/")
    assert Tariff.objects.filter(price=1200).exists()


@pytest.mark.parametrize(
    ("path", "sent", "sentence"),
    [
        ("/etablissements/C1/nom/", {"name": "CSCom (nom à saisir)"}, "n'est pas un nom"),
        (
            "/etablissements/C1/conventions/nouvelle/",
            {"start": "2024-01-01", "products": ["MOPTI"]},
            "a déjà une convention",
        ),
        ("/tarifs/nouveau/", {"act": "999", "target": "*", "price": "1", "start": "2024-01-01"}, "pas au catalogue"),
        ("/tarifs/nouveau/", {"act": "100-001", "target": "*", "price": "-1", "start": "2024-01-01"}, "supérieure"),
    ],
)
def test_a_refused_form_keeps_what_was_typed(path: str, sent: dict[str, Any], sentence: str) -> None:
    before = region.row_counts()
    answer = region.client().post(path, {"command_id": str(uuid4()), **sent})
    text = answer.content.decode()
    assert answer.status_code == 422
    assert sentence in text or escape(sentence) in text
    assert escape(str(sent.get("name", sent.get("act", "MOPTI")))) in text
    assert region.row_counts() == before


def test_the_forms_of_another_region_are_not_found() -> None:
    elsewhere = region.client("direction", "UTM/AUTRE")
    before, entries = region.row_counts(), Entry.objects.count()
    for path in FORMS[:3]:
        assert elsewhere.post(path, {"command_id": str(uuid4()), "name": "Ailleurs"}).status_code == 404
    assert (region.row_counts(), Entry.objects.count()) == (before, entries)


def test_the_same_things_as_json() -> None:
    browser = region.client("coordinateur", "UTM/R")
    listed = browser.get("/api/providers/facilities?q=konna").json()
    assert (listed["total"], listed["items"][0]["code"], listed["items"][0]["state"]) == (1, "C1", "active")
    one = browser.get("/api/providers/facilities/C1").json()
    assert one["agreements"] == [{"start": "2022-01-01", "end": None, "products": ["AMV", "MOPTI"]}]
    assert browser.get("/api/providers/facilities/RIEN").status_code == 404
    assert browser.get("/api/providers/tariffs?act=100-001").json()["total"] == 2
    catalogue = browser.get("/api/benefits/acts?q=echo").json()
    assert [act["code"] for act in catalogue["items"]] == ["300-014"]
    assert browser.get("/api/benefits/acts/300-014").json()["sex"] == "F"


def rename(browser: Client, sent: dict[str, Any], key: str = "") -> Any:
    headers = {"Idempotency-Key": key} if key else {}
    return browser.post("/api/providers/facility-names", sent, content_type="application/json", headers=headers)


def test_a_command_as_json_is_carried_out_once() -> None:
    browser, key = region.client("coordinateur", "UTM/R"), str(uuid4())
    sent = {"facility": "C1", "name": "CSCom de Konna"}
    answers = [rename(browser, sent, key) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [200, 200]
    assert answers[0].json() == answers[1].json()
    assert answers[0].json()["status"] == "accepted"
    assert Facility.objects.filter(code="C1").count() == 2
    other = rename(browser, {**sent, "name": "Autre"}, key)
    assert (other.status_code, other.json()["reasons"][0]["code"]) == (409, "CMD-DOUBLE")


def test_a_command_as_json_needs_its_key_its_fields_and_its_scope() -> None:
    sent = {"facility": "C1", "name": "CSCom de Konna"}
    browser = region.client("coordinateur", "UTM/R")
    before = region.row_counts()
    assert rename(browser, sent).status_code == 422
    assert rename(browser, {"facility": "C1"}, str(uuid4())).status_code == 422
    assert rename(region.client("guichet", f"{region.FACILITIES}/C1"), sent, str(uuid4())).status_code == 403
    assert rename(region.client("coordinateur", "UTM/AUTRE"), sent, str(uuid4())).status_code == 403
    assert region.row_counts() == before
