"""From the rows of exchange files to commands: nothing is decided here, only gathered, cut in batches and sent.

A command takes what it can and answers with the rows it refuses; both come back to the person as problems.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any

from sysgimut.benefits.commands.import_acts import ImportActs
from sysgimut.benefits.domain.catalogue import DeclaredAct
from sysgimut.claims.commands.import_authorisations import DeclaredAuthorisation, ImportAuthorisations
from sysgimut.claims.commands.import_requests import ImportRequests
from sysgimut.claims.domain.arrivals import DeclaredRequest
from sysgimut.claims.domain.request import BordereauHead, Line, Request
from sysgimut.contributions.commands.import_households import ImportHouseholds
from sysgimut.contributions.commands.import_receipts import ImportReceipts
from sysgimut.contributions.domain.intake import DeclaredReceipt
from sysgimut.contributions.domain.receipts import ReceiptNumber
from sysgimut.identity.access import Viewer
from sysgimut.interop.domain.bordereaux import BordereauGroup, RequestGroup
from sysgimut.interop.domain.households import HouseholdGroup
from sysgimut.interop.domain.problems import Problem, shown
from sysgimut.interop.domain.rows import (
    ActRow,
    AuthorisationRow,
    FacilityRow,
    HouseholdRow,
    ReceiptRow,
    TariffRow,
)
from sysgimut.journal.command import Command
from sysgimut.journal.runner import submit
from sysgimut.kernel.outcomes import Outcome
from sysgimut.membership.domain.registers import NewHousehold, NewPerson
from sysgimut.membership.queries import blocks, household_mutuals
from sysgimut.providers.commands.import_facilities import ImportFacilities
from sysgimut.providers.commands.import_tariffs import ImportTariffs
from sysgimut.providers.domain.declared import DeclaredAgreement, DeclaredFacility, DeclaredTariff, TariffKey

HOUSEHOLDS = 2_000
RECEIPTS = 50_000
RECEIPTS_READ = 200_000
"""Receipts held at once, to be cut by household: a household whose receipts come in one command is written once."""
REQUESTS = 4_000

DECLARED = Request.__slots__[1:-1]
"""What a request declares, between its head and its lines."""

Tell = Callable[[Problem], None]
Advance = Callable[[int], None]


class Submission:
    """Sends rows as commands of one author, and tells the problems and the progress as they come."""

    def __init__(
        self, author: Viewer, tell: Tell, advance: Advance = lambda done: None, now: datetime | None = None
    ) -> None:
        self._author = author
        self.now = now
        """The moment of the commands, for the demo only: the server's clock when none."""
        self._tell = tell
        self.advance = advance
        self.counts: dict[str, int] = defaultdict(int)

    def households(self, file: str, groups: Iterable[HouseholdGroup]) -> None:
        """Send the households of a register, mutual by mutual."""
        by_mutual: dict[str, list[NewHousehold]] = defaultdict(list)
        for group in groups:
            by_mutual[group.mutual].append(_household(group))
        for mutual, households in sorted(by_mutual.items()):
            for block in blocks(households, HOUSEHOLDS):
                self._send(file, ImportHouseholds(mutual=mutual, source=file, households=tuple(block)))
                self.advance(sum(len(household.members) for household in block))

    def receipts(self, file: str, rows: Iterable[ReceiptRow]) -> None:
        """Send receipts to the mutual of their household; an unknown household is told by the command."""
        for block in blocks(rows, RECEIPTS_READ):
            mutuals = household_mutuals(row.household for row in block)
            by_mutual: dict[str, list[ReceiptRow]] = defaultdict(list)
            for row in block:
                mutual = mutuals.get(row.household)
                if mutual is None:
                    params = {"household": row.household}
                    self._tell(Problem(file, row.line, "menage", shown(row.household), "RECU-SANS_MENAGE", params))
                else:
                    by_mutual[mutual].append(row)
            for mutual, receipts in sorted(by_mutual.items()):
                for part in by_household(receipts, RECEIPTS):
                    declared = tuple(_receipt(row) for row in part)
                    self._send(file, ImportReceipts(mutual=mutual, source=file, receipts=declared))
                    self.advance(len(part))
            self.advance(len(block) - sum(map(len, by_mutual.values())))

    def facilities(self, file: str, rows: Iterable[FacilityRow]) -> None:
        """Send facilities and their agreements."""
        declared = tuple((row.line, row.facility, *_facility(row)) for row in rows)
        self._send(file, ImportFacilities(source=file, facilities=declared))
        self.advance(len(declared))

    def acts(self, file: str, rows: Iterable[ActRow]) -> None:
        """Send the catalogue."""
        declared = tuple((row.line, row.act, _act(row)) for row in rows)
        self._send(file, ImportActs(source=file, acts=declared))
        self.advance(len(declared))

    def tariffs(self, file: str, rows: Iterable[TariffRow]) -> None:
        """Send tariffs."""
        declared = tuple(
            (row.line, TariffKey(row.scope, row.act, row.start), DeclaredTariff(row.price, row.end)) for row in rows
        )
        self._send(file, ImportTariffs(source=file, tariffs=declared))
        self.advance(len(declared))

    def authorisations(self, file: str, rows: Iterable[AuthorisationRow]) -> None:
        """Send prior authorisations."""
        declared = tuple(
            (row.line, DeclaredAuthorisation(row.authorisation, row.reference, row.act, row.start, row.end))
            for row in rows
        )
        self._send(file, ImportAuthorisations(source=file, authorisations=declared))
        self.advance(len(declared))

    def requests(self, source: str, scope: str, bordereaux: Iterable[BordereauGroup]) -> None:
        """Send the requests of bordereaux; all those of one person go together, so that limits are shared."""
        for batch in batches(bordereaux):
            self._send(source, ImportRequests(source=source, scope=scope, requests=tuple(batch)))
            self.advance(sum(len(declared.request.lines) for declared in batch))

    def _send(self, file: str, message: Command) -> None:
        outcome = submit(message, self._author, now=self.now)
        for error in _errors(outcome):
            if len(error) == 6:
                name, line, column, value, code, params = error
            else:
                name, (line, column, value, code, params) = file, error
            self._tell(Problem(name, line, column, shown(str(value)), code, params))
        for name, count in outcome.result.items():
            if isinstance(count, int):
                self.counts[f"{message.operation.split('.')[1]}.{name}"] += count
        for reason in outcome.reasons:
            self._tell(Problem(file, None, "", "", reason.code, reason.params))


