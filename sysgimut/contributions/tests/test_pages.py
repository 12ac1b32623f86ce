"""The pages of a desk: what they show, to whom, in how many statements, and forms that work without JavaScript."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client

from sysgimut.contributions.models import Booklet, Receipt, SuspenseTask, Validation
from sysgimut.contributions.tests import world
from sysgimut.contributions.tests.world import (
    KONNA,
    MOPTI,
    SOYE,
    TODAY,
    d,
    enrolled,
    people_of,
    person,
    receipt,
    row_counts,
    send,
    validated,
)
from sysgimut.journal import clock
from sysgimut.membership.models import DuplicateDecision, Household, Identity, Residence

pytestmark = pytest.mark.usefixtures("union")


@pytest.fixture(autouse=True)
def today(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pages live on the day of the stories."""
    monkeypatch.setattr(clock, "now", lambda: world.moment(TODAY))


def browser(login: str = "awa", role: str = "gestionnaire", scope: str = KONNA) -> Client:
    """A browser in which somebody has logged in."""
    client = Client()
    client.force_login(world.user(login, role, scope))
    return client


def chief() -> Client:
    return browser("chef", "coordinateur", MOPTI)


def send_form(client: Client, path: str, **typed: Any) -> Any:
    """Fill in the form of a page, with the hidden fields that the page gave."""
    text = client.get(path).content.decode()
    hidden = dict(re.findall(r'<input type="hidden" name="([\w-]+)" value="([^"]*)"', text))
    return client.post(path, {**hidden, **typed})


def text_of(answer: Any) -> str:
    return str(answer.content.decode())


def typed_person(rank: int, **changes: str) -> dict[str, str]:
    fields = {"family_name": "Tembély", "given_names": "Ousmane", "sex": "M", "birth": "1985-04-02", "role": "adherent"}
    return {f"p{rank}-{name}": value for name, value in {**fields, **changes}.items()}


HOUSE = {"section": "S-KONNA", "village": "Gnimitongo", "product": "MOPTI", "joined": "2024-06-01"}


def pages(household: str) -> list[str]:
    first = people_of(household)[0]
    return [
        "/menages/",
        "/menages/?q=temb",
        "/menages/?state=waiting&section=S-KONNA&product=MOPTI",
        f"/menages/{household}/",
        "/menages/nouveau/",
        f"/menages/{household}/personnes/nouvelle/",
        f"/menages/{household}/personnes/{first}/sortie/",
        f"/menages/{household}/personnes/{first}/corriger/",
        f"/menages/{household}/deplacer/",
        f"/menages/{household}/encaisser/",
        f"/menages/{household}/valider/",
        "/recus/",
        "/recus/?start=2024-01-01&state=valid&booklet=C1",
        "/recus/saisir/",
        "/carnets/",
        "/carnets/?vue=manquants",
        "/carnets/?vue=inconnus",
        "/carnets/MOPTI/C1/",
        "/retards/",
        "/retards/?etat=lapsed&section=S-KONNA",
        "/doublons/",
        "/droits/",
        f"/droits/?card={first}&day=2024-06-15",
    ]


def test_every_page_is_shown_to_the_section_manager_in_few_statements(django_assert_max_num_queries: Any) -> None:
    household = validated()
    client = browser()
    for path in pages(household):
        with django_assert_max_num_queries(45 if path.endswith(f"/{household}/") else 28):
            answer = client.get(path)
        assert answer.status_code == 200, path
        assert "<h1>" in text_of(answer), path


def test_a_list_costs_the_same_whatever_its_length() -> None:
    names = ("Dicko", "Arama", "Dolo", "Guindo", "Kassogué", "Ouologuem")
    for number, name in enumerate(names, 1):
        household = enrolled(people=(person(family_name=name, given_names=name),), village=name)
        assert send(receipt(f"C1-{number}", household, "2024-02-01", 1000, 1730)).accepted
    client = browser()
    counts = {}
    for path in ("/menages/?q={}", "/recus/?number={}"):
        for text in ("", "Dicko" if "menages" in path else "C1-1"):
            with world.counted() as statements:
                assert client.get(path.format(text)).status_code == 200
            counts[path, bool(text)] = len(statements)
    # A search by name first asks which names begin like its last word.
    assert counts["/menages/?q={}", False] + 1 == counts["/menages/?q={}", True]
    assert counts["/recus/?number={}", False] == counts["/recus/?number={}", True]


