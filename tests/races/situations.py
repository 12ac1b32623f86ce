"""The races: what two people may do at once, what would be wrong afterwards, and what keeps it from happening."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import count
from random import Random
from typing import Any, cast
from uuid import UUID

from sysgimut.benefits.commands.import_acts import ImportActs
from sysgimut.benefits.domain.catalogue import DeclaredAct
from sysgimut.claims.commands.import_requests import ImportRequests
from sysgimut.claims.commands.submit_request import SubmitRequest
from sysgimut.claims.domain.arrivals import DeclaredRequest
from sysgimut.claims.models import Bordereau, LineDecision, Request
from sysgimut.claims.tests import bills
from sysgimut.contributions.commands.correct_person import CorrectPerson
from sysgimut.contributions.commands.issue_booklet import IssueBooklet
from sysgimut.contributions.commands.record_exit import RecordExit
from sysgimut.contributions.commands.transfer_credit import TransferCredit
from sysgimut.contributions.commands.transfer_household import TransferHousehold
from sysgimut.contributions.commands.validate_household import ValidateHousehold
from sysgimut.contributions.models import Booklet, Coverage, CreditTransfer, Receipt
from sysgimut.contributions.tests import world
from sysgimut.contributions.tests.world import KONNA, MOPTI, SOYE, TODAY, d, person, receipt, send, viewer
from sysgimut.identity.access import Viewer
from sysgimut.jobs.commands.start_batch import StartBatch
from sysgimut.jobs.models import Batch
from sysgimut.journal import clock
from sysgimut.journal.command import Command
from sysgimut.kernel.periods import completed_years
from sysgimut.ledger.closing import held_before
from sysgimut.ledger.commands.close_month import CloseMonth
from sysgimut.ledger.models import Closing
from sysgimut.membership.domain.names import tokens
from sysgimut.membership.messages import PersonEntry
from sysgimut.membership.models import Identity, NameToken
from sysgimut.network.models import Organisation
from sysgimut.providers.commands.import_tariffs import ImportTariffs
from sysgimut.providers.domain.declared import DeclaredTariff, TariffKey
from sysgimut.settlement.commands.issue_statements import IssueStatements
from sysgimut.settlement.commands.pay_statement import PayStatement
from sysgimut.settlement.commands.sign_statement import SignStatement
from sysgimut.settlement.models import Payment
from tests.races.duels import Act, Duel
from tests.races.guards_off import Constraint, Promised, Unique

RUNS = int(os.environ.get("SYSGIMUT_RACES", "10"))
"""Runs of each cell."""

SERIAL = count(1)
"""Numbers used once, for what each duel is about."""


@dataclass(frozen=True)
class Race:
    """`prepare(n)` makes n duels; they meet at `tables`; `constraints` are what stops them when locks do not.

    `claims`: the lock is the taking of the command's identifier, by its key. Without the lock the command looks and
    then writes; the key is dropped with the constraints only when the lock, which is made of it, is off too.
    """

    prepare: Callable[[int], list[Duel]]
    tables: tuple[str, ...]
    constraints: tuple[Constraint, ...]
    claims: tuple[Unique, ...] = field(default=())


def build() -> None:
    """The union in which they meet."""
    world.build()
    bills.install()
    root = bills.root()
    agent()
    products = "AMV MOPTI"
    yearly = ("200-001", DeclaredAct("Lunettes", "200", products, "", None, None, False, 1, 1, *[None] * 4))
    assert send(ImportActs(source="lunettes.csv", acts=((0, *yearly),)), root).accepted
    price = (0, TariffKey("*", "200-001", bills.START), DeclaredTariff(1000, None))
    assert send(ImportTariffs(source="lunettes.csv", tariffs=(price,)), root).accepted


def agent(login: str = "awa") -> Viewer:
    """Someone of the section of Konna."""
    return viewer(login, "gestionnaire", KONNA)


def names() -> Iterator[str]:
    """Names so different that nobody is taken for somebody else, the same on every run."""
    draw = Random(11)
    syllables = [first + then for first in "bdfgklmnstw" for then in ("a", "é", "i", "o", "ou")]
    while True:
        yield "".join(draw.sample(syllables, 4)).title()


NAMES = names()


def enrolled(people: int) -> str:
    """The reference of a new household of so many."""
    members = []
    for rank in range(people):
        birth = date(1950, 1, 1) + timedelta(days=next(SERIAL) * 397 % 20_000)
        named = person(family_name=next(NAMES), given_names=next(NAMES), birth=birth)
        members.append({**named, "role": "autre" if rank else "adherent"})
    return world.enrolled(people=tuple(members), village=f"V-{next(SERIAL)}")


def household(people: int = 2) -> str:
    """A household whose fee and first contribution are paid, not validated yet."""
    reference = enrolled(people)
    fee = 1000 * -(-people // 15)
    assert send(receipt(f"M{next(SERIAL)}-1", reference, "2024-01-10", fee, 1730 * people)).accepted
    return reference


def insured(number: int) -> list[str]:
    """People whose rights are open."""
    reference = household(number)
    assert send(ValidateHousehold(household=reference)).accepted
    return world.people_of(reference)


def asked(
    bordereau: str, number: str, reference: str, *lines: dict[str, Any], day: date = bills.CARE, **head: Any
) -> SubmitRequest:
    """A request with nothing wrong, about somebody as they are recorded."""
    known = Identity.objects.get(person__reference=reference, superseded_by__isnull=True)
    who = {"family_name": known.family_name, "given_names": known.given_names}
    age = completed_years(known.birth, day)
    head = {"number": bordereau, **head}
    return bills.request(number, *lines, reference=reference, age=age, care_date=day, bordereau=head, **who)


def number_by_two_agents(runs: int) -> list[Duel]:
    """The same receipt number, for two households, by two agents."""
    homes = [household() for _ in range(2)]
    duels = []
    for _ in range(runs):
        booklet = f"R{next(SERIAL)}"
        one, other = (receipt(f"{booklet}-1", home, "2024-03-10", 0, 100) for home in homes)
        duels.append(Duel(Act(one, agent()), Act(other, agent("binta")), _more_than_one(Receipt, booklet=booklet)))
    return duels


def request_entered_twice(runs: int) -> list[Duel]:
    """The same request of a bordereau, entered by two people of the facility."""
    somebody, *people = insured(1 + -(-runs // 31))
    name = f"BD-{next(SERIAL)}"
    assert send(asked(name, "0", somebody), bills.konna_desk()).accepted
    bordereau = Bordereau.objects.get(number=name).pk
    duels = []
    for run in range(runs):
        number = str(next(SERIAL))
        entered = asked(name, number, people[run // 31], day=_day(run))
        other = viewer("guichet-2", "guichet", bills.KONNA)
        damaged = _more_than_one(Request, bordereau=bordereau, number=number)
        duels.append(Duel(Act(entered, bills.konna_desk()), Act(entered, other), damaged))
    return duels


def yearly_limit_in_two_batches(runs: int) -> list[Duel]:
    """One pair of glasses a year for one person, asked by two facilities in two batches."""
    duels = []
    glasses = {**bills.CONSULTATION, "act": "200-001", "label": "Lunettes", "service_code": "200"}
    for start in range(0, runs, 20):
        for reference in insured(min(20, runs - start)):
            acts = []
            for desk, code in ((bills.konna_desk(), "CSCOM-KONNA"), (bills.hospital_desk(), "HOP-MOPTI")):
                day = d("2024-05-20") if code == "CSCOM-KONNA" else d("2024-05-27")
                message = asked(f"BD-{next(SERIAL)}", "1", reference, glasses, day=day, facility=code)
                declared = DeclaredRequest(message.declared(), (1,))
                scope = f"{bills.FACILITIES}/{code}"
                acts.append(Act(ImportRequests(source=code, scope=scope, requests=(declared,)), desk))
            duels.append(Duel(acts[0], acts[1], _limit_passed(reference)))
    return duels


def _limit_passed(reference: str) -> Callable[[], bool]:
    kept = LineDecision.objects.filter(person__reference=reference, act_code="200-001", kept_quantity__gt=0)
    return lambda: kept.count() > 1


def statement_paid_twice(runs: int) -> list[Duel]:
    """A statement with its three signatures, paid by two accountants."""
    people = insured(-(-runs // 31))
    signatories = {
        "mutuelle": viewer("elu", "elu", MOPTI),
        "gestionnaire": viewer("gest", "gestionnaire", MOPTI),
        "etablissement": bills.konna_desk(),
    }
    payers = [viewer(login, "comptable", MOPTI) for login in ("comptable-1", "comptable-2")]
    duels = []
    for run in range(runs):
        number = f"BP-{next(SERIAL)}"
        assert send(asked(number, "1", people[run // 31], day=_day(run)), bills.konna_desk()).accepted
        bordereau = Bordereau.objects.get(number=number).pk
        issued = send(IssueStatements(mutual="MOPTI", bordereaux=(bordereau,)), bills.root())
        statement = cast(list[str], issued.result["statements"])[0]
        for party, signatory in signatories.items():
            assert send(SignStatement(number=statement, party=party), signatory).accepted  # type: ignore[arg-type]
        paid = PayStatement(number=statement, day=TODAY, method="virement", bank_reference="B-1", amount=700)
        damaged = _more_than_one(Payment, statement__number=statement)
        duels.append(Duel(Act(paid, payers[0]), Act(paid, payers[1]), damaged))
    return duels


def _day(run: int) -> date:
    """The same act is paid once a day: each person has it on every day of May."""
    return date(2024, 5, 1 + run % 31)


def batch_started_twice(runs: int) -> list[Duel]:
    """One batch of a kind at a time in a scope: the union's medical advisor and the administrator start it."""
    duels = []
    for _ in range(runs):
        scope = _mutual().path
        start = StartBatch(kind="settlement.issue_statements", scope=scope)
        acts = (Act(start, bills.root()), Act(start, bills.medical_advisor()))
        duels.append(Duel(*acts, _more_than_one(Batch, scope=scope)))
    return duels


