"""The demo's accounts: one known password, which opens nothing outside the demo (backend.py)."""

from __future__ import annotations

from sysgimut.identity.models import User
from sysgimut.identity.queries import held_today
from sysgimut.identity.roles import ROLES
from sysgimut.identity.web.submission import language

DEMO_PASSWORD = "demonstration-2024"
MOST = 30


def demo_logins() -> list[dict[str, str]]:
    """`role`, `username` and `password` of each account of the demo, in the order of the roles."""
    index = 1 if language() == "en" else 0
    order = list(ROLES)
    found = []
    for user in User.objects.filter(is_demo=True, is_active=True).prefetch_related("assignments").order_by("login"):
        for mandate in held_today(user)[:1]:
            name = f"{ROLES[mandate.role][index]} : {user.full_name}"
            found.append((order.index(mandate.role), name, user.login))
    return [{"role": name, "username": login, "password": DEMO_PASSWORD} for _, name, login in sorted(found)[:MOST]]