def test_nobody_reads_without_login() -> None:
    household = validated()
    for path in pages(household):
        answer = Client().get(path)
        assert answer.status_code == 302, path
        assert "/connexion/" in answer["Location"]


def test_a_guichet_checks_cards_and_sees_nothing_else() -> None:
    household = validated()
    client = browser("caisse", "guichet", "UTM/R/ETABLISSEMENTS/CSCOM01")
    for path in pages(household):
        assert client.get(path).status_code == (200 if path.startswith("/droits/") else 403), path


def test_another_section_finds_nothing_there() -> None:
    household = validated()
    client = browser("issa", "gestionnaire", SOYE)
    for path in pages(household):
        about = household in path or path.startswith("/carnets/MOPTI")
        expected = 404 if about and not path.startswith("/droits/") else 200
        answer = client.get(path)
        assert answer.status_code == expected, path
        if path in ("/menages/", "/recus/", "/menages/?q=temb"):
            assert household not in text_of(answer)


def test_a_post_of_another_section_changes_nothing() -> None:
    household = validated()
    client = browser("issa", "gestionnaire", SOYE)
    before = row_counts()
    for path in pages(household):
        if household in path and not path.startswith("/droits/") and not path.endswith(f"/{household}/"):
            answer = client.post(path, {"command_id": str(clock.new_id()), "left": "2024-06-01", "reason": "deces"})
            assert answer.status_code == 404, path
    assert client.post("/recus/MOPTI/C1-1/annuler/", {"reason": "erreur"}).status_code == 403
    assert row_counts() == before


def test_the_file_shows_everything_about_the_household() -> None:
    household = validated()
    text = text_of(browser().get(f"/menages/{household}/"))
    for words in (
        "Ousmane Tembély",
        "Kadidia Guindo",
        "Droits ouverts",
        "C1-000001",
        "Gnimitongo",
        "3 460",
        "10/01/2025",
    ):
        assert words in text.replace("\u202f", " "), words
    assert "Adhésion validée" in text, "the journal of the household"
    assert f"/menages/{household}/encaisser/" in text
    assert f"/menages/{household}/credit/" not in text, "a section manager moves no credit"


def test_a_household_is_enrolled_person_by_person_without_javascript() -> None:
    client = browser()
    longer = send_form(client, "/menages/nouveau/", **HOUSE, **typed_person(1), count="1", add="1")
    assert longer.status_code == 200
    assert 'name="p2-given_names"' in text_of(longer)
    assert 'value="Ousmane"' in text_of(longer), "what was typed is kept"
    assert "Erreur" not in text_of(longer)
    shorter = send_form(
        client, "/menages/nouveau/", **HOUSE, **typed_person(1), **typed_person(2), count="2", remove="1"
    )
    assert 'name="p2-given_names"' not in text_of(shorter)
    two = {**HOUSE, **typed_person(1), **typed_person(2, given_names="Kadidia", sex="F", role="conjoint"), "count": "2"}
    done = send_form(client, "/menages/nouveau/", **two)
    household = Household.objects.get()
    assert done["Location"] == f"/menages/{household.reference}/encaisser/"
    assert Identity.objects.count() == 2


def test_what_is_wrong_stands_at_its_field_and_nothing_typed_is_lost() -> None:
    answer = send_form(
        browser(), "/menages/nouveau/", **{**HOUSE, "village": ""}, **typed_person(1, birth=""), count="1"
    )
    text = text_of(answer)
    assert answer.status_code == 422
    assert "Personne 1 : corrigez" in text
    assert 'id="id_p1-birth_error"' in text
    assert 'id="id_village_error"' in text
    assert 'value="Ousmane"' in text
    assert not Household.objects.exists()


