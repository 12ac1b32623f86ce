"""What the model remembers: households, receipts, care, statements, and what each command is to answer."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from tests.oracle.bordereaux import Request
from tests.oracle.registers import Act, Agreement, Authorisation, Person, Tariff
from tests.oracle.rights import Coverage, reason
from tests.simulation.model.coverage import Money, Standing, stand

Fields = dict[str, Any]
FACILITIES = "UTM/R/ETABLISSEMENTS"
SECTIONS = {"Konna": "UTM/R/MOPTI/S-KONNA", "Soye": "UTM/R/MOPTI/S-SOYE", "Dourou": "UTM/R/BANDIAGARA/S-DOUROU"}
MUTUALS = {"MOPTI": "UTM/R/MOPTI", "BANDIAGARA": "UTM/R/BANDIAGARA"}
KINDS = {"CSCOM-KONNA": "CSCOM", "HOP-MOPTI": "HOPITAL"}


@dataclass(frozen=True, slots=True)
class Expected:
    """What a command is to answer: a status, one of these codes when it is refused, and whether it is journaled."""

    status: str
    codes: frozenset[str] = frozenset()
    journaled: bool = True
    or_alike: bool = False
    """It may also be refused because someone recorded looks alike: the model does not measure spellings."""


ACCEPTED = Expected("accepted")
HELD = Expected("held")
UNCHANGED = Expected("accepted", journaled=False)
DENIED = Expected("refused", frozenset({"ACCES-REFUSE"}))


def refused(*codes: str) -> Expected:
    """Refused, with one of these codes among the reasons."""
    return Expected("refused", frozenset(codes))


@dataclass(frozen=True, slots=True)
class Step:
    """One message on its way to the server. `again` says that its id was sent before: with the same content or not."""

    number: int
    operation: str
    fields: Fields
    officer: str
    now: datetime
    client_time: datetime
    device: str
    id: UUID
    again: bool = False

    @property
    def today(self) -> date:
        """The day on the server's clock."""
        return self.now.date()

    @property
    def content(self) -> tuple[Any, ...]:
        """What makes two messages the same."""
        return self.operation, self.officer, repr(self.fields)


@dataclass(frozen=True, slots=True)
class Answer:
    """What the server answered, as plain values."""

    status: str
    reasons: tuple[tuple[str, Mapping[str, Any]], ...]
    result: Mapping[str, Any]

    @property
    def codes(self) -> frozenset[str]:
        """The codes of the reasons."""
        return frozenset(code for code, _ in self.reasons)


@dataclass
class Household:
    """A household; `bought` is what its payments have bought so far, in XOF."""

    reference: str
    mutual: str
    product: str
    commune: str
    village: str
    since: date
    people: list[Person] = field(default_factory=list)
    payments: list[Money] = field(default_factory=list)
    validated: bool = False
    bought: int = 0

    @property
    def scope(self) -> str:
        """The section it lives in."""
        return SECTIONS[self.commune]


@dataclass
class Booklet:
    """A range of receipt numbers, and the section it was handed to."""

    code: str
    first: int
    last: int
    scope: str


@dataclass
class Slip:
    """A receipt: its money, for whom it was written, for whom it is (None: in suspense), in whose cash."""

    number: tuple[str, int]
    money: Money
    method: str
    declared: str
    household: str | None
    scope: str
    cancelled: bool = False
    waited: bool = False


@dataclass
class Bill:
    """A reimbursement statement."""

    number: str
    facility: str
    mutual: str
    issued_on: date
    requests: list[Request]
    granted: int
    signed: list[tuple[str, str]] = field(default_factory=list)
    paid: bool = False


