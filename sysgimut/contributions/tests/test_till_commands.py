"""The till: receipts, suspense, cancellation, booklets, validation, credit, and what the books keep of each."""

from __future__ import annotations

from typing import Any

import pytest

from sysgimut.contributions.commands.cancel_receipt import CancelReceipt
from sysgimut.contributions.commands.issue_booklet import IssueBooklet
from sysgimut.contributions.commands.place_receipt import PlaceReceipt
from sysgimut.contributions.commands.record_receipt import RecordReceipt
from sysgimut.contributions.commands.transfer_credit import TransferCredit
from sysgimut.contributions.commands.validate_household import ValidateHousehold
from sysgimut.contributions.models import (
    Account,
    Booklet,
    Cancellation,
    Coverage,
    CreditTransfer,
    Placement,
    Receipt,
    SuspenseTask,
    Validation,
)
from sysgimut.contributions.tests.world import (
    DOUROU,
    KONNA,
    MOPTI,
    SOYE,
    d,
    enrolled,
    receipt,
    row_counts,
    send,
    validated,
    viewer,
)
from sysgimut.identity.access import Viewer
from sysgimut.journal.clock import new_id
from sysgimut.journal.models import Entry
from sysgimut.kernel.outcomes import Outcome
from sysgimut.ledger.queries import trial_balance

pytestmark = pytest.mark.usefixtures("union")

CASH, FEES, AHEAD, EARNED, SUSPENSE = "5712", "103", "4191", "7011", "4712"


def chief() -> Viewer:
    return viewer("chef", "coordinateur", MOPTI)


def accountant() -> Viewer:
    return viewer("compta", "comptable", MOPTI)


def codes(outcome: Outcome) -> list[str]:
    return [reason.code for reason in outcome.reasons]


def books() -> dict[str, int]:
    """Account → balance in the books of Mopti, without those at 0."""
    return {line.account: line.balance for line in trial_balance("MOPTI") if line.balance}


def account(household: str) -> Account:
    return Account.objects.get(household__reference=household, superseded_by__isnull=True)


def statuses(household: str) -> list[str]:
    rows = Coverage.objects.filter(household__reference=household, superseded_by__isnull=True)
    return list(rows.order_by("person", "start").values_list("status", flat=True))


def cancels(number: str) -> CancelReceipt:
    return CancelReceipt(mutual="MOPTI", receipt=number, reason="erreur de montant")


def places(number: str, household: str) -> PlaceReceipt:
    return PlaceReceipt(mutual="MOPTI", receipt=number, household=household, reason="souche retrouvée")


def booklet(code: str = "C9", **changes: Any) -> IssueBooklet:
    message: dict[str, Any] = {
        "mutual": "MOPTI",
        "section": "S-KONNA",
        "code": code,
        "first": 1,
        "last": 50,
        "holder": "Awa Dolo",
        "day": d("2024-01-02"),
        **changes,
    }
    return IssueBooklet(**message)


def moves(household: str, amount: int, source: str = "fee", day: str = "2024-06-15") -> TransferCredit:
    return TransferCredit.model_validate(
        {"household": household, "source": source, "amount": amount, "day": d(day), "reason": "payé deux fois"}
    )


def test_a_receipt_buys_and_the_books_say_so() -> None:
    household = enrolled()
    outcome = send(receipt("C1-1", household, "2024-01-10", 1000, 3460, collector="Awa"))
    assert outcome.result == {"receipt": "C1-000001", "fee": 0, "contribution": 3460, "paid_end": "2025-01-10"}
    assert books() == {CASH: 4460, FEES: -1000, EARNED: -3460}
    assert Receipt.objects.get().scope_path == KONNA
    assert statuses(household) == [], "paid, and nobody validated it yet"


def test_a_validation_says_what_is_missing_then_counts_from_the_payment() -> None:
    household = enrolled()
    validate = ValidateHousehold(household=household)
    missing = send(validate)
    assert [(r.code, r.params) for r in missing.reasons] == [
        ("VALID-MANQUE", {"fee": 1000, "contribution": 3460, "total": 4460})
    ]
    assert send(receipt("C1-1", household, "2024-01-10", 0, 3460)).accepted
    assert send(validate).reasons[0].params["total"] == 1000
    assert not Validation.objects.exists()
    assert send(receipt("C1-2", household, "2024-02-01", 1000)).accepted
    done = send(validate)
    assert done.result["validated_on"] == "2024-02-01"
    assert done.result["opens"] == "2024-05-01"
    assert statuses(household) == ["PAS_ENCORE", "OBSERVATION", "OUVERT", "EXPIRE"] * 2
    entries = Entry.objects.count()
    assert send(validate).result == done.result
    assert Entry.objects.count() == entries, "validated already: nothing more to write"


