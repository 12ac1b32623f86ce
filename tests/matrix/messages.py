"""The message of every command, about what lies in Konna, and where the command must ask the gateway."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from pydantic import SecretStr

from sysgimut.benefits.commands.import_acts import ImportActs
from sysgimut.claims.commands.decide_requests import DecideRequests
from sysgimut.claims.commands.import_authorisations import ImportAuthorisations
from sysgimut.claims.commands.import_requests import ImportRequests
from sysgimut.claims.commands.receive_requests import ReceiveRequests
from sysgimut.claims.tests import bills
from sysgimut.contributions.commands.add_person import AddPerson
from sysgimut.contributions.commands.cancel_receipt import CancelReceipt
from sysgimut.contributions.commands.correct_person import CorrectPerson
from sysgimut.contributions.commands.decide_duplicate import DecideDuplicate
from sysgimut.contributions.commands.import_households import ImportHouseholds
from sysgimut.contributions.commands.import_receipts import ImportReceipts
from sysgimut.contributions.commands.issue_booklet import IssueBooklet
from sysgimut.contributions.commands.place_receipt import PlaceReceipt
from sysgimut.contributions.commands.record_exit import RecordExit
from sysgimut.contributions.commands.transfer_credit import TransferCredit
from sysgimut.contributions.commands.transfer_household import TransferHousehold
from sysgimut.contributions.commands.validate_household import ValidateHousehold
from sysgimut.contributions.tests import world
from sysgimut.contributions.tests.world import KONNA, MOPTI
from sysgimut.identity.commands.change_password import ChangePassword
from sysgimut.identity.commands.choose_language import ChooseLanguage
from sysgimut.identity.commands.close_account import CloseAccount
from sysgimut.identity.commands.end_mandate import EndMandate
from sysgimut.identity.commands.give_mandate import GiveMandate
from sysgimut.identity.commands.lock_account import LockAccount
from sysgimut.identity.commands.open_account import OpenAccount
from sysgimut.identity.commands.reopen_account import ReopenAccount
from sysgimut.identity.commands.reset_password import ResetPassword
from sysgimut.identity.governing import MandateEntry
from sysgimut.identity.models import User
from sysgimut.jobs.commands.resume_batch import ResumeBatch
from sysgimut.jobs.commands.start_batch import StartBatch
from sysgimut.journal.command import Command
from sysgimut.ledger.commands.close_month import CloseMonth
from sysgimut.membership.messages import PersonEntry
from sysgimut.network.commands.load_network import LoadNetwork
from sysgimut.network.commands.name_village import NameVillage
from sysgimut.parameters.commands.load_parameters import LoadParameters
from sysgimut.providers.commands.add_agreement import AddAgreement
from sysgimut.providers.commands.end_agreement import EndAgreement
from sysgimut.providers.commands.import_facilities import ImportFacilities
from sysgimut.providers.commands.import_tariffs import ImportTariffs
from sysgimut.providers.commands.rename_facility import RenameFacility
from sysgimut.providers.commands.set_tariff import SetTariff
from sysgimut.settlement.commands.issue_statements import IssueStatements
from sysgimut.settlement.commands.pay_statement import PayStatement
from sysgimut.settlement.commands.sign_statement import SignStatement
from tests.matrix.targets import FACILITY, UNION, Target
from tests.matrix.union import Union

PASSWORD = "six mots que je retiens bien"
DAY = date(2024, 6, 10)


@dataclass(frozen=True)
class Sent:
    """A message, and where it is tried: for `scopes`, see Target."""

    message: Command
    target: Target


def _sent(message: Command, *scopes: str, also: str = "") -> Sent:
    where = scopes or (UNION,)
    return Sent(message, Target(where, asked=True, also={where[0]: (also,)} if also else {}))


def _person(**changes: Any) -> PersonEntry:
    return PersonEntry(**world.person(family_name="Zarakonna", **changes))


def _newborn() -> PersonEntry:
    return _person(given_names="Awa", birth=date(2024, 5, 1), sex="F", role="enfant")


def _account(union: Union) -> Mapping[str, Sent]:
    elu = MandateEntry(role="comptable", scope=MOPTI)
    opened = OpenAccount(login="nouveau", full_name="Nouveau", password=PASSWORD, mandates=(("elu", MOPTI),))
    sent = [
        _sent(opened, MOPTI),
        _sent(CloseAccount(login=union.login, reason="départ"), MOPTI),
        _sent(ReopenAccount(login=union.login, reason="retour"), MOPTI),
        _sent(GiveMandate(login=union.login, mandate=elu), MOPTI),
        _sent(EndMandate(mandate=union.mandate, reason="fin"), MOPTI),
        _sent(ResetPassword(login=union.login, password=SecretStr(PASSWORD)), MOPTI),
        _sent(LockAccount(user=User.objects.get(login=union.login).pk, until=world.moment(DAY))),
        _sent(ChangePassword(present=SecretStr("autre chose"), chosen=SecretStr(PASSWORD))),
        _sent(ChooseLanguage(language="en")),
    ]
    return {one.message.operation: one for one in sent}


def _imports(union: Union) -> list[Sent]:
    return [
        _sent(LoadParameters(files={})),
        _sent(LoadNetwork(digest="0" * 64)),
        _sent(ImportActs(source="actes.csv", acts=())),
        _sent(ImportFacilities(source="prestataires.csv", facilities=())),
        _sent(ImportTariffs(source="tarifs.csv", tariffs=())),
        _sent(ImportAuthorisations(source="accords.csv", authorisations=())),
        _sent(ImportRequests(source="bordereau.csv", scope=FACILITY, requests=()), FACILITY),
        _sent(ReceiveRequests(source="bordereau.csv", scope=FACILITY, requests=()), FACILITY),
        _sent(DecideRequests(scope=FACILITY, requests=()), FACILITY),
        _sent(ImportHouseholds(mutual="MOPTI", source="menages.csv", households=()), MOPTI),
        _sent(ImportReceipts(mutual="MOPTI", source="recus.csv", receipts=()), MOPTI),
    ]


def _desk(union: Union) -> list[Sent]:
    household, person = union.household, union.person
    known = _person(given_names="Oumar", birth=date(1985, 4, 2))
    family = world.family(people=(world.person(family_name="Zaranouveau", given_names="Ali"),), village="V-2")
    leaving = RecordExit(household=household, person=person, left=DAY, reason="depart")
    move = TransferHousehold(household=household, commune="Soye", village="V-1", day=DAY, reason="déménagement")
    corrected = CorrectPerson(
        household=household, reference=person, base=union.identity, person=known, reason="orthographe"
    )
    booklet = IssueBooklet(mutual="MOPTI", section="S-KONNA", code="ZNEUF", first=1, last=50, holder="Agent", day=DAY)
    credit = TransferCredit(household=household, source="contribution", amount=1, day=DAY, reason="erreur")
    decision = DecideDuplicate(person=person, other=union.other_person, same=False, reason="pas du même village")
    return [
        _sent(family, KONNA),
        _sent(AddPerson(household=household, joined=DAY, person=_newborn()), KONNA),
        _sent(leaving, KONNA),
        _sent(corrected, KONNA),
        # From Konna to Soye: whoever may in one of the two only may not.
        _sent(move, MOPTI),
        _sent(decision, KONNA),
        _sent(ValidateHousehold(household=household), KONNA),
        _sent(world.receipt("ZKONNA-2", household, "2024-06-02", contribution=1730), KONNA),
        _sent(CancelReceipt(mutual="MOPTI", receipt=union.receipt, reason="double saisie"), KONNA),
        _sent(PlaceReceipt(mutual="MOPTI", receipt=union.waiting, household=household, reason="souche"), KONNA),
        _sent(credit, KONNA),
        _sent(booklet, KONNA),
    ]


def _care(union: Union) -> list[Sent]:
    agreed = AddAgreement(facility="CSCOM-KONNA", start=date(2030, 1, 1), products=("MOPTI",))
    ended = EndAgreement(facility="CSCOM-KONNA", start=bills.START, products=("AMV", "MOPTI"), end=DAY)
    paid = PayStatement(number=union.statement, day=DAY, method="virement", bank_reference="B-1", amount=700)
    signed = SignStatement(number=union.statement, party="mutuelle")
    issue = "settlement.issue_statements"
    return [
        _sent(StartBatch(kind=issue, scope="UTM/R/BANDIAGARA"), "UTM/R/BANDIAGARA", also=issue),
        _sent(ResumeBatch(batch=union.batch), MOPTI, also=issue),
        _sent(bills.request("0009", reference=union.person), FACILITY),
        _sent(RenameFacility(facility="CSCOM-KONNA", name="Centre de santé de Konna"), FACILITY),
        _sent(agreed, FACILITY),
        _sent(ended, FACILITY),
        _sent(SetTariff(target="CSCOM-KONNA", act="100-001", price=900, start=DAY), FACILITY),
        _sent(IssueStatements(mutual="MOPTI", bordereaux=(union.bordereau,)), MOPTI),
        _sent(signed, MOPTI, also="settlement.sign_for_mutual"),
        _sent(paid, MOPTI),
        _sent(CloseMonth(mutual="MOPTI", month="2024-05"), MOPTI),
        _sent(NameVillage(code=union.village, name="Gnimitongo"), f"{KONNA}/C-V-KONNA-1"),
    ]


def messages(union: Union) -> dict[str, Sent]:
    """Operation → the message that is tried."""
    sent = [*_imports(union), *_desk(union), *_care(union)]
    return {**{one.message.operation: one for one in sent}, **_account(union)}


Messages = Callable[[Union], dict[str, Sent]]
