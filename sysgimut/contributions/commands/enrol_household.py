"""Enrol one household with its people, at a desk: by the same rules as a register, after looking for duplicates.

Money that is taken with the enrolment goes with it, so that one operation does what happens at the counter.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Annotated, ClassVar

from pydantic import Field

from sysgimut.contributions.domain.coverage import Belonging, Payment
from sysgimut.contributions.domain.intake import DeclaredReceipt
from sysgimut.contributions.domain.receipts import ReceiptNumber, parse_receipt_number
from sysgimut.contributions.domain.till import refuse_receipt
from sysgimut.contributions.messages import PaymentEntry
from sysgimut.contributions.recalculation import Facts, record_changes
from sysgimut.contributions.receipts import RECORD, canonical, lock_booklet, refuse_booklet_of, refuse_number
from sysgimut.contributions.recording import TakenReceipt, record_receipts, suspend
from sysgimut.contributions.standing import Standing, stand
from sysgimut.journal.command import Command, handles
from sysgimut.journal.execution import Execution
from sysgimut.kernel.outcomes import Outcome, Reason, accepted, held, refused
from sysgimut.membership.domain.duplicates import refuse_duplicates
from sysgimut.membership.domain.moves import refuse_household
from sysgimut.membership.domain.registers import ADHERENT, HouseholdPlan, NewHousehold, Plan, household_reference
from sysgimut.membership.duplicates import find_duplicates
from sysgimut.membership.locking import lock_enrolment
from sysgimut.membership.messages import Code, ConfirmedDifferent, Day, OptionalReference, PersonEntry, PlaceName
from sysgimut.membership.planning import plan_register
from sysgimut.membership.queries import household_exists, last_number, refuse_aliases
from sysgimut.membership.recording import Written, record_aliases, record_differences, record_plans
from sysgimut.network.queries import Directory, Place, directory_of
from sysgimut.parameters.queries import Parameters, current

MOST_PEOPLE = 100
VALIDATE = "contributions.validate_household"


class EnrolHousehold(Command):
    """A household of the mutual, with its people in order. `reference` empty: the mutual's next number.

    `confirmed` says of each likely duplicate why it is another person. `payment` is what was taken with it, and
    `checked` that the file was checked: it is then validated if fee and first contribution are paid. `suspend` is for
    a sender that comes days after the money was taken and has nobody to correct the message: the money is then kept,
    in suspense, though the household cannot be enrolled.
    """

    operation: ClassVar[str] = "contributions.enrol_household"
    mutual: Code
    product: Code
    commune: PlaceName
    village: PlaceName
    joined: Day
    reference: OptionalReference = ""
    people: Annotated[tuple[PersonEntry, ...], Field(min_length=1, max_length=MOST_PEOPLE)]
    confirmed: tuple[ConfirmedDifferent, ...] = ()
    payment: PaymentEntry | None = None
    checked: bool = False
    suspend: bool = False


@handles(EnrolHousehold)
def enrol_household(message: EnrolHousehold, execution: Execution) -> Outcome:
    """Record the household and the money taken with it, or say everything that is wrong with it.

    The outcome's result holds `household`, `people` ([rank, reference]…) and what is due: `fee`, `contribution`,
    `total`, in XOF; with a payment also `receipt`, `validated_on` and `paid_end`. Refused: nothing is recorded, the
    receipt neither, and the answer says so (RECU-PAS_ENCORE): corrected, the same receipt is sent again. Held, only if
    `suspend` says so: the household cannot be enrolled, and the money waits in suspense for it. A receipt that is none
    is refused in any case.
    """
    network = directory_of(message.mutual, message.commune, execution.today)
    if message.mutual not in network.mutuals:
        execution.authorise("UTM")
        return refused(Reason("MUT-INCONNUE", {"mutual": message.mutual}))
    place = network.locate(message.mutual, message.commune, message.village)
    execution.authorise(place.scope_path, chain=message.mutual)
    lock_enrolment(message.mutual)
    paid = _paid(message, execution, place)
    if isinstance(paid, Reason):
        return refused(paid)
    number, household = _numbered(message)
    parameters = current()
    decided, reasons = _decide(message, household, place, execution.today, parameters)
    if not reasons:
        return _record(message, decided, number, network, parameters, execution, paid)
    if paid is None:
        return refused(*reasons)
    if not message.suspend:
        return refused(*reasons, Reason("RECU-PAS_ENCORE", {"receipt": paid.receipt.text}))
    (identifier,) = record_receipts(execution, message.mutual, [paid], parameters)
    return held({"receipt": paid.receipt.text}, *reasons, suspend(execution, message.mutual, identifier, paid))


def _paid(message: EnrolHousehold, execution: Execution, place: Place) -> TakenReceipt | Reason | None:
    """The receipt of the money taken, for whoever the head is; why it is none; None when nothing was taken."""
    payment = message.payment
    if payment is None:
        return None
    execution.require(RECORD, place.scope_path)
    number = parse_receipt_number(payment.receipt)
    if isinstance(number, Reason):
        return number
    lock_booklet(message.mutual, number.booklet)
    refusal = refuse_receipt(payment.day, payment.fee, payment.contribution, execution.today)
    refusal = refusal or refuse_number(message.mutual, number) or refuse_booklet_of(message.mutual, number, execution)
    return refusal or TakenReceipt(_declared(message, payment, number), None, place.scope_path)


def _declared(message: EnrolHousehold, payment: PaymentEntry, number: ReceiptNumber) -> DeclaredReceipt:
    head = next((person for person in message.people if person.role == ADHERENT), message.people[0])
    return DeclaredReceipt(
        line=0,
        text=canonical(number),
        number=number,
        day=payment.day,
        household=message.reference or f"{head.given_names} {head.family_name}"[:60],
        fee=payment.fee,
        contribution=payment.contribution,
        method=payment.method,
        payment_reference=payment.payment_reference,
        collector=payment.collector,
    )


def _numbered(message: EnrolHousehold) -> tuple[int | None, NewHousehold]:
    """The household with its reference: its own, or the mutual's next number that makes a free one."""
    number: int | None = None
    reference = message.reference
    if not reference:
        number = last_number(message.mutual) + 1
        while household_exists(reference := household_reference(message.mutual, number)):
            number += 1
    members = tuple(person.declared(rank, message.joined) for rank, person in enumerate(message.people, 1))
    return number, NewHousehold(reference, message.mutual, message.product, message.commune, message.village, members)


