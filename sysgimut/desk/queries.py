"""Figures that compose several apps, for home pages: each in a fixed number of statements, within the viewer's scopes.

They read current rows through partial indexes, from the sections of the viewer down. For a section or a mutual that is
quick at any size of the country; over a whole union of millions, counts of rights by commune and by section would be
kept by a nightly job (one row a commune and day), and these functions would read that table instead.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import BigIntegerField, Count, IntegerField, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce, TruncMonth

from sysgimut.claims.models import LineDecision
from sysgimut.claims.queries import READ as READ_REQUESTS
from sysgimut.claims.sight import sight
from sysgimut.contributions.models import Coverage
from sysgimut.contributions.queries import receipts
from sysgimut.identity.access import Viewer
from sysgimut.identity.scope_tree import TREE
from sysgimut.identity.scopes import under
from sysgimut.journal.models import Entry, Seal
from sysgimut.kernel.periods import add_months
from sysgimut.ledger.queries import BalanceLine, balances_of, readable_books
from sysgimut.membership.models import Belonging
from sysgimut.membership.searching import READ as READ_HOUSEHOLDS
from sysgimut.membership.searching import visible_homes
from sysgimut.network.models import Organisation
from sysgimut.network.queries import populations
from sysgimut.parameters.queries import Parameters
from sysgimut.settlement.lists import statements

READ_JOURNAL = "journal.read_journal"
RECENT = 10_000
OPEN, OBSERVATION = "OUVERT", "OBSERVATION"
SOON = timedelta(days=30)
HOME, SCOPE = "household__residences", "household__residences__scope_path"


@dataclass(frozen=True, slots=True)
class HouseholdFigures:
    """Households and people within the viewer's scopes, and where their rights stand on a day."""

    households: int
    validated: int
    people: int
    open_rights: int
    observation: int
    opening_soon: int


def _coverage(viewer: Viewer) -> QuerySet[Coverage]:
    """Current rights of the people of visible households. One row a person and period."""
    return Coverage.objects.filter(
        under(SCOPE, viewer.scopes(READ_HOUSEHOLDS)),
        **{f"{HOME}__superseded_by__isnull": True},
        superseded_by__isnull=True,
    )


def _on(day: date) -> Q:
    return Q(start__lte=day) & (Q(end__isnull=True) | Q(end__gt=day))


def household_figures(viewer: Viewer, today: date) -> HouseholdFigures:
    """In three statements."""
    homes = visible_homes(viewer).aggregate(households=Count("pk"), validated=Count("household__validation"))
    people = Belonging.objects.filter(
        under(SCOPE, viewer.scopes(READ_HOUSEHOLDS)),
        Q(left__isnull=True) | Q(left__gt=today),
        **{f"{HOME}__superseded_by__isnull": True},
        superseded_by__isnull=True,
    )
    near = _coverage(viewer).filter(
        Q(end__isnull=True) | Q(end__gt=today), status__in=[OPEN, OBSERVATION], start__lte=today + SOON
    )
    rights = near.aggregate(
        open=Count("pk", filter=_on(today) & Q(status=OPEN)),
        observation=Count("pk", filter=_on(today) & Q(status=OBSERVATION)),
        soon=Count("pk", filter=Q(status=OPEN, start__gt=today, start__lte=today + SOON)),
    )
    return HouseholdFigures(
        homes["households"],
        homes["validated"],
        people.count(),
        rights["open"],
        rights["observation"],
        rights["soon"],
    )


@dataclass(frozen=True, slots=True)
class SectionFigures:
    """One section: households, those validated, and people whose rights are open."""

    path: str
    code: str
    name: str
    households: int
    validated: int
    open_rights: int


def sections(viewer: Viewer, today: date) -> list[SectionFigures]:
    """The sections inside the viewer's scopes, by name; in three statements."""
    scopes = viewer.scopes(READ_HOUSEHOLDS)
    known = Organisation.objects.filter(under("path", scopes), kind="section").order_by("name")
    homes = {
        row["scope_path"]: row
        for row in visible_homes(viewer)
        .values("scope_path")
        .annotate(households=Count("pk"), validated=Count("household__validation"))
        .order_by("scope_path")
    }
    rights = _coverage(viewer).filter(_on(today), status=OPEN).values(SCOPE).annotate(number=Count("pk"))
    open_rights = {row[SCOPE]: row["number"] for row in rights.order_by(SCOPE)}
    found = []
    for path, code, name in known.values_list("path", "code", "name"):
        row = homes.get(path, {"households": 0, "validated": 0})
        figures = (row["households"], row["validated"], open_rights.get(path, 0))
        found.append(SectionFigures(path, code, name, *figures))
    return found


