"""The union in which a year is lived: its places, officers, facilities, acts and prices, through the real commands."""

from __future__ import annotations

from datetime import UTC, date, datetime

from sysgimut.benefits.commands.import_acts import ImportActs
from sysgimut.benefits.domain.catalogue import DeclaredAct
from sysgimut.contributions.tests import world as small
from sysgimut.identity.access import Viewer, viewer_of
from sysgimut.identity.models import Assignment
from sysgimut.journal.command import Command
from sysgimut.journal.runner import submit
from sysgimut.providers.commands.import_facilities import ImportFacilities
from sysgimut.providers.commands.import_tariffs import ImportTariffs
from sysgimut.providers.domain.declared import DeclaredAgreement, DeclaredFacility, DeclaredTariff, TariffKey
from tests.oracle.registers import Act, Agreement, Tariff
from tests.simulation.model.officers import OFFICERS
from tests.simulation.model.state import KINDS, Mutuals
from tests.simulation.model.trade import ACTS, BOTH, PRICES, START

BEFORE = datetime(2024, 1, 1, 8, tzinfo=UTC)
COMMUNES = {"CSCOM-KONNA": "Konna", "HOP-MOPTI": "Soye"}


def build() -> dict[str, Viewer]:
    """Make it, and give its officers by login."""
    small.build()
    viewers = {}
    for login, ((role, scope), *others) in OFFICERS.items():
        user = small.user(login, role, scope)
        for role, scope in others:
            Assignment.objects.create(user=user, role=role, scope=scope, start=date(2000, 1, 1))
        viewers[login] = viewer_of(user.pk)
    root = viewers["racine"]
    _send(ImportActs(source="actes", acts=tuple((n, act.acte, _act(act)) for n, act in enumerate(ACTS.values()))), root)
    agreement = DeclaredAgreement(START, None, " ".join(BOTH))
    facilities = [
        (n, code, DeclaredFacility(code, kind, COMMUNES[code]), agreement)
        for n, (code, kind) in enumerate(KINDS.items())
    ]
    _send(ImportFacilities(source="prestataires", facilities=tuple(facilities)), root)
    tariffs = [(n, TariffKey("*", act, START), DeclaredTariff(p, None)) for n, (act, p) in enumerate(PRICES.items())]
    _send(ImportTariffs(source="tarifs", tariffs=tuple(tariffs)), root)
    return viewers


def model() -> Mutuals:
    """The same union, as the model knows it."""
    world = Mutuals(OFFICERS, acts=dict(ACTS))
    world.agreements = [Agreement(code, kind, START, None, BOTH, ()) for code, kind in KINDS.items()]
    world.tariffs = [Tariff("*", act, price, START, None) for act, price in PRICES.items()]
    return world


def _send(message: Command, author: Viewer) -> None:
    outcome = submit(message, author, now=BEFORE)
    assert (outcome.status, outcome.result["errors"]) == ("accepted", []), outcome


def _act(act: Act) -> DeclaredAct:
    limits = (act.age_min, act.age_max, act.needs_authorisation, act.max_per_request, act.max_per_year)
    return DeclaredAct(act.acte, act.prestation, " ".join(act.products), act.sexe or "", *limits, *[None] * 4)
