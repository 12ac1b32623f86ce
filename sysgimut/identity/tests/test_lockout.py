"""Repeated wrong passwords close a login for a while, and the journal says so."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.auth.hashers import make_password
from django.test import Client

from sysgimut.identity.backend import Backend
from sysgimut.identity.domain.lockout import ATTEMPTS, CLOSED_FOR, WINDOW, Attempts
from sysgimut.identity.models import User
from sysgimut.journal.models import Entry

NOON = datetime(2024, 5, 6, 12, tzinfo=UTC)
RIGHT = "six mots que je retiens bien"


def after(failures: int, apart: timedelta = timedelta(seconds=1)) -> Attempts:
    attempts = Attempts()
    for number in range(failures):
        attempts = attempts.after_failure(NOON + number * apart)
    return attempts


def test_the_last_attempt_closes_and_time_opens() -> None:
    last = NOON + (ATTEMPTS - 1) * timedelta(seconds=1)
    assert not after(ATTEMPTS - 1).closed(last)
    closed = after(ATTEMPTS)
    assert closed.closed(last)
    assert closed.closed(last + CLOSED_FOR - timedelta(seconds=1))
    assert not closed.closed(last + CLOSED_FOR)
    assert closed.failures == 0


def test_slow_mistakes_close_nothing() -> None:
    assert after(50, apart=WINDOW / (ATTEMPTS - 2)).closed_until is None


@pytest.fixture
def awa(db: None) -> User:
    user = User(login="awa", full_name="Awa Guindo", password=make_password(RIGHT))
    user.save()
    return user


def attempt(password: str) -> User | None:
    return Backend().authenticate(None, username="Awa", password=password)


def test_a_closed_login_refuses_the_right_password_too(awa: User) -> None:
    for _ in range(ATTEMPTS):
        assert attempt("wrong") is None
    assert attempt(RIGHT) is None
    entry = Entry.objects.get(name="identity.lock_account")
    assert entry.payload is not None
    assert entry.payload["user"] == str(awa.pk)
    User.objects.filter(pk=awa.pk).update(closed_until=NOON)
    assert attempt(RIGHT) == awa


def test_the_right_password_forgets_the_wrong_ones(awa: User) -> None:
    for _ in range(ATTEMPTS - 1):
        attempt("wrong")
    assert attempt(RIGHT) == awa
    awa.refresh_from_db()
    assert awa.failures == 0
    attempt("wrong")
    assert attempt(RIGHT) == awa


def test_the_page_says_the_same_of_an_unknown_login(awa: User, client: Client) -> None:
    said = [
        client.post("/connexion/", {"username": name, "password": "wrong"}).context["form"].non_field_errors()
        for name in ("awa", "nobody")
    ]
    assert said[0] == said[1]
    assert str(ATTEMPTS) in said[0][0]
