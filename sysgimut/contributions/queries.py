"""Reads of receipts, booklets, late payers, money in suspense and rights, within the viewer's scopes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, F, IntegerField, Max, Min, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from sysgimut.contributions.domain.receipts import ReceiptNumber, missing_ranges, parse_receipt_number
from sysgimut.contributions.models import Account, Booklet, Cancellation, Receipt, SuspenseTask
from sysgimut.contributions.recalculation import terms_of
from sysgimut.identity.access import Viewer
from sysgimut.identity.scopes import under
from sysgimut.kernel.periods import add_months
from sysgimut.membership.models import Residence
from sysgimut.parameters.queries import Parameters

READ_RECEIPTS = "contributions.read_receipts"
READ_BOOKLETS = "contributions.read_booklets"
READ_SUSPENSE = "contributions.read_suspense"
READ_ARREARS = "contributions.read_arrears"
SOON_DAYS = 30
"""How long before the end of the paid time a household is listed as soon to be visited."""


@dataclass(frozen=True, slots=True)
class ReceiptFilter:
    """What a list of receipts is asked for; empty is everything. `start` and `end` are both included."""

    number: str = ""
    booklet: str = ""
    collector: str = ""
    method: str = ""
    start: date | None = None
    end: date | None = None
    state: str = ""
    """valid, voided or suspense."""


def receipts(viewer: Viewer, wanted: ReceiptFilter = ReceiptFilter()) -> QuerySet[Receipt]:
    """The receipts of the sections the viewer may see, the latest first."""
    found = Receipt.objects.filter(under("scope_path", viewer.scopes(READ_RECEIPTS)))
    if wanted.number:
        number = parse_receipt_number(wanted.number)
        if not isinstance(number, ReceiptNumber):
            return found.none()
        found = found.filter(booklet=number.booklet, sequence=number.number)
    for name in ("booklet", "collector", "method"):
        if value := getattr(wanted, name):
            found = found.filter(**{name: value})
    if wanted.start:
        found = found.filter(day__gte=wanted.start)
    if wanted.end:
        found = found.filter(day__lte=wanted.end)
    if wanted.state == "voided":
        found = found.filter(cancellation__isnull=False)
    elif wanted.state == "suspense":
        found = found.filter(Exists(_open_tasks().filter(receipt=OuterRef("pk"))))
    elif wanted.state == "valid":
        found = found.filter(cancellation__isnull=True).exclude(Exists(_open_tasks().filter(receipt=OuterRef("pk"))))
    return found.select_related("household", "cancellation", "placement__household").order_by("-day", "-id")


@dataclass(frozen=True, slots=True)
class Totals:
    """What a list of receipts adds up to, cancelled ones left out. XOF."""

    count: int
    fee: int
    contribution: int

    @property
    def total(self) -> int:
        """Fee and contribution together."""
        return self.fee + self.contribution


def totals(found: QuerySet[Receipt]) -> Totals:
    """The totals of a list of receipts, in one statement."""
    kept = found.filter(cancellation__isnull=True).order_by()
    sums = kept.aggregate(count=Count("pk"), fee=Sum("fee"), contribution=Sum("contribution"))
    return Totals(sums["count"], sums["fee"] or 0, sums["contribution"] or 0)


def receipt_seen_by(viewer: Viewer, mutual: str, number: ReceiptNumber) -> Receipt | None:
    """The receipt of a mutual that bears a number, if the viewer may see it."""
    found = receipts(viewer).filter(mutual=mutual, booklet=number.booklet, sequence=number.number)
    return found.first()


def _open_tasks() -> QuerySet[SuspenseTask]:
    return SuspenseTask.objects.filter(superseded_by__isnull=True)


def suspense_tasks(viewer: Viewer) -> QuerySet[SuspenseTask]:
    """Money whose household nobody has told yet, the oldest first."""
    tasks = _open_tasks().filter(under("scope_path", viewer.scopes(READ_SUSPENSE)))
    return tasks.select_related("receipt").order_by("day", "id")


@dataclass(frozen=True, slots=True)
class BookletRow:
    """A booklet and what became of its leaves; `gaps` are (from, to), both included. Amounts in XOF."""

    mutual: str
    code: str
    first: int
    last: int
    holder: str
    day: date | None
    used: int
    cancelled: tuple[int, ...]
    gaps: tuple[tuple[int, int], ...]
    amount: int
    next: int
    """The leaf after the highest known one: the next to use."""

    @property
    def leaves(self) -> int:
        """How many leaves it has."""
        return self.last - self.first + 1

    @property
    def missing(self) -> int:
        """How many leaves are missing: below the highest known one, neither used nor cancelled."""
        return sum(end - start + 1 for start, end in self.gaps)


def booklets(viewer: Viewer, only_gaps: bool = False) -> QuerySet[Booklet]:
    """Registered booklets of the viewer's sections, the latest first; `only_gaps`: those with missing leaves."""
    found = Booklet.objects.filter(under("scope_path", viewer.scopes(READ_BOOKLETS)))
    if only_gaps:
        used, cancelled = _leaves(Receipt), _leaves(Cancellation, receipt__isnull=True)
        found = found.annotate(
            used=Coalesce(Subquery(used.values("count"), IntegerField()), 0),
            struck=Coalesce(Subquery(cancelled.values("count"), IntegerField()), 0),
            top_used=Coalesce(Subquery(used.values("top"), IntegerField()), 0),
            top_struck=Coalesce(Subquery(cancelled.values("top"), IntegerField()), 0),
        ).filter(
            Q(top_used__gte=F("first") + F("used") + F("struck"))
            | Q(top_struck__gte=F("first") + F("used") + F("struck"))
        )
    return found.order_by("-day", "-id")