@pytest.mark.parametrize(
    ("message", "code"),
    [
        (lambda h: receipt("C1-1", h, "2024-01-10", 1000), "RECU-UTILISE"),
        (lambda h: receipt("C1-000001", h, "2024-05-10", 0, 1730), "RECU-UTILISE"),
        (lambda h: receipt("C9-51", h, "2024-05-10", 0, 1730), "RECU-HORS_CARNET"),
        (lambda h: receipt("C9-7", h, "2024-05-10", 0, 1730), "RECU-ANNULE"),
        (lambda h: receipt("sept", h, "2024-05-10", 0, 1730), "RECU-FORME"),
        (lambda h: receipt("C2-1", h, "2024-06-16", 0, 1730), "RECU-DATE"),
        (lambda h: receipt("C2-1", h, "1950-06-16", 0, 1730), "RECU-DATE"),
        (lambda h: receipt("C2-1", h, "2024-06-10"), "RECU-VIDE"),
        (lambda h: receipt("C2-1", h, "2024-06-10", 1, mutual="BANDIAGARA"), "ACCES-REFUSE"),
        (lambda h: ValidateHousehold(household="X"), "ACCES-REFUSE"),
        (lambda h: cancels("C1-1"), "ACCES-REFUSE"),
        (lambda h: moves(h, 1), "ACCES-REFUSE"),
        (lambda h: booklet("C8"), "ACCES-REFUSE"),
    ],
)
def test_a_refusal_changes_nothing(message: Any, code: str) -> None:
    household = validated()
    assert send(booklet(), chief()).accepted
    assert send(cancels("C9-7"), chief()).accepted
    before = row_counts()
    outcome = send(message(household))
    assert (outcome.status, codes(outcome)) == ("refused", [code])
    assert row_counts() == before


@pytest.mark.parametrize("unknown", ["nowhere", "elsewhere", "other mutual"])
def test_money_for_a_household_unknown_here_waits_in_suspense(unknown: str) -> None:
    coordinator = chief()
    household = "MOPTI-404040-X"
    till = {"till": KONNA}
    author = viewer()
    if unknown == "elsewhere":
        household, author, till = enrolled(), viewer("issa", "gestionnaire", SOYE), {"till": SOYE}
    if unknown == "other mutual":
        household, till = enrolled(), {"till": DOUROU, "mutual": "BANDIAGARA"}
        author = viewer("binta", "gestionnaire", DOUROU)
    outcome = send(receipt("C1-1", household, "2024-05-10", 0, 3460, **till), author)
    assert (outcome.status, codes(outcome)) == ("held", ["RECU-ATTENTE"])
    task = SuspenseTask.objects.get()
    assert (task.declared, task.scope_path, task.code) == (household, till["till"], "RECU-ATTENTE")
    mutual = till.get("mutual", "MOPTI")
    assert {line.account: line.balance for line in trial_balance(mutual)} == {CASH: 3460, SUSPENSE: -3460}
    assert not Account.objects.exists()
    twice = send(receipt("C1-1", household, "2024-05-10", 0, 3460, **till), author)
    assert codes(twice) == ["RECU-UTILISE"]
    before = row_counts()
    assert codes(send(places("C1-1", "MOPTI-404040-X"), coordinator)) == ["ACCES-REFUSE"]
    assert row_counts() == before


def test_money_in_suspense_is_placed_as_of_its_own_day() -> None:
    household = enrolled()
    assert send(receipt("C1-1", "INCONNU", "2024-01-10", 1000, 3460, till=KONNA)).status == "held"
    outcome = send(places("C1-1", household), chief())
    assert outcome.result == {"receipt": "C1-000001", "household": household}
    assert books() == {CASH: 4460, FEES: -1000, EARNED: -3460}
    assert account(household).validated_on == d("2024-01-10")
    assert Placement.objects.get().household.reference == household
    assert not SuspenseTask.objects.filter(superseded_by__isnull=True).exists()
    before = row_counts()
    assert codes(send(places("C1-1", household), chief())) == ["RECU-PLACE"]
    assert codes(send(places("C1-2", household), chief())) == ["RECU-PLACE"]
    assert row_counts() == before


def test_a_cancelled_receipt_gives_the_money_back_and_takes_the_rights() -> None:
    household = validated()
    message = cancels("C1-1")
    identifier = new_id()
    outcome = send(message, chief(), command_id=identifier)
    assert (outcome.result["amount"], codes(outcome)) == (4460, ["RECU-RENDU"])
    assert books() == {}
    assert (account(household).validated_on, account(household).contribution_credit) == (None, 0)
    assert statuses(household) == ["NON_VALIDE"] * 2
    before = row_counts()
    assert send(message, chief(), command_id=identifier).result == outcome.result
    assert codes(send(message, chief())) == ["RECU-ANNULE"]
    assert codes(send(receipt("C1-1", household, "2024-06-01", 1))) == ["RECU-UTILISE"]
    assert row_counts() == before
    assert send(receipt("C1-2", household, "2024-06-01", 1000, 3460)).accepted
    assert statuses(household) == ["PAS_ENCORE", "OBSERVATION", "OUVERT", "EXPIRE"] * 2, "the file stays validated"


