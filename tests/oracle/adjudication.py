"""Stages 2 and 3 of adjudication, the amounts and the order of work (File formats, section 3)."""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, timedelta
from fractions import Fraction

from tests.oracle.bordereaux import Line, Request
from tests.oracle.form import control_form
from tests.oracle.registers import Act, Agreement, Authorisation, Person, Tariff
from tests.oracle.rights import Coverage, reason

DAYS_TO_FILE = 90
GROUPS = ("BOR", "ORD", "ID", "DR", "CV", "DL", "ST", "UR", "LN", "DB", "AP", "TR", "MT", "QT", "TX", "AS")
RATES = {
    ("MOPTI", "A"): Fraction(70, 100), ("MOPTI", "H"): Fraction(80, 100), ("MOPTI", "U"): Fraction(80, 100),
    ("AMV", "A"): Fraction(75, 100), ("AMV", "H"): Fraction(75, 100), ("AMV", "U"): Fraction(75, 100),
}  # fmt: skip


@dataclass
class Facts:
    """Everything that a decision looks at; people by reference, coverages by household."""

    people: dict[str, Person]
    coverages: dict[str, Coverage]
    agreements: list[Agreement]
    acts: dict[str, Act]
    tariffs: dict[str, list[Tariff]]
    authorisations: list[Authorisation]


@dataclass
class Memory:
    """What earlier requests leave behind: lines that pay or may pay, quantities used in a year."""

    lines: dict[tuple[str, str, date], list[Line]] = field(default_factory=lambda: defaultdict(list))
    used: dict[tuple[str, str, int], int] = field(default_factory=lambda: defaultdict(int))


def in_force(begins: date, ends: date | None, day: date) -> bool:
    """Whether a day lies from `begins` (included) to `ends` (excluded, None: open)."""
    return begins <= day and (ends is None or day < ends)


def letters(name: str | None) -> str:
    """A name without case, accents and everything that is not a letter."""
    spread = unicodedata.normalize("NFD", unicodedata.normalize("NFC", name or "").casefold())
    return "".join(character for character in spread if character.isalpha())


def round_half_up(amount: int, rate: Fraction) -> int:
    """floor(amount × rate + 1/2)."""
    exact = amount * rate + Fraction(1, 2)
    return exact.numerator // exact.denominator


def age_on(born: date, day: date) -> int:
    """Completed years; someone born on 29 February completes a year on 1 March of a year without one."""
    try:
        birthday = date(day.year, born.month, born.day)
    except ValueError:
        birthday = date(day.year, 3, 1)
    return day.year - born.year - (1 if day < birthday else 0)


def possible_ages(person: Person, day: date) -> list[int]:
    """The ages a person may have: one, or one per day of a birth year up to the day."""
    if not person.year_only:
        return [age_on(person.born, day)]
    births = (date(person.born.year, 1, 1) + timedelta(days=i) for i in range(366))
    return [age_on(born, day) for born in births if born.year == person.born.year and born <= day]