def _leaves(model: Any, **only: Any) -> Any:
    """Number and highest of the leaves of the outer booklet that `model` has a row for."""
    inside = model.objects.filter(
        mutual=OuterRef("mutual"),
        booklet=OuterRef("code"),
        sequence__gte=OuterRef("first"),
        sequence__lte=OuterRef("last"),
        **only,
    )
    return inside.order_by().values("booklet").annotate(count=Count("pk"), top=Max("sequence"))


def booklet_rows(found: Iterable[Booklet]) -> list[BookletRow]:
    """The leaves of some booklets, in two statements."""
    listed = list(found)
    used, cancelled, amounts = _known_leaves({(one.mutual, one.code) for one in listed})
    return [
        _booklet_row(one.mutual, one.code, one.first, one.last, one.holder, one.day, used, cancelled, amounts)
        for one in listed
    ]


Leaves = dict[tuple[str, str], list[int]]


def _booklet_row(
    mutual: str,
    code: str,
    first: int,
    last: int,
    holder: str,
    day: date | None,
    used: Leaves,
    cancelled: Leaves,
    amounts: dict[tuple[str, str], int],
) -> BookletRow:
    key = (mutual, code)
    inside = [number for number in cancelled[key] if first <= number <= last]
    gaps = missing_ranges(first, last, used[key], cancelled[key])
    after = max([first - 1, *used[key], *inside]) + 1
    struck = tuple(sorted(inside))
    return BookletRow(mutual, code, first, last, holder, day, len(used[key]), struck, gaps, amounts[key], after)


def _known_leaves(keys: set[tuple[str, str]]) -> tuple[Leaves, Leaves, dict[tuple[str, str], int]]:
    used: Leaves = defaultdict(list)
    cancelled: Leaves = defaultdict(list)
    amounts: dict[tuple[str, str], int] = defaultdict(int)
    mutuals, codes = {mutual for mutual, _ in keys}, {code for _, code in keys}
    taken = Receipt.objects.filter(mutual__in=mutuals, booklet__in=codes)
    rows = taken.values_list("mutual", "booklet", "sequence", "fee", "contribution", "cancellation")
    for mutual, code, number, fee, contribution, struck in rows:
        used[mutual, code].append(number)
        amounts[mutual, code] += 0 if struck else fee + contribution
    struck_out = Cancellation.objects.filter(mutual__in=mutuals, booklet__in=codes)
    for mutual, code, number in struck_out.values_list("mutual", "booklet", "sequence"):
        cancelled[mutual, code].append(number)
    return used, cancelled, amounts


def unregistered_booklets(viewer: Viewer) -> QuerySet[Any, Any]:
    """Booklets that receipts bear and nobody registered: mutual, booklet, first, last, used; by code."""
    registered = Booklet.objects.filter(mutual=OuterRef("mutual"), code=OuterRef("booklet"))
    found = Receipt.objects.filter(under("scope_path", viewer.scopes(READ_BOOKLETS))).exclude(Exists(registered))
    grouped = found.order_by().values("mutual", "booklet")
    return grouped.annotate(first=Min("sequence"), last=Max("sequence"), used=Count("pk")).order_by("mutual", "booklet")


