"""The commands of a desk as POST endpoints: each takes its own message, once for its `Idempotency-Key`."""

from __future__ import annotations

from django.http import HttpRequest
from ninja import Router
from ninja.responses import Status

from sysgimut.contributions.commands.add_person import AddPerson
from sysgimut.contributions.commands.cancel_receipt import CancelReceipt
from sysgimut.contributions.commands.correct_person import CorrectPerson
from sysgimut.contributions.commands.decide_duplicate import DecideDuplicate
from sysgimut.contributions.commands.enrol_household import EnrolHousehold
from sysgimut.contributions.commands.issue_booklet import IssueBooklet
from sysgimut.contributions.commands.place_receipt import PlaceReceipt
from sysgimut.contributions.commands.record_exit import RecordExit
from sysgimut.contributions.commands.record_receipt import RecordReceipt
from sysgimut.contributions.commands.transfer_credit import TransferCredit
from sysgimut.contributions.commands.transfer_household import TransferHousehold
from sysgimut.contributions.commands.validate_household import ValidateHousehold
from sysgimut.identity.web.endpoints import ANSWERS, Answer, Key, carry_out, endpoint

router = Router()
"""The reads of api.py are on it too: an address answers both."""


@router.post("/households", response=ANSWERS, operation_id="contributions_enrol_household")
@endpoint("contributions.enrol_household")
def enrol_household(request: HttpRequest, message: EnrolHousehold, idempotency_key: Key) -> Status[Answer]:
    """Enrol a household with its people, and the money taken with it (`payment`).

    Look-alikes are refused until `confirmed` says why they are others. Refused, the receipt is not recorded either
    (RECU-PAS_ENCORE): correct the message and send it again under a new key, with the same receipt. A device that sends
    later what was done days ago, with nobody there to correct it, says `suspend`: the money is then recorded and waits
    in suspense (`held`); enrol the household without `payment`, and place the receipt.
    """
    return carry_out(request, message, idempotency_key)


@router.post("/people", response=ANSWERS, operation_id="contributions_add_person")
@endpoint("contributions.add_person")
def add_person(request: HttpRequest, message: AddPerson, idempotency_key: Key) -> Status[Answer]:
    """Someone joins a household."""
    return carry_out(request, message, idempotency_key)


@router.post("/people/exits", response=ANSWERS, operation_id="contributions_record_exit")
@endpoint("contributions.record_exit")
def record_exit(request: HttpRequest, message: RecordExit, idempotency_key: Key) -> Status[Answer]:
    """Someone leaves a household."""
    return carry_out(request, message, idempotency_key)


@router.post("/people/corrections", response=ANSWERS, operation_id="contributions_correct_person")
@endpoint("contributions.correct_person")
def correct_person(request: HttpRequest, message: CorrectPerson, idempotency_key: Key) -> Status[Answer]:
    """Correct what is recorded of a person."""
    return carry_out(request, message, idempotency_key)


@router.post("/households/transfers", response=ANSWERS, operation_id="contributions_transfer_household")
@endpoint("contributions.transfer_household")
def transfer_household(request: HttpRequest, message: TransferHousehold, idempotency_key: Key) -> Status[Answer]:
    """A household moves inside its mutual."""
    return carry_out(request, message, idempotency_key)


@router.post("/duplicates/decisions", response=ANSWERS, operation_id="contributions_decide_duplicate")
@endpoint("contributions.decide_duplicate")
def decide_duplicate(request: HttpRequest, message: DecideDuplicate, idempotency_key: Key) -> Status[Answer]:
    """Decide of two look-alikes."""
    return carry_out(request, message, idempotency_key)


@router.post("/receipts", response=ANSWERS, operation_id="contributions_record_receipt")
@endpoint("contributions.record_receipt")
def record_receipt(request: HttpRequest, message: RecordReceipt, idempotency_key: Key) -> Status[Answer]:
    """Take money against a receipt; held when the household is unknown here."""
    return carry_out(request, message, idempotency_key)


@router.post("/receipts/cancellations", response=ANSWERS, operation_id="contributions_cancel_receipt")
@endpoint("contributions.cancel_receipt")
def cancel_receipt(request: HttpRequest, message: CancelReceipt, idempotency_key: Key) -> Status[Answer]:
    """Cancel a receipt number; money that it brought is given back."""
    return carry_out(request, message, idempotency_key)


@router.post("/receipts/placements", response=ANSWERS, operation_id="contributions_place_receipt")
@endpoint("contributions.place_receipt")
def place_receipt(request: HttpRequest, message: PlaceReceipt, idempotency_key: Key) -> Status[Answer]:
    """Say which household money in suspense is for."""
    return carry_out(request, message, idempotency_key)


@router.post("/booklets", response=ANSWERS, operation_id="contributions_issue_booklet")
@endpoint("contributions.issue_booklet")
def issue_booklet(request: HttpRequest, message: IssueBooklet, idempotency_key: Key) -> Status[Answer]:
    """Hand out a booklet of receipts."""
    return carry_out(request, message, idempotency_key)


@router.post("/households/validations", response=ANSWERS, operation_id="contributions_validate_household")
@endpoint("contributions.validate_household")
def validate_household(request: HttpRequest, message: ValidateHousehold, idempotency_key: Key) -> Status[Answer]:
    """Validate a household whose fee and first contribution are paid."""
    return carry_out(request, message, idempotency_key)


@router.post("/households/credit-transfers", response=ANSWERS, operation_id="contributions_transfer_credit")
@endpoint("contributions.transfer_credit")
def transfer_credit(request: HttpRequest, message: TransferCredit, idempotency_key: Key) -> Status[Answer]:
    """Move credit between fee and contribution."""
    return carry_out(request, message, idempotency_key)
