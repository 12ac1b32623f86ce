"""The demo is believable, the same for a seed, and loaded once."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from random import Random

import pytest
from django.core.checks import run_checks
from django.core.exceptions import ImproperlyConfigured
from django.db.models import Count

from sysgimut.claims.models import LineDecision
from sysgimut.contributions.models import Booklet, Cancellation, Receipt
from sysgimut.identity.access import viewer_of
from sysgimut.identity.demo import DEMO_PASSWORD
from sysgimut.identity.models import User
from sysgimut.identity.roles import ROLES
from sysgimut.journal.models import Entry
from sysgimut.journal.seal import Head
from sysgimut.membership.models import Belonging, Household, Identity
from sysgimut.network.models import Commune
from sysgimut.parameters.queries import current
from sysgimut.settlement.models import Payment, Statement
from sysgimut.site.demo.accounts import ACCOUNTS
from sysgimut.site.demo.faults import FAULTS, Fault, Made
from sysgimut.site.demo.loading import draw, state
from sysgimut.site.demo.story import Story
from sysgimut.site.demo.visits import Clinic, Visit
from sysgimut.site.safety import check_demo_accounts, refuse_demo_accounts
from tests.verification.conftest import HOUSEHOLDS, TODAY

pytestmark = pytest.mark.django_db


def test_the_demo_is_whole(told: list[Head]) -> None:
    assert state() == "loaded"
    assert Household.objects.count() == HOUSEHOLDS
    assert Booklet.objects.exists()
    assert Statement.objects.annotate(signed=Count("signatures")).filter(signed=3).exists()
    assert Payment.objects.exists()
    assert set(Entry.objects.values_list("status", flat=True)) == {"accepted"}


def test_every_role_has_an_account_with_the_password_that_is_shown(told: list[Head]) -> None:
    users = {user.login: user for user in User.objects.filter(is_demo=True)}
    held = {role for account in ACCOUNTS for role in viewer_of(users[account.login].pk).roles()}
    assert held == set(ROLES)
    assert all(user.check_password(DEMO_PASSWORD) for user in users.values())
    assert all("inventée" in user.full_name for user in users.values())


def test_households_live_in_the_real_territory(told: list[Head]) -> None:
    known = set(Commune.objects.values_list("code", flat=True))
    placed = Household.objects.filter(residences__superseded_by__isnull=True)
    places = set(placed.values_list("residences__commune_code", "residences__village_code"))
    assert {commune for commune, _ in places} <= known
    assert all(village for _, village in places)


def test_telephones_and_papers_belong_to_nobody(told: list[Head]) -> None:
    papers = Identity.objects.values_list("phone", "document_number")
    assert all(phone.startswith("10") and len(phone) == 8 for phone, _ in papers if phone)
    assert all(number.startswith("0") for _, number in papers if number)
    assert any(phone for phone, _ in papers)


def test_nothing_is_after_today(told: list[Head]) -> None:
    assert Receipt.objects.latest("day").day <= TODAY
    assert Belonging.objects.latest("joined").joined <= TODAY
    assert Cancellation.objects.filter(day__gt=TODAY).count() == 0
    earliest = Belonging.objects.earliest("joined").joined
    assert Story(TODAY).start <= earliest < Story(TODAY).start + timedelta(70)


def test_the_same_seed_draws_the_same_demo(told: list[Head]) -> None:
    story, parameters = Story(TODAY), current()
    first, again, other = (draw(Random(seed), story, 12, parameters, lambda done: None) for seed in (3, 3, 4))
    assert (first.registers, first.receipts, first.sent) == (again.registers, again.receipts, again.sent)
    assert first.registers != other.registers


def test_the_shapes_are_those_that_are_said(told: list[Head]) -> None:
    """Sizes around six, malaria after the rains, one visit in twenty in a bed."""
    story = Story(date(2026, 6, 17))
    plot = draw(Random(5), story, 400, current(), lambda done: None)
    joined = [group for groups in plot.registers.values() for group in groups]
    sizes = Counter(row.household for group in joined for row in {r.reference: r for r in group.rows}.values())
    people = sorted(sizes.values())
    assert 5 <= people[len(people) // 2] <= 8
    assert people[-1] > 15
    requests = [request.values for month in plot.sent.values() for sent in month for request in sent.group.requests]
    assert 900 <= len(requests) <= 1_600
    days = [request.care_date for request in requests if request.care_date]
    rains = sum(date(2025, 7, 1) <= day < date(2025, 10, 1) for day in days)
    dry = sum(date(2025, 12, 1) <= day < date(2026, 3, 1) for day in days)
    assert rains > 1.15 * dry > 0
    assert 0.02 <= sum(request.care_type == "H" for request in requests) / len(requests) <= 0.12


def test_every_kind_of_fault_is_made(told: list[Head], monkeypatch: pytest.MonkeyPatch) -> None:
    made: Counter[int] = Counter()

    def counted(rank: int, fault: Fault) -> Fault:
        def counting(clinic: Clinic, visit: Visit) -> Made:
            outcome = fault(clinic, visit)
            made[rank] += outcome.done
            return outcome

        return counting

    wrapped = tuple((weight, counted(rank, fault)) for rank, (weight, fault) in enumerate(FAULTS))
    monkeypatch.setattr("sysgimut.site.demo.claims.FAULTS", wrapped)
    draw(Random(6), Story(TODAY), 900, current(), lambda done: None)
    assert [rank for rank in range(len(FAULTS)) if not made[rank]] == []


def test_remarks_and_closed_rights_are_met(told: list[Head]) -> None:
    codes = {code for line in LineDecision.objects.values_list("codes", flat=True) for code in line.split()}
    assert "ORD-01" in codes
    assert codes & {"DR-EXPIRE", "DR-OBSERVATION", "DR-NON_VALIDE"}


def test_production_does_not_start_beside_the_demo(told: list[Head], settings: object) -> None:
    refuse_demo_accounts_in(settings, "test")
    with pytest.raises(ImproperlyConfigured, match=r"18 account\(s\) of the demo \(administrateur"):
        refuse_demo_accounts_in(settings, "production")
    assert [error.id for error in check_demo_accounts(databases=["default"])] == ["site.E001"]
    assert "site.E001" in [error.id for error in run_checks(tags=["database"], databases=["default"])]


def refuse_demo_accounts_in(settings: object, mode: str) -> None:
    settings.MODE = mode  # type: ignore[attr-defined]
    refuse_demo_accounts()
