"""The figures of home pages: what a naive count finds, within the viewer's scopes, in a number of statements that
does not grow."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.test import Client

from sysgimut.claims.models import Bordereau
from sysgimut.claims.tests import bills
from sysgimut.contributions.commands.validate_household import ValidateHousehold
from sysgimut.contributions.tests import world
from sysgimut.contributions.tests.world import DOUROU, KONNA, MOPTI
from sysgimut.desk import queries
from sysgimut.desk.web.home import BLOCKS, HOMES, names_of_blocks
from sysgimut.identity.access import policy
from sysgimut.identity.roles import ROLES
from sysgimut.journal.seal import seal_all
from sysgimut.network.models import Population
from sysgimut.parameters.queries import current
from sysgimut.settlement.commands.issue_statements import IssueStatements

pytestmark = pytest.mark.usefixtures("union")
TODAY = date(2024, 6, 15)


def household(mutual: str, commune: str, name: str, booklet: str, people: int = 2, pays: bool = True) -> str:
    """A household of some people, of the same name; its rights open on 10 April when it pays."""
    others = [
        world.person(family_name=name, given_names=f"Enfant {n}", birth=date(2010 + n, 3, 4), role="enfant")
        for n in range(people - 1)
    ]
    head = world.person(family_name=name, birth=date(1980, 1, len(name)))
    family = world.family(mutual=mutual, commune=commune, people=(head, *others))
    outcome = world.send(family, bills.root())
    assert outcome.accepted, outcome.reasons
    reference = str(outcome.result["household"])
    if pays:
        paid = world.receipt(f"{booklet}-1", reference, "2024-01-10", 1000, 1730 * people, mutual=mutual)
        assert world.send(paid, bills.root()).accepted
        assert world.send(ValidateHousehold(household=reference), bills.root()).accepted
    return reference


@pytest.fixture
def three() -> list[str]:
    """Two households of Konna, of which one never paid, and one of Dourou."""
    return [
        household("MOPTI", "Konna", "Guindo", "C1", people=3),
        household("MOPTI", "Konna", "Dolo", "C2", people=2, pays=False),
        household("BANDIAGARA", "Dourou", "Togo", "C3", people=4),
    ]


def viewer(role: str, scope: str) -> Any:
    return world.viewer(f"{role}-{scope}", role, scope)


def test_households_and_rights_are_counted_within_the_scope(three: list[str]) -> None:
    of_konna = queries.household_figures(viewer("gestionnaire", KONNA), TODAY)
    assert of_konna == queries.HouseholdFigures(2, 1, 5, 3, 0, 0)
    of_all = queries.household_figures(viewer("coordinateur", "UTM"), TODAY)
    assert of_all == queries.HouseholdFigures(3, 2, 9, 7, 0, 0)
    before = queries.household_figures(viewer("gestionnaire", KONNA), date(2024, 3, 20))
    assert (before.open_rights, before.observation, before.opening_soon) == (0, 3, 3)
    assert queries.household_figures(viewer("elu", "UTM"), TODAY).households == 0


def test_sections_add_up(three: list[str]) -> None:
    found = queries.sections(viewer("assistant", "UTM"), TODAY)
    assert {(one.code, one.households, one.validated, one.open_rights) for one in found} == {
        ("S-KONNA", 2, 1, 3),
        ("S-SOYE", 0, 0, 0),
        ("S-DOUROU", 1, 1, 4),
    }
    assert {one.path for one in queries.sections(viewer("assistant", DOUROU), TODAY)} == {DOUROU}


def test_penetration_has_its_denominator_and_year(three: list[str]) -> None:
    Population.objects.create(
        place_kind="commune", place_code="ML0501-Konna", year=2009, inhabitants=900, source="test"
    )
    Population.objects.create(
        place_kind="commune", place_code="ML0501-Konna", year=2015, inhabitants=1_000, source="test"
    )
    found = queries.penetration(viewer("coordinateur", MOPTI), TODAY)
    assert {(one.name, one.open_rights, one.inhabitants) for one in found.communes} == {
        ("Konna", 3, 1_000),
        ("Soye", 0, 0),
    }
    assert (found.open_rights, found.inhabitants, found.years, found.elsewhere) == (3, 1_000, (2015,), 0)


def test_money_by_month_leaves_cancelled_receipts_out(three: list[str]) -> None:
    from sysgimut.contributions.commands.cancel_receipt import CancelReceipt

    rows = queries.collected_by_month(viewer("direction", "UTM"), TODAY)
    assert len(rows) == 12
    assert rows[-1][0] == date(2024, 6, 1)
    assert [row for row in rows if row[1] or row[2]] == [(date(2024, 1, 1), 2_000, 1730 * 7)]
    cancelled = CancelReceipt(mutual="BANDIAGARA", receipt="C3-1", reason="double saisie")
    assert world.send(cancelled, bills.root()).accepted
    rows = queries.collected_by_month(viewer("direction", "UTM"), TODAY)
    assert sum(paid for _month, _fees, paid in rows) == 1730 * 3


def test_decisions_by_month_and_reasons(three: list[str]) -> None:
    person = world.people_of(three[0])[0]
    bills.sent("0001", reference=person, family_name="Guindo")
    bills.sent("0002", bills.GLASSES, reference=person, family_name="Guindo")
    settled = IssueStatements(mutual="MOPTI", bordereaux=(Bordereau.objects.get().pk,))
    assert world.send(settled, bills.root()).accepted
    months = queries.decided_by_month(viewer("direction", "UTM"), TODAY)
    assert months[-1].month == date(2024, 6, 1)
    last = months[-1]
    assert last.claimed == last.granted + last.rejected + last.to_justify > 0
    assert sum(month.claimed for month in months[:-1]) == 0
    codes = queries.top_rejections(viewer("medecin_conseil", "UTM/R"), TODAY)
    assert codes
    assert all(one.lines >= 1 and one.rejected > 0 for one in codes)
    assert queries.top_rejections(viewer("guichet", bills.HOSPITAL), TODAY) == []


def test_cash_is_of_the_viewers_books(three: list[str]) -> None:
    found = queries.cash(viewer("comptable", MOPTI), current(), TODAY)
    assert {line.entity for line in found} == {"MOPTI"}
    assert sum(line.balance for line in found) == 1_000 + 1730 * 3


def test_chains_say_what_waits(three: list[str]) -> None:
    auditor = viewer("auditeur", "UTM")
    before = {one.code: one for one in queries.chains(auditor)}
    assert before["MOPTI"].number == 0 < before["MOPTI"].waiting
    seal_all()
    after = {one.code: one for one in queries.chains(auditor)}
    assert after["MOPTI"].number == before["MOPTI"].waiting
    assert after["MOPTI"].waiting == 0
    assert len(after["MOPTI"].hash) == 64
    narrowed = queries.journal_entries(auditor, chain="MOPTI")
    assert set(narrowed.values_list("chain", flat=True)) == {"MOPTI"}
    of_mopti = queries.journal_entries(viewer("auditeur", MOPTI))
    assert set(of_mopti.values_list("chain", flat=True)) == {"MOPTI"}


def test_every_role_has_a_home_of_blocks_that_exist() -> None:
    assert set(HOMES) == set(ROLES)
    for role, names in HOMES.items():
        for name in names.split():
            operation, _make = BLOCKS[name]
            assert role in policy()[operation], f"{role} may not {operation}: block {name} would never show"


@pytest.mark.parametrize("role", list(ROLES))
def test_a_home_reads_in_a_number_of_statements_that_does_not_grow(role: str, client: Client) -> None:
    scope = bills.KONNA if role == "guichet" else "UTM"
    client.force_login(world.user(f"maison-{role}", role, scope))
    counts = []
    for name, booklet in (("Guindo", "C1"), ("Kassogué", "C2")):
        reference = household("MOPTI", "Konna", name, booklet)
        bills.sent(f"000{booklet[1]}", reference=world.people_of(reference)[0], family_name=name)
        client.get("/")
        with world.counted() as statements:
            answer = client.get("/")
        assert answer.status_code == 200
        counts.append(len(statements))
    assert counts[1] == counts[0] < 60, counts
    assert names_of_blocks(viewer(role, scope))
