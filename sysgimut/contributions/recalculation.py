"""Coverage worked out again from people and payments, and written where it changed.

Every command that takes money or changes a household's people ends here. The rule is the pure
`domain.coverage.cover`; this module loads its facts for many households in a fixed number of statements, and
writes only the differences: superseded rows, new rows, and the ledger entries that go with them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef

from sysgimut.contributions.domain.coverage import (
    AnyTerms,
    Belonging,
    DatedTerms,
    HouseholdCoverage,
    Payment,
    Terms,
    cover,
)
from sysgimut.contributions.domain.rights import RightStatus, Segment, timeline
from sysgimut.contributions.models import (
    Account,
    Coverage,
    CreditTransfer,
    Placement,
    Purchase,
    Receipt,
    Validation,
)
from sysgimut.journal.among import among
from sysgimut.journal.execution import Execution
from sysgimut.ledger.closing import open_day
from sysgimut.ledger.domain.book import BookEntry, entry
from sysgimut.ledger.posting import post
from sysgimut.membership import models as membership
from sysgimut.membership.queries import blocks
from sysgimut.parameters.queries import Parameters

BEGINNING = date.min
NEVER_VALIDATED = (Segment(None, None, RightStatus.NON_VALIDE, None),)
BLOCK = 2_000

Row = tuple[Any, ...]


@dataclass(slots=True)
class Facts:
    """What is known of one household: for the rule, and what its coverage was."""

    household: UUID
    reference: str
    mutual: str
    product: str = ""
    belongings: list[Belonging] = field(default_factory=list)
    payments: list[Payment] = field(default_factory=list)
    validated: bool = False
    account: tuple[int, Row] | None = None
    purchases: dict[Row, UUID] = field(default_factory=dict)
    coverage: dict[Row, int] = field(default_factory=dict)
    bounds: dict[UUID, tuple[date | None, date | None]] = field(default_factory=dict)
    """Person → the days between which this household speaks for them, when they also belong elsewhere."""


def terms_of(parameters: Parameters, product: str, on: date) -> Terms:
    """What a product asks, from the parameters in force on a day."""

    def count(key: str) -> int:
        return parameters.value(key, on, product).integer

    return Terms(
        period_months=count("periodicite_mois"),
        contribution_per_person=parameters.member_part(product, on),
        fee_amount=count("droit_admission"),
        fee_group=count("droit_admission_groupe"),
        observation_months=count("observation_mois"),
        interruption_max_months=count("interruption_max_mois"),
        resume_days=count("reprise_jours"),
        newborn_days=count("nouveau_ne_jours"),
    )


def terms_over(parameters: Parameters, product: str) -> AnyTerms:
    """What a product asks over time: a price that changes on a day leaves what was bought before as it was."""
    days = parameters.resolver.changes(product) or (date.min,)
    versions = [(day, terms_of(parameters, product, day)) for day in days]
    changed = [version for at, version in enumerate(versions) if at == 0 or version[1] != versions[at - 1][1]]
    return DatedTerms(tuple(changed)) if len(changed) > 1 else changed[0][1]


def recalculate(
    execution: Execution, households: Iterable[UUID], parameters: Parameters, validate: bool = False
) -> None:
    """Work out again the coverage of these households (locked by the caller) and record what changed.

    `validate` also validates the files of those that have paid both fee and first contribution: imports do,
    because a register is entered after the fact; at a desk, a person validates.
    """
    terms = {product: terms_over(parameters, product) for product in parameters.products}
    # In the order of their identifiers, as they lie in the tables: a batch of receipts comes in the order of days.
    for block in blocks(sorted(set(households)), BLOCK):
        changes = Changes(execution, parameters)
        for facts in load_facts(block):
            changes.household(facts, cover(facts.belongings, facts.payments, terms[facts.product]), validate)
        changes.record()


def record_changes(execution: Execution, facts: Facts, parameters: Parameters, validate: bool) -> bool:
    """Record the coverage of one household whose facts are at hand; returns whether its file is validated."""
    changes = Changes(execution, parameters)
    covered = cover(facts.belongings, facts.payments, terms_over(parameters, facts.product))
    changes.household(facts, covered, validate)
    changes.record()
    return facts.validated or bool(changes.validations)


def load_facts(households: Sequence[UUID]) -> list[Facts]:
    """The facts of some households, in a fixed number of statements."""
    these = among(households)
    found = {
        row[0]: Facts(*row)
        for row in membership.Household.objects.filter(id__in=these).values_list("id", "reference", "mutual")
    }
    current: dict[str, Any] = {"household__in": these, "superseded_by__isnull": True}
    # The account comes first: what changes the household while the rest is read takes its place, and is found out.
    for row in Account.objects.filter(**current).values_list("id", "household_id", *ACCOUNT):
        found[row[1]].account = (row[0], row[2:])
    for household, product in membership.Residence.objects.filter(**current).values_list("household_id", "product"):
        found[household].product = product
    _load_people(found, current)
    _load_payments(found, these)
    for household in Validation.objects.filter(household__in=these).values_list("household_id", flat=True):
        found[household].validated = True
    for row in Purchase.objects.filter(**current).values_list("id", "household_id", *PURCHASE):
        found[row[1]].purchases[row[2:]] = row[0]
    for row in Coverage.objects.filter(**current).values_list("id", "household_id", *COVERAGE):
        found[row[1]].coverage[row[2:]] = row[0]
    return list(found.values())


def _load_payments(found: dict[UUID, Facts], households: Any) -> None:
    """Receipts that stand, those placed after waiting in suspense, and transfers of credit."""
    receipts = Receipt.objects.filter(household__in=households, cancellation__isnull=True)
    for household, day, number, fee, contribution in receipts.values_list(
        "household_id", "day", "number", "fee", "contribution"
    ):
        assert household is not None
        found[household].payments.append(Payment(day, number, fee, contribution))
    placed = Placement.objects.filter(household__in=households, receipt__cancellation__isnull=True)
    for household, day, number, fee, contribution in placed.values_list(
        "household_id", "receipt__day", "receipt__number", "receipt__fee", "receipt__contribution"
    ):
        found[household].payments.append(Payment(day, number, fee, contribution))
    transfers = CreditTransfer.objects.filter(household__in=households)
    for household, identifier, day, source, amount in transfers.values_list(
        "household_id", "id", "day", "source", "amount"
    ):
        fee = -amount if source == "fee" else amount
        found[household].payments.append(Payment(day, str(identifier), fee, -fee))


ACCOUNT = (
    "product",
    "persons",
    "validated_on",
    "paid_end",
    "fee_paid",
    "fee_due",
    "contribution_paid",
    "contribution_credit",
    "runs",
)
PURCHASE = ("bought_on", "start", "end", "persons", "periods", "amount")
COVERAGE = ("person_id", "product", "start", "end", "status", "day")


def _load_people(found: dict[UUID, Facts], current: dict[str, Any]) -> None:
    """Who belongs, with the birth that rights depend on; everybody has one identity in force."""
    held = membership.Belonging.objects.filter(**current, person__identities__superseded_by__isnull=True)
    for household, person, joined, left, birth, precision in held.order_by("id").values_list(
        "household_id",
        "person_id",
        "joined",
        "left",
        "person__identities__birth",
        "person__identities__birth_precision",
    ):
        found[household].belongings.append(Belonging(person, joined, left, birth, precision in ("year", "estimated")))
    _load_bounds(found, current)


def _load_bounds(found: dict[UUID, Facts], current: dict[str, Any]) -> None:
    """For people with several belongings: each household speaks from its joining until the next one."""
    others = membership.Belonging.objects.filter(person=OuterRef("person"), superseded_by__isnull=True).exclude(
        pk=OuterRef("pk")
    )
    several = membership.Belonging.objects.filter(Exists(others), **current).values("person")
    times: dict[UUID, list[tuple[date, UUID]]] = defaultdict(list)
    belongings = membership.Belonging.objects.filter(person__in=several, superseded_by__isnull=True)
    for person, joined, household in belongings.values_list("person_id", "joined", "household_id"):
        times[person].append((joined, household))
    for person, belonged in times.items():
        belonged.sort()
        for i, (joined, household) in enumerate(belonged):
            if household in found:
                following = belonged[i + 1][0] if i + 1 < len(belonged) else None
                found[household].bounds[person] = (joined if i else None, following)


@dataclass(slots=True)
class Changes:
    """What a block of households changes, gathered for a fixed number of statements.

    `sysgimut verify` compares with it too, and never records.
    """

    execution: Execution
    parameters: Parameters
    validations: list[Row] = field(default_factory=list)
    accounts: list[Row] = field(default_factory=list)
    purchases: list[Row] = field(default_factory=list)
    coverage: list[Row] = field(default_factory=list)
    old_accounts: list[int] = field(default_factory=list)
    old_purchases: list[UUID] = field(default_factory=list)
    old_coverage: list[int] = field(default_factory=list)
    books: list[BookEntry | None] = field(default_factory=list)

    def household(self, facts: Facts, covered: HouseholdCoverage, validate: bool) -> None:
        """Compare one household's coverage with what is recorded."""
        validated = facts.validated
        if validate and not validated and covered.validated_on is not None:
            self.validations.append((facts.household, covered.validated_on))
            validated = True
        self._account(facts, covered)
        self._purchases(facts, covered)
        self._coverage(facts, covered if validated else None)

    def _account(self, facts: Facts, covered: HouseholdCoverage) -> None:
        """Always a new row, changed or not: two commands on one household that do not see each other meet on it."""
        runs = [[run.start.isoformat(), run.paid_end.isoformat(), run.opens.isoformat()] for run in covered.runs]
        row = (
            facts.product,
            covered.persons,
            covered.validated_on,
            covered.paid_end,
            covered.fee_paid,
            covered.fee_due,
            covered.contribution_paid,
            covered.contribution_credit,
            runs,
        )
        if facts.account is not None:
            self.old_accounts.append(facts.account[0])
        self.accounts.append((facts.household, facts.mutual, *row))

    def _purchases(self, facts: Facts, covered: HouseholdCoverage) -> None:
        wanted = [tuple(getattr(purchase, name) for name in PURCHASE) for purchase in covered.purchases]
        for row, identifier in facts.purchases.items():
            if row not in wanted:
                self.old_purchases.append(identifier)
                self._book(facts, row, "annulation-achat", -1)
        for row in wanted:
            if row not in facts.purchases:
                self.purchases.append((self.execution.new_id(), facts.household, facts.mutual, *row))
                self._book(facts, row, "achat", 1)

    def _book(self, facts: Facts, purchase: Row, kind: str, sign: int) -> None:
        """Credit of the household becomes earned contribution, or goes back to credit."""
        bought_on, start, end, *_, amount = purchase
        day = open_day(self.execution, facts.mutual, bought_on if sign > 0 else self.execution.today)
        ahead = self.parameters.account("cotisations_avance", bought_on)
        earned = self.parameters.account("cotisations", bought_on)
        label = f"Cotisation du {start:%d/%m/%Y} au {end:%d/%m/%Y}"
        lines = ((ahead, sign * amount, facts.reference), (earned, -sign * amount, facts.reference))
        self.books.append(entry(facts.mutual, day, kind, facts.reference, label, lines))

    def _coverage(self, facts: Facts, covered: HouseholdCoverage | None) -> None:
        """A person without any row was never validated; one who also belongs elsewhere needs the row that says so."""
        wanted: dict[Row, None] = {}
        for belonging in facts.belongings:
            bounds = facts.bounds.get(belonging.key, (None, None))  # type: ignore[call-overload]
            if covered is None and bounds == (None, None):
                continue
            segments = timeline(covered, belonging) if covered is not None else NEVER_VALIDATED
            for segment in segments if bounds == (None, None) else within(segments, *bounds):
                start = segment.start or BEGINNING
                wanted[belonging.key, facts.product, start, segment.end, str(segment.status), segment.day] = None
        self.old_coverage += [pk for row, pk in facts.coverage.items() if row not in wanted]
        for row in wanted:
            if row not in facts.coverage:
                self.coverage.append((row[0], facts.household, facts.mutual, *row[1:]))

    def record(self) -> None:
        """Write everything down."""
        execution = self.execution
        execution.supersede(Account, self.old_accounts)
        execution.insert(Account, self.accounts)
        execution.insert(Validation, self.validations)  # stands on its account (promises.py)
        execution.supersede(Purchase, self.old_purchases)
        execution.insert(Purchase, self.purchases)
        execution.supersede(Coverage, self.old_coverage)
        execution.insert(Coverage, self.coverage)
        post(execution, self.books)


def within(segments: Sequence[Segment], start: date | None, end: date | None) -> list[Segment]:
    """The part of a timeline from `start` (None: since ever) to `end` (excluded, None: for ever)."""
    kept = []
    for segment in segments:
        first = segment.start if start is None else max(segment.start or BEGINNING, start)
        last = segment.end if end is None else min(segment.end or date.max, end)
        if last is None or first is None or first < last:
            kept.append(Segment(first, last, RightStatus(segment.status), segment.day))
    return kept
