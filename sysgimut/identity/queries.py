"""Reads of accounts: who holds what, where they are logged in, and what the policy says in plain words."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from uuid import UUID

from django.contrib.sessions.models import Session
from django.db.models import Prefetch, Q, QuerySet

from sysgimut.identity.access import ALL, OWN, Viewer, policy
from sysgimut.identity.governing import NO_PASSWORD, held_on
from sysgimut.identity.models import Assignment, OpenSession, User
from sysgimut.identity.roles import ROLES
from sysgimut.identity.scopes import ROOT, under
from sysgimut.journal import clock

READ = "identity.read_accounts"
WORDS_FILE = Path(__file__).parent / "words.toml"


def accounts(viewer: Viewer, text: str = "", role: str = "", state: str = "") -> QuerySet[User]:
    """The accounts that the viewer may see, by name; a part of a name or login, a role and a state narrow them.

    `state`: open, closed, or empty for both. Technical accounts (no password) are left out.
    """
    scopes = viewer.scopes(READ)
    visible = Q(pk__in=Assignment.objects.filter(under("scope", scopes)).values("user_id"))
    if ROOT in scopes:
        visible |= Q(assignments__isnull=True)
    found: QuerySet[User] = User.objects.filter(visible).exclude(password=NO_PASSWORD)
    if text:
        found = found.filter(Q(full_name__icontains=text) | Q(login__icontains=text.lower()))
    if role:
        held = Assignment.objects.filter(held_on(clock.today()), role=role)
        found = found.filter(pk__in=held.values("user_id"))
    if state:
        found = found.filter(is_active=state == "open")
    mandates = Assignment.objects.order_by("role", "scope", "start")
    return found.prefetch_related(Prefetch("assignments", mandates)).order_by("full_name", "login").distinct()


def account(viewer: Viewer, login: str) -> User | None:
    """One account, with its mandates; None when there is none that the viewer may see."""
    return accounts(viewer).filter(login=login).first()


def held_today(user: User, day: date | None = None) -> list[Assignment]:
    """The mandates of an account that are held on a day (today)."""
    day = day or clock.today()
    return [one for one in user.assignments.all() if one.start <= day and (one.end is None or one.end > day)]


def names_of(users: Iterable[UUID]) -> dict[UUID, str]:
    """Identifier → name, for pages that show authors of the journal."""
    return dict(User.objects.filter(pk__in=set(users)).values_list("pk", "full_name"))


def open_sessions(user_id: UUID) -> list[OpenSession]:
    """Where someone is logged in now, latest first."""
    alive = Session.objects.filter(expire_date__gt=clock.now()).values("session_key")
    return list(OpenSession.objects.filter(user=user_id, key__in=alive).order_by("-opened_at"))


@dataclass(frozen=True, slots=True)
class PolicyRow:
    """An operation in plain words, and who may do it: inside their own scope, or everywhere."""

    operation: str
    app: str
    words: str
    own: tuple[str, ...]
    everywhere: tuple[str, ...]


@cache
def words() -> Mapping[str, tuple[str, str]]:
    """Operation → what it is, in French and English (words.toml)."""
    table = tomllib.loads(WORDS_FILE.read_text("utf-8"))
    return {operation: (cells["fr"], cells["en"]) for operation, cells in table.items()}


def policy_rows(language: str = "fr", role: str = "") -> list[PolicyRow]:
    """The policy table in plain words, in its order; only what one role may do when it is named."""
    index = 1 if language == "en" else 0
    rows = []
    for operation, cells in policy().items():
        if role and role not in cells:
            continue
        known = words().get(operation)
        named = {cell: tuple(ROLES[held][index] for held in ROLES if cells.get(held) == cell) for cell in (OWN, ALL)}
        text = known[index] if known else operation
        rows.append(PolicyRow(operation, operation.partition(".")[0], text, named[OWN], named[ALL]))
    return rows
