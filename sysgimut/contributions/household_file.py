"""Everything about one household, for one page: people, rights, receipts, credit, what is due, and who did what."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Q

from sysgimut.contributions.domain.till import movable
from sysgimut.contributions.models import (
    Account,
    Cancellation,
    Coverage,
    CreditTransfer,
    Placement,
    Receipt,
    Validation,
)
from sysgimut.contributions.standing import Standing, standing
from sysgimut.identity.access import Viewer
from sysgimut.identity.models import User
from sysgimut.journal.models import Entry
from sysgimut.kernel.outcomes import Reason
from sysgimut.membership.models import Alias, Belonging, Household, Identity, Residence
from sysgimut.membership.searching import READ, visible_homes
from sysgimut.parameters.queries import Parameters

MOST_ENTRIES = 200
NOT_VALIDATED, OPEN = "NON_VALIDE", "OUVERT"


@dataclass(frozen=True, slots=True)
class Period:
    """A part of somebody's time: its right status, `end` excluded; None on either side: without end."""

    start: date | None
    end: date | None
    status: str
    day: date | None


@dataclass(frozen=True, slots=True)
class PersonFile:
    """Someone of the household, with their rights. `status` is that of the day; `reason` why they are closed."""

    person_id: UUID
    reference: str
    name: str
    sex: str
    birth: date
    birth_is_year: bool
    role: str
    activity: str
    phone: str
    document: str
    aliases: tuple[str, ...]
    joined: date
    left: date | None
    exit_reason: str
    periods: tuple[Period, ...]
    status: str
    reason: Reason | None
    until: date | None

    @property
    def present(self) -> bool:
        """Whether they have not left."""
        return self.left is None


@dataclass(frozen=True, slots=True)
class ReceiptFile:
    """A receipt of the household; `state` is valid or voided, `note` why it was cancelled. XOF."""

    number: str
    day: date
    fee: int
    contribution: int
    method: str
    payment_reference: str
    collector: str
    state: str
    note: str

    @property
    def total(self) -> int:
        """Fee and contribution together."""
        return self.fee + self.contribution


@dataclass(frozen=True, slots=True)
class Event:
    """A command that changed the household: its name, who carried it out, when, and the reason they gave."""

    name: str
    at: datetime
    author: str
    reason: str
    status: str


@dataclass(frozen=True, slots=True)
class HouseholdFile:
    """The file of one household on a day. `movable` is the credit of each purpose that can be moved, in XOF."""

    household: Household
    residence: Residence
    former: tuple[Residence, ...]
    people: tuple[PersonFile, ...]
    receipts: tuple[ReceiptFile, ...]
    transfers: tuple[CreditTransfer, ...]
    validation: Validation | None
    standing: Standing
    events: tuple[Event, ...]
    day: date

    @property
    def status(self) -> str:
        """One word for the household: that of its head or, without one, of the first who belongs to it."""
        present = [person for person in self.people if person.present]
        return present[0].status if present else "SORTI" if self.people else NOT_VALIDATED

    @property
    def to_validate(self) -> bool:
        """Whether all is paid and nobody has validated the file yet."""
        return self.validation is None and self.standing.then.validated_on is not None

    @property
    def movable(self) -> dict[str, int]:
        """What can be moved from each purpose to the other."""
        return {"fee": movable(self.standing.then, "fee"), "contribution": movable(self.standing.then, "contribution")}

    @property
    def paid(self) -> int:
        """All the money its receipts brought and that was not given back."""
        return sum(receipt.total for receipt in self.receipts if receipt.state == "valid")


def household_file(viewer: Viewer, reference: str, on: date, parameters: Parameters) -> HouseholdFile | None:
    """The file of a household that the viewer may see, or None; in a fixed number of statements."""
    homes = visible_homes(viewer, READ).select_related("household")
    residence = homes.filter(household__reference=reference).first()
    if residence is None:
        return None
    household = residence.household
    found = standing(household.pk, on, parameters)
    validation = Validation.objects.filter(household=household).first()
    transfers = CreditTransfer.objects.filter(household=household).order_by("day", "id")
    former = Residence.objects.filter(household=household, superseded_by__isnull=False).order_by("start", "id")
    return HouseholdFile(
        household=household,
        residence=residence,
        former=tuple(former),
        people=tuple(_people(household.pk, found, validation is not None, on)),
        receipts=tuple(_receipts(household.pk)),
        transfers=tuple(transfers),
        validation=validation,
        standing=found,
        events=tuple(_events(household)),
        day=on,
    )


