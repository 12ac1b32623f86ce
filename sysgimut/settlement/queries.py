"""Reads of settlement: statements, and what their documents print."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any, cast
from uuid import UUID

from sysgimut.benefits.models import Act
from sysgimut.claims import models as claims
from sysgimut.claims.domain.disclosure import masked
from sysgimut.journal.models import Entry
from sysgimut.kernel.outcomes import Reason
from sysgimut.membership.queries import blocks
from sysgimut.network.models import Organisation
from sysgimut.parameters.queries import current
from sysgimut.providers.models import Facility as StoredFacility
from sysgimut.settlement.documents.parts import (
    Amounts,
    Facility,
    Finding,
    Heading,
    Language,
    Payer,
    Trace,
    finding,
)
from sysgimut.settlement.documents.statement import Statement as StatementDocument
from sysgimut.settlement.documents.validation_sheet import CareType, SheetLine, SheetRequest, ValidationSheet
from sysgimut.settlement.models import Settled, Statement

LINES = 5_000
"""Lines whose documents are loaded at once."""

FACILITY_KINDS = {
    "fr": {"CSCOM": "CSCOM", "CSREF": "CSRéf", "HOPITAL": "Hôpital", "OFFICINE": "Officine"},
    "en": {"CSCOM": "Health centre", "CSREF": "Referral centre", "HOPITAL": "Hospital", "OFFICINE": "Pharmacy"},
}


@dataclass(frozen=True, slots=True)
class Settlement:
    """A statement with its two documents."""

    statement: Statement
    sheet: ValidationSheet
    document: StatementDocument


def lock_statement(number: str) -> Statement | None:
    """The statement, locked until the transaction ends (docs/locking.md); None when there is none."""
    return Statement.objects.filter(number=number).select_for_update().first()


def not_found(number: str) -> Reason:
    """Why a statement cannot be acted on: it says nothing of whether it exists."""
    return Reason("ETAT-INCONNU", {"number": number})


def settlements(
    statements: Sequence[Statement], language: Language = "fr", with_names: bool = False, health: bool = True
) -> Iterable[Settlement]:
    """The documents of some statements, in a fixed number of queries a block; in the order given.

    Without `health` the reasons hide which care they are about: acts, ages, earlier requests.
    """
    for block in _portions(statements):
        yield from _Loader(block, language, with_names, health).settlements()


def _portions(statements: Sequence[Statement]) -> Iterator[list[Statement]]:
    """Statements loaded together: many short ones, few long ones, so that memory holds about `LINES` lines."""
    portion: list[Statement] = []
    lines = 0
    for statement in statements:
        if portion and lines + statement.lines > LINES:
            yield portion
            portion, lines = [], 0
        portion.append(statement)
        lines += statement.lines
    if portion:
        yield portion


class _Loader:
    """Loads what the documents of one block of statements print."""

    def __init__(self, statements: Sequence[Statement], language: Language, with_names: bool, health: bool) -> None:
        self.health = health
        self.statements = statements
        self.language = language
        self.with_names = with_names
        bordereaux = claims.Bordereau.objects.filter(id__in=[statement.bordereau_id for statement in statements])
        self.bordereaux = {bordereau.id: bordereau for bordereau in bordereaux}
        codes = {statement.facility_code for statement in statements}
        facilities = StoredFacility.objects.filter(code__in=codes, superseded_by__isnull=True)
        self.facilities = {facility.code: facility for facility in facilities}
        self.organisations = dict(
            Organisation.objects.filter(code__in={s.mutual for s in statements} | {"UTM"}).values_list("code", "name")
        )
        commands = [statement.command_id for statement in statements]
        self.entries = dict(Entry.objects.filter(command_id__in=commands).values_list("command_id", "id"))
        label = "libelle_en" if language == "en" else "libelle"
        rows = current().rows("codes_prestation", max(statement.issued_on for statement in statements))
        self.services = {str(row["code"]): str(row[label]) for row in rows}
        self.requests = self._requests()

    def settlements(self) -> Iterable[Settlement]:
        """Each statement with its documents."""
        for statement in self.statements:
            heading = self._heading(statement)
            sheet = ValidationSheet(
                heading, tuple(self.requests[statement.id]), self.services, self.language, self.with_names
            )
            yield Settlement(statement, sheet, StatementDocument.of(sheet, statement.number))

    def _heading(self, statement: Statement) -> Heading:
        bordereau = self.bordereaux[statement.bordereau_id]
        period = date.fromisoformat(f"{bordereau.period}-01") if bordereau.period else None
        stored = self.facilities.get(statement.facility_code)
        kinds = FACILITY_KINDS[self.language]
        facility = Facility(
            statement.facility_code,
            stored.name if stored else "",
            kinds[stored.type] if stored else "",
            stored.commune_name if stored else "",
        )
        union = self.organisations.get("UTM", "UTM")
        payer = Payer(statement.mutual, self.organisations.get(statement.mutual, statement.mutual), union)
        trace = Trace(str(self.entries.get(statement.command_id, "")), statement.decisions)
        return Heading(
            statement.number,
            bordereau.number,
            period,
            bordereau.received_on,
            statement.issued_on,
            facility,
            payer,
            trace,
        )

    def _requests(self) -> dict[UUID, list[SheetRequest]]:
        """The settled requests of each statement, in the order in which the facility wrote them."""
        settled = Settled.objects.filter(statement__in=[statement.id for statement in self.statements])
        owners = dict(settled.values_list("decision_id", "statement_id"))
        decisions = {
            decision.id: decision
            for part in blocks(owners)
            for decision in claims.Decision.objects.filter(id__in=part).select_related("request")
        }
        lines = self._lines(decisions)
        found: dict[UUID, list[SheetRequest]] = defaultdict(list)
        for decision in sorted(decisions.values(), key=lambda d: (d.request.number, d.request_id)):
            request = decision.request
            found[owners[decision.id]].append(
                SheetRequest(
                    request.number,
                    request.reference,
                    f"{request.given_names} {request.family_name}".strip(),
                    request.care_date,
                    cast("CareType | None", request.care_type or None),
                    tuple(lines[decision.id]),
                )
            )
        return found

    def _lines(self, decisions: dict[UUID, claims.Decision]) -> dict[UUID, list[SheetLine]]:
        declared = self._declared({decision.request_id for decision in decisions.values()})
        found: dict[UUID, list[SheetLine]] = defaultdict(list)
        for part in blocks(decisions):
            for line in claims.LineDecision.objects.filter(decision__in=part).order_by("id"):
                decision = decisions[line.decision_id]
                label, service, quantity = declared[decision.request_id, line.line_number]
                amounts = Amounts(line.claimed, line.granted, line.rejected, line.to_justify, line.overpaid)
                found[line.decision_id].append(
                    SheetLine(
                        line.line_number,
                        line.act_code,
                        label,
                        service,
                        quantity,
                        amounts,
                        findings(decision.reasons, line.reasons, line.codes, self.language, self.health),
                    )
                )
        return found

    @staticmethod
    def _declared(requests: set[UUID]) -> dict[tuple[UUID, str], tuple[str, str, int | None]]:
        """(request, line number) → label, service code (the act's, else the declared one), quantity."""
        acts = {
            code: (label, service)
            for code, label, service in Act.objects.filter(superseded_by__isnull=True).values_list(
                "code", "label", "service_code"
            )
        }
        found: dict[tuple[UUID, str], tuple[str, str, int | None]] = {}
        for part in blocks(requests):
            lines = claims.Line.objects.filter(request__in=part).values_list(
                "request_id", "number", "act_code", "label", "service_code", "quantity"
            )
            for request, number, act, label, service, quantity in lines:
                known = acts.get(act, ("", ""))
                found[request, number] = (label or known[0], known[1] or service, quantity)
        return found


def findings(
    of_request: Sequence[Any], of_line: Sequence[Any], codes: str, language: Language, health: bool = True
) -> tuple[Finding, ...]:
    """What was found on a line, from its stored reasons and its request's, in the order of its codes."""
    by_code = {stored[0]: Reason.unpacked(stored) for stored in (*of_request, *of_line)}
    told = (by_code[code] if health else masked(by_code[code]) for code in codes.split())
    return tuple(_finding(reason, language) for reason in told)


def _finding(reason: Reason, language: Language) -> Finding:
    if reason.params:
        return finding(reason, language)
    return _plain_finding(reason.code, language)


@cache
def _plain_finding(code: str, language: Language) -> Finding:
    """A finding whose sentence has no figure: the same for every line."""
    return finding(Reason(code), language)
