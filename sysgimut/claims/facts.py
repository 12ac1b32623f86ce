"""What adjudication needs to know, loaded for one request or for a whole batch in a fixed number of statements."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from operator import itemgetter
from typing import Any
from uuid import UUID

from django.db.models import BigIntegerField, CharField, DateField, F, Max, QuerySet, Value

from sysgimut.claims import models
from sysgimut.claims.domain.facts import Authorisation, Facts, Insured, ProductRules, Segment, TariffTable
from sysgimut.claims.domain.grid import ControlGrid
from sysgimut.claims.domain.history import History, Payable
from sysgimut.claims.domain.request import CARE_TYPES, Request
from sysgimut.claims.reference_facts import reference_facts
from sysgimut.contributions.models import Coverage
from sysgimut.journal.compiled import IDENTIFIERS, TEXTS, compiled
from sysgimut.membership.models import Person
from sysgimut.parameters.queries import Parameters

NO_RIGHTS = (Segment(None, None, "NON_VALIDE"),)
"""The rights of someone whose membership was never validated."""
NO_DAY, NO_NUMBER, NO_TEXT = Value(None, DateField()), Value(None, BigIntegerField()), Value(None, CharField())
NOTHING = (NO_NUMBER, NO_TEXT, NO_DAY, NO_TEXT, *[NO_NUMBER] * 3, *[NO_TEXT] * 3)
"""In the place of a line, where only its person and a number are told."""


@dataclass(slots=True)
class CaseFile:
    """Facts and history for some requests, and the mutual of each person: who pays."""

    facts: Facts
    history: History
    grid: ControlGrid
    payers: dict[UUID, list[tuple[date, str]]]
    """Person → (first day, mutual), oldest first."""
    ranks: dict[UUID, int]
    """Person → how many decisions were taken of them."""

    def next_rank(self, person: UUID | None) -> int | None:
        """The rank of the next decision of a person, counted as taken; None when nobody was recognised."""
        if person is None:
            return None
        self.ranks[person] = rank = self.ranks.get(person, 0) + 1
        return rank

    def payer(self, person: UUID | None, day: date | None) -> str:
        """The mutual that pays for a person's care of a day; empty when the person is unknown."""
        belonged = self.payers.get(person, []) if person is not None else []
        paying = [mutual for start, mutual in belonged if day is None or start <= day]
        return paying[-1] if paying else belonged[0][1] if belonged else ""


def load_case_file(requests: Collection[Request], parameters: Parameters, today: date) -> CaseFile:
    """Load what these requests need. The people are locked (docs/locking.md): their limits are consumed."""
    references = {request.reference for request in requests if request.reference}
    acts = {line.act for request in requests for line in request.lines if line.act}
    codes = {request.head.facility for request in requests if request.head.facility}
    people = _lock_people(references)
    rights, authorisations = _rights(people)
    known_acts, facilities, tariffs = reference_facts(acts, codes)
    facts = Facts(
        insured={person.reference: person.insured(rights.get(key, NO_RIGHTS)) for key, person in people.items()},
        acts=known_acts,
        facilities=facilities,
        tariffs=TariffTable(tariffs),
        products=product_rules(parameters),
        authorisations=authorisations,
    )
    history, ranks = _left_before(people)
    payers = {key: person.payers for key, person in people.items()}
    return CaseFile(facts, history, control_grid(parameters, today), payers, ranks)


@lru_cache(maxsize=4)
def product_rules(parameters: Parameters) -> dict[str, tuple[ProductRules, ...]]:
    """The successive rules of each product, from the parameters."""
    rules: dict[str, tuple[ProductRules, ...]] = {}
    for product in sorted(parameters.products):
        starts = sorted(set(parameters.resolver.changes(product)))
        versions: list[ProductRules] = []
        for start in starts or [date.min]:
            rates = {care: parameters.rate(product, care, start) for care in CARE_TYPES}
            filing_days = parameters.value("delai_depot_jours", start, product).integer
            if not versions or (versions[-1].rates, versions[-1].filing_days) != (rates, filing_days):
                versions.append(ProductRules(start, rates, filing_days))
        rules[product] = tuple(versions)
    return rules


@lru_cache(maxsize=4)
def control_grid(parameters: Parameters, on: date) -> ControlGrid:
    """The control tables in force on a day."""
    tables = ("controle_bordereau", "controle_ordonnance")
    refusing = {
        str(row["code"])
        for table in tables
        for row in parameters.rows(table, on)
        if row["effet"] == "rejet" and row["controle"]
    }
    return ControlGrid(frozenset(refusing))


@dataclass(slots=True)
class _Person:
    """Someone as the register knows them, and who pays for them from when, oldest first."""

    reference: str
    known: tuple[Any, ...]
    """Identifier, names, sex and birth, in the order of `Insured`."""
    product: str = ""
    payers: list[tuple[date, str]] = field(default_factory=list)

    def insured(self, rights: tuple[Segment, ...]) -> Insured:
        """The person as adjudication reads them."""
        key, family, given, sex, birth, precision = self.known
        estimated = precision in ("year", "estimated")
        return Insured(key, self.reference, family, given, sex, birth, estimated, self.product, rights)