def _decide(
    message: EnrolHousehold, household: NewHousehold, place: Place, today: date, parameters: Parameters
) -> tuple[Plan, list[Reason]]:
    if message.reference and household_exists(message.reference):
        return Plan(), [Reason("MEN-REFERENCE_MENAGE", {"household": message.reference, "field": "reference"})]
    reasons = refuse_household(household, bool(place.commune_code), today)
    decided = plan_register([household], {}, parameters.products)
    reasons += [
        replace(error.reason, params={**error.reason.params, "rank": error.line, "column": error.column})
        for error in decided.errors
    ]
    reasons += refuse_aliases(message.mutual, message.people)
    if not reasons:
        found = find_duplicates(household.members, place.scope_path, household.village)
        confirmed = {(one.rank, one.reference): one.reason for one in message.confirmed}
        reasons = refuse_duplicates(found, confirmed)
    return decided, reasons


def _record(
    message: EnrolHousehold,
    decided: Plan,
    number: int | None,
    network: Directory,
    parameters: Parameters,
    execution: Execution,
    paid: TakenReceipt | None,
) -> Outcome:
    (one,) = decided.households
    reference = one.household.reference
    numbers = {reference: number} if number is not None else {}
    with execution.together():
        written = record_plans(decided.households, message.mutual, network, execution, numbers, suspect=False)
        by_rank = {member.line: written.people[given] for member, given in one.arrivals}
        record_differences(execution, message.confirmed, by_rank)
        record_aliases(execution, message.mutual, message.people, by_rank)
        facts = _facts(one, written)
        if paid is not None:
            _record_payment(paid, facts, message, parameters, execution)
    after = stand(facts, execution.today, parameters)
    result = {
        "household": reference,
        "people": [[member.line, given] for member, given in one.arrivals],
        "fee": after.due.fee,
        "contribution": after.due.contribution,
        "total": after.due.total,
    }
    return accepted(result | (_paid_result(paid, facts, after) if paid is not None else {}))


def _facts(one: HouseholdPlan, written: Written) -> Facts:
    """What the rule needs of a household that is being written: nobody else knows it yet."""
    household = one.household
    facts = Facts(written.households[household.reference], household.reference, household.mutual, household.product)
    facts.belongings = [
        Belonging(written.people[given], member.joined, member.left, member.birth, member.birth_is_year)
        for member, given in one.arrivals
    ]
    return facts


def _record_payment(
    paid: TakenReceipt, facts: Facts, message: EnrolHousehold, parameters: Parameters, execution: Execution
) -> None:
    receipt = replace(paid.receipt, household=facts.reference)
    taken = TakenReceipt(receipt, facts.household, paid.scope_path)
    record_receipts(execution, message.mutual, [taken], parameters)
    facts.payments.append(Payment(receipt.day, receipt.text, receipt.fee, receipt.contribution))
    may_validate = message.checked and execution.author.may(VALIDATE, paid.scope_path)
    facts.validated = record_changes(execution, facts, parameters, validate=may_validate)


def _paid_result(paid: TakenReceipt, facts: Facts, after: Standing) -> dict[str, str | None]:
    validated_on = after.coverage.validated_on if facts.validated else None
    paid_end = after.coverage.paid_end
    return {
        "receipt": paid.receipt.text,
        "validated_on": validated_on.isoformat() if validated_on else None,
        "paid_end": paid_end.isoformat() if paid_end else None,
    }