def _errors(outcome: Outcome) -> Sequence[Sequence[Any]]:
    errors = outcome.result.get("errors", ())
    assert isinstance(errors, list | tuple)
    return errors


def by_household(rows: Iterable[ReceiptRow], size: int) -> list[list[ReceiptRow]]:
    """Receipts in parts of about `size`, each in the order of the file, those of a household together.

    A number that comes twice comes in one part, whatever the households: the first of the file is to stand.
    """
    listed = list(rows)
    part_of_household: dict[str, int] = {}
    before = 0
    for household, number in Counter(row.household for row in listed).items():
        part_of_household[household] = before // size
        before += number
    part_of_leaf: dict[tuple[str, int], int] = {}
    parts: dict[int, list[ReceiptRow]] = defaultdict(list)
    for row in listed:
        leaf = row.receipt.booklet, row.receipt.number
        parts[part_of_leaf.setdefault(leaf, part_of_household[row.household])].append(row)
    return [parts[part] for part in sorted(parts)]


def batches(bordereaux: Iterable[BordereauGroup]) -> Iterator[list[DeclaredRequest]]:
    """Requests in batches of about `REQUESTS`, person by person; those without a reference come last."""
    by_person: dict[str, list[DeclaredRequest]] = defaultdict(list)
    for group in bordereaux:
        values = group.values
        head = BordereauHead(
            values.number,
            values.facility,
            values.period,
            values.received_on,
            values.phone,
            values.attachments,
            values.facility_signature,
        )
        for request in group.requests:
            by_person[request.values.reference or ""].append(_request(head, request))
    batch: list[DeclaredRequest] = []
    for reference in sorted(by_person, key=lambda name: (not name, name)):
        batch += by_person[reference]
        if len(batch) >= REQUESTS:
            yield batch
            batch = []
    if batch:
        yield batch


def _household(group: HouseholdGroup) -> NewHousehold:
    head = group.head
    members = tuple(_person(row) for row in group.rows)
    return NewHousehold(group.key, group.mutual, head.product, head.commune or "", head.village or "", members)


def _person(row: HouseholdRow) -> NewPerson:
    return NewPerson(
        row.line,
        row.reference or "",
        row.family_name,
        row.given_names,
        row.sex,
        row.birth.day,
        row.birth.year_only,
        row.role,
        row.joined_on,
        row.left_on,
        row.exit_reason or "",
        row.activity or "",
        row.phone or "",
        row.document_type or "",
        row.document_number or "",
    )


def _receipt(row: ReceiptRow) -> DeclaredReceipt:
    return DeclaredReceipt(
        row.line,
        row.receipt.text,
        ReceiptNumber(row.receipt.booklet, row.receipt.number),
        row.day,
        row.household,
        row.fee,
        row.contribution,
        row.method,
        row.payment_reference or "",
        row.collector or "",
    )


def _facility(row: FacilityRow) -> tuple[DeclaredFacility, DeclaredAgreement]:
    products = " ".join(sorted(set(row.products)))
    return (
        DeclaredFacility(row.name or row.facility, row.type, row.commune or ""),
        DeclaredAgreement(row.agreement_start, row.agreement_end, products),
    )


def _act(row: ActRow) -> DeclaredAct:
    return DeclaredAct(
        row.label or row.act,
        row.service_code,
        " ".join(sorted(set(row.products))),
        row.sex or "",
        row.age_min,
        row.age_max,
        row.needs_authorisation,
        row.max_per_request,
        row.max_per_year,
        None if row.inn is None else row.inn.casefold() != "non",
        row.antibiotic,
        row.injectable,
        row.essential,
    )


def _request(head: BordereauHead, group: RequestGroup) -> DeclaredRequest:
    values = group.values
    declared = {name: getattr(values, name) for name in DECLARED}
    if values.authorisation is not None and values.authorisation.casefold() == "non":
        declared["authorisation"] = None  # “non” says that there is none
    request = Request(
        head,
        lines=tuple(Line(*(getattr(line.values, name) for name in Line.__slots__)) for line in group.lines),
        **declared,
    )
    return DeclaredRequest(request, tuple(line.line for line in group.lines), group.file)