def _mutual() -> Organisation:
    office = Organisation.objects.get(code="R")
    code = f"M{next(SERIAL)}"
    return Organisation.objects.create(
        code=code, kind="mutual", name=code, path=f"{office.path}/{code}", parent=office, source="test"
    )


def validation_and_exit(runs: int) -> list[Duel]:
    """A household's file is validated while one of its people is recorded as gone."""
    duels = []
    for _ in range(runs):
        reference = household()
        leaving = world.people_of(reference)[1]
        left = d("2024-02-01")
        exit_ = RecordExit(household=reference, person=leaving, left=left, reason="depart")
        acts = (Act(ValidateHousehold(household=reference), agent()), Act(exit_, agent("binta")))
        duels.append(Duel(*acts, _rights_after(leaving, left)))
    return duels


def _rights_after(reference: str, left: Any) -> Callable[[], bool]:
    in_force = Coverage.objects.filter(person__reference=reference, superseded_by__isnull=True)
    wrong = in_force.filter(status__in=["OUVERT", "OBSERVATION"], end__gt=left)
    return lambda: wrong.exists() or not in_force.exists()


def correction_and_move(runs: int) -> list[Duel]:
    """Somebody's name is corrected while their household moves to another commune."""
    chief = viewer("chef", "coordinateur", MOPTI)
    duels = []
    for _ in range(runs):
        reference = household()
        head = world.people_of(reference)[0]
        known = Identity.objects.get(person__reference=head, superseded_by__isnull=True)
        name = next(NAMES)
        named = person(family_name=name, given_names=known.given_names, sex=known.sex, birth=known.birth)
        correction = CorrectPerson(
            household=reference, reference=head, base=known.pk, person=PersonEntry(**named), reason="relu"
        )
        move = TransferHousehold(household=reference, commune="Soye", village="Soye", day=TODAY, reason="départ")
        duels.append(Duel(Act(move, chief), Act(correction, chief), _not_found_at(SOYE, head, name)))
    return duels