@dataclass
class Mutuals:
    """The whole world of the model."""

    officers: dict[str, tuple[tuple[str, str], ...]]
    households: dict[str, Household] = field(default_factory=dict)
    home: dict[str, str] = field(default_factory=dict)
    versions: dict[str, int] = field(default_factory=dict)
    """Person → how many times they were corrected."""
    booklets: dict[tuple[str, str], Booklet] = field(default_factory=dict)
    slips: dict[tuple[str, str, int], Slip] = field(default_factory=dict)
    struck: set[tuple[str, str, int]] = field(default_factory=set)
    acts: dict[str, Act] = field(default_factory=dict)
    agreements: list[Agreement] = field(default_factory=list)
    tariffs: list[Tariff] = field(default_factory=list)
    authorisations: list[Authorisation] = field(default_factory=list)
    heads: dict[tuple[str, str], Fields] = field(default_factory=dict)
    requests: dict[tuple[str, str, str], tuple[Fields, Request, str]] = field(default_factory=dict)
    """(facility, bordereau, number) → what was sent, what was decided, who pays (empty: nobody knows)."""
    unsettled: dict[tuple[str, str], list[tuple[str, Request]]] = field(default_factory=lambda: defaultdict(list))
    statements: dict[str, Bill] = field(default_factory=dict)
    closed: dict[str, date] = field(default_factory=dict)
    """Mutual → the first day of its books that is not closed."""
    parts: dict[str, list[tuple[date, int]]] = field(
        default_factory=lambda: {"MOPTI": [(date.min, 1_730)], "AMV": [(date.min, 575)]}
    )
    """Product → the member's part per person and period, from which day."""
    changes: list[Fields] = field(default_factory=list)
    """Parameters of a later date that were loaded, oldest first."""

    def price(self, product: str, day: date) -> int:
        """The member's part of a day."""
        return [part for start, part in sorted(self.parts[product]) if start <= day][-1]

    def standing(self, household: Household, until: date | None = None) -> Standing:
        """Where a household stands, counting all that is known, or only what happened until a day."""
        return stand(household.people, household.payments, household.product, self.price, until)

    def coverage(self, household: Household) -> Coverage:
        """Its coverage: nothing before a person validated its file."""
        return self.standing(household).coverage if household.validated else Coverage(household.product)

    def person(self, reference: str) -> Person | None:
        """Somebody by their reference."""
        home = self.home.get(reference)
        return next((one for one in self.households[home].people if one.reference == reference), None) if home else None

    def right(self, reference: str, day: date) -> str:
        """The word for someone's rights on a day."""
        person = self.person(reference)
        if person is None:
            return "INCONNU"
        return reason(person, self.coverage(self.households[self.home[reference]]), day) or "OUVERT"

    def may(self, officer: str, operation: str, scope: str) -> bool:
        """Whether someone holds a role that does this, there."""
        for role, where in self.officers[officer]:
            how = POLICY.get(operation, {}).get(role)
            if how == "all" or (how == "own" and inside(scope, where)):
                return True
        return False

    def booked(self, entity: str, day: date) -> Expected:
        """Accepted, unless it must be booked on a day whose month is closed."""
        return refused("LIVRE-CLOS") if day < self.closed.get(entity, date.min) else ACCEPTED


def inside(scope: str, where: str) -> bool:
    """Whether a scope is, or lies under, another."""
    return scope == where or scope.startswith(f"{where}/")


def _own(roles: str, everywhere: str = "administrateur") -> dict[str, str]:
    return {**dict.fromkeys(roles.split(), "own"), **dict.fromkeys(everywhere.split(), "all")}


FIELD = _own("gestionnaire assistant coordinateur")
CONTROL = _own("assistant comptable coordinateur")
POLICY: dict[str, dict[str, str]] = {
    **dict.fromkeys(("enrol_household", "add_person", "record_exit", "correct_person"), FIELD),
    **dict.fromkeys(("transfer_household", "validate_household"), FIELD),
    "record_receipt": _own("gestionnaire assistant comptable"),
    **dict.fromkeys(("cancel_receipt", "place_receipt", "transfer_credit", "issue_booklet"), CONTROL),
    "close_month": _own("comptable"),
    "import_receipts": _own("administrateur", ""),
    "load_parameters": _own(""),
    "import_authorisations": _own("", "administrateur medecin_conseil"),
    "set_tariff": _own("medecin_conseil direction"),
    **dict.fromkeys(("add_agreement", "end_agreement"), _own("coordinateur direction")),
    "submit_request": _own("guichet medecin_conseil"),
    "issue_statements": _own("comptable medecin_conseil"),
    "sign_statement": _own("guichet elu gestionnaire assistant coordinateur direction", ""),
    "sign_for_mutuelle": _own("elu coordinateur direction", ""),
    "sign_for_gestionnaire": _own("gestionnaire assistant", ""),
    "sign_for_etablissement": _own("guichet", ""),
    "pay_statement": _own("comptable", ""),
}
