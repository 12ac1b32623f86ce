"""Draws requests: who, when, where, which acts at which price, and the prior authorisations they give."""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, timedelta
from fractions import Fraction

from tests.oracle.draw import LAST_DAY, TRICKY_DAYS, Draw
from tests.oracle.draw_households import FAMILY_NAMES, FIRST_NAMES, Household
from tests.oracle.draw_registers import LIMIT_DAYS, Cells, Registers
from tests.oracle.registers import Person
from tests.oracle.rights import own_start

DAY = timedelta(days=1)
QUANTITIES = ((1, 0.5), (2, 0.2), (3, 0.13), (5, 0.1), (12, 0.07))
PERCENT = {("MOPTI", "A"): 70, ("MOPTI", "H"): 80, ("MOPTI", "U"): 80}


@dataclass
class Care:
    """A request as drawn: where and when, its request-level cells and the cells of its lines."""

    etablissement: str
    day: date
    cells: Cells
    lines: list[Cells]


@dataclass
class Patient:
    """A person who falls ill, their household and what they were already given."""

    person: Person
    household: Household
    open: list[tuple[date, date]]
    acts: list[str] = field(default_factory=list)
    cares: list[Care] = field(default_factory=list)


def open_periods(person: Person, household: Household) -> list[tuple[date, date]]:
    """The person's open rights, only to choose days of care in and around them."""
    periods = []
    for run in household.coverage.runs:
        start = max(run.opens, own_start(person, household.coverage))
        end = min(run.end, person.leaves) if person.leaves else run.end
        if start < end:
            periods.append((start, end))
    return periods


def is_leap_day(day: date) -> bool:
    """Whether a day is a 29 February."""
    return (day.month, day.day) == (2, 29)


def around_birthdays(born: date) -> list[date]:
    """The days on which a person's age may change, with their neighbours."""
    days = [date(year, born.month, min(born.day, 28)) for year in range(2022, 2027)]
    if is_leap_day(born):
        return [*days, *(date(year, 3, 1) for year in range(2022, 2027))]
    return [day + shift * DAY for day in days for shift in (-1, 0, 1)]


def without_accents(name: str) -> str:
    """A name as many registers write it."""
    spread = unicodedata.normalize("NFD", name)
    return "".join(c for c in spread if not unicodedata.combining(c)).upper()


