"""The gateway: one policy table, one question. Everything that is not declared is refused."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from uuid import UUID

from sysgimut.identity.models import Assignment, User
from sysgimut.identity.roles import ROLES
from sysgimut.identity.scopes import ROOT, relation
from sysgimut.journal import clock

POLICY_FILE = Path(__file__).parent / "policy.toml"
OWN, ALL = "own", "all"


@cache
def policy() -> dict[str, dict[str, str]]:
    """operation → role → "own" (inside the role's scope) or "all" (everywhere). A role not named may not.

    Raises ValueError when the table names an unknown role or cell.
    """
    table: dict[str, dict[str, str]] = {}
    for operation, cells in tomllib.loads(POLICY_FILE.read_text("utf-8")).items():
        row: dict[str, str] = {}
        for cell in (OWN, ALL):
            for role in cells.get(cell, "").split():
                if role not in ROLES or role in row:
                    raise ValueError(f"policy of {operation}: {role} is unknown or named twice")
                row[role] = cell
        if set(cells) - {OWN, ALL}:
            raise ValueError(f"policy of {operation}: cells are own and all, not {sorted(cells)}")
        table[operation] = row
    return table


@dataclass(frozen=True, slots=True)
class Mandate:
    """A role held now over a scope path."""

    role: str
    scope: str


@dataclass(frozen=True, slots=True)
class Viewer:
    """Someone who acts or reads, with the mandates they hold today. Satisfies the journal's Author."""

    id: UUID
    name: str
    mandates: tuple[Mandate, ...]
    language: str = "fr"

    def may(self, operation: str, scope: str) -> bool:
        """Whether the policy lets them do `operation` on something at the scope path `scope`."""
        row = policy().get(operation, {})
        for mandate in self.mandates:
            cell = row.get(mandate.role)
            if cell == ALL or (cell == OWN and relation(scope, mandate.scope) == OWN):
                return True
        return False

    def may_somewhere(self, operation: str) -> bool:
        """Whether there is any scope on which they may do `operation`: whether a menu entry is shown."""
        return bool(self.scopes(operation))

    def scopes(self, operation: str) -> tuple[str, ...]:
        """The scope paths on which they may do `operation`: what every query filters by."""
        row = policy().get(operation, {})
        if any(row.get(mandate.role) == ALL for mandate in self.mandates):
            return (ROOT,)
        found = {mandate.scope for mandate in self.mandates if row.get(mandate.role) == OWN}
        return tuple(sorted(found))

    def roles(self) -> tuple[str, ...]:
        """The roles they hold today, in the order of the table."""
        held = {mandate.role for mandate in self.mandates}
        return tuple(role for role in ROLES if role in held)


NOBODY = Viewer(UUID(int=0), "", ())


def viewer_of(user_id: UUID, on: date | None = None) -> Viewer:
    """The viewer for a user: their mandates of the day. Someone inactive or unknown holds none."""
    day = on or clock.today()
    user = User.objects.filter(pk=user_id, is_active=True).first()
    if user is None:
        return NOBODY
    held = Assignment.objects.filter(user_id=user_id, start__lte=day).exclude(end__lte=day)
    mandates = tuple(Mandate(a.role, a.scope) for a in held.order_by("role", "scope"))
    return Viewer(user.pk, user.full_name, mandates, user.language)