def booklet_seen_by(viewer: Viewer, mutual: str, code: str) -> BookletRow | None:
    """One booklet, registered or not (then from its lowest to its highest used leaf), if the viewer may see it."""
    registered = booklets(viewer).filter(mutual=mutual, code=code).first()
    if registered is not None:
        return booklet_rows([registered])[0]
    found = unregistered_booklets(viewer).filter(mutual=mutual, booklet=code).first()
    if found is None:
        return None
    used, cancelled, amounts = _known_leaves({(mutual, code)})
    return _booklet_row(mutual, code, found["first"], found["last"], "", None, used, cancelled, amounts)


@dataclass(frozen=True, slots=True)
class LateHousehold:
    """A household whose paid time ends soon or is over, and what to ask of it. Amounts in XOF.

    `days` left, negative once over; `resume_by` is the last day on which a payment needs no new observation.
    """

    account: Account
    residence: Residence
    days: int
    contribution: int
    fee: int
    resume_by: date

    @property
    def total(self) -> int:
        """What to ask for."""
        return self.contribution + self.fee


def late_accounts(
    viewer: Viewer, today: date, state: str, parameters: Parameters, within: str = ""
) -> QuerySet[Account]:
    """Accounts of households with people whose paid time ends, by `state`.

    soon: within 30 days; resumable: over, and a payment still resumes without observation (first the one with the
    least time left); lapsed: over for longer, the latest first.
    """
    visible = Residence.objects.filter(
        under("scope_path", viewer.scopes(READ_ARREARS)),
        *([under("scope_path", [within])] if within else []),
        superseded_by__isnull=True,
        household=OuterRef("household"),
    )
    accounts = Account.objects.filter(Exists(visible), superseded_by__isnull=True, persons__gt=0)
    oldest = Q(pk__in=[])
    for product in parameters.products:
        months = terms_of(parameters, product, today).interruption_max_months
        oldest |= Q(product=product, paid_end__gte=add_months(today, -months))
    if state == "soon":
        accounts = accounts.filter(paid_end__gt=today, paid_end__lte=today + timedelta(days=SOON_DAYS))
    elif state == "lapsed":
        accounts = accounts.filter(paid_end__lte=today).exclude(oldest)
    else:
        accounts = accounts.filter(oldest, paid_end__lte=today)
    return accounts.order_by("-paid_end" if state == "lapsed" else "paid_end", "id").select_related("household")


def late_households(accounts: Sequence[Account], today: date, parameters: Parameters) -> list[LateHousehold]:
    """What to ask of each of these households, in one statement."""
    homes = {
        home.household_id: home
        for home in Residence.objects.filter(
            household__in=[account.household_id for account in accounts], superseded_by__isnull=True
        ).select_related("household")
    }
    late = []
    for account in accounts:
        terms = terms_of(parameters, account.product, today)
        assert account.paid_end is not None
        late.append(
            LateHousehold(
                account=account,
                residence=homes[account.household_id],
                days=(account.paid_end - today).days,
                contribution=max(0, terms.contribution_for(account.persons) - account.contribution_credit),
                fee=max(0, account.fee_due - account.fee_paid),
                resume_by=add_months(account.paid_end, terms.interruption_max_months),
            )
        )
    return late


def next_number(mutual: str, holder: str) -> str:
    """The next leaf of the last booklet that somebody holds in a mutual; empty when they hold none or it is full."""
    booklet = Booklet.objects.filter(mutual=mutual, holder=holder).order_by("-day", "-id").first()
    if booklet is None:
        return ""
    (row,) = booklet_rows([booklet])
    return f"{booklet.code}-{row.next:06d}" if row.next <= booklet.last else ""


def in_suspense(page: Iterable[Receipt]) -> dict[UUID, str]:
    """Those of these receipts that wait in suspense → the household as it was written on them."""
    waiting = _open_tasks().filter(receipt__in=[receipt.pk for receipt in page if receipt.household_id is None])
    return dict(waiting.values_list("receipt_id", "declared"))
