"""People fall ill: when, where they go, what is done, and the request that the facility writes about it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from fractions import Fraction
from math import exp
from random import Random

from sysgimut.contributions.domain.rights import RightStatus, Segment
from sysgimut.interop.domain.bordereau_rows import LineValues, RequestValues
from sysgimut.interop.domain.rows import AuthorisationRow, HouseholdRow
from sysgimut.kernel.money import share
from sysgimut.site.demo.care import Case, draw_case
from sysgimut.site.demo.households import Household
from sysgimut.site.demo.places import Article, Prices, Site
from sysgimut.site.demo.story import in_season

YEARLY = 0.42
"""Visits for each person and year of open rights, before age counts (domain figures: 0.4 to 0.8 in all)."""
WITHOUT_RIGHTS = 0.025
"""How many visits are of people whose rights are not open, against all visits."""
PREFERRED = {"CSCOM": 78, "OFFICINE": 14, "CSREF": 12, "HOPITAL": 8}
DAYS = {"400-001", "400-002", "400-003", "400-004", "520-002"}
"""Acts counted in days of stay."""
AMBULATORY = "A"

Rates = Mapping[tuple[str, str], Fraction]
"""(product, care type) → the mutual's share."""


@dataclass(frozen=True, slots=True)
class Insured:
    """A person of a household with the time line of their rights."""

    household: Household
    row: HouseholdRow
    segments: tuple[Segment, ...]

    def age(self, on: date) -> int:
        """Completed years, nearly."""
        return (on - self.row.birth.day).days * 4 // 1461


@dataclass(slots=True)
class Visit:
    """A request before it is put into a bordereau."""

    insured: Insured
    site: Site
    day: date
    case: Case
    request: RequestValues
    lines: list[LineValues]
    authorisations: list[AuthorisationRow] = field(default_factory=list)