class RequestDraw:
    """Draws one request after the other for a pool of patients that come back."""

    def __init__(self, draw: Draw, registers: Registers, households: list[Household], requests: int) -> None:
        self.draw = draw
        self.registers = registers
        self.accords: list[Cells] = []
        self.pool = self.patients(households, max(8, requests // 4))
        acts = registers.acts.values()
        self.all = list(registers.acts)
        self.with_ages = [a.acte for a in acts if a.age_min is not None or a.age_max is not None or a.sexe]
        self.with_limits = [a.acte for a in acts if a.max_per_request or a.max_per_year]
        self.to_authorise = [a.acte for a in acts if a.needs_authorisation]
        self.urgent = [a.acte for a in acts if a.prestation in ("510", "520")]

    def patients(self, households: list[Household], wanted: int) -> list[Patient]:
        """Mostly people who have open rights at some time."""
        pool: list[Patient] = []
        for _ in range(wanted * 20):
            household = self.draw.one(households)
            person = self.draw.one(household.people)
            if person.reference is None:
                continue
            periods = open_periods(person, household)
            if periods or self.draw.chance(0.12):
                pool.append(Patient(person, household, periods))
            if len(pool) == wanted:
                break
        if not pool:  # a handful of people, none of whom will do
            household = households[0]
            pool.append(Patient(household.people[0], household, open_periods(household.people[0], household)))
        return pool

    def care_day(self, patient: Patient) -> date:
        """A day of care: in open rights, on their edges, on a limit of something, or out of rights."""
        draw = self.draw
        if patient.cares and draw.chance(0.12):
            return draw.one(patient.cares).day
        if patient.open and draw.chance(0.88):
            start, end = draw.one(patient.open)
            if draw.chance(0.2):
                return draw.one((start, end - DAY))
            birthdays = [day for day in around_birthdays(patient.person.born) if start <= day < end]
            if birthdays and draw.chance(0.6 if is_leap_day(patient.person.born) else 0.06):
                return draw.one(birthdays)
            marked = [day for day in (*LIMIT_DAYS, *TRICKY_DAYS) if start <= day < end]
            return draw.one(marked) if marked and draw.chance(0.3) else draw.between(start, end - DAY)
        return self.closed_day(patient)

    def closed_day(self, patient: Patient) -> date:
        """A day on which rights are most often closed, each reason in turn."""
        draw, person, coverage = self.draw, patient.person, patient.household.coverage
        if coverage.first is None:
            return draw.between(person.joins, LAST_DAY)
        run = draw.one(coverage.runs)
        days = {
            "before": coverage.first - DAY,
            "first": coverage.first,
            "joins": person.joins,
            "joined": person.joins - DAY,
            "opens": run.opens - DAY,
            "own": own_start(person, coverage) - DAY,
            "end": run.end,
            "after": run.end + timedelta(days=draw.whole(1, 200)),
            "left": person.leaves or run.end,
            "gone": (person.leaves or run.end) + timedelta(days=draw.whole(1, 100)),
        }
        return days[draw.deck("closed", tuple(days))]

    def name_cells(self, person: Person) -> Cells:
        """Family and first names: as recorded, written otherwise, swapped, or someone else's."""
        draw = self.draw
        way = draw.weighted(
            (("same", 0.6), ("upper", 0.14), ("plain", 0.12), ("odd", 0.03), ("swapped", 0.04), ("first", 0.03),
             ("other", 0.04))
        )  # fmt: skip
        names = {
            "same": (person.nom, person.prenoms),
            "upper": (person.nom.upper(), person.prenoms.upper()),
            "plain": (without_accents(person.nom), without_accents(person.prenoms)),
            "odd": (f"{person.nom[:1]}-{person.nom[1:]}.", person.prenoms.lower()),
            "swapped": (person.prenoms, person.nom.upper()),
            "first": (person.nom, draw.one(FIRST_NAMES)),
            "other": (draw.one(FAMILY_NAMES), draw.one(FIRST_NAMES)),
        }
        return {"nom": names[way][0], "prenoms": names[way][1]}

    def stay_cells(self, day: date) -> Cells:
        """Care type and stay dates, sound in most cases."""
        draw = self.draw
        kind = draw.weighted((("A", 0.74), ("H", 0.14), ("U", 0.12)))
        if kind == "A":
            odd = draw.chance(0.03)
            return {
                "type_soins": "A",
                "date_entree": (day + DAY).isoformat() if odd else "",
                "date_sortie": (day - DAY).isoformat() if odd else "",
            }
        stay = timedelta(days=draw.one((0, 1, 3, 10, 92)))
        enters, leaves = day - draw.one((0, 0, 1)) * DAY, day + stay
        ways = {
            "late": ((day + DAY).isoformat(), (leaves + DAY).isoformat()),
            "early": ((enters - 5 * DAY).isoformat(), (day - DAY).isoformat()),
            "reversed": (day.isoformat(), (day - DAY).isoformat()),
            "no_exit": (enters.isoformat(), ""),
            "no_entry": ("", leaves.isoformat()),
            "none": ("", ""),
        }
        sound = (enters.isoformat(), leaves.isoformat())
        dates = ways[draw.deck("stay", tuple(ways))] if draw.chance(0.35) else sound
        return {"type_soins": kind, "date_entree": dates[0], "date_sortie": dates[1]}

    @staticmethod
    def edgy(person: Person) -> bool:
        """Whether the person's age is a matter of rules: a birth year alone, a birth on 29 February."""
        return person.year_only or is_leap_day(person.born)

    def near_limit(self, person: Person, day: date) -> list[str]:
        """Acts that the person is just old enough, or just too old, to be given, or may be."""
        age = day.year - person.born.year
        near = []
        for acte in self.with_ages:
            act = self.registers.acts[acte]
            edge = act.age_min == age or act.age_max == age - 1
            if edge or not self.edgy(person) and (act.age_min == age + 1 or act.age_max == age):
                near.append(acte)
        return near

    def fitting(self, person: Person, day: date) -> str:
        """Any act, seldom one whose limits the person is far outside of."""
        age = day.year - person.born.year
        for _ in range(3):
            acte = self.draw.one(self.all)
            act = self.registers.acts[acte]
            if act.sexe in (None, person.sexe) and (act.age_min or 0) <= age <= (act.age_max or 200):
                break
        return acte

    def choose_acts(self, patient: Patient, kind: str, day: date) -> list[str]:
        """The acts of the lines."""
        draw = self.draw
        count = draw.weighted(((1, 0.3), (2, 0.28), (3, 0.2), (4, 0.12), (5, 0.06), (6, 0.04)))
        if self.with_limits and draw.chance(0.08):
            return [draw.one(self.with_limits)] * (count + 1)
        acts = [self.fitting(patient.person, day) for _ in range(count)]
        if kind == "U" and self.urgent and draw.chance(0.75):
            acts[0] = draw.one(self.urgent)
        near = self.near_limit(patient.person, day)
        if near and draw.chance(0.7 if self.edgy(patient.person) else 0.1):
            acts[-1] = draw.one(near)
        if self.to_authorise and draw.chance(0.08):
            acts[-1] = draw.one(self.to_authorise)
        if patient.acts and draw.chance(0.2):
            acts[-1] = draw.one(patient.acts)
        patient.acts += [acte for acte in acts if acte in self.with_limits and len(patient.acts) < 3]
        return acts

    def line_cells(self, acte: str, percent: int) -> Cells:
        """The cells of a line, its number excepted: price, amount and shares right in most cases."""
        draw = self.draw
        price = self.registers.prices[acte]
        quantity = draw.weighted(QUANTITIES)
        price = max(1, price + draw.weighted(((0, 0.78), (-price // 5, 0.06), (price // 4, 0.1), (1, 0.06))))
        amount = max(1, quantity * price + draw.weighted(((0, 0.95), (1, 0.02), (-1, 0.01), (1000, 0.02))))
        declared = draw.weighted(((percent, 0.9), (70, 0.03), (75, 0.03), (80, 0.03), (100, 0.005), (0, 0.005)))
        mutual = int(amount * Fraction(declared, 100) + Fraction(1, 2)) + draw.weighted(((0, 0.98), (1, 0.02)))
        insured = max(0, amount - mutual + draw.weighted(((0, 0.96), (1, 0.01), (100, 0.02), (-1, 0.01))))
        act = self.registers.acts[acte]
        other = draw.chance(0.02)
        return {
            "acte": draw.weighted(((acte, 0.98), ("???", 0.012), ("", 0.008))),
            "libelle": f"Acte {int(acte[-3:])}",
            "prestation": draw.one(("100", "900", "999")) if other else act.prestation,
            "quantite": str(quantity),
            "prix_unitaire": str(price),
            "montant": str(amount),
            "part_mutuelle": str(mutual),
            "part_assure": str(insured),
        }

    def authorise(self, reference: str, acte: str, day: date) -> str:
        """What the request gives as prior authorisation for an act: good, on a limit, or not good."""
        draw = self.draw
        days = {
            "open": (day - 10 * DAY, None),
            "first_day": (day, day + 30 * DAY),
            "last_day": (day - 30 * DAY, day + DAY),
            "too_late": (day - 30 * DAY, day),
            "too_early": (day + DAY, None),
            "other_person": (day, None),
            "other_act": (day, None),
        }
        way = draw.deck("accord", ("APXXX", "non", "", *days, "open"))
        if way not in days or not reference:
            return way if way in ("non", "") else "APXXX"
        begins, ends = days[way]
        number = f"AP{len(self.accords):06d}"
        someone = draw.one(self.pool).person.reference or reference
        self.accords.append({
            "accord": number,
            "reference_beneficiaire": someone if way == "other_person" else reference,
            "acte": draw.one(self.all) if way == "other_act" else acte,
            "debut": begins.isoformat(),
            "fin": ends.isoformat() if ends else "",
        })  # fmt: skip
        return number

    def facility(self, patient: Patient) -> str:
        """Where: mostly a sound facility, often the patient's own; sometimes one that does not exist."""
        draw = self.draw
        if patient.cares and draw.chance(0.4):
            return draw.one(patient.cares).etablissement
        lists = ((self.registers.sound, 0.84), (self.registers.doubtful, 0.15), (["XX99"], 0.01))
        return draw.one(draw.weighted(lists))

    def again(self, patient: Patient) -> Care:
        """The same care once more: the same invoice, or the same act elsewhere or for another amount."""
        draw = self.draw
        first = draw.one(patient.cares)
        care = Care(first.etablissement, first.day, dict(first.cells), [dict(line) for line in first.lines])
        way = draw.deck("again", ("same", "same", "elsewhere", "quantity", "amount", "nothing", "other_type"))
        if way == "elsewhere":
            care.etablissement = draw.one(self.registers.sound)
        elif way == "quantity":
            for line in care.lines:
                line["quantite"] = str(int(line["quantite"] or "0") + 1)
        elif way == "amount":
            for line in care.lines:
                line["montant"] = str(int(line["montant"] or "0") + 100)
        elif way == "nothing":  # what is granted for nothing claimed does not make a second one a repetition
            for line in first.lines:
                line["part_mutuelle"] = "0"
        elif way == "other_type":
            care.cells |= {"type_soins": "A"}
        return care

    def request(self) -> Care:
        """One request, before any defect of form."""
        draw = self.draw
        patient = draw.one(self.pool)
        if patient.cares and draw.chance(0.08):
            return self.again(patient)
        person = patient.person
        day = self.care_day(patient)
        stay = self.stay_cells(day)
        percent = PERCENT.get((patient.household.product, stay["type_soins"]), 75)
        acts = self.choose_acts(patient, stay["type_soins"], day)
        reference = person.reference or ""
        cells = {
            "reference_beneficiaire": "ZZ999" if draw.chance(0.015) else reference,
            **self.name_cells(person),
            "sexe": draw.weighted(((person.sexe, 0.95), ("M", 0.025), ("F", 0.025))),
            "age": str(max(0, day.year - person.born.year)),
            "activite": draw.one(("Commerce", "Pêche", "Élève")),
            "contact": "70000001",
            "code_praticien": f"P{draw.whole(1, 9)}",
            "date_soins": day.isoformat(),
            **stay,
            "cim10": draw.one(("B54", "O80", "J18.9")),
            "ald": draw.one(("non", "non", "oui")),
            "accord_prealable": draw.weighted((("", 0.8), ("non", 0.2))),
            "renseignements_cliniques": draw.one(("fièvre", "toux, frissons", "contrôle ; suite", "dit « mal »")),
            "signature_prescripteur": "oui",
            "cachet_etablissement": "oui",
            "cachet_validation": "oui",
        }
        for acte in acts:
            if self.registers.acts[acte].needs_authorisation:
                cells["accord_prealable"] = self.authorise(reference, acte, day)
        lines = [self.line_cells(acte, percent) for acte in acts]
        care = Care(self.facility(patient), day, cells, lines)
        patient.cares.append(care)
        return care


def by_month(cares: list[Care]) -> dict[tuple[str, str], list[Care]]:
    """Requests put together by facility and month."""
    months: dict[tuple[str, str], list[Care]] = defaultdict(list)
    for care in cares:
        months[care.etablissement, care.day.isoformat()[:7]].append(care)
    return months
