"""A small union to try commands in: two mutuals, three sections, the shipped parameters, people of each role."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, time
from typing import Any
from uuid import UUID

from django.db import connection

from sysgimut.contributions.commands.enrol_household import EnrolHousehold
from sysgimut.contributions.commands.record_receipt import RecordReceipt
from sysgimut.contributions.commands.validate_household import ValidateHousehold
from sysgimut.identity.access import Viewer, viewer_of
from sysgimut.identity.models import Assignment, User
from sysgimut.journal.command import Command
from sysgimut.journal.models import Entry
from sysgimut.journal.runner import submit
from sysgimut.kernel.outcomes import Outcome
from sysgimut.network.models import Area, Cercle, Commune, Organisation, Region
from sysgimut.parameters.commands.load_parameters import LoadParameters, shipped_files

MOPTI = "UTM/R/MOPTI"
KONNA = f"{MOPTI}/S-KONNA"
SOYE = f"{MOPTI}/S-SOYE"
DOUROU = "UTM/R/BANDIAGARA/S-DOUROU"
TODAY = date(2024, 6, 15)
JOINED = date(2024, 1, 10)


def d(text: str) -> date:
    """`2024-03-12` as a date."""
    return date.fromisoformat(text)


def moment(day: date) -> datetime:
    """Ten o'clock on a day, in Bamako as in UTC."""
    return datetime.combine(day, time(10), tzinfo=UTC)


@contextmanager
def counted() -> Iterator[list[str]]:
    """The SQL statements that run inside."""
    statements: list[str] = []

    def note(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        statements.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        yield statements


def build() -> None:
    """The union's organisations and the shipped parameters."""
    region = Region.objects.create(code="ML05", name="Mopti", source="test")
    for cercle, mutual, communes in (
        ("ML0501", "MOPTI", ("Konna", "Soye")),
        ("ML0502", "BANDIAGARA", ("Dourou",)),
    ):
        place = Cercle.objects.create(code=cercle, region=region, name=mutual.title(), source="test")
        top = _organisation("UTM", "union", "UTM", None)
        office = _organisation("R", "regional_office", "UTM/R", top)
        owner = _organisation(mutual, "mutual", f"UTM/R/{mutual}", office)
        for name in communes:
            commune = Commune.objects.create(code=f"{cercle}-{name}", cercle=place, name=name, source="test")
            code = f"S-{name.upper()}"
            _organisation(code, "section", f"{owner.path}/{code}", owner, commune)
            Area.objects.create(mutual=owner, commune=commune, start=date(2017, 1, 1), source="test")
    submit(LoadParameters(files=shipped_files()), viewer("racine", "administrateur", "UTM"))


def _organisation(
    code: str, kind: str, path: str, parent: Organisation | None, commune: Commune | None = None
) -> Organisation:
    found, _ = Organisation.objects.get_or_create(
        code=code,
        defaults={
            "kind": kind,
            "name": code,
            "path": path,
            "parent": parent,
            "commune": commune,
            "source": "test",
        },
    )
    return found


def user(login: str, role: str, scope: str) -> User:
    """Someone who logs in (password: the login) and holds a role over a scope."""
    found, created = User.objects.get_or_create(login=login, defaults={"full_name": login.title()})
    if created:
        found.set_password(login)
        found.save()
        Assignment.objects.create(user=found, role=role, scope=scope, start=date(2000, 1, 1))
    return found


def viewer(login: str = "awa", role: str = "gestionnaire", scope: str = KONNA) -> Viewer:
    """The viewer for such a user."""
    return viewer_of(user(login, role, scope).pk)


def send(message: Command, author: Viewer | None = None, on: date = TODAY, command_id: UUID | None = None) -> Outcome:
    """Submit a command on a day, by the section manager of Konna unless somebody else is named."""
    return submit(message, author or viewer(), command_id=command_id, now=moment(on))


def person(**changes: Any) -> dict[str, Any]:
    """Someone to enrol, as a message names them."""
    return {
        "family_name": "Tembély",
        "given_names": "Ousmane",
        "sex": "M",
        "birth": date(1985, 4, 2),
        "role": "adherent",
        **changes,
    }


def family(*others: dict[str, Any], **changes: Any) -> EnrolHousehold:
    """A household of Konna: Ousmane Tembély and, unless others are named, his wife Kadidia."""
    people = others or (
        person(family_name="Guindo", given_names="Kadidia", sex="F", birth=d("1990-09-30"), role="conjoint"),
    )
    message: dict[str, Any] = {
        "mutual": "MOPTI",
        "product": "MOPTI",
        "commune": "Konna",
        "village": "Gnimitongo",
        "joined": JOINED,
        "people": (person(), *people),
        **changes,
    }
    return EnrolHousehold(**message)


def enrolled(*others: dict[str, Any], **changes: Any) -> str:
    """The reference of a household that was enrolled; fails when it was not."""
    outcome = send(family(*others, **changes))
    assert outcome.accepted, outcome.reasons
    return str(outcome.result["household"])


def receipt(
    number: str, household: str, day: str, fee: int = 0, contribution: int = 0, **changes: Any
) -> RecordReceipt:
    """A receipt of the mutual of Mopti."""
    message: dict[str, Any] = {
        "mutual": "MOPTI",
        "receipt": number,
        "day": d(day),
        "household": household,
        "fee": fee,
        "contribution": contribution,
        **changes,
    }
    return RecordReceipt(**message)


def validated(**changes: Any) -> str:
    """A household of two that paid and was validated: covered from 2024-01-10 to 2025-01-10, open from 10 April."""
    household = enrolled(**changes)
    assert send(receipt("C1-1", household, "2024-01-10", 1000, 3460)).accepted
    assert send(ValidateHousehold(household=household)).accepted
    return household


def people_of(household: str) -> list[str]:
    """References of the people of a household, in order of their entry in it."""
    from sysgimut.membership.models import Belonging

    rows = Belonging.objects.filter(household__reference=household, superseded_by__isnull=True)
    return list(rows.order_by("person__reference").values_list("person__reference", flat=True))


def row_counts() -> dict[str, int]:
    """How many rows each journaled table holds: what a refusal must leave as it is."""
    from sysgimut.journal import guards
    from sysgimut.journal.models import Claim, HealthAccess, Seal

    return {
        model.__name__: model._default_manager.count()
        for model in guards.guarded()
        if model not in (Claim, Entry, Seal, HealthAccess)
    }