@dataclass(frozen=True, slots=True)
class CommuneFigures:
    """A commune: people whose rights are open, its inhabitants in the last known year, its centroid."""

    code: str
    name: str
    longitude: int | None
    latitude: int | None
    open_rights: int
    inhabitants: int
    year: int | None


@dataclass(frozen=True, slots=True)
class Penetration:
    """Rights open by commune. `elsewhere`: people of households whose commune the network does not cover."""

    communes: tuple[CommuneFigures, ...]
    elsewhere: int

    @property
    def open_rights(self) -> int:
        """Of all the communes, those elsewhere left out: numerator of the rate."""
        return sum(commune.open_rights for commune in self.communes)

    @property
    def inhabitants(self) -> int:
        """Of all the communes: denominator of the rate."""
        return sum(commune.inhabitants for commune in self.communes)

    @property
    def years(self) -> tuple[int, ...]:
        """The years of the populations, which the rate must say."""
        return tuple(sorted({commune.year for commune in self.communes if commune.year}))


def penetration(viewer: Viewer, today: date) -> Penetration:
    """Useful penetration (open rights / inhabitants) by commune of the viewer's sections; three statements."""
    scopes = viewer.scopes(READ_HOUSEHOLDS)
    known = Organisation.objects.filter(under("path", scopes), kind="section", commune__isnull=False)
    rows = known.values_list("commune_id", "commune__name", "commune__longitude_e6", "commune__latitude_e6").distinct()
    communes = sorted(rows, key=lambda row: row[1])
    column = f"{HOME}__commune_code"
    counted = _coverage(viewer).filter(_on(today), status=OPEN).values(column).annotate(number=Count("pk"))
    open_rights = {row[column]: row["number"] for row in counted.order_by(column)}
    inhabitants = populations("commune", [row[0] for row in communes])
    found = []
    for code, name, longitude, latitude in communes:
        latest = inhabitants[code][0] if code in inhabitants else None
        people, year = (latest.inhabitants, latest.year) if latest else (0, None)
        found.append(CommuneFigures(code, name, longitude, latitude, open_rights.pop(code, 0), people, year))
    return Penetration(tuple(found), sum(open_rights.values()))


def months_back(today: date, count: int) -> list[date]:
    """The first days of the last `count` months, this one included, oldest first."""
    first = today.replace(day=1)
    return [add_months(first, -back) for back in range(count - 1, -1, -1)]


def collected_by_month(viewer: Viewer, today: date, count: int = 12) -> list[tuple[date, int, int]]:
    """(month, fees, contributions) of the receipts of the last months that stand, in XOF; one statement."""
    months = months_back(today, count)
    sums = (
        receipts(viewer)
        .filter(day__gte=months[0], day__lte=today, cancellation__isnull=True)
        .order_by()
        .annotate(month=TruncMonth("day"))
        .values("month")
        .annotate(fees=Sum("fee"), contributions=Sum("contribution"))
    )
    found = {row["month"]: (row["fees"], row["contributions"]) for row in sums}
    return [(month, *found.get(month, (0, 0))) for month in months]


@dataclass(frozen=True, slots=True)
class MonthDecided:
    """What the statements issued in a month settle, in XOF."""

    month: date
    claimed: int
    granted: int
    rejected: int
    to_justify: int


def decided_by_month(viewer: Viewer, today: date, count: int = 12) -> list[MonthDecided]:
    """The amounts of the statements issued in the last months; one statement.

    Statements, and not lines of requests: there is one a bordereau and payer, and they are what is paid.
    """
    months = months_back(today, count)
    names = ("claimed", "granted", "rejected", "to_justify")
    seen = statements(viewer).filter(issued_on__gte=months[0], issued_on__lte=today).order_by().values("id")
    sums: Any = (
        statements(viewer)
        .model._default_manager.filter(id__in=seen)
        .annotate(month=TruncMonth("issued_on"))
        .values("month")
        .annotate(**{f"sum_{name}": Sum(name) for name in names})
    )
    found = {row["month"]: [row[f"sum_{name}"] for name in names] for row in sums.order_by("month")}
    return [MonthDecided(month, *found.get(month, [0, 0, 0, 0])) for month in months]