def test_a_look_alike_is_asked_about_and_the_answer_kept() -> None:
    reference = people_of(enrolled())[0]
    client = browser()
    asked = send_form(client, "/menages/nouveau/", **{**HOUSE, "village": "Kotaka"}, **typed_person(1), count="1")
    field = f"different-1-{reference}"
    assert asked.status_code == 422
    assert f'name="{field}"' in text_of(asked)
    typed = {**HOUSE, "village": "Kotaka", **typed_person(1), "count": "1", field: "cousin du même âge"}
    assert send_form(client, "/menages/nouveau/", **typed).status_code == 302
    assert DuplicateDecision.objects.get().reason == "cousin du même âge"


def test_the_till_proposes_what_is_due_computes_and_records_once() -> None:
    household = enrolled()
    client, path = browser(), f"/menages/{household}/encaisser/"
    text = text_of(client.get(path))
    assert 'value="1000"' in text
    assert 'value="3460"' in text
    typed = {"receipt": "C1-1", "day": "2024-06-10", "fee": "1 000", "contribution": "5 000", "method": "especes"}
    computed = text_of(send_form(client, path, **{**typed, "receipt": ""}, preview="1"))
    assert "payé jusqu’au 10/06/2025" in computed
    assert 'value="5 000"' in computed
    assert "Erreur" not in computed
    assert not Receipt.objects.exists()
    hidden = dict(re.findall(r'<input type="hidden" name="([\w-]+)" value="([^"]*)"', text))
    for _ in range(2):
        assert client.post(path, {**hidden, **typed}).status_code == 302
    assert Receipt.objects.count() == 1
    refused = send_form(client, path, **typed)
    assert refused.status_code == 422
    assert "a déjà servi" in text_of(refused)


def test_a_validation_says_what_is_missing_then_passes() -> None:
    household = enrolled()
    client, path = browser(), f"/menages/{household}/valider/"
    assert "Il manque" in text_of(client.get(path))
    assert send_form(client, path).status_code == 422
    assert not Validation.objects.exists()
    assert send(receipt("C1-1", household, "2024-06-10", 1000, 3460)).accepted
    assert send_form(client, path)["Location"] == f"/menages/{household}/"
    assert Validation.objects.exists()


def test_people_come_go_and_are_corrected() -> None:
    household = validated()
    client, first = browser(), people_of(household)[0]
    newborn = {"family_name": "Tembély", "given_names": "Hawa", "sex": "F", "birth": "2024-05-20", "role": "enfant"}
    added = send_form(client, f"/menages/{household}/personnes/nouvelle/", **newborn, joined="2024-06-01")
    assert added.status_code == 302
    assert len(people_of(household)) == 3
    path = f"/menages/{household}/personnes/{first}/corriger/"
    corrected = {"family_name": "Tembiné", "given_names": "Ousmane", "sex": "M", "birth_year": "1985", "reason": "relu"}
    assert send_form(client, path, **corrected).status_code == 302
    assert Identity.objects.get(person__reference=first, superseded_by__isnull=True).family_name == "Tembiné"
    gone = send_form(client, f"/menages/{household}/personnes/{first}/sortie/", left="2024-06-10", reason="deces")
    assert gone.status_code == 302
    assert "plus d&#x27;adhérent" in text_of(client.get(f"/menages/{household}/")), "the remark of the outcome"
    place = {"section": "S-KONNA", "village": "Kotaka", "day": "2024-06-12", "reason": "travail"}
    moved = send_form(client, f"/menages/{household}/deplacer/", **place)
    assert moved.status_code == 302
    assert Residence.objects.get(superseded_by__isnull=True).village_name == "Kotaka"


def test_money_for_nobody_known_waits_and_is_placed_by_another_desk() -> None:
    household = enrolled()
    typed = {"section": "S-KONNA", "reference": "INCONNU", "receipt": "C1-1", "day": "2024-06-10", "method": "wave"}
    taken = send_form(browser(), "/recus/saisir/", **typed, contribution="3460")
    assert taken.status_code == 302
    assert SuspenseTask.objects.count() == 1
    boss = chief()
    assert "INCONNU" in text_of(boss.get("/recus/attente/"))
    placed = send_form(boss, "/recus/MOPTI/C1-000001/affecter/", household=household, reason="souche retrouvée")
    assert placed["Location"] == "/recus/attente/"
    assert "Rien en attente" in text_of(boss.get("/recus/attente/"))
    assert browser().get("/recus/attente/").status_code == 403


