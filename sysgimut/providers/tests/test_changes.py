"""Names, agreements and prices: what is recorded, what is refused without a trace, what is recorded already."""

from __future__ import annotations

from datetime import date

import pytest

from sysgimut.identity.access import Viewer
from sysgimut.journal.command import Command
from sysgimut.journal.models import Entry
from sysgimut.providers.commands.add_agreement import AddAgreement
from sysgimut.providers.commands.end_agreement import EndAgreement
from sysgimut.providers.commands.rename_facility import RenameFacility
from sysgimut.providers.commands.set_tariff import SetTariff
from sysgimut.providers.domain.agreements import products_on, state_of
from sysgimut.providers.models import Agreement, Facility, Tariff
from sysgimut.providers.queries import agreements, lock_facility, prices_at
from sysgimut.providers.tests import region

pytestmark = pytest.mark.usefixtures("built")
NAME = RenameFacility(facility="C1", name="CSCom de Konna")
CARD = AddAgreement(facility="C1", start=date(2024, 7, 1), products=("CARTE",))
LEFT = EndAgreement(facility="C1", start=region.START, products=("MOPTI", "AMV"), end=date(2024, 7, 1))
DEARER = SetTariff(target="C1", act="100-001", price=700, start=date(2024, 7, 1))
ALL: tuple[Command, ...] = (NAME, CARD, LEFT, DEARER)


def current(model: type[Facility] | type[Agreement] | type[Tariff]) -> int:
    return model._default_manager.filter(superseded_by__isnull=True).count()


def test_a_name_is_entered_and_the_number_is_kept() -> None:
    outcome = region.send(NAME, region.viewer("coordinateur", "UTM/R"))
    assert outcome.accepted
    facility = Facility.objects.get(code="C1", superseded_by__isnull=True)
    assert (facility.name, facility.named, facility.type) == ("CSCom de Konna", True, "CSCOM")
    assert facility.scope_path == f"{region.FACILITIES}/C1"
    assert Facility.objects.filter(code="C1").count() == 2


def test_agreements_follow_one_another() -> None:
    assert region.send(LEFT).accepted
    again = AddAgreement(facility="C1", start=date(2024, 7, 1), products=("MOPTI",))
    assert region.send(again).accepted
    bound = agreements(["C1"])["C1"]
    assert [(one.start, one.end, one.products) for one in bound] == [
        (region.START, date(2024, 7, 1), "AMV MOPTI"),
        (date(2024, 7, 1), None, "MOPTI"),
    ]
    assert products_on(bound, date(2024, 6, 30)) == ("AMV", "MOPTI")
    assert products_on(bound, date(2024, 7, 1)) == ("MOPTI",)
    assert state_of(bound[1:], date(2024, 6, 30)) == "pending"


def test_a_price_holds_from_its_day_and_the_most_precise_wins() -> None:
    facility = lock_facility("C1")
    assert facility is not None
    assert prices_at(facility, ["100-001"], region.TODAY)["100-001"].price == 600
    assert region.send(DEARER).accepted
    assert prices_at(facility, ["100-001"], date(2024, 6, 30))["100-001"].price == 600
    assert prices_at(facility, ["100-001"], date(2024, 7, 1))["100-001"].price == 700


def test_a_price_of_the_same_day_takes_its_place() -> None:
    assert region.send(DEARER).accepted
    assert region.send(DEARER.model_copy(update={"price": 800})).accepted
    held = Tariff.objects.filter(target="C1", superseded_by__isnull=True)
    assert [one.price for one in held] == [800]


def test_a_price_that_starts_before_today_says_that_decisions_stand() -> None:
    outcome = region.send(DEARER.model_copy(update={"start": date(2024, 6, 14)}))
    assert (outcome.status, [reason.code for reason in outcome.reasons]) == ("accepted", ["TARIF-PASSE"])


@pytest.mark.parametrize("message", [NAME, LEFT, DEARER], ids=lambda m: m.operation)
def test_the_same_again_changes_nothing(message: Command) -> None:
    assert region.send(message).accepted
    before, entries = region.row_counts(), Entry.objects.count()
    assert region.send(message).accepted
    assert (region.row_counts(), Entry.objects.count()) == (before, entries)


@pytest.mark.parametrize(
    ("message", "code"),
    [
        (RenameFacility(facility="C9", name="Ailleurs"), "ETAB-INCONNU"),
        (RenameFacility(facility="C1", name="CSCom (nom À saisir)"), "ETAB-NOM"),
        (AddAgreement(facility="C9", start=region.TODAY, products=("MOPTI",)), "ETAB-INCONNU"),
        (AddAgreement(facility="C1", start=region.TODAY, products=("MOPTI",)), "CONV-CHEVAUCHE"),
        (AddAgreement(facility="C1", start=region.TODAY, products=("RIEN",)), "PRODUIT-INCONNU"),
        (AddAgreement(facility="C1", start=region.TODAY, products=()), "PRODUIT-INCONNU"),
        (AddAgreement(facility="C1", start=region.TODAY, end=region.TODAY, products=("CARTE",)), "CONV-DATES"),
        (EndAgreement(facility="C9", start=region.START, products=("MOPTI",), end=region.TODAY), "ETAB-INCONNU"),
        (EndAgreement(facility="C1", start=region.START, products=("MOPTI",), end=region.TODAY), "CONV-INCONNUE"),
        (LEFT.model_copy(update={"end": region.START}), "CONV-DATES"),
        (SetTariff(target="C9", act="100-001", price=1, start=region.TODAY), "TARIF-ETAB"),
        (SetTariff(target="*", act="999", price=1, start=region.TODAY), "ACTE-INCONNU"),
        (DEARER.model_copy(update={"end": DEARER.start}), "TARIF-DATES"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_refusal_says_why_and_changes_nothing(message: Command, code: str) -> None:
    before = region.row_counts()
    outcome = region.send(message)
    assert (outcome.status, outcome.reasons[0].code) == ("refused", code)
    assert outcome.reasons[0].sentence("fr") != outcome.reasons[0].sentence("en")
    assert region.row_counts() == before


def strangers() -> list[Viewer]:
    """People who may not change the facility C1: its own desk, another region's coordinator, an accountant."""
    return [
        region.viewer("guichet", f"{region.FACILITIES}/C1"),
        region.viewer("coordinateur", "UTM/AUTRE"),
        region.viewer("comptable", "UTM/R"),
    ]


@pytest.mark.parametrize("message", ALL, ids=lambda m: m.operation)
def test_others_may_not(message: Command) -> None:
    before = region.row_counts()
    for stranger in strangers():
        outcome = region.send(message, stranger)
        assert [reason.code for reason in outcome.reasons] == ["ACCES-REFUSE"]
    assert region.row_counts() == before