def _people(household: UUID, found: Standing, validated: bool, on: date) -> Iterable[PersonFile]:
    belongings = list(
        Belonging.objects.filter(household=household, superseded_by__isnull=True).select_related("person")
    )
    ids = [belonging.person_id for belonging in belongings]
    identities = {i.person_id: i for i in Identity.objects.filter(person__in=ids, superseded_by__isnull=True)}
    aliases: dict[UUID, list[str]] = defaultdict(list)
    for person, alias in Alias.objects.filter(person__in=ids).order_by("id").values_list("person_id", "alias"):
        aliases[person].append(alias)
    periods: dict[UUID, list[Period]] = defaultdict(list)
    rows = Coverage.objects.filter(household=household, superseded_by__isnull=True).order_by("start")
    for person, start, end, status, day in rows.values_list("person_id", "start", "end", "status", "day"):
        periods[person].append(Period(start if start.year > 1 else None, end, status, day))
    order = ("adherent", "conjoint", "enfant", "autre")
    belongings.sort(key=lambda b: (b.left is not None, order.index(b.role), identities[b.person_id].birth, b.pk))
    for belonging in belongings:
        identity = identities[belonging.person_id]
        known = (tuple(aliases[belonging.person_id]), tuple(periods[belonging.person_id]))
        yield _person(belonging, identity, *known, found, validated, on)


def _person(
    belonging: Belonging,
    identity: Identity,
    aliases: tuple[str, ...],
    periods: tuple[Period, ...],
    found: Standing,
    validated: bool,
    on: date,
) -> PersonFile:
    current = next((p for p in reversed(periods) if p.start is None or p.start <= on), None)
    status = current.status if current else NOT_VALIDATED
    return PersonFile(
        person_id=identity.person_id,
        reference=belonging.person.reference,
        name=identity.full_name,
        sex=identity.sex,
        birth=identity.birth,
        birth_is_year=identity.birth_is_year,
        role=belonging.role,
        activity=identity.activity,
        phone=identity.phone,
        document=f"{identity.document_type} {identity.document_number}".strip(),
        aliases=aliases,
        joined=belonging.joined,
        left=belonging.left,
        exit_reason=belonging.exit_reason,
        periods=periods,
        status=status,
        reason=_closed(status, current, found, validated),
        until=current.end if current else None,
    )


def _closed(status: str, current: Period | None, found: Standing, validated: bool) -> Reason | None:
    if status == OPEN:
        return None
    if status != NOT_VALIDATED:
        return Reason(f"DROITS-{status}", {"day": current.day if current else None})
    if not validated and found.then.validated_on is not None:
        return Reason("DROITS-A_VALIDER")
    missing = {"fee_missing": found.due.fee, "contribution_missing": found.due.contribution}
    return Reason("DROITS-NON_VALIDE", missing)


def _receipts(household: UUID) -> Iterable[ReceiptFile]:
    mine = Receipt.objects.filter(Q(household=household) | Q(placement__household=household))
    for receipt in mine.select_related("cancellation").order_by("-day", "-id"):
        cancellation = getattr(receipt, "cancellation", None)
        yield ReceiptFile(
            receipt.number,
            receipt.day,
            receipt.fee,
            receipt.contribution,
            receipt.method,
            receipt.payment_reference,
            receipt.collector,
            "voided" if cancellation else "valid",
            cancellation.reason if cancellation else "",
        )


def _events(household: Household) -> list[Event]:
    """The commands that wrote a row of the household or of one of its people, the latest first."""
    commands: set[UUID] = {household.command_id}
    mine = {"household": household}
    people = Belonging.objects.filter(**mine, superseded_by__isnull=True).values("person")
    written: Sequence[Any] = (
        Residence.objects.filter(**mine),
        Belonging.objects.filter(**mine),
        Receipt.objects.filter(**mine),
        Placement.objects.filter(**mine),
        CreditTransfer.objects.filter(**mine),
        Validation.objects.filter(**mine),
        Cancellation.objects.filter(Q(receipt__household=household) | Q(receipt__placement__household=household)),
        Identity.objects.filter(person__in=people),
    )
    first, *others = (rows.order_by().values_list("command_id", flat=True) for rows in written)
    commands |= set(first.union(*others))
    entries = list(Entry.objects.filter(command__in=commands).order_by("-server_time", "-id")[:MOST_ENTRIES])
    names = dict(User.objects.filter(pk__in={entry.author for entry in entries}).values_list("pk", "full_name"))
    return [_event(entry, names) for entry in entries]


def _event(entry: Entry, names: dict[UUID, str]) -> Event:
    payload = entry.payload or {}
    reason = payload.get("reason") or ""
    return Event(entry.name, entry.server_time, names.get(entry.author, ""), str(reason), entry.status)


def accounts_of(households: Iterable[UUID]) -> dict[UUID, Account]:
    """Where some households stand, for a list; those that never paid have none."""
    found = Account.objects.filter(household__in=list(households), superseded_by__isnull=True)
    return {account.household_id: account for account in found}


def statuses_on(households: Iterable[UUID], day: date) -> dict[UUID, str]:
    """One word for each of these households, for a list: that of its head, else of the first who is still there.

    A household without any coverage row was never validated and is left out.
    """
    rows = (
        Coverage.objects.filter(household__in=list(households), superseded_by__isnull=True, start__lte=day)
        .filter(Q(end__isnull=True) | Q(end__gt=day))
        .exclude(status="SORTI")
        .order_by("household", "person")
    )
    found: dict[UUID, str] = {}
    for household, status in rows.values_list("household_id", "status"):
        found.setdefault(household, status)
    return found
