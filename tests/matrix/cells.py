"""The cells: what the policy says that a role may do on something, by where it stands to the role's scope."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Any, Literal
from uuid import UUID

from django.test import Client

from sysgimut.identity.access import Viewer, policy, viewer_of
from sysgimut.identity.models import Assignment, User
from sysgimut.identity.roles import ROLES
from sysgimut.journal import clock

Relation = Literal["own", "sibling", "above", "none"]
RELATIONS: tuple[Relation, ...] = ("own", "sibling", "above", "none")


@dataclass(frozen=True)
class Cell:
    """A role, and where the thing asked for stands to it; `scope` is where the thing lies."""

    role: str
    relation: Relation
    scope: str

    def __str__(self) -> str:
        return f"{self.role} {self.relation} ({self.scope})"

    @property
    def held(self) -> str:
        """The scope over which the role is held. The sibling's path begins like the thing's own, on purpose."""
        return {"own": self.scope, "sibling": f"{self.scope}-BIS", "above": f"{self.scope}/SOUS", "none": self.scope}[
            self.relation
        ]

    def allows(self, operation: str) -> bool:
        """What the policy table says, read here without the product's own gateway."""
        if self.relation == "none":
            return False
        declared = policy()[operation].get(self.role)
        return declared == "all" or (declared == "own" and self.relation == "own")


def cells(*scopes: str) -> Iterator[Cell]:
    """Every role in every relation to something that lies at these scopes (several: any of them owns it)."""
    for role in ROLES:
        for relation in RELATIONS:
            for scope in scopes:
                yield Cell(role, relation, scope)


class People:
    """One person for each role and scope, made when first needed. For `none` their mandate ended yesterday."""

    def __init__(self) -> None:
        self.user = cache(self._user)
        self.client = cache(self._client)
        self.viewer = cache(self._viewer)

    def _user(self, cell: Cell) -> User:
        number = User.objects.count()
        user = User.objects.create(login=f"p{number}", full_name=f"Personne {number}", password="!")
        end = clock.today() - timedelta(days=1) if cell.relation == "none" else None
        Assignment.objects.create(user=user, role=cell.role, scope=cell.held, start=date(2000, 1, 1), end=end)
        return user

    def _client(self, cell: Cell) -> Client:
        client = Client()
        client.force_login(self.user(cell))
        return client

    def _viewer(self, cell: Cell) -> Viewer:
        return viewer_of(self.user(cell).pk)


def new_key() -> UUID:
    """A fresh identifier of a command."""
    return clock.new_id()


Json = dict[str, Any]