class Adjudicator:
    """Decides requests one after the other, in the order of work."""

    def __init__(self, facts: Facts) -> None:
        self.facts = facts
        self.memory = Memory()

    def run(self, requests: list[Request]) -> None:
        """Adjudicate all the requests of a directory; the results are left on their lines."""

        def order(request: Request) -> tuple[date, str, str, str, str]:
            return (
                request.values.date_soins or date.min,
                request.bordereau.etablissement or "",
                request.bordereau.bordereau or "",
                request.values.demande or "",
                request.bordereau.periode or "",
            )

        for request in sorted(requests, key=order):
            self.decide(request)

    def person(self, request: Request) -> Person | None:
        """The person of the request, when known."""
        return self.facts.people.get(request.values.reference_beneficiaire or "")

    def decide(self, request: Request) -> None:
        """All the stages on one request, then what it leaves behind."""
        control_form(request, self.facts.acts)
        if not request.refused:
            self.control_person(request)
            self.control_facility(request)
            self.control_stay(request)
        person = self.person(request)
        if not request.refused:
            assert person is not None
            for line in request.lines:
                if not line.refused:
                    self.control_line(line, person)
        for line in request.lines:
            self.settle(line, person)
        if person is not None:
            for line in request.lines:
                if line.granted + line.justify_amount > 0:
                    assert line.values.acte is not None
                    assert request.values.date_soins is not None
                    key = (request.values.reference_beneficiaire or "", line.values.acte)
                    self.memory.lines[(*key, request.values.date_soins)].append(line)

    def control_person(self, request: Request) -> None:
        """ID and DR."""
        values = request.values
        person = self.person(request)
        if person is None:
            request.codes.add("ID-1")
            request.refused = True
            return
        swapped = letters(values.nom) == letters(person.prenoms) and letters(values.prenoms) == letters(person.nom)
        if letters(values.nom) != letters(person.nom) and not swapped:
            request.codes.add("ID-2")
            request.to_justify = True
        if values.sexe is not None and values.sexe != person.sexe:
            request.codes.add("ID-3")
        assert values.date_soins is not None
        why = reason(person, self.facts.coverages[person.menage], values.date_soins)
        if why is not None:
            request.codes.add(f"DR-{why}")
            request.refused = True

    def control_facility(self, request: Request) -> None:
        """CV and DL."""
        values, bordereau = request.values, request.bordereau
        assert values.date_soins is not None
        agreements = [
            agreement
            for agreement in self.facts.agreements
            if agreement.etablissement == bordereau.etablissement
            and in_force(agreement.begins, agreement.ends, values.date_soins)
        ]
        person = self.person(request)
        if not agreements:
            request.codes.add("CV-1")
            request.refused = True
        elif person is not None:
            product = self.facts.coverages[person.menage].product
            if not any(product in agreement.products for agreement in agreements):
                request.codes.add("CV-2")
                request.refused = True
        if bordereau.date_reception is not None:
            since = values.date_soins
            if values.type_soins in ("H", "U") and values.date_sortie is not None:
                since = values.date_sortie
            if bordereau.date_reception > since + timedelta(days=DAYS_TO_FILE):
                request.codes.add("DL-1")
                request.refused = True

    def control_stay(self, request: Request) -> None:
        """ST and UR; stay dates of type A are ignored."""
        values = request.values
        if values.type_soins == "A":
            return
        assert values.date_soins is not None
        enters, leaves = values.date_entree, values.date_sortie
        lacking = values.type_soins == "H" and (enters is None or leaves is None)
        reversed_stay = enters is not None and leaves is not None and leaves < enters
        if lacking or reversed_stay:
            request.codes.add("ST-1")
            request.to_justify = True
        if (enters is not None and values.date_soins < enters) or (leaves is not None and values.date_soins > leaves):
            request.codes.add("ST-2")
        if values.type_soins == "U":
            acts = [self.facts.acts[line.values.acte] for line in request.lines
                    if line.values.acte in self.facts.acts]  # fmt: skip
            if not any(act.prestation in ("510", "520") for act in acts):
                request.codes.add("UR-1")
                request.to_justify = True

    def control_line(self, line: Line, person: Person) -> None:
        """LN, DB, AP, TR-1 in this order, stopping at the first that refuses; then the reductions."""
        act = self.facts.acts.get(line.values.acte or "")
        if act is None:
            self.refuse(line, "LN-1")
            return
        if self.facts.coverages[person.menage].product not in act.products:
            self.refuse(line, "LN-2")
            return
        if line.values.prestation != act.prestation:
            line.codes.add("LN-3")
        self.control_limits(line, act, person)
        if not line.refused:
            self.control_duplicates(line)
        if not line.refused:
            self.control_authorisation(line, act)
            self.reduce(line, act)

    @staticmethod
    def refuse(line: Line, code: str) -> None:
        """Refuse a line."""
        line.codes.add(code)
        line.refused = True

    @staticmethod
    def justify(line: Line, code: str) -> None:
        """Leave a line to justify."""
        line.codes.add(code)
        line.to_justify = True

    def control_limits(self, line: Line, act: Act, person: Person) -> None:
        """LN-4 and LN-5."""
        day = line.request.values.date_soins
        assert day is not None
        fits = [
            (act.age_min is None or age >= act.age_min) and (act.age_max is None or age <= act.age_max)
            for age in possible_ages(person, day)
        ]
        if (act.sexe is not None and act.sexe != person.sexe) or not any(fits):
            self.refuse(line, "LN-4")
        elif not all(fits):
            self.justify(line, "LN-5")

    def control_duplicates(self, line: Line) -> None:
        """DB-1 and DB-2."""
        request = line.request
        assert line.values.acte is not None
        assert request.values.date_soins is not None
        key = (request.values.reference_beneficiaire or "", line.values.acte, request.values.date_soins)
        earlier = self.memory.lines[key]
        for other in earlier:
            if (
                other.request.bordereau.etablissement == request.bordereau.etablissement
                and other.values.quantite == line.values.quantite
                and other.values.montant == line.values.montant
            ):
                self.refuse(line, "DB-1")
                return
        if earlier:
            self.justify(line, "DB-2")

    def control_authorisation(self, line: Line, act: Act) -> None:
        """AP-1."""
        values = line.request.values
        assert values.date_soins is not None
        if not act.needs_authorisation:
            return
        for given in self.facts.authorisations:
            theirs = (given.accord, given.reference, given.acte)
            asked = (values.accord_prealable, values.reference_beneficiaire, act.acte)
            if theirs == asked and in_force(given.begins, given.ends, values.date_soins):
                return
        self.justify(line, "AP-1")

    def tariff(self, etablissement: str | None, acte: str, day: date) -> int | None:
        """The price in force: of the facility, else of its type, else of all; the latest `debut` wins."""
        types = [a.type for a in self.facts.agreements if a.etablissement == etablissement]
        for where in (etablissement, types[0] if types else None, "*"):
            found = [
                tariff
                for tariff in self.facts.tariffs.get(acte, [])
                if tariff.where == where and in_force(tariff.begins, tariff.ends, day)
            ]
            if found:
                return max(found, key=lambda tariff: tariff.begins).prix
        return None

    def reduce(self, line: Line, act: Act) -> None:
        """TR-1, MT-1, TR-2, QT-1, QT-2, then the expected amounts."""
        values, request = line.values, line.request
        day = request.values.date_soins
        assert day is not None
        assert values.quantite is not None
        assert values.prix_unitaire is not None
        assert values.montant is not None
        price = self.tariff(request.bordereau.etablissement, act.acte, day)
        if price is None:
            self.justify(line, "TR-1")
            price = values.prix_unitaire
        if values.montant != values.quantite * values.prix_unitaire:
            line.codes.add("MT-1")
        if values.prix_unitaire > price:
            line.codes.add("TR-2")
        kept = values.quantite
        if act.max_per_request is not None:
            before = sum(other.quantity_kept for other in request.lines if other.values.acte == act.acte)
            left = max(0, act.max_per_request - before)
            if kept > left:
                line.codes.add("QT-1")
                kept = left
        year = (request.values.reference_beneficiaire or "", act.acte, day.year)
        if act.max_per_year is not None:
            left = max(0, act.max_per_year - self.memory.used[year])
            if kept > left:
                line.codes.add("QT-2")
                kept = left
        self.memory.used[year] += kept
        line.quantity_kept = kept
        base = min(values.montant, kept * min(values.prix_unitaire, price))
        self.share(line, base)

    def rate(self, request: Request, person: Person) -> Fraction:
        """The mutual's share of a request that has a type of care."""
        return RATES[self.facts.coverages[person.menage].product, request.values.type_soins or ""]

    def share(self, line: Line, base: int) -> None:
        """The amounts of a line that is not refused."""
        person = self.person(line.request)
        assert person is not None
        assert line.request.values.type_soins is not None
        assert line.values.part_mutuelle is not None
        assert line.values.part_assure is not None
        rate = self.rate(line.request, person)
        expected = round_half_up(base, rate)
        paid = min(expected, line.values.part_mutuelle)
        if line.to_justify or line.request.to_justify:
            line.justify_amount = paid
        else:
            line.granted = paid
        line.overpaid = max(0, line.values.part_assure - (base - expected))

    def settle(self, line: Line, person: Person | None) -> None:
        """What stays rejected, the rate, TX-1, AS-1, and the request's codes on the line."""
        total, mutual, insured = line.values.montant, line.values.part_mutuelle, line.values.part_assure
        line.rejected = (mutual or 0) - line.granted - line.justify_amount
        if person is not None and line.request.values.type_soins is not None:
            rate = self.rate(line.request, person)
            line.rate = f"0.{rate * 100}"
            if total is not None and mutual is not None and mutual != round_half_up(total, rate):
                line.codes.add("TX-1")
        if None not in (total, mutual, insured) and (mutual or 0) + (insured or 0) != total:
            line.codes.add("AS-1")
        line.codes |= line.request.codes


def in_order(codes: set[str]) -> str:
    """Codes by group, then by number or name, separated by a space."""
    return " ".join(sorted(codes, key=lambda code: (GROUPS.index(code.split("-")[0]), code)))