def _not_found_at(scope: str, reference: str, name: str) -> Callable[[], bool]:
    """They live in the scope, and are not found there by their name."""
    there = NameToken.objects.filter(person__reference=reference, scope_path=scope, token__in=tokens(name, ""))
    return lambda: not there.exists()


def booklet_handed_out_twice(runs: int) -> list[Duel]:
    """The same booklet, given to two agents."""
    chiefs = [viewer(login, "coordinateur", MOPTI) for login in ("chef-1", "chef-2")]
    duels = []
    for _ in range(runs):
        code = f"B{next(SERIAL)}"
        one, other = (
            IssueBooklet(mutual="MOPTI", section="S-KONNA", code=code, first=1, last=50, holder=holder, day=TODAY)
            for holder in ("Awa", "Binta")
        )
        duels.append(Duel(Act(one, chiefs[0]), Act(other, chiefs[1]), _more_than_one(Booklet, code=code)))
    return duels


def month_closed_while_posting(runs: int) -> list[Duel]:
    """The books of a mutual are closed while a receipt of that month is written in them."""
    duels = []
    for _ in range(runs):
        mutual = _mutual().code
        late = receipt("C1-1", "NULLE-PART", "2024-05-20", 0, 1730, mutual=mutual)
        acts = (Act(late, bills.root()), Act(CloseMonth(mutual=mutual, month="2024-05"), bills.root()))
        duels.append(Duel(*acts, _miscounted(mutual)))
    return duels