def test_money_in_suspense_or_placed_is_given_back_too() -> None:
    household = enrolled()
    for number in ("C1-1", "C1-2"):
        assert send(receipt(number, "INCONNU", "2024-01-10", 1000, 3460, till=KONNA)).status == "held"
    assert send(places("C1-2", household), chief()).accepted
    assert send(cancels("C1-1"), chief()).result["amount"] == 4460
    assert books() == {CASH: 4460, FEES: -1000, EARNED: -3460}
    assert send(cancels("C1-2"), chief()).accepted
    assert books() == {}
    assert not SuspenseTask.objects.filter(superseded_by__isnull=True).exists()
    assert account(household).contribution_paid == 0


def test_an_unused_number_is_struck_out_once() -> None:
    assert send(booklet(), chief()).accepted
    assert send(cancels("C9-7"), chief()).result == {"receipt": "C9-000007", "amount": 0}
    struck = Cancellation.objects.get()
    assert (struck.booklet, struck.sequence, struck.receipt) == ("C9", 7, None)
    assert codes(send(cancels("C9-07"), chief())) == ["RECU-ANNULE"]
    assert codes(send(cancels("C9-51"), chief())) == ["RECU-HORS_CARNET"]
    assert codes(send(cancels("sept"), chief())) == ["RECU-FORME"]


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({}, "CARNET-DEJA"),
        ({"code": "C 8"}, "CARNET-CODE"),
        ({"code": "C8", "first": 60}, "CARNET-ETENDUE"),
        ({"code": "C8", "last": 5000}, "CARNET-ETENDUE"),
        ({"code": "C1", "first": 2}, "CARNET-UTILISE"),
        ({"code": "C8", "section": "S-DOUROU"}, "CARNET-SECTION"),
        ({"code": "C8", "day": d("2024-06-16")}, "PERS-FUTUR"),
        ({"code": "C8", "mutual": "ATLANTIDE"}, "ACCES-REFUSE"),
    ],
)
def test_a_booklet_that_cannot_be(changes: dict[str, Any], code: str) -> None:
    validated()
    assert send(booklet(), chief()).accepted
    assert Booklet.objects.get().scope_path == KONNA
    before = row_counts()
    assert codes(send(booklet(**changes), chief())) == [code]
    assert row_counts() == before


def test_credit_moves_both_ways_and_only_as_far_as_it_goes() -> None:
    household = validated()
    assert send(receipt("C1-2", household, "2024-05-01", 3000, 500)).accepted
    before = row_counts()
    for message, code in (
        (moves(household, 3001), "CREDIT-INSUFFISANT"),
        (moves(household, 501, "contribution"), "CREDIT-INSUFFISANT"),
        (moves(household, 1, day="2024-04-30"), "CREDIT-DATE"),
        (moves(household, 1, day="2024-06-16"), "PERS-FUTUR"),
    ):
        assert codes(send(message, accountant())) == [code]
    assert row_counts() == before
    assert send(moves(household, 2960), accountant()).result == {
        "household": household,
        "fee": 0,
        "contribution": 3460,
    }
    found = account(household)
    assert (found.paid_end, found.contribution_credit, found.fee_paid) == (d("2026-01-10"), 0, 1040)
    assert books() == {CASH: 7960, FEES: -1040, EARNED: -6920}
    assert send(receipt("C1-3", household, "2024-06-15", 0, 100)).accepted
    assert send(moves(household, 100, "contribution"), accountant()).accepted
    assert books() == {CASH: 8060, FEES: -1140, EARNED: -6920}
    assert CreditTransfer.objects.count() == 2


def test_money_that_bought_time_cannot_be_moved_away() -> None:
    household = validated()
    assert codes(send(moves(household, 1, "contribution"), accountant())) == ["CREDIT-INSUFFISANT"]
    assert codes(send(moves(household, 1), accountant())) == ["CREDIT-INSUFFISANT"], "the fee was due"


def test_the_same_receipt_sent_twice_is_one_receipt() -> None:
    household = enrolled()
    message, identifier = receipt("C1-1", household, "2024-01-10", 1000), new_id()
    first = send(message, command_id=identifier)
    before = row_counts()
    assert send(message, command_id=identifier).result == first.result
    assert row_counts() == before
    assert isinstance(message, RecordReceipt)


def test_a_leaf_of_another_sections_booklet_is_not_used_here() -> None:
    household = enrolled()
    assert send(booklet("C7", section="S-SOYE"), chief()).accepted
    before = row_counts()
    assert codes(send(receipt("C7-1", household, "2024-01-10", 1000))) == ["RECU-AUTRE_CARNET"]
    assert row_counts() == before
    assert send(receipt("C7-1", household, "2024-01-10", 1000), accountant()).accepted, "whoever answers for both may"


def test_money_that_was_moved_is_moved_back_before_it_is_given_back() -> None:
    household = validated()
    assert send(receipt("C1-2", household, "2024-05-01", 3000)).accepted
    assert send(moves(household, 3000), accountant()).accepted
    before = row_counts()
    assert codes(send(cancels("C1-2"), chief())) == ["RECU-TRANSFERE"]
    assert row_counts() == before
    assert send(moves(household, 3000, "contribution"), accountant()).accepted
    assert send(cancels("C1-2"), chief()).result["amount"] == 3000
    assert books() == {CASH: 4460, FEES: -1000, EARNED: -3460}