def _lock_people(references: Collection[str]) -> dict[UUID, _Person]:
    """The people of these references, by identifier, locked in its order; their product is their last household's."""
    people: dict[UUID, _Person] = {}
    for key, reference, family, given, sex, birth, precision, product, joined, mutual in _locked(sorted(references)):
        person = people.get(key)
        if person is None:
            person = people[key] = _Person(reference, (key, family, given, sex, birth, precision))
        person.product = product
        person.payers.append((joined, mutual))
    return people


@compiled(TEXTS)
def _locked(references: Any) -> QuerySet[Any, Any]:
    found = Person.objects.filter(
        reference__in=references,
        identities__isnull=False,
        identities__superseded_by=None,
        belongings__isnull=False,
        belongings__superseded_by=None,
        belongings__household__residences__isnull=False,
        belongings__household__residences__superseded_by=None,
    ).select_for_update(of=("self",), no_key=True)
    return found.order_by("id", "belongings__joined", "belongings__id").values_list(
        "id",
        "reference",
        "identities__family_name",
        "identities__given_names",
        "identities__sex",
        "identities__birth",
        "identities__birth_precision",
        "belongings__household__residences__product",
        "belongings__joined",
        "belongings__mutual",
    )


Authorisations = Mapping[tuple[Any, str], tuple[Authorisation, ...]]


def _rights(people: Collection[UUID]) -> tuple[dict[UUID, tuple[Segment, ...]], Authorisations]:
    """The rights of these people, and the prior authorisations issued to them, in one statement."""
    if not people:
        return {}, {}
    rights: dict[UUID, list[Any]] = defaultdict(list)
    authorisations: dict[tuple[Any, str], list[Authorisation]] = defaultdict(list)
    for person, start, end, text, day, act in _rights_and_authorisations(people):
        if act:
            authorisations[person, act].append(Authorisation(text, start, end))
        else:
            rights[person].append((start, end, text, day))
    return (
        {person: tuple(_segments(found)) for person, found in rights.items()},
        {key: tuple(found) for key, found in authorisations.items()},
    )


@compiled(IDENTIFIERS)
def _rights_and_authorisations(people: Any) -> QuerySet[Any, Any]:
    covered = Coverage.objects.filter(person__in=people, superseded_by__isnull=True)
    issued = models.Authorisation.objects.filter(person__in=people, superseded_by__isnull=True)
    rights = covered.values_list("person_id", "start", "end", "status", "day", Value("", CharField()))
    return rights.union(issued.values_list("person_id", "start", "end", "number", NO_DAY, "act_code"), all=True)


def _segments(found: list[Any]) -> Iterator[Segment]:
    found.sort()
    for start, end, status, day in found:
        yield Segment(None if start == date.min else start, end, status, day)


def _left_before(people: Collection[UUID]) -> tuple[History, dict[UUID, int]]:
    """What earlier decisions left to these people, whose lock is held: payable care, quantities consumed, ranks.

    In one statement: a rank that is read later than the history would hide what the history missed (docs/locking.md).
    """
    if not people:
        return History(), {}
    ranks: dict[UUID, int] = {}
    rows: list[Any] = []
    for row in _lines_and_ranks(people):
        if row[2] is None:
            ranks[row[0]] = row[1]
        else:
            rows.append(row)
    return _history(rows), ranks


@compiled(IDENTIFIERS)
def _lines_and_ranks(people: Any) -> QuerySet[Any, Any]:
    # Lines that kept a quantity have a person and a care date: what was refused is left out.
    kept_lines = models.LineDecision.objects.filter(person__in=people, superseded_by__isnull=True, kept_quantity__gt=0)
    bordereau = "decision__request__bordereau__"
    lines = kept_lines.values_list(
        "person_id",
        "kept_quantity",
        "id",
        "act_code",
        "care_date",
        "facility_code",
        "declared_quantity",
        "declared_amount",
        F("claimed") - F("rejected"),
        f"{bordereau}number",
        f"{bordereau}period",
        "decision__request__number",
    )
    ranked: Any = models.Decision.objects.filter(person__in=people).order_by().values("person_id")
    return lines.union(ranked.annotate(last=Max("rank")).values_list("person_id", "last", *NOTHING), all=True)


def _history(rows: list[Any]) -> History:
    history = History()
    rows.sort(key=itemgetter(2))
    for person, kept, _, act, day, facility, quantity, amount, payable, number, period, request in rows:
        consumed = history.consumed.setdefault((person, day.year), {})
        consumed[act] = consumed.get(act, 0) + kept
        if payable > 0:
            care = Payable(facility or None, number or period or None, request or None, quantity, amount)
            history.payable.setdefault((person, day), {}).setdefault(act, []).append(care)
    return history
