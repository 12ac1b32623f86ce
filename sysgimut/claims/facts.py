"""What adjudication needs to know, loaded for one request or for a whole batch in a fixed number of statements."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Max

from sysgimut.benefits.models import Act as StoredAct
from sysgimut.claims import models
from sysgimut.claims.domain.facts import (
    Act,
    Agreement,
    Authorisation,
    Facility,
    Facts,
    Insured,
    ProductRules,
    Segment,
    Tariff,
    TariffTable,
)
from sysgimut.claims.domain.grid import ControlGrid
from sysgimut.claims.domain.history import History, Payable
from sysgimut.claims.domain.request import CARE_TYPES, Request
from sysgimut.contributions.models import Coverage
from sysgimut.membership.models import Belonging, Identity, Person, Residence
from sysgimut.membership.queries import blocks
from sysgimut.parameters.queries import Parameters
from sysgimut.providers import models as providers

NEVER_VALIDATED = Segment(None, None, "NON_VALIDE")


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
    insured, payers = _insured(people)
    facts = Facts(
        insured=insured,
        acts=_acts(acts),
        facilities=_facilities(codes),
        tariffs=TariffTable(_tariffs(acts)),
        products=product_rules(parameters),
        authorisations=_authorisations(people.values()),
    )
    grid = control_grid(parameters, today)
    return CaseFile(facts, _history(people.values()), grid, payers, _ranks(people.values()))


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


def _lock_people(references: Iterable[str]) -> dict[str, UUID]:
    people: dict[str, UUID] = {}
    for block in blocks(sorted(references)):
        locked = Person.objects.filter(reference__in=block).select_for_update().order_by("id")
        people.update(locked.values_list("reference", "id"))
    return people


def _insured(people: dict[str, UUID]) -> tuple[dict[str, Insured], dict[UUID, list[tuple[date, str]]]]:
    found: dict[str, Insured] = {}
    payers: dict[UUID, list[tuple[date, str]]] = {}
    for block in blocks(people.items()):
        ids = [person for _, person in block]
        products = _belongings(ids, payers)
        rights = _rights(ids)
        identities = {
            row[0]: row[1:]
            for row in Identity.objects.filter(person__in=ids, superseded_by__isnull=True).values_list(
                "person_id", "family_name", "given_names", "sex", "birth", "birth_precision"
            )
        }
        for reference, person in block:
            family, given, sex, birth, precision = identities[person]
            estimated = precision in ("year", "estimated")
            segments = rights.get(person, (NEVER_VALIDATED,))
            found[reference] = Insured(
                person, reference, family, given, sex, birth, estimated, products[person], segments
            )
    return found, payers


def _belongings(people: list[UUID], payers: dict[UUID, list[tuple[date, str]]]) -> dict[UUID, str]:
    """The product of each person (that of their last household); fills in who pays from when."""
    belongings = Belonging.objects.filter(person__in=people, superseded_by__isnull=True).order_by("joined", "id")
    households: dict[UUID, UUID] = {}
    for person, household, joined, mutual in belongings.values_list("person_id", "household_id", "joined", "mutual"):
        households[person] = household
        payers.setdefault(person, []).append((joined, mutual))
    products: dict[UUID, str] = {}
    for block in blocks(set(households.values())):
        residences = Residence.objects.filter(household__in=block, superseded_by__isnull=True)
        products.update(residences.values_list("household_id", "product"))
    return {person: products[household] for person, household in households.items()}


def _rights(people: list[UUID]) -> dict[UUID, tuple[Segment, ...]]:
    rows = Coverage.objects.filter(person__in=people, superseded_by__isnull=True).order_by("person_id", "start")
    rights: dict[UUID, list[Segment]] = defaultdict(list)
    for person, start, end, status, day in rows.values_list("person_id", "start", "end", "status", "day"):
        rights[person].append(Segment(None if start == date.min else start, end, status, day))
    return {person: tuple(segments) for person, segments in rights.items()}


def _acts(codes: Iterable[str]) -> dict[str, Act]:
    found: dict[str, Act] = {}
    for block in blocks(sorted(codes)):
        for act in StoredAct.objects.filter(code__in=block, superseded_by__isnull=True):
            found[act.code] = Act(
                act.code,
                act.service_code,
                frozenset(act.products.split()),
                act.sex or None,
                act.age_min,
                act.age_max,
                act.needs_authorisation,
                act.max_per_request,
                act.max_per_year,
            )
    return found


def _facilities(codes: Iterable[str]) -> dict[str, Facility]:
    found: dict[str, Facility] = {}
    for block in blocks(sorted(codes)):
        agreements: dict[str, list[Agreement]] = defaultdict(list)
        current: dict[str, Any] = {"facility_code__in": block, "superseded_by__isnull": True}
        for code, start, end, products in providers.Agreement.objects.filter(**current).values_list(
            "facility_code", "start", "end", "products"
        ):
            agreements[code].append(Agreement(start, end, frozenset(products.split())))
        facilities = providers.Facility.objects.filter(code__in=block, superseded_by__isnull=True)
        for code, kind in facilities.values_list("code", "type"):
            found[code] = Facility(code, kind, tuple(agreements[code]))
    return found


def _tariffs(acts: Iterable[str]) -> Iterable[Tariff]:
    for block in blocks(sorted(acts)):
        tariffs = providers.Tariff.objects.filter(act_code__in=block, superseded_by__isnull=True)
        for row in tariffs.order_by("id").values_list("target", "act_code", "price", "start", "end"):
            yield Tariff(*row)


def _authorisations(people: Iterable[UUID]) -> dict[tuple[Any, str], tuple[Authorisation, ...]]:
    found: dict[tuple[Any, str], list[Authorisation]] = defaultdict(list)
    for block in blocks(people):
        issued = models.Authorisation.objects.filter(person__in=block, superseded_by__isnull=True).order_by("id")
        for person, act, number, start, end in issued.values_list("person_id", "act_code", "number", "start", "end"):
            found[person, act].append(Authorisation(number, start, end))
    return {key: tuple(authorisations) for key, authorisations in found.items()}


def _ranks(people: Iterable[UUID]) -> dict[UUID, int]:
    ranks: dict[UUID, int] = {}
    for block in blocks(people):
        decided = models.Decision.objects.filter(person__in=block).order_by()
        ranks.update(decided.values_list("person").annotate(Max("rank")))
    return ranks


def _history(people: Iterable[UUID]) -> History:
    """What earlier decisions left to these people: payable care, quantities consumed."""
    history = History()
    for block in blocks(people):
        # Lines that kept a quantity have a person and a care date: what was refused is left out.
        decided: Any = models.LineDecision.objects.filter(
            person__in=block, superseded_by__isnull=True, kept_quantity__gt=0
        ).order_by("id")
        for person, act, day, facility, quantity, amount, kept, rejected, claimed, *name in decided.values_list(
            "person_id",
            "act_code",
            "care_date",
            "facility_code",
            "declared_quantity",
            "declared_amount",
            "kept_quantity",
            "rejected",
            "claimed",
            "decision__request__bordereau__number",
            "decision__request__bordereau__period",
            "decision__request__number",
        ):
            consumed = history.consumed.setdefault((person, day.year), {})
            consumed[act] = consumed.get(act, 0) + kept
            if claimed > rejected:
                number, period, request = name
                payable = history.payable.setdefault((person, day), {})
                care = Payable(facility or None, number or period or None, request or None, quantity, amount)
                payable.setdefault(act, []).append(care)
    return history
