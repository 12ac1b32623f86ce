"""Enrolment, registers, rights and searches: a number of statements that does not grow."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection

from sysgimut.contributions.commands.import_households import ImportHouseholds
from sysgimut.contributions.commands.import_receipts import ImportReceipts
from sysgimut.contributions.commands.validate_household import ValidateHousehold
from sysgimut.contributions.domain.intake import DeclaredReceipt
from sysgimut.contributions.domain.receipts import ReceiptNumber
from sysgimut.contributions.messages import PaymentEntry
from sysgimut.contributions.models import Account, Coverage, Purchase, Receipt, SuspenseTask, Validation
from sysgimut.contributions.rights import rights_on
from sysgimut.contributions.tests import world
from sysgimut.contributions.tests.world import JOINED, TODAY, family, people_of, person, receipt, send, viewer
from sysgimut.ledger.models import Entry, Posting
from sysgimut.membership.domain.registers import NewHousehold, NewPerson
from sysgimut.membership.models import Household
from sysgimut.membership.searching import search_homes

pytestmark = pytest.mark.django_db

NAMES = ("Arama", "Dicko", "Dolo", "Guindo", "Kassogué", "Kodio", "Ongoiba", "Sagara", "Togo", "Yalcouyé")
GIVEN = ("Awa", "Binta", "Djénéba", "Hawa", "Kadidia")


@pytest.fixture(autouse=True)
def union(db: None) -> None:
    world.build()


def five(**changes: Any) -> Any:
    """A household of five, with what it pays when it joins: fee and one year."""
    others = [person(given_names=name, birth=date(1990 + rank, 3, 2), role="enfant") for rank, name in enumerate(GIVEN)]
    payment = {"receipt": "C1-7", "day": JOINED, "fee": 1000, "contribution": 5 * 1730, **changes.pop("payment", {})}
    return family(*others[:4], payment=PaymentEntry(**payment), checked=True, **changes)


def written() -> list[Any]:
    """What stands of coverage, accounts and books, without the identifiers of rows."""
    return [
        list(Account.objects.values_list("persons", "validated_on", "paid_end", "fee_paid", "contribution_credit")),
        list(Purchase.objects.values_list("bought_on", "start", "end", "persons", "amount")),
        sorted(Coverage.objects.values_list("person__reference", "start", "end", "status", "day")),
        sorted(Entry.objects.values_list("kind", "document", "day")),
        sorted(Posting.objects.values_list("account", "amount", "party")),
        list(Validation.objects.values_list("household__reference", "day")),
        list(Receipt.objects.values_list("number", "household__reference", "scope_path")),
    ]


def test_a_counter_operation_takes_twenty_statements_at_most() -> None:
    send(family(person(family_name="Zorom"), village="Ailleurs"))  # what is read once for all is read
    author, message = viewer(), five()
    with world.counted() as counted:
        outcome = send(message, author)
    # The transaction's own beginning and end are not counted (inside a test they are savepoints).
    statements = [sql for sql in counted if "SAVEPOINT" not in sql]
    assert outcome.accepted, outcome.reasons
    assert outcome.result["validated_on"] == "2024-01-10"
    assert outcome.result["paid_end"] == "2025-01-10"
    if connection.vendor == "postgresql":
        assert len(statements) <= 20, statements
    else:
        # The same, with one INSERT for each table; and no lock is taken.
        assert len(statements) <= 28, statements


def test_it_writes_what_enrolment_receipt_and_validation_write() -> None:
    assert send(five()).accepted
    at_once = written()
    others = five(village="Kotaka", people=tuple(renamed(one) for one in five().people), payment={"receipt": "C1-8"})
    separately = others.model_copy(update={"payment": None, "checked": False})
    household = str(send(separately).result["household"])
    assert send(receipt("C1-8", household, "2024-01-10", 1000, 5 * 1730)).accepted
    assert send(ValidateHousehold(household=household)).accepted
    current = written()
    account = Account.objects.get(household__reference=household, superseded_by__isnull=True)
    assert (account.persons, account.validated_on, account.paid_end) == at_once[0][0][:3]
    assert current[1][0] == current[1][1]
    shapes = [[row[1:] for row in current[2] if row[0] in people_of(one)] for one in households()]
    assert shapes[0] == shapes[1]
    assert [amount for _, amount, _ in current[4]].count(-8650) == 2 * [a for _, a, _ in at_once[4]].count(-8650)


def renamed(one: Any) -> Any:
    """Somebody else of the same age."""
    return one.model_copy(update={"family_name": "Poudiougou", "given_names": one.given_names + " Yagouno"})


def households() -> list[str]:
    return list(Household.objects.order_by("number").values_list("reference", flat=True))


def test_money_really_taken_waits_when_the_household_cannot_be_enrolled_and_nobody_is_there() -> None:
    assert send(family()).accepted
    outcome = send(five(people=family().people, suspend=True))
    assert outcome.status == "held"
    codes = [reason.code for reason in outcome.reasons]
    assert codes[-1] == "RECU-ATTENTE"
    assert "DOUBLON-CERTAIN" in codes
    assert Household.objects.count() == 1
    task = SuspenseTask.objects.get()
    assert (task.receipt.number, task.receipt.household_id, task.declared) == ("C1-000007", None, "Ousmane Tembély")


@pytest.mark.parametrize(
    ("payment", "code"),
    [
        ({"receipt": "??"}, "RECU-FORME"),
        ({"receipt": "C1-1"}, "RECU-UTILISE"),
        ({"fee": 0, "contribution": 0}, "RECU-VIDE"),
        ({"day": TODAY + timedelta(days=1)}, "RECU-DATE"),
    ],
)
def test_a_receipt_that_is_none_is_refused_with_the_enrolment(payment: dict[str, Any], code: str) -> None:
    household = str(send(family()).result["household"])
    assert send(receipt("C1-1", household, "2024-01-10", 1000)).accepted
    before = world.row_counts()
    outcome = send(five(village="Kotaka", people=tuple(map(renamed, five().people)), payment=payment))
    assert [reason.code for reason in outcome.reasons] == [code]
    assert world.row_counts() == before


def test_a_file_that_is_not_paid_or_not_checked_is_not_validated() -> None:
    unchecked = five().model_copy(update={"checked": False})
    assert send(unchecked).result["validated_on"] is None
    part = five(village="Kotaka", people=tuple(map(renamed, five().people)))
    part = part.model_copy(update={"payment": PaymentEntry(receipt="C1-9", day=JOINED, fee=1000, contribution=1730)})
    outcome = send(part)
    assert outcome.result["validated_on"] is None
    assert outcome.result["contribution"] == 4 * 1730
    assert not Validation.objects.exists()


def register(number: int, since: int = 0) -> tuple[tuple[NewHousehold, ...], tuple[DeclaredReceipt, ...]]:
    """Households of five and four receipts each."""
    households, receipts = [], []
    for n in range(since, since + number):
        family_name = NAMES[n % 10] + GIVEN[n // 10 % 5] * (n // 50)
        members = tuple(
            NewPerson(n * 5 + i, "", family_name, given, "F", date(1990 + i, 1, 1), False, role, JOINED)
            for i, (given, role) in enumerate(zip(GIVEN, ("adherent", *["enfant"] * 4), strict=True))
        )
        households.append(NewHousehold(f"K{n}", "MOPTI", "MOPTI", "Konna", "Gnimitongo", members))
        for k in range(4):
            leaf = ReceiptNumber(f"C{n}", k + 1)
            day = JOINED + timedelta(days=30 * k)
            text = f"C{n}-{k + 1:06d}"
            receipts.append(DeclaredReceipt(k, text, leaf, day, f"K{n}", 1000 * (not k), 8650, "especes"))
    return tuple(households), tuple(receipts)


def test_a_register_takes_the_same_statements_whatever_its_length() -> None:
    author = viewer("racine", "administrateur", "UTM")
    counts = []
    for number, since in ((60, 0), (60, 60), (180, 120)):  # the first one reads the parameters
        households, receipts = register(number, since)
        with world.counted() as people:
            outcome = send(ImportHouseholds(mutual="MOPTI", source="m", households=households), author)
            assert outcome.result["people"] == 5 * number
        with world.counted() as money:
            outcome = send(ImportReceipts(mutual="MOPTI", source="r", receipts=receipts), author)
            assert outcome.result["receipts"] == 4 * number
        counts.append((len(people), len(money)))
    assert counts[1] == counts[2]
    # A batch writes each household once: nothing it wrote is superseded by itself.
    assert not Coverage.objects.exclude(superseded_by__isnull=True).exists()
    assert not Account.objects.exclude(superseded_by__isnull=True).exists()


def test_the_rights_of_a_card_take_one_statement() -> None:
    household = str(send(five()).result["household"])
    (card, *_) = people_of(household)
    with world.counted() as statements:
        assert rights_on(card, date(2024, 5, 1)).open
    assert len(statements) == 1


@pytest.mark.parametrize("text", ["Tembély", "Tembeli", "Tem", "Ousmane Tembély", "Tembeli Usman"])
def test_a_search_by_name_takes_three_statements_at_most(text: str) -> None:
    household = str(send(five()).result["household"])
    author = viewer()
    with world.counted() as statements:
        found = list(search_homes(author, text).select_related("household")[:25])
    assert [home.household.reference for home in found] == [household]
    assert len(statements) <= 3