def _miscounted(mutual: str) -> Callable[[], bool]:
    def miscounted() -> bool:
        closing = Closing.objects.get(entity=mutual)
        return held_before(mutual, closing.until) != (closing.entries, closing.debit)

    return miscounted


def command_sent_twice(runs: int, other_amount: int = 10) -> list[Duel]:
    """A command that reaches two servers at once; `other_amount`: what the second one says."""
    reference = enrolled(1)
    assert send(receipt(f"M{next(SERIAL)}-1", reference, "2024-01-10", 1_000_000)).accepted
    chief = viewer("chef-1", "coordinateur", MOPTI)
    duels = []
    for _ in range(runs):
        identifier, reason = clock.new_id(), f"erreur {next(SERIAL)}"
        one, other = (
            TransferCredit(household=reference, source="fee", amount=amount, day=TODAY, reason=reason)
            for amount in (10, other_amount)
        )
        damaged = _more_than_one(CreditTransfer, reason=reason)
        duels.append(Duel(_identified(one, chief, identifier), _identified(other, chief, identifier), damaged))
    return duels


def _identified(message: Command, author: Viewer, identifier: UUID) -> Act:
    return Act(message, author, identifier)


def command_with_another_content(runs: int) -> list[Duel]:
    """The same identifier under two contents, at once."""
    return command_sent_twice(runs, other_amount=20)


def _more_than_one(model: Any, **facts: Any) -> Callable[[], bool]:
    return lambda: model.objects.filter(**facts).count() > 1


ONE_ACCOUNT = Unique("contributions_account", ("household_id",))
CLAIMED = {
    "tables": ("journal_claim",),
    "constraints": (Unique("journal_entry", ("command_id",)), ONE_ACCOUNT),
    "claims": (Unique("journal_claim", ("id",)),),
}
RACES: dict[str, Race] = {
    "receipt-number": Race(
        number_by_two_agents,
        ("contributions_receipt",),
        (Unique("contributions_receipt", ("mutual", "booklet", "sequence")),),
    ),
    "request": Race(
        request_entered_twice,
        ("claims_request",),
        (Unique("claims_request", ("bordereau_id", "number")), Unique("claims_decision", ("person_id", "rank"))),
    ),
    "yearly-limit": Race(
        yearly_limit_in_two_batches, ("claims_decision",), (Unique("claims_decision", ("person_id", "rank")),)
    ),
    "payment": Race(statement_paid_twice, ("settlement_payment",), (Unique("settlement_payment", ("statement_id",)),)),
    "batch": Race(batch_started_twice, ("jobs_batch",), (Unique("jobs_batch", ("kind", "scope")),)),
    "validation-exit": Race(validation_and_exit, ("contributions_account",), (ONE_ACCOUNT,)),
    # The correction writes nothing that the move writes: its lock is the only guard.
    "correction-move": Race(correction_and_move, ("membership_residence", "membership_identity"), ()),
    "booklet": Race(
        booklet_handed_out_twice, ("contributions_booklet",), (Unique("contributions_booklet", ("mutual", "code")),)
    ),
    "month": Race(
        month_closed_while_posting,
        ("ledger_posting", "ledger_closing"),
        (Promised("ledger_entry_open"), Promised("ledger_closing_whole")),
    ),
    "same-command": Race(command_sent_twice, **CLAIMED),  # type: ignore[arg-type]
    "other-content": Race(command_with_another_content, **CLAIMED),  # type: ignore[arg-type]
}
