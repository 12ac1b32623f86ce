"""Accounts as commands see them: which parts of the network they are in, and whether the union can do without one."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from pydantic import BaseModel, ConfigDict, StringConstraints

from sysgimut.identity.models import Assignment, User
from sysgimut.identity.roles import RoleName
from sysgimut.identity.scope_tree import TREE
from sysgimut.identity.scopes import ROOT
from sysgimut.kernel.outcomes import Reason

ADMINISTRATOR = "administrateur"
NO_PASSWORD = "!"
"""The password of technical accounts: nobody can log in with it."""


Login = Annotated[str, StringConstraints(strip_whitespace=True, to_lower=True, min_length=1, max_length=40)]
Why = Annotated[str, StringConstraints(strip_whitespace=True, min_length=3, max_length=200)]
"""A reason that a person gives, kept in the journal."""


class MandateEntry(BaseModel):
    """A role over a scope path, from a day (today when none) to a day (excluded; for good when none)."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    role: RoleName
    scope: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=160)]
    start: date | None = None
    end: date | None = None


def held_on(day: date) -> Q:
    """The filter “this mandate is held on a day”."""
    return Q(start__lte=day) & (Q(end__isnull=True) | Q(end__gt=day))


def lock_account(login: str, today: date) -> tuple[User | None, list[str]]:
    """The account, locked, and where one must be allowed to act on it: wherever it holds a mandate now or later.

    An account without mandate is the whole union's, and so is one that does not exist: an author of a part of
    the network learns nothing of the others.
    """
    user = User.objects.filter(login=login.strip().lower()).select_for_update().first()
    scopes: set[str] = set()
    if user is not None:
        lasting = Assignment.objects.filter(user=user).exclude(end__lte=today)
        scopes = set(lasting.values_list("scope", flat=True))
    return user, sorted(scopes) or [ROOT]


def unknown_account(login: str) -> Reason:
    """Why nothing can be done with an account that is not there."""
    return Reason("ID-COMPTE_INCONNU", {"login": login})


def refuse_scope(role: str, scope: str) -> Reason | None:
    """Why a mandate cannot be held over this path: it is nowhere in the network, or it is that of an
    administrator, who answers for the whole union and for nothing less."""
    if role == ADMINISTRATOR and scope != ROOT:
        return Reason("ID-ADMIN_UNION", {"scope": scope})
    return None if TREE.names([scope]) else Reason("ID-PERIMETRE_INCONNU", {"scope": scope})


def refuse_password(password: str, user: User) -> Reason | None:
    """Why a password is too weak, in the language of the moment; None when it is good."""
    try:
        validate_password(password, user)
    except ValidationError as problem:
        return Reason("ID-MOT_DE_PASSE_FAIBLE", {"why": " ".join(problem.messages)})
    return None


def administrators(day: date) -> QuerySet[Assignment]:
    """The mandates of administrator of the whole union that open accounts hold on a day, technical ones left out."""
    held = Assignment.objects.filter(held_on(day), role=ADMINISTRATOR, scope=ROOT, user__is_active=True)
    return held.exclude(user__password=NO_PASSWORD)


def last_administrator(user: User, day: date) -> bool:
    """Whether the union would be left without administrator if this account had no mandate. Locks them all."""
    holders = set(administrators(day).select_for_update(of=("self",)).order_by("id").values_list("user_id", flat=True))
    return holders == {user.pk}
