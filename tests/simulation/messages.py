"""The product's message for each step of the story."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from sysgimut.claims.commands.import_authorisations import DeclaredAuthorisation, ImportAuthorisations
from sysgimut.claims.commands.submit_request import SubmitRequest
from sysgimut.claims.models import Bordereau
from sysgimut.contributions.commands.add_person import AddPerson
from sysgimut.contributions.commands.cancel_receipt import CancelReceipt
from sysgimut.contributions.commands.correct_person import CorrectPerson
from sysgimut.contributions.commands.enrol_household import EnrolHousehold
from sysgimut.contributions.commands.import_receipts import ImportReceipts
from sysgimut.contributions.commands.issue_booklet import IssueBooklet
from sysgimut.contributions.commands.place_receipt import PlaceReceipt
from sysgimut.contributions.commands.record_exit import RecordExit
from sysgimut.contributions.commands.record_receipt import RecordReceipt
from sysgimut.contributions.commands.transfer_credit import TransferCredit
from sysgimut.contributions.commands.transfer_household import TransferHousehold
from sysgimut.contributions.commands.validate_household import ValidateHousehold
from sysgimut.contributions.domain.intake import DeclaredReceipt
from sysgimut.contributions.domain.receipts import ReceiptNumber
from sysgimut.journal.command import Command
from sysgimut.ledger.commands.close_month import CloseMonth
from sysgimut.membership.models import Identity
from sysgimut.parameters.commands.load_parameters import LoadParameters, shipped_files
from sysgimut.providers.commands.add_agreement import AddAgreement
from sysgimut.providers.commands.end_agreement import EndAgreement
from sysgimut.providers.commands.set_tariff import SetTariff
from sysgimut.settlement.commands.issue_statements import IssueStatements
from sysgimut.settlement.commands.pay_statement import PayStatement
from sysgimut.settlement.commands.sign_statement import SignStatement
from tests.simulation.model.state import Fields

WHY = "simulation d'une année"


def message(operation: str, fields: Fields) -> Command:
    """The message of an operation."""
    return MAKERS[operation](fields)


def _plain(kind: type[Command], **more: Any) -> Callable[[Fields], Command]:
    return lambda fields: kind(**fields, **more)


def _numbered(kind: Callable[..., Command], **more: Any) -> Callable[[Fields], Command]:
    """A message about a receipt: its booklet and leaf are one text."""

    def make(fields: Fields) -> Command:
        rest = {name: value for name, value in fields.items() if name not in ("booklet", "leaf")}
        return kind(**rest, receipt=f"{fields['booklet']}-{fields['leaf']}", **more)

    return make


def _booklet(fields: Fields) -> Command:
    rest = {name: value for name, value in fields.items() if name != "commune"}
    return IssueBooklet(**rest, section=f"S-{fields['commune'].upper()}", holder="Agent")


def _correction(fields: Fields) -> Command:
    """The version that the author saw, as the number of its row."""
    rows = Identity.objects.filter(person__reference=fields["person"]).order_by("id").values_list("id", flat=True)
    base = rows[fields["version"]]
    named = {"household": fields["household"], "reference": fields["person"]}
    return CorrectPerson(**named, base=base, person=fields["identity"], reason=WHY)


def _batch(fields: Fields) -> Command:
    rows = []
    for line, row in enumerate(fields["rows"], 1):
        number = ReceiptNumber(row["booklet"], row["leaf"])
        text = f"{row['booklet']}-{row['leaf']:06d}"
        amounts = (row["day"], row["household"], row["fee"], row["contribution"], row["method"])
        rows.append(DeclaredReceipt(line, text, number, *amounts))
    return ImportReceipts(mutual=fields["mutual"], source="souches", receipts=tuple(rows))


def _parameters(fields: Fields) -> Command:
    files = shipped_files()
    for change in fields["changes"]:
        name = f"produit_{change['product'].lower()}.toml"
        files[name] = _dated(files[name], change)
    return LoadParameters(files=files)


def _dated(text: str, change: Fields) -> str:
    """A parameter file in which a value ends on a day, and another one begins."""
    block = re.search(rf"\[\[{change['key']}\]\]\n.*?(?=\n\[\[|\Z)", text, re.DOTALL)
    assert block is not None
    value = change["value"] if change["value"].isdigit() else f'"{change["value"]}"'
    ended = re.sub(r"(debut = .*)", rf"\1\nfin = {change['start']}", block[0])
    begun = re.sub(r"valeur = .*", f"valeur = {value}", block[0])
    begun = re.sub(r"debut = .*", f"debut = {change['start']}", begun)
    return text.replace(block[0], f"{ended}\n\n{begun}")


def _agreement(fields: Fields) -> Command:
    return AddAgreement(**fields, products=("AMV", "MOPTI"))


def _authorisation(fields: Fields) -> Command:
    names = ("number", "reference", "act", "start", "end")
    declared = DeclaredAuthorisation(*(fields[name] for name in names))
    return ImportAuthorisations(source="accords", authorisations=((1, declared),))


def _statements(fields: Fields) -> Command:
    facility, number = fields["bordereau"]
    known = Bordereau.objects.filter(facility_code=facility, number=number).values_list("id", flat=True)
    return IssueStatements(mutual=fields["mutual"], bordereaux=tuple(known))


def _payment(fields: Fields) -> Command:
    return PayStatement(**fields, method="virement", bank_reference=f"VIR {fields['number']}"[:60])


MAKERS: dict[str, Callable[[Fields], Command]] = {
    "enrol_household": _plain(EnrolHousehold),
    "add_person": _plain(AddPerson),
    "record_exit": _plain(RecordExit),
    "correct_person": _correction,
    "transfer_household": _plain(TransferHousehold, reason=WHY),
    "validate_household": _plain(ValidateHousehold),
    "issue_booklet": _booklet,
    "record_receipt": _numbered(RecordReceipt),
    "import_receipts": _batch,
    "cancel_receipt": _numbered(CancelReceipt, reason=WHY),
    "place_receipt": _numbered(PlaceReceipt, reason=WHY),
    "transfer_credit": _plain(TransferCredit, reason=WHY),
    "close_month": _plain(CloseMonth),
    "load_parameters": _parameters,
    "set_tariff": _plain(SetTariff),
    "end_agreement": _plain(EndAgreement, products=("AMV", "MOPTI")),
    "add_agreement": _agreement,
    "import_authorisations": _authorisation,
    "submit_request": _plain(SubmitRequest),
    "issue_statements": _statements,
    "sign_statement": _plain(SignStatement),
    "pay_statement": _payment,
}