class Clinic:
    """Draws the visits of people and writes their requests."""

    def __init__(
        self,
        random: Random,
        sites: Sequence[Site],
        prices: Prices,
        articles: Mapping[str, Article],
        rates: Rates,
        ended: Mapping[str, date],
    ) -> None:
        self.random = random
        self.prices = prices
        self.articles = articles
        self.rates = rates
        self._sites = sites
        self._ended = ended
        """Facility → first day without agreement; some people still go there for a while."""
        self._near: dict[tuple[str, str], list[Site]] = {}
        self._authorisations = 0

    def visits(self, insured: Insured, first: date, last: date) -> Iterator[Visit]:
        """The visits of a person between two days, while their rights are open."""
        for segment in insured.segments:
            if segment.status is RightStatus.OUVERT and segment.start is not None:
                start, end = max(first, segment.start), min(last, (segment.end or last) - timedelta(1))
                for day in self._days(insured, start, end):
                    visit = self.visit(insured, day)
                    if visit is not None:
                        yield visit

    def visit_without_rights(self, insured: Insured, status: RightStatus, first: date, last: date) -> Visit | None:
        """A visit on a day when the person's rights are not open, for this reason."""
        for segment in insured.segments:
            start = max(first, segment.start or first, insured.row.joined_on)
            end = min(last, (segment.end or last) - timedelta(1))
            if segment.status is status and start <= end:
                near = min(end, start + timedelta(120))
                return self.visit(insured, start + timedelta(self.random.randint(0, (near - start).days)))
        return None

    def _days(self, insured: Insured, start: date, end: date) -> Iterator[date]:
        if end < start:
            return
        days = (end - start).days + 1
        expected = YEARLY * _burden(insured, start) * days / 365
        for _ in range(_poisson(self.random, expected * 1.25)):
            day = start + timedelta(self.random.randint(0, days - 1))
            if in_season(day) or self.random.random() < 0.66:
                yield day

    def visit(self, insured: Insured, day: date) -> Visit | None:
        """One visit; None when nothing of what is drawn can be had nearby."""
        case = draw_case(self.random, insured.row.sex, insured.age(day), day)
        if case is None:
            return None
        site = self._site(insured, case, day)
        if site is None:
            return None
        steps = [(act, quantity) for act, quantity in case.drawn(self.random) if self._possible(act, insured, day)]
        priced = [(act, quantity, self.prices.price(act, site, day)) for act, quantity in steps]
        lines = [
            self.line(number, insured, case.care_type, act, quantity, price)
            for number, (act, quantity, price) in enumerate([step for step in priced if step[2] is not None], 1)
            if price is not None
        ]
        if not lines:
            return None
        visit = Visit(insured, site, day, case, self._request(insured, site, day, case, lines), lines)
        self._authorise(visit)
        return visit

    def _possible(self, act: str, insured: Insured, day: date) -> bool:
        article, age = self.articles[act], insured.age(day)
        return article.sex in ("", insured.row.sex) and article.age_min <= age <= article.age_max

    def _site(self, insured: Insured, case: Case, day: date) -> Site | None:
        place, product = insured.household.place, insured.household.product
        kinds = [kind for kind in PREFERRED if kind in case.types]
        kind = self.random.choices(kinds, [PREFERRED[kind] for kind in kinds])[0]
        for tried in (kind, *kinds):
            here = [
                site for site in self._of(tried, place.mutual) if product in site.products and self._open(site, day)
            ]
            close = [site for site in here if site.commune == place.commune] or here
            if tried == "CSCOM":
                close = [site for site in close if site.commune == place.commune]
            if close:
                return self.random.choice(close)
        return None

    def _open(self, site: Site, day: date) -> bool:
        return day - timedelta(45) < self._ended.get(site.code, date.max)

    def without_product(self, site: Site, product: str) -> Site | None:
        """A facility of the same type whose agreement does not carry the product."""
        found = [other for other in self._sites if other.type == site.type and product not in other.products]
        return self.random.choice(found) if found else None

    def _of(self, kind: str, mutual: str) -> list[Site]:
        key = kind, mutual
        if key not in self._near:
            prefix = "MOP" if mutual == "MOPTI" else "BDG"
            self._near[key] = [site for site in self._sites if site.type == kind and site.code.startswith(prefix)]
        return self._near[key]

    def line(self, number: int, insured: Insured, care_type: str, act: str, quantity: int, price: int) -> LineValues:
        """A line as a facility that knows the rules writes it. Amounts in XOF."""
        article, amount = self.articles[act], quantity * price
        mutual, own = share(amount, self.rates[insured.household.product, care_type])
        return LineValues(str(number), act, article.label, article.service_code, quantity, price, amount, mutual, own)

    def _request(
        self, insured: Insured, site: Site, day: date, case: Case, lines: Sequence[LineValues]
    ) -> RequestValues:
        row, stay = insured.row, max((line.quantity or 0 for line in lines if line.act in DAYS), default=1)
        bedded = case.care_type != AMBULATORY
        role = {"CSCOM": "INF", "CSREF": "MED", "HOPITAL": "MED", "OFFICINE": "PHA"}[site.type]
        return RequestValues(
            number=None,
            reference=row.reference,
            family_name=row.family_name,
            given_names=row.given_names,
            sex=row.sex,
            age=max(0, insured.age(day)),
            activity=row.activity or ("Élève" if insured.age(day) < 18 else "Sans"),
            contact=row.phone or insured.household.rows[0].phone,
            practitioner=f"{role}-{site.code}-{self.random.randint(1, 3)}",
            care_date=day,
            care_type=case.care_type,  # type: ignore[arg-type]
            entry_date=day if bedded else None,
            exit_date=day + timedelta(stay) if bedded else None,
            icd10=case.icd10,
            long_term=case.icd10.startswith(("I10", "E11", "D57")),
            authorisation=None,
            clinical_information=case.signs,
            prescriber_signature=True,
            facility_stamp=True,
            validation_stamp=True,
        )

    def _authorise(self, visit: Visit) -> None:
        """Acts that need a prior authorisation mostly have theirs."""
        for line in visit.lines:
            if line.act and self.articles[line.act].needs_authorisation:
                self._authorisations += 1
                number = f"AP-{visit.day:%Y}-{self._authorisations:04d}"
                start = visit.day - timedelta(self.random.randint(0, 20))
                reference = visit.insured.row.reference or ""
                end = start + timedelta(90)
                visit.authorisations.append(AuthorisationRow(0, number, reference, line.act, start, end))
                visit.request = replace(visit.request, authorisation=number)


def _burden(insured: Insured, on: date) -> float:
    """How much more, or less, often than others someone of this age and sex is ill."""
    age = insured.age(on)
    if age < 5:
        return 1.9
    if age < 15:
        return 0.8
    if age >= 60:
        return 1.5
    return 1.25 if insured.row.sex == "F" else 0.75


def _poisson(random: Random, mean: float) -> int:
    limit, product, count = exp(-mean), random.random(), 0
    while product > limit:
        product *= random.random()
        count += 1
    return count
