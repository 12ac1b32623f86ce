"""Statements as lists and pages show them, within the viewer's scopes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet, Sum

from sysgimut.claims.models import Decision
from sysgimut.identity.access import Viewer
from sysgimut.identity.models import User
from sysgimut.identity.scopes import ROOT, under
from sysgimut.network.models import Organisation
from sysgimut.providers.models import Facility
from sysgimut.settlement.domain.signing import PARTIES
from sysgimut.settlement.models import Statement

READ = "settlement.read_statements"
ISSUE = "settlement.issue_statements"
ISSUED_AT_ONCE = 500
TO_SIGN, TO_PAY, PAID, NOTHING = "to_sign", "to_pay", "paid", "nothing_due"
STATES = (TO_SIGN, TO_PAY, PAID, NOTHING)


@dataclass(frozen=True, slots=True)
class StatementRow:
    """A statement in a list: its figures in XOF, how many of its three signatures are there, its state."""

    statement: Statement
    facility: str
    signatures: int
    state: str


@dataclass(frozen=True, slots=True)
class SignatureBox:
    """One of the three signature boxes: for which party, by whom and when, or nobody yet."""

    party: str
    name: str
    day: Any


def statements(viewer: Viewer, state: str = "", text: str = "") -> QuerySet[Statement]:
    """The statements that the viewer sees, the last issued first: a facility its own, a mutual what it pays."""
    scopes = viewer.scopes(READ)
    found = Statement.objects.filter(under("mutual_path", scopes) | under("facility_path", scopes))
    if text:
        found = found.filter(Q(number__icontains=text) | Q(facility_code__iexact=text))
    found = found.annotate(signed=Count("signatures", distinct=True))
    return _in_state(found, state).order_by("-issued_on", "number")


def _in_state(found: QuerySet[Statement], state: str) -> QuerySet[Statement]:
    if state == NOTHING:
        return found.filter(granted=0)
    if state == PAID:
        return found.filter(payment__isnull=False)
    if state in (TO_SIGN, TO_PAY):
        waiting = found.filter(granted__gt=0, payment__isnull=True)
        complete = Q(signed=len(PARTIES))
        return waiting.filter(complete if state == TO_PAY else ~complete)
    return found


def statement(viewer: Viewer, number: str) -> Statement | None:
    """One statement, or None when there is none that the viewer sees."""
    return statements(viewer).filter(number=number).select_related("payment", "bordereau").first()


def statement_rows(page: Sequence[Any]) -> list[StatementRow]:
    """One page of statements with their facility's name, in one query more."""
    codes = {one.facility_code for one in page}
    facilities = Facility.objects.filter(code__in=codes, superseded_by__isnull=True)
    names = dict(facilities.values_list("code", "name"))
    paid = set(
        Statement.objects.filter(id__in=[one.id for one in page], payment__isnull=False).values_list("id", flat=True)
    )
    return [
        StatementRow(
            one, names.get(one.facility_code, one.facility_code), one.signed, state_of(one, one.signed, one.id in paid)
        )
        for one in page
    ]


def state_of(one: Statement, signed: int, paid: bool) -> str:
    """Where a statement stands: nothing due, to sign, to pay or paid."""
    if paid:
        return PAID
    if one.granted == 0:
        return NOTHING
    return TO_PAY if signed == len(PARTIES) else TO_SIGN


def boxes(one: Statement) -> list[SignatureBox]:
    """The three signature boxes, in their order."""
    signed = {found.party: found for found in one.signatures.all()}
    names = dict(
        User.objects.filter(id__in=[found.signatory_id for found in signed.values()]).values_list("id", "full_name")
    )
    return [
        SignatureBox(party, names.get(signed[party].signatory_id, ""), signed[party].day)
        if party in signed
        else SignatureBox(party, "", None)
        for party in PARTIES
    ]


@dataclass(frozen=True, slots=True)
class Figures:
    """What a home page says of statements: how many wait, and for how many XOF."""

    to_sign: int
    to_sign_amount: int
    to_pay: int
    to_pay_amount: int
    paid_amount: int


def figures(viewer: Viewer) -> Figures:
    """Counts and amounts of the statements that the viewer sees, in three queries."""

    def total(state: str) -> tuple[int, int]:
        identifiers = statements(viewer, state).order_by().values("id")
        row = Statement.objects.filter(id__in=identifiers).aggregate(count=Count("id"), amount=Sum("granted"))
        return row["count"], row["amount"] or 0

    return Figures(*total(TO_SIGN), *total(TO_PAY), total(PAID)[1])


@dataclass(frozen=True, slots=True)
class Waiting:
    """What is decided and not settled yet for one payer: bordereaux, requests, and amounts in XOF."""

    mutual: str
    path: str
    bordereaux: tuple[UUID, ...]
    requests: int
    claimed: int
    granted: int


def waiting(viewer: Viewer) -> list[Waiting]:
    """What the viewer may settle, payer by payer: at most `ISSUED_AT_ONCE` bordereaux each, the oldest first."""
    scopes = viewer.scopes(ISSUE)
    payers = Organisation.objects.filter(under("path", scopes), kind="mutual").values_list("code", "path")
    paths = dict(payers)
    if viewer.may(ISSUE, ROOT):
        paths[""] = ROOT
    found = []
    for mutual, path in sorted(paths.items()):
        decided = Decision.objects.filter(mutual=mutual, superseded_by__isnull=True, settled__isnull=True)
        ids = decided.order_by("request__bordereau_id").values_list("request__bordereau_id", flat=True).distinct()
        bordereaux = tuple(ids[:ISSUED_AT_ONCE])
        if bordereaux:
            sums = decided.filter(request__bordereau__in=bordereaux).aggregate(
                requests=Count("id", distinct=True), claimed=Sum("lines__claimed"), granted=Sum("lines__granted")
            )
            amounts = (sums["claimed"] or 0, sums["granted"] or 0)
            found.append(Waiting(mutual or ROOT, path, bordereaux, sums["requests"], *amounts))
    return found