@dataclass(frozen=True, slots=True)
class Rejection:
    """A code that took money away: on how many lines, and the XOF rejected on them (all their codes together)."""

    code: str
    lines: int
    rejected: int


def top_rejections(viewer: Viewer, today: date, days: int = 90, most: int = 10) -> list[Rejection]:
    """The codes of the lines rejected in part or whole, of the care of the last days, most frequent first.

    One statement, by distinct sets of codes: there are hundreds of these, not millions. Its cost grows with the lines
    of the period; a national office would read monthly counts by code.
    """
    lines = LineDecision.objects.filter(
        sight(viewer, READ_REQUESTS).decisions("decision__"),
        superseded_by__isnull=True,
        rejected__gt=0,
        care_date__gte=today - timedelta(days=days),
        care_date__lte=today,
    )
    counts: Counter[str] = Counter()
    amounts: Counter[str] = Counter()
    for row in lines.values("codes").annotate(number=Count("pk"), amount=Sum("rejected")).order_by("codes"):
        for code in row["codes"].split():
            counts[code] += row["number"]
            amounts[code] += row["amount"]
    ordered = sorted(counts, key=lambda code: (-counts[code], code))
    return [Rejection(code, counts[code], amounts[code]) for code in ordered[:most]]


def cash(viewer: Viewer, parameters: Parameters, today: date) -> list[BalanceLine]:
    """The cash, bank and mobile-money accounts (class 5) of the viewer's books; two statements."""
    chart = [str(row["compte"]) for row in parameters.rows("plan_comptable", today)]
    return balances_of(readable_books(viewer), [account for account in chart if account.startswith("5")])


@dataclass(frozen=True, slots=True)
class ChainState:
    """The chain of one legal entity: its head, and how many entries the sealer has still to take."""

    code: str
    name: str
    number: int
    hash: str
    waiting: int


def chains(viewer: Viewer) -> list[ChainState]:
    """The chains that the viewer may read, in two statements."""
    names = TREE.entities(viewer.scopes(READ_JOURNAL))
    last = Seal.objects.filter(chain=OuterRef("code")).order_by("-number")
    after = (
        Entry.objects.filter(chain=OuterRef("code"), id__gt=OuterRef("sealed"))
        .order_by()
        .values("chain")
        .annotate(count=Count("pk"))
    )
    found: Any = (
        Organisation.objects.filter(code__in=list(names))
        .annotate(
            sealed=Coalesce(Subquery(last.values("entry_id")[:1], BigIntegerField()), 0),
            number=Coalesce(Subquery(last.values("number")[:1], BigIntegerField()), 0),
            hash=Subquery(last.values("hash")[:1]),
        )
        .annotate(waiting=Coalesce(Subquery(after.values("count"), IntegerField()), 0))
        .order_by("code")
    )
    return [ChainState(one.code, one.name, one.number, one.hash or "", one.waiting) for one in found]


def journal_entries(viewer: Viewer, chain: str = "", status: str = "", name: str = "") -> QuerySet[Entry]:
    """The entries of the chains that the viewer may read, the last first; narrowed by chain, status, operation."""
    readable: Sequence[str] = list(TREE.entities(viewer.scopes(READ_JOURNAL)))
    if chain:
        readable = [chain] if chain in readable else []
    found = Entry.objects.filter(chain__in=readable).select_related("seal")
    if status:
        found = found.filter(status=status)
    if name:
        found = found.filter(name=name)
    return found.order_by("-id")


def recent_refusals(viewer: Viewer) -> int:
    """How many commands were refused among the last `RECENT` entries of the journal that the viewer may read.

    The number of entries is bounded, and not the days: the journal has no index of time.
    """
    last = Entry.objects.order_by("-id").values_list("id", flat=True).first() or 0
    return journal_entries(viewer, status="refused").order_by().filter(id__gt=last - RECENT).count()