def test_booklets_are_handed_out_and_receipts_cancelled() -> None:
    household = validated()
    boss = chief()
    typed = {"section": "S-KONNA", "code": "C9", "first": "1", "last": "50", "holder": "Awa", "day": "2024-06-01"}
    assert send_form(boss, "/carnets/remettre/", **typed).status_code == 302
    assert Booklet.objects.get().scope_path == KONNA
    assert 'value="C9-000001"' in text_of(browser().get(f"/menages/{household}/encaisser/")), "the next leaf"
    assert "À rendre" in text_of(boss.get("/recus/MOPTI/C1-000001/annuler/"))
    assert send_form(boss, "/recus/MOPTI/C1-000001/annuler/", reason="erreur").status_code == 302
    assert "Annulé" in text_of(boss.get("/recus/"))
    assert send_form(boss, "/recus/MOPTI/C9-3/annuler/", reason="déchiré").status_code == 302
    text = text_of(browser().get("/carnets/MOPTI/C9/"))
    assert "000001 – 000002" in text


def test_credit_is_moved_by_those_who_may() -> None:
    household = validated()
    assert send(receipt("C1-2", household, "2024-05-01", 1000)).accepted
    path = f"/menages/{household}/credit/"
    assert browser().get(path).status_code == 403
    boss = chief()
    typed = {"source": "fee", "amount": "1 000", "day": "2024-06-15", "reason": "payé deux fois"}
    assert send_form(boss, path, **{**typed, "amount": "1 001"}).status_code == 422
    assert send_form(boss, path, **typed).status_code == 302


def test_look_alikes_are_compared_and_decided() -> None:
    first = people_of(enrolled())[0]
    household = enrolled(people=(person(given_names="Seydou"),), village="Kotaka")
    second = people_of(household)[0]
    client = browser()
    path = f"/menages/{household}/personnes/{second}/corriger/"
    typed = {"family_name": "Tembély", "given_names": "Ousmane", "sex": "M", "birth": "1985-04-02", "reason": "relu"}
    assert send_form(client, path, **typed).status_code == 302
    text = text_of(client.get("/doublons/"))
    assert first in text
    assert second in text
    assert "diffère" in text
    decided = {"person": second, "other": first, "command_id": str(clock.new_id())}
    wrong = client.post("/doublons/decider/", {**decided, "reason": "vus ensemble"})
    assert wrong.status_code == 422
    done = client.post("/doublons/decider/", {**decided, "decision": "different", "reason": "vus ensemble"})
    assert done.status_code == 302
    assert DuplicateDecision.objects.get().same is False


@pytest.mark.parametrize(
    ("day", "words"),
    [("2024-06-15", "Droits ouverts"), ("2024-02-01", "observation"), ("2025-02-01", "expirés le 10/01/2025")],
)
def test_a_card_is_green_or_red_and_says_why(day: str, words: str) -> None:
    card = people_of(validated())[0]
    text = text_of(browser("caisse", "guichet", "UTM/R/ETABLISSEMENTS/X").get(f"/droits/?card={card}&day={day}"))
    assert words in text
    assert ("tone-ok" in text) is (words == "Droits ouverts")


def test_an_unknown_card_is_red() -> None:
    text = text_of(browser().get("/droits/?card=rien"))
    assert "Carte inconnue" in text


def test_late_payers_are_listed_with_what_to_ask(monkeypatch: pytest.MonkeyPatch) -> None:
    household = validated()
    monkeypatch.setattr(clock, "now", lambda: world.moment(d("2025-01-20")))
    text = text_of(browser().get("/retards/"))
    assert "Ousmane Tembély" in text
    assert "3\u202f460" in text
    assert f"/menages/{household}/encaisser/" in text
