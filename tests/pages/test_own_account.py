"""Logging in and out, one's own account, and the words of the policy."""

from __future__ import annotations

from datetime import date

import pytest
from django.contrib.auth.hashers import make_password
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse

from sysgimut.identity.access import policy
from sysgimut.identity.models import Assignment, OpenSession, User
from sysgimut.identity.queries import policy_rows, words
from sysgimut.identity.roles import ROLES
from sysgimut.journal.clock import new_id

PASSWORD = "six mots que je retiens bien"


@pytest.fixture
def awa(db: None) -> User:
    user = User.objects.create(login="awa", full_name="Awa Guindo", password=make_password(PASSWORD), language="en")
    Assignment.objects.create(user=user, role="elu", scope="UTM", start=date(2020, 1, 1))
    return user


def logged_in(password: str = PASSWORD) -> Client:
    client = Client(headers={"user-agent": "Phone of Awa"})
    answer = client.post("/connexion/", {"username": "awa", "password": password})
    assert answer.status_code == 302, answer.content
    return client


def test_a_login_opens_a_session_in_the_users_language(awa: User) -> None:
    client = logged_in()
    session = OpenSession.objects.get(user=awa)
    assert session.browser == "Phone of Awa"
    page = client.get("/compte/").content.decode()
    assert '<html lang="en">' in page
    assert "Phone of Awa" in page


def test_another_session_is_closed_from_here(awa: User) -> None:
    lost, here = logged_in(), logged_in()
    assert lost.get("/compte/").status_code == 200
    other = OpenSession.objects.exclude(key=here.session.session_key).get()
    assert here.post(reverse("close_session", args=[other.pk])).status_code == 302
    assert lost.get("/compte/").status_code == 302
    assert here.get("/compte/").status_code == 200


def test_nobody_closes_the_session_of_somebody_else(awa: User) -> None:
    client = logged_in()
    stranger = User.objects.create(login="bou", full_name="Bou", password="!")
    other = Client()
    other.force_login(stranger)
    session = OpenSession.objects.get(user=awa)
    assert other.post(reverse("close_session", args=[session.pk])).status_code == 404
    assert client.get("/compte/").status_code == 200


def test_a_provisional_password_is_changed_before_anything_else(awa: User) -> None:
    User.objects.update(must_change_password=True)
    client = logged_in()
    assert client.get("/")["Location"] == "/compte/mot-de-passe/"
    assert client.get("/api/identity/me").status_code == 403
    chosen = {"present": PASSWORD, "chosen": "une toute autre phrase", "again": "une toute autre phrase"}
    answer = client.post("/compte/mot-de-passe/", {"command_id": str(new_id()), **chosen})
    assert answer.status_code == 302
    assert client.get("/api/identity/me").json()["name"] == "Awa Guindo"
    assert client.get("/compte/").status_code == 200


def test_a_new_password_ends_the_other_sessions(awa: User) -> None:
    elsewhere, here = logged_in(), logged_in()
    chosen = {"present": PASSWORD, "chosen": "une toute autre phrase", "again": "une toute autre phrase"}
    assert here.post("/compte/mot-de-passe/", {"command_id": str(new_id()), **chosen}).status_code == 302
    assert elsewhere.get("/compte/").status_code == 302
    assert here.get("/compte/").status_code == 200


@pytest.mark.parametrize(
    ("present", "chosen", "again", "said"),
    [
        ("autre chose", "une toute autre phrase", "une toute autre phrase", "not your current password"),
        (PASSWORD, "court", "court", "refused"),
        (PASSWORD, "une toute autre phrase", "une autre encore", "id_again_error"),
    ],
)
def test_a_password_is_refused_with_its_reason(awa: User, present: str, chosen: str, again: str, said: str) -> None:
    client = logged_in()
    data = {"command_id": str(new_id()), "present": present, "chosen": chosen, "again": again}
    answer = client.post("/compte/mot-de-passe/", data)
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert chosen not in answer.content.decode()
    assert User.objects.get().check_password(PASSWORD)


def test_the_language_is_kept(awa: User) -> None:
    client = logged_in()
    client.post("/compte/langue/", {"command_id": str(new_id()), "language": "fr"})
    assert User.objects.get().language == "fr"
    assert '<html lang="fr">' in client.get("/compte/").content.decode()


def test_going_out_ends_the_session(awa: User) -> None:
    client = logged_in()
    assert client.get("/deconnexion/").status_code == 405
    client.post("/deconnexion/")
    assert client.get("/compte/").status_code == 302
    assert not Session.objects.filter(session_key__in=OpenSession.objects.values("key")).exists()


def test_a_login_goes_on_to_this_site_only(awa: User) -> None:
    client = Client()
    sent = {"username": "awa", "password": PASSWORD, "next": "https://elsewhere.example/"}
    assert client.post("/connexion/", sent)["Location"] == "/"


def test_every_line_of_the_policy_has_its_words() -> None:
    assert set(words()) == set(policy()), set(words()) ^ set(policy())
    for role in ROLES:
        assert all(role in policy()[row.operation] for row in policy_rows("fr", role))
