"""The JSON API of membership and contributions: the same commands and reads, under the same table."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from django.test import Client

from sysgimut.contributions.models import Receipt, Validation
from sysgimut.contributions.tests import world
from sysgimut.contributions.tests.world import (
    KONNA,
    MOPTI,
    SOYE,
    TODAY,
    family,
    people_of,
    person,
    receipt,
    row_counts,
    send,
    validated,
)
from sysgimut.identity.access import policy
from sysgimut.journal import clock
from sysgimut.membership.models import Household

pytestmark = pytest.mark.usefixtures("union")


@pytest.fixture(autouse=True)
def today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: world.moment(TODAY))


def caller(login: str = "awa", role: str = "gestionnaire", scope: str = KONNA) -> Client:
    client = Client()
    client.force_login(world.user(login, role, scope))
    return client


def get(client: Client, path: str, **query: Any) -> Any:
    answer = client.get(f"/api/{path}", query)
    assert answer.status_code == 200, answer.content
    return answer.json()


def post(client: Client, path: str, message: Any, key: Any = None) -> Any:
    """Send a message; a pydantic one, or plain values."""
    body = message.model_dump_json() if hasattr(message, "model_dump_json") else json.dumps(message)
    headers = {"Idempotency-Key": str(key or clock.new_id())}
    return client.post(f"/api/contributions/{path}", body, content_type="application/json", headers=headers)


READS = (
    "membership/households",
    "membership/duplicates",
    "contributions/receipts",
    "contributions/booklets",
    "contributions/arrears",
    "contributions/rights?card=X",
)


@pytest.mark.parametrize("path", READS)
def test_every_read_wants_a_login(path: str) -> None:
    assert Client().get(f"/api/{path}").status_code == 401


def test_a_guichet_reads_rights_and_nothing_else() -> None:
    client = caller("caisse", "guichet", "UTM/R/ETABLISSEMENTS/X")
    for path in READS:
        assert client.get(f"/api/{path}").status_code == (200 if "rights" in path else 403), path


def test_households_are_found_by_sound_within_the_scopes(django_assert_max_num_queries: Any) -> None:
    household = validated()
    client = caller()
    with django_assert_max_num_queries(10):
        found = get(client, "membership/households", q="tembeli usman")
    assert [one["reference"] for one in found["items"]] == [household]
    assert [one["name"] for one in found["items"][0]["people"]] == ["Ousmane Tembély", "Kadidia Guindo"]
    assert found["items"][0]["found"] == [people_of(household)[0]]
    assert get(caller("issa", "gestionnaire", SOYE), "membership/households")["total"] == 0


def test_the_rights_of_a_card(django_assert_max_num_queries: Any) -> None:
    card = people_of(validated())[0]
    client = caller("caisse", "guichet", "UTM/R/ETABLISSEMENTS/X")
    with django_assert_max_num_queries(5):
        found = get(client, "contributions/rights", card=card)
    assert (found["open"], found["until"], found["reason"]) == (True, "2025-01-10", None)
    closed = get(client, "contributions/rights", card=card, day="2024-02-01")
    assert closed["reason"]["code"] == "DROITS-OBSERVATION"
    assert "10/04/2024" in closed["reason"]["sentence"]
    assert get(client, "contributions/rights", card="rien")["status"] == "INCONNU"


def test_the_file_of_a_household() -> None:
    household = validated()
    found = get(caller(), f"contributions/household-files/{household}")
    assert (found["validated"], found["due"]["total"], found["credit"]) == (True, 3460, 0)
    assert [one["status"] for one in found["people"]] == ["OUVERT", "OUVERT"]
    assert [one["number"] for one in found["receipts"]] == ["C1-000001"]
    assert [one["name"] for one in found["events"]][-1] == "contributions.enrol_household"
    stranger = caller("issa", "gestionnaire", SOYE)
    assert stranger.get(f"/api/contributions/household-files/{household}").status_code == 404


def test_lists_of_the_till() -> None:
    household = validated()
    assert send(receipt("C1-2", "INCONNU", "2024-06-01", 0, 500, till=KONNA)).status == "held"
    chief = caller("chef", "coordinateur", MOPTI)
    assert [one["household"] for one in get(chief, "contributions/receipts")["items"]] == [None, household]
    assert get(chief, "contributions/receipts", state="valid")["total"] == 1
    (task,) = get(chief, "contributions/suspense")["items"]
    assert (task["declared"], task["amount"], task["reason"]["code"]) == ("INCONNU", 500, "RECU-ATTENTE")
    assert get(chief, "contributions/arrears", state="soon")["total"] == 0


def test_a_household_is_enrolled_paid_and_validated_once() -> None:
    client, key = caller(), clock.new_id()
    answer = post(client, "households", family(), key)
    assert answer.status_code == 200, answer.content
    assert post(client, "households", family(), key).json() == answer.json()
    household = answer.json()["result"]["household"]
    assert Household.objects.count() == 1
    missing = post(client, "households/validations", {"household": household})
    assert missing.status_code == 409
    assert missing.json()["reasons"][0]["code"] == "VALID-MANQUE"
    assert "4\u202f460" in missing.json()["reasons"][0]["sentence"]
    assert post(client, "receipts", receipt("C1-1", household, "2024-01-10", 1000, 3460)).status_code == 200
    assert post(client, "households/validations", {"household": household}).status_code == 200
    assert Validation.objects.count() == 1


def test_an_enrolment_with_money_that_is_refused_says_that_the_receipt_is_not_recorded() -> None:
    client = caller()
    assert post(client, "households", family()).status_code == 200
    payment = {"receipt": "C1-1", "day": "2024-06-15", "fee": 1000, "contribution": 1730}
    alike = {**json.loads(family(people=(person(),), village="Kotaka").model_dump_json()), "payment": payment}
    answer = post(client, "households", alike)
    assert answer.status_code == 409
    assert [reason["code"] for reason in answer.json()["reasons"]] == ["DOUBLON-PROBABLE", "RECU-PAS_ENCORE"]
    assert "Le reçu C1-000001 n'est pas encore enregistré" in answer.json()["reasons"][1]["sentence"]
    assert not Receipt.objects.exists()
    kept = post(client, "households", {**alike, "suspend": True})
    assert (kept.status_code, kept.json()["status"]) == (200, "held")
    assert Receipt.objects.count() == 1


def test_a_held_receipt_is_recorded_and_said_to_be_held() -> None:
    answer = post(caller(), "receipts", receipt("C1-1", "INCONNU", "2024-06-01", 0, 500, till=KONNA))
    assert answer.status_code == 200
    assert answer.json()["status"] == "held"
    assert Receipt.objects.count() == 1


@pytest.mark.parametrize(
    "broken",
    [
        {"people": []},
        {"joined": "hier"},
        {"joined": "1000-01-01"},
        {"village": "x" * 200},
        {"village": "Kot\u0000aka"},
        {"surplus": 1},
    ],
)
def test_a_message_that_cannot_be_read_changes_nothing(broken: dict[str, Any]) -> None:
    before = row_counts()
    answer = post(caller(), "households", {**json.loads(family().model_dump_json()), **broken})
    assert answer.status_code == 422
    assert row_counts() == before


def test_another_section_may_post_nothing_here() -> None:
    household = validated()
    stranger = caller("issa", "gestionnaire", SOYE)
    before = row_counts()
    newborn = {"household": household, "joined": "2024-06-01", "person": person(birth="2024-05-20", role="enfant")}
    assert post(stranger, "people", newborn).status_code == 403
    assert post(stranger, "households/validations", {"household": household}).status_code == 403
    assert post(stranger, "households/validations", {"household": "INCONNU"}).status_code == 403
    cancel = {"mutual": "MOPTI", "receipt": "C1-1", "reason": "erreur"}
    assert post(stranger, "receipts/cancellations", cancel).status_code == 403
    assert row_counts() == before


def test_every_command_has_its_endpoint() -> None:
    paths = get(caller(), "openapi.json")["paths"].values()
    operations = {operation["operationId"] for path in paths for operation in path.values()}
    commands = {name for name in policy() if re.fullmatch(r"contributions\.(?!read_|import_)\w+", name)}
    assert len(commands) == 12
    assert {name.replace(".", "_") for name in commands} <= operations
