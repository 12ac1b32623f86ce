"""What each address, endpoint and command is tried on: a thing that lies in a known place.

A new address that takes parameters, a new endpoint that takes some, and every new command must be given its target
here: the matrix fails until it is, and says which one.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from sysgimut.claims.tests import bills
from sysgimut.contributions.tests.world import KONNA, MOPTI
from sysgimut.identity.access import policy
from tests.matrix.cells import Cell
from tests.matrix.union import FACILITY, LOGIN, Union

UNION = "UTM"
CARE = (FACILITY, MOPTI)
"""A request lies with its facility and with the mutual that pays: to own either is to own it."""


def somewhere(cell: Cell, operation: str) -> bool:
    """For what lies nowhere in particular (a list, reference data): whoever may do it somewhere."""
    return cell.relation != "none" and cell.role in policy()[operation]


@dataclass(frozen=True)
class Target:
    """Parameters of an address (or query string), and where the thing lies.

    `also`: for some of the places, operations of which one must be allowed too. `found_by`: the operation that decides
    whether the thing is there, when the page's own decides only what of it is shown. `gone`: not there for anybody
    (somebody else's own things). `asked`: the query string names one thing, as parameters do. `silent`: texts that this
    page may show whatever the scope (it was asked for them by an operation open to all).
    """

    scopes: tuple[str, ...] = (UNION,)
    parameters: Mapping[str, Any] = field(default_factory=dict)
    query: Mapping[str, Any] = field(default_factory=dict)
    also: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    found_by: str = ""
    gone: bool = False
    asked: bool = False
    silent: tuple[str, ...] = ()
    wanted: tuple[str, ...] = ()
    """Texts that whoever owns the thing must see on the page: without them its silence would prove nothing."""

    def allows(self, cell: Cell, operation: str) -> bool:
        """Whether the policy lets this cell through."""
        if not (self.parameters or self.asked):
            return somewhere(cell, operation)
        if self.found_by:
            return somewhere(cell, operation) and cell.allows(self.found_by)
        also = self.also.get(cell.scope)
        return cell.allows(operation) and (also is None or any(cell.allows(one) for one in also))


Make = Callable[[Union], Target]


def _in_konna(**parameters: str) -> Make:
    """Something of the household of Konna: parameters name fields of the union."""
    return lambda union: Target((KONNA,), {name: getattr(union, value) for name, value in parameters.items()})


def _account(union: Union) -> Target:
    return Target((MOPTI,), {"login": union.login})


def _at_facility(union: Union) -> Target:
    return Target((FACILITY,), {"code": "CSCOM-KONNA"})


def _reference(**parameters: str) -> Make:
    """Reference data, the same for all who may read it."""
    return lambda union: Target((UNION,), parameters)


def _statement(**more: Any) -> Make:
    return lambda union: Target(CARE, {"number": union.statement, **more})


SIGNATORIES = {
    FACILITY: ("settlement.sign_for_facility",),
    MOPTI: ("settlement.sign_for_mutual", "settlement.sign_for_manager"),
}
"""Each party of a statement signs on its own side."""

PAGES: Mapping[str, Make] = {
    "close_session": lambda union: Target(parameters={"identifier": union.request}, gone=True),
    **dict.fromkeys(
        (
            "account",
            "mandate_give",
            "mandate_end",
            "password_reset",
            "account_close",
            "account_reopen",
        ),
        _account,
    ),
    "ledger_account": lambda union: Target((MOPTI,), {"entity": "MOPTI", "account": "5712"}),
    "cercle": _reference(code="ML0501"),
    "commune": _reference(code="ML0501-Konna"),
    "organisation": _reference(code="MOPTI"),
    "village_name": lambda union: Target((f"{KONNA}/C-V-KONNA-1",), {"code": union.village}),
    "act": _reference(code="100-001"),
    # The act is everybody's; of its tariffs a facility sees the general ones and its own.
    "act_tariffs": lambda union: Target(parameters={"code": "100-001"}, found_by="benefits.read_catalogue"),
    **dict.fromkeys(("facility", "facility_prices", "facility_rename", "agreement_add", "agreement_end"), _at_facility),
    **dict.fromkeys(
        (
            "household",
            "person_add",
            "household_transfer",
            "receipt_take",
            "household_validate",
            "credit_move",
        ),
        _in_konna(reference="household"),
    ),
    **dict.fromkeys(("person_leave", "person_correct"), _in_konna(reference="household", person="person")),
    "receipt_cancel": lambda union: Target((KONNA,), {"mutual": "MOPTI", "number": union.receipt}),
    "receipt_place": lambda union: Target((KONNA,), {"mutual": "MOPTI", "number": union.waiting}),
    "booklet": lambda union: Target((KONNA,), {"mutual": "MOPTI", "code": "ZKONNA"}),
    "bordereau": lambda union: Target(CARE, {"identifier": union.bordereau}),
    "request": lambda union: Target(CARE, {"identifier": union.request}),
    "facility_bordereaux": lambda union: Target(
        (FACILITY,), {"code": "CSCOM-KONNA"}, found_by="providers.read_facilities"
    ),
    "bordereau_upload": lambda union: Target((FACILITY,)),
    "statement": _statement(),
    "statement_document": _statement(kind="etat", ending="pdf"),
    "statement_sign": lambda union: Target(CARE, {"number": union.statement}, also=SIGNATORIES),
    "statement_pay": lambda union: Target((MOPTI,), {"number": union.statement}),
    **dict.fromkeys(("batch", "batch_progress"), lambda union: Target((MOPTI,), {"identifier": union.batch})),
    "batch_resume": lambda union: Target((MOPTI,), {"identifier": union.batch}),
    "journal_entry": lambda union: Target((MOPTI,), {"number": union.entry}),
    # Lists, asked so that what lies in Konna would be in them.
    "households": lambda union: Target((KONNA,), query={"q": "Zarako"}, wanted=("Zarakonna",)),
    "receipts": lambda union: Target((KONNA,), query={"start": "2024-01-01"}, wanted=("ZKONNA",)),
    "booklets": lambda union: Target((KONNA,), wanted=("ZKONNA",)),
    "suspense": lambda union: Target((KONNA,), wanted=("ZKONNA",)),
    "duplicates": lambda union: Target((KONNA,), wanted=("Zarakonna",)),
    "arrears": lambda union: Target((KONNA,), query={"etat": "lapsed"}, wanted=("Zarakonna",)),
    "bordereaux": lambda union: Target(CARE, wanted=("ZBORD",)),
    "statements": lambda union: Target(CARE, wanted=("ZBORD",)),
    "accounts": lambda union: Target((MOPTI,), wanted=(LOGIN,)),
    "search": lambda union: Target((KONNA,), query={"q": "Zarako"}),
    "card": lambda union: Target((KONNA,), query={"card": union.person}, silent=("Zarakonna",)),
}


ENDPOINTS: Mapping[str, Make] = {
    "trial_balance": lambda union: Target((MOPTI,), {"entity": "MOPTI"}, wanted=("5712",)),
    "network_villages": _reference(code="ML0501-Konna"),
    "benefits_act": _reference(code="100-001"),
    "providers_facility": _at_facility,
    "contributions_household": _in_konna(reference="household"),
    "contributions_rights": lambda union: Target(query={"card": union.person}, silent=("Zarakonna",)),
    "claims_bordereau": lambda union: Target(CARE, {"identifier": union.bordereau}),
    "claims_request": lambda union: Target(CARE, {"identifier": union.request}),
    "jobs_batch": lambda union: Target((MOPTI,), {"identifier": union.batch}),
    "settlement_statement": lambda union: Target(CARE, query={"number": union.statement}, asked=True),
    "membership_households": lambda union: Target((KONNA,), wanted=("Zarakonna",)),
    "membership_duplicates": lambda union: Target((KONNA,), wanted=("Zarakonna",)),
    "contributions_receipts": lambda union: Target((KONNA,), wanted=("ZKONNA",)),
    "contributions_booklets": lambda union: Target((KONNA,), wanted=("ZKONNA",)),
    "contributions_suspense": lambda union: Target((KONNA,), wanted=("ZKONNA",)),
    "claims_bordereaux": lambda union: Target(CARE, wanted=("ZBORD",)),
    "settlement_statements": lambda union: Target(CARE, wanted=("ZBORD",)),
    "identity_accounts": lambda union: Target((MOPTI,), wanted=(LOGIN,)),
}


READERS: Mapping[str, tuple[tuple[str, tuple[str, ...]], ...]] = {
    "Zarakonna": (
        ("membership.read_households", (KONNA,)),
        ("membership.read_duplicates", (KONNA,)),
        ("contributions.read_arrears", (KONNA,)),
        ("claims.read_health", CARE),
    ),
    "ZKONNA": (
        ("contributions.read_receipts", (KONNA,)),
        ("contributions.read_booklets", (KONNA,)),
        ("contributions.read_suspense", (KONNA,)),
        ("membership.read_households", (KONNA,)),
        ("ledger.read_ledger", (MOPTI,)),
        ("journal.read_journal", (MOPTI,)),
    ),
    "ZBORD": (
        ("claims.read_requests", CARE),
        ("claims.read_reopening", CARE),
        ("settlement.read_statements", CARE),
        ("ledger.read_ledger", (MOPTI,)),
        ("journal.read_journal", (MOPTI,)),
    ),
    LOGIN: (
        ("identity.read_accounts", (MOPTI,)),
        ("journal.read_journal", (UNION,)),
    ),
}
"""Text that occurs in one place only → who may read it: any of these operations, over any of these scopes."""

assert bills.KONNA == FACILITY
