"""A union in which every command has something to do, and what each is sent.

It is the union of the matrix. Where the matrix sends what is refused, unchanged or empty (it asks who may), this page
sends what is carried out: a command that changes nothing has nothing to lose.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

import pytest
from pydantic import SecretStr

from sysgimut.benefits.commands.import_acts import ImportActs
from sysgimut.benefits.domain.catalogue import DeclaredAct
from sysgimut.claims.commands.decide_requests import DecideRequests
from sysgimut.claims.commands.import_authorisations import DeclaredAuthorisation, ImportAuthorisations
from sysgimut.claims.commands.import_requests import ImportRequests
from sysgimut.claims.commands.receive_requests import ReceiveRequests
from sysgimut.claims.domain.arrivals import DeclaredRequest
from sysgimut.claims.models import Request
from sysgimut.claims.tests import bills
from sysgimut.contributions.commands.decide_duplicate import DecideDuplicate
from sysgimut.contributions.commands.import_households import ImportHouseholds
from sysgimut.contributions.commands.import_receipts import ImportReceipts
from sysgimut.contributions.commands.transfer_credit import TransferCredit
from sysgimut.contributions.commands.validate_household import ValidateHousehold
from sysgimut.contributions.domain.intake import DeclaredReceipt
from sysgimut.contributions.domain.receipts import ReceiptNumber
from sysgimut.contributions.tests import world
from sysgimut.identity.access import Viewer
from sysgimut.identity.commands.change_password import ChangePassword
from sysgimut.identity.commands.close_account import CloseAccount
from sysgimut.identity.commands.reopen_account import ReopenAccount
from sysgimut.identity.models import User
from sysgimut.jobs.commands.resume_batch import ResumeBatch
from sysgimut.jobs.commands.start_batch import StartBatch
from sysgimut.journal.command import Command
from sysgimut.journal.seal import seal_all
from sysgimut.membership.domain.registers import NewHousehold, NewPerson
from sysgimut.membership.models import DuplicateSuspicion
from sysgimut.network.commands import load_network
from sysgimut.parameters.commands.load_parameters import LoadParameters, shipped_files
from sysgimut.providers.commands.add_agreement import AddAgreement
from sysgimut.providers.commands.import_facilities import ImportFacilities
from sysgimut.providers.commands.import_tariffs import ImportTariffs
from sysgimut.providers.domain.declared import DeclaredAgreement, DeclaredFacility, DeclaredTariff, TariffKey
from sysgimut.settlement.commands.pay_statement import PayStatement
from sysgimut.settlement.commands.sign_statement import SignStatement
from sysgimut.settlement.models import Statement
from sysgimut.site.installation import migrate
from tests.matrix import union as making
from tests.matrix.messages import DAY, PASSWORD, messages

PAID = date(2024, 1, 10)


@dataclass(frozen=True)
class Scene:
    """A message that has something to do, and who sends it."""

    message: Command
    author: Viewer


def build() -> dict[str, Scene]:
    """Make the tables, the guards and the union, through the real commands; returns operation → its scene."""
    migrate()
    with pytest.MonkeyPatch.context() as patch:
        # The matrix writes one suspicion of a duplicate around the journal, which `verify` finds; here one is imported.
        patch.setattr(making, "_suspicion", lambda person, other: None)
        union = making.build()
    root = bills.root()
    sent = {operation: Scene(one.message, root) for operation, one in messages(union).items()}
    for scene in (*_members(union), *_care(union), *_reference(), *_batches(), *_accounts(union)):
        sent[scene.message.operation] = scene
    seal_all()
    return sent


def _do(message: Command, author: Viewer | None = None) -> None:
    outcome = world.send(message, author or bills.root())
    assert outcome.status != "refused", outcome.reasons


def _member(line: int, family: str, given: str, **changes: Any) -> NewPerson:
    facts: dict[str, Any] = {"sex": "M", "birth": PAID, "role": "adherent", **changes}
    return NewPerson(line, "", family, given, birth_is_year=False, joined=PAID, **facts)


def register(first: int, number: int, family: str = "Kassogué") -> ImportHouseholds:
    """`number` households of two people of Konna, from row `first` of their file on."""
    households = []
    for line in range(first, first + 2 * number, 2):
        head = _member(line, family, f"Amadou {line}", birth=date(1960 + line % 40, 3, 1 + line % 28))
        wife = _member(line + 1, "Yalcouyé", f"Yapèrè {line}", sex="F", role="conjoint", birth=date(1990, 1, 1))
        households.append(NewHousehold(f"CR-{line}", "MOPTI", "MOPTI", "Konna", "Gnimitongo", (head, wife)))
    return ImportHouseholds(mutual="MOPTI", source="menages.csv", households=tuple(households))


def _paid(line: int, booklet: str, sequence: int, household: str) -> DeclaredReceipt:
    number = ReceiptNumber(booklet, sequence)
    return DeclaredReceipt(line, f"{booklet}-{sequence}", number, PAID, household, 1000, 3460, "especes")


def _members(union: making.Union) -> Iterator[Scene]:
    root = bills.root()
    imported = register(2, 3, "Dembélé")
    _do(imported)
    households = [household.reference for household in imported.households]
    paid = [_paid(n, making.BOOKLET, 20 + n, reference) for n, reference in enumerate(households, 2)]
    yield Scene(register(102, 3), root)
    yield Scene(ImportReceipts(mutual="MOPTI", source="recus.csv", receipts=tuple(paid)), root)
    # Too much was paid as a fee: what is left of it may go to the contribution.
    _do(world.receipt(f"{making.BOOKLET}-30", union.household, "2024-06-01", 2000, 0))
    household, reason = union.household, "trop perçu"
    yield Scene(TransferCredit(household=household, source="fee", amount=1000, day=DAY, reason=reason), root)
    # A household that paid everything and was not validated yet.
    people = (world.person(family_name="Zarapaye", given_names="Boureima"),)
    outcome = world.send(world.family(people=people), root)
    ready = str(outcome.result["household"])
    _do(world.receipt(f"{making.BOOKLET}-31", ready, "2024-01-10", 1000, 1730))
    yield Scene(ValidateHousehold(household=ready), root)
    yield _duplicate()


def _duplicate() -> Scene:
    alike = [
        NewHousehold(f"CR-{key}", "MOPTI", "MOPTI", "Konna", "V", (_member(line, "Ongoïba", "Salif", birth=PAID),))
        for line, key in enumerate(("ONE", "TWO"), 1)
    ]
    _do(ImportHouseholds(mutual="MOPTI", source="doubles.csv", households=tuple(alike)))
    found = DuplicateSuspicion.objects.select_related("person", "other").order_by("id").last()
    assert found is not None
    pair = {"person": found.person.reference, "other": found.other.reference}
    return Scene(DecideDuplicate(**pair, same=False, reason="deux frères"), bills.root())


def requests(person: str, *numbers: str) -> tuple[DeclaredRequest, ...]:
    """Requests of two lines for this person, on one bordereau."""
    known: dict[str, Any] = {"reference": person, "family_name": making.NAME, "bordereau": {"number": "CR-BORD"}}
    asked = [bills.request(number, bills.CONSULTATION, bills.SCAN, **known).declared() for number in numbers]
    return tuple(DeclaredRequest(one, (line, line + 1), "b.csv") for line, one in enumerate(asked, 2))


def _care(union: making.Union) -> Iterator[Scene]:
    root, konna = bills.root(), making.FACILITY
    for party, role, scope in (
        ("mutuelle", "elu", world.MOPTI),
        ("gestionnaire", "gestionnaire", world.MOPTI),
        ("etablissement", "guichet", konna),
    ):
        signatory = world.viewer(f"signe-{role}", role, scope)
        _do(SignStatement.model_validate({"number": union.statement, "party": party}), signatory)
    granted = Statement.objects.get(number=union.statement).granted
    paid = {"number": union.statement, "day": world.TODAY, "amount": granted, "bank_reference": "B-1"}
    yield Scene(PayStatement.model_validate({**paid, "method": "virement"}), bills.accountant())
    # Another statement of the same bordereau, which nobody signed.
    issued = messages(union)["settlement.issue_statements"].message
    outcome = world.send(issued, root)
    assert outcome.accepted
    unsigned = Statement.objects.filter(signatures__isnull=True).get()
    yield Scene(SignStatement(number=unsigned.number, party="mutuelle"), world.viewer("signe-elu", "elu", world.MOPTI))
    # … and then one more decision, for the statement that is to be issued.
    _do(bills.request("0003", reference=union.person, family_name=making.NAME, bordereau={"number": making.BORDEREAU}))
    _do(ReceiveRequests(source="b.csv", scope=konna, requests=requests(union.person, "CR-1", "CR-2")))
    stored = Request.objects.filter(number__in=("CR-1", "CR-2")).order_by("id")
    yield Scene(DecideRequests(scope=konna, requests=tuple(stored.values_list("id", flat=True))), root)
    yield Scene(ReceiveRequests(source="b.csv", scope=konna, requests=requests(union.person, "CR-3", "CR-4")), root)
    yield Scene(ImportRequests(source="b.csv", scope=konna, requests=requests(union.person, "CR-5", "CR-6")), root)
    agreed = DeclaredAuthorisation("ACC-1", union.person, "300-001", PAID, None)
    yield Scene(ImportAuthorisations(source="accords.csv", authorisations=((2, agreed),)), root)


def _reference() -> Iterator[Scene]:
    """Reference data: of each import a row that changes what is recorded, and a row that is new."""
    root, start = bills.root(), bills.START
    act = DeclaredAct("Consultation du soir", "100", "MOPTI", "", None, None, False, 1, None, *[None] * 4)
    yield Scene(ImportActs(source="actes.csv", acts=((2, "100-001", act), (3, "100-002", act))), root)
    renamed = DeclaredFacility("Hôpital de Mopti", "HOPITAL", "Soye")
    opened = DeclaredFacility("CSCom de Soye", "CSCOM", "Soye")
    agreement = DeclaredAgreement(start, None, "MOPTI")
    facilities = ((2, "HOP-MOPTI", renamed, agreement), (3, "CSCOM-SOYE", opened, agreement))
    yield Scene(ImportFacilities(source="prestataires.csv", facilities=facilities), root)
    prices = (("100-001", start, 1100), ("300-001", date(2030, 1, 1), 6000))
    tariffs = tuple((n, TariffKey("*", act, day), DeclaredTariff(p, None)) for n, (act, day, p) in enumerate(prices, 2))
    yield Scene(ImportTariffs(source="tarifs.csv", tariffs=tariffs), root)
    _do(AddAgreement(facility="HOP-MOPTI", start=date(2020, 1, 1), end=date(2021, 1, 1), products=("MOPTI",)))
    past = AddAgreement(facility="HOP-MOPTI", start=date(2021, 1, 1), end=date(2021, 7, 1), products=("MOPTI",))
    yield Scene(past, root)
    confirmed = {name: text.replace('"a_confirmer"', '"confirme"', 1) for name, text in shipped_files().items()}
    assert confirmed != shipped_files()
    yield Scene(LoadParameters(files=confirmed), root)
    yield Scene(load_network.LoadNetwork(digest="1" * 64), root)


def _batches() -> Iterator[Scene]:
    """Requests wait for a batch; another batch has waited for a worker since it was started."""
    started = world.send(StartBatch(kind="settlement.issue_statements", scope="UTM"), bills.root())
    yield Scene(StartBatch(kind="claims.decide_requests", scope="UTM"), bills.root())
    yield Scene(ResumeBatch(batch=UUID(str(started.result["batch"]))), bills.root())


def _accounts(union: making.Union) -> Iterator[Scene]:
    root = bills.root()
    yield Scene(ChangePassword(present=SecretStr("racine"), chosen=SecretStr(PASSWORD)), root)
    User.objects.create(login="zferme", full_name="Compte fermé", password="argon")
    _do(CloseAccount(login="zferme", reason="départ"))
    yield Scene(ReopenAccount(login="zferme", reason="retour"), root)


def some_rows(name: str) -> list[dict[str, str]]:
    """The territory of a test: a region of its own in the shipped files' place, and nothing in it."""
    if name != "regions.csv":
        return []
    return [{"code": "ML99", "nom": "Essai", "debut": "", "statut": "confirme", "source": "essai"}]
