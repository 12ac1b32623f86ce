"""A region with two facilities, two acts and their tariffs, and people who look at them or change them."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from typing import Any
from uuid import UUID

from django.test import Client

from sysgimut.benefits.commands.import_acts import ImportActs
from sysgimut.benefits.domain.catalogue import DeclaredAct
from sysgimut.identity.access import Viewer, viewer_of
from sysgimut.identity.models import Assignment, User
from sysgimut.journal import guards
from sysgimut.journal.command import Command
from sysgimut.journal.models import Claim, Entry, HealthAccess, Seal
from sysgimut.journal.runner import submit
from sysgimut.kernel.outcomes import Outcome
from sysgimut.network.models import Organisation
from sysgimut.parameters.commands.load_parameters import LoadParameters, shipped_files
from sysgimut.providers.commands.import_facilities import ImportFacilities
from sysgimut.providers.commands.import_tariffs import ImportTariffs
from sysgimut.providers.domain.declared import DeclaredAgreement, DeclaredFacility, DeclaredTariff, TariffKey

START, TODAY = date(2022, 1, 1), date(2024, 6, 15)
FACILITIES = "UTM/R/ETABLISSEMENTS"


def user(role: str, scope: str) -> User:
    """Someone who holds a role over a scope."""
    login = f"{role}-{scope.rpartition('/')[2]}".lower()
    found, created = User.objects.get_or_create(login=login, defaults={"full_name": login, "password": "!"})
    if created:
        Assignment.objects.create(user=found, role=role, scope=scope, start=date(2000, 1, 1))
    return found


def viewer(role: str = "administrateur", scope: str = "UTM") -> Viewer:
    """The viewer for such a user."""
    return viewer_of(user(role, scope).pk)


def client(role: str = "administrateur", scope: str = "UTM") -> Client:
    """A browser in which such a user is logged in."""
    browser = Client()
    browser.force_login(user(role, scope))
    return browser


def send(message: Command, author: Viewer | None = None, command_id: UUID | None = None) -> Outcome:
    """Submit a command at noon of the day of these tests, by an administrator unless somebody else is named."""
    now = datetime.combine(TODAY, time(12), tzinfo=UTC)
    return submit(message, author or viewer(), command_id=command_id, now=now)


def row_counts() -> dict[str, int]:
    """How many rows each journaled table holds: what a refusal must leave as it is."""
    apart = (Claim, Entry, Seal, HealthAccess)
    return {model.__name__: model._default_manager.count() for model in guards.guarded() if model not in apart}


def act(label: str, **changes: Any) -> DeclaredAct:
    """An act of the catalogue, without limit unless one is given."""
    plain: dict[str, Any] = dict.fromkeys(DeclaredAct._fields)
    plain |= {"label": label, "service_code": "100", "products": "AMV MOPTI", "sex": "", "needs_authorisation": False}
    return DeclaredAct(**{**plain, **changes})


def build() -> None:
    """The union, its office, two facilities under agreement, two acts and their tariffs."""
    union = Organisation.objects.create(code="UTM", kind="union", name="UTM", path="UTM", source="test")
    Organisation.objects.create(code="R", kind="regional_office", name="R", parent=union, path="UTM/R", source="test")
    numbered = DeclaredFacility("CSCom 1 de Konna (nom à saisir)", "CSCOM", "Konna")
    acts = (("100-001", act("Consultation")), ("300-014", act("Échographie abdominale", service_code="300", sex="F")))
    keys = (TariffKey("*", "100-001", START), TariffKey("CSCOM", "100-001", START), TariffKey("H1", "300-014", START))
    tariffs = tuple((n, key, DeclaredTariff(1000 - 400 * n, None)) for n, key in enumerate(keys))
    agreement = DeclaredAgreement(START, None, "AMV MOPTI")
    facilities = (
        (1, "C1", numbered, agreement),
        (2, "H1", DeclaredFacility("Hôpital Sominé Dolo", "HOPITAL", "Mopti"), agreement),
    )
    for message in (
        LoadParameters(files=shipped_files()),
        ImportActs(source="actes.csv", acts=tuple((n, *one) for n, one in enumerate(acts))),
        ImportFacilities(source="prestataires.csv", facilities=facilities),
        ImportTariffs(source="tarifs.csv", tariffs=tariffs),
    ):
        assert send(message).accepted
