"""What offices do with care: parameters, tariffs, agreements, authorisations, requests, statements, payments."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from fractions import Fraction

from tests.oracle.adjudication import Adjudicator, Facts, Memory
from tests.oracle.bordereaux import BordereauValues, Line, LineValues, Request, RequestValues
from tests.oracle.registers import Agreement, Authorisation, Person, Tariff
from tests.simulation.model.books import Books
from tests.simulation.model.state import (
    ACCEPTED,
    DENIED,
    FACILITIES,
    HELD,
    KINDS,
    MUTUALS,
    UNCHANGED,
    Answer,
    Bill,
    Expected,
    Fields,
    Mutuals,
    Step,
    refused,
)
from tests.simulation.model.till import Till

PARTIES = ("mutuelle", "gestionnaire", "etablissement")
CARE_OF = {"taux_ambulatoire": "A", "taux_hospitalisation": "H", "taux_urgence": "U"}


class DatedAdjudicator(Adjudicator):
    """The oracle, with the rates of the care date."""

    changes: Sequence[Fields] = ()

    def rate(self, request: Request, person: Person) -> Fraction:
        """The rate in force on the care date."""
        found, day = super().rate(request, person), request.values.date_soins
        for change in sorted(self.changes, key=lambda one: one["start"]):
            named = (change["product"], CARE_OF.get(change["key"])) == (person.produit, request.values.type_soins)
            if named and day is not None and change["start"] <= day:
                found = Fraction(change["value"])
        return found


class Office(Till):
    """Expectations and effects of the commands about care."""

    def __init__(self, world: Mutuals, books: Books) -> None:
        super().__init__(world, books)
        self.memories: dict[str, Memory] = defaultdict(Memory)

    def expect_load_parameters(self, step: Step) -> Expected:
        """A value of a later date."""
        if not self.world.may(step.officer, step.operation, "UTM"):
            return DENIED
        return UNCHANGED if step.fields["changes"] == self.world.changes else ACCEPTED

    def apply_load_parameters(self, step: Step, answer: Answer) -> None:
        """It holds from its day on; a price is the member's part of the contribution."""
        self.world.changes[:] = step.fields["changes"]
        for change in self.world.changes:
            if change["key"] == "cotisation":
                self.world.parts[change["product"]][1:] = [(change["start"], change["part"])]

    def expect_set_tariff(self, step: Step) -> Expected:
        """The same price from the same day again changes nothing."""
        asked = step.fields
        general = asked["target"] not in KINDS
        if not self.world.may(
            step.officer, step.operation, FACILITIES if general else f"{FACILITIES}/{asked['target']}"
        ):
            return DENIED
        return UNCHANGED if _tariff(asked) in self.world.tariffs else ACCEPTED

    def apply_set_tariff(self, step: Step, answer: Answer) -> None:
        """It takes the place of the one that starts on the same day."""
        new = _tariff(step.fields)
        same = (new.where, new.acte, new.begins)
        self.world.tariffs[:] = [one for one in self.world.tariffs if (one.where, one.acte, one.begins) != same]
        self.world.tariffs.append(new)

    def expect_end_agreement(self, step: Step) -> Expected:
        """An agreement that is known, after its start."""
        asked = step.fields
        if not self.world.may(step.officer, step.operation, f"{FACILITIES}/{asked['facility']}"):
            return DENIED
        held = [
            one
            for one in self.world.agreements
            if (one.etablissement, one.begins) == (asked["facility"], asked["start"])
        ]
        if not held:
            return refused("CONV-INCONNUE")
        return UNCHANGED if held[0].ends == asked["end"] else ACCEPTED

    def apply_end_agreement(self, step: Step, answer: Answer) -> None:
        """It ends on its day, excluded."""
        asked = step.fields
        for rank, one in enumerate(self.world.agreements):
            if (one.etablissement, one.begins) == (asked["facility"], asked["start"]):
                values = (one.etablissement, one.type, one.begins, asked["end"], one.products, one.others)
                self.world.agreements[rank] = Agreement(*values)

    def expect_add_agreement(self, step: Step) -> Expected:
        """Not over another one of the same products."""
        asked = step.fields
        if not self.world.may(step.officer, step.operation, f"{FACILITIES}/{asked['facility']}"):
            return DENIED
        others = [one for one in self.world.agreements if one.etablissement == asked["facility"]]
        over = any(one.ends is None or asked["start"] < one.ends for one in others)
        return refused("CONV-CHEVAUCHE") if over else ACCEPTED

    def apply_add_agreement(self, step: Step, answer: Answer) -> None:
        """In force from its day on, open."""
        asked = step.fields
        kind = KINDS[asked["facility"]]
        self.world.agreements.append(Agreement(asked["facility"], kind, asked["start"], None, ("AMV", "MOPTI"), ()))

    def expect_import_authorisations(self, step: Step) -> Expected:
        """New ones are recorded, known ones are not recorded twice."""
        if not self.world.may(step.officer, step.operation, "UTM"):
            return DENIED
        return UNCHANGED if _authorisation(step.fields) in self.world.authorisations else ACCEPTED

    def apply_import_authorisations(self, step: Step, answer: Answer) -> None:
        """It is issued."""
        self.world.authorisations.append(_authorisation(step.fields))

    def expect_submit_request(self, step: Step) -> Expected:
        """Recorded whatever is decided; held when something must be justified."""
        asked = step.fields
        if not self.world.may(step.officer, step.operation, f"{FACILITIES}/{asked['bordereau']['facility']}"):
            return DENIED
        known = self.world.requests.get(_key(asked))
        if known is not None:
            return UNCHANGED if known[0] == asked else refused("DEM-DIFFERENTE", "DEM-LIGNE", "DEM-CLOSE", "DEM-ENTETE")
        request = self._decide(asked)
        waits = [
            line
            for line in request.lines
            if not (line.refused or request.refused) and (line.to_justify or request.to_justify)
        ]
        return HELD if waits else ACCEPTED

    def _decide(self, asked: Fields, remember: bool = False) -> Request:
        """The oracle's decision with what is known now; what it leaves behind is kept when asked."""
        tariffs = defaultdict(list)
        for tariff in self.world.tariffs:
            tariffs[tariff.acte].append(tariff)
        reference = asked["request"]["reference"]
        person = self.world.person(reference)
        people = {reference: person} if person else {}
        coverages = {person.menage: self.world.coverage(self.world.households[person.menage])} if person else {}
        facts = Facts(people, coverages, self.world.agreements, self.world.acts, tariffs, self.world.authorisations)
        judge = DatedAdjudicator(facts)
        judge.changes, before = self.world.changes, self.memories[reference]
        judge.memory.lines.update({key: list(lines) for key, lines in before.lines.items()})
        judge.memory.used.update(before.used)
        request = _request(asked)
        judge.decide(request)
        if remember:
            self.memories[reference] = judge.memory
        return request

    def apply_submit_request(self, step: Step, answer: Answer) -> None:
        """The decision, which later ones see; a statement may settle it."""
        asked = step.fields
        request = self._decide(asked, remember=True)
        person = self.world.person(asked["request"]["reference"])
        payer = person.mutuelle if person else ""
        self.world.requests[_key(asked)] = (asked, request, payer)
        self.world.unsettled[_key(asked)[:2]].append((payer, request))

    def expect_issue_statements(self, step: Step) -> Expected:
        """Something must be left to settle for this payer."""
        asked = step.fields
        if not self.world.may(step.officer, step.operation, MUTUALS.get(asked["mutual"], "UTM")):
            return DENIED
        waiting = self._waiting(asked)
        granted = any(line.granted for request in waiting for line in request.lines)
        return (self.world.booked(asked["mutual"], step.today) if granted else ACCEPTED) if waiting else UNCHANGED

    def _waiting(self, asked: Fields) -> list[Request]:
        payer = "" if asked["mutual"] == "UTM" else asked["mutual"]
        return [request for owner, request in self.world.unsettled[tuple(asked["bordereau"])] if owner == payer]

    def apply_issue_statements(self, step: Step, answer: Answer) -> None:
        """All that waits is on one statement, and what it grants is owed."""
        asked, key = step.fields, tuple(step.fields["bordereau"])
        requests = self._waiting(asked)
        rank = 1 + sum(number.startswith(f"{key[0]}/{key[1]}/{asked['mutual']}/") for number in self.world.statements)
        granted = 0
        for line in (line for request in requests for line in request.lines):
            act = self.world.acts.get(line.values.acte or "")
            service = act.prestation if act else line.values.prestation or "900"
            self.books.grant(asked["mutual"], service, KINDS[key[0]], line.granted)
            granted += line.granted
        number = f"{key[0]}/{key[1]}/{asked['mutual']}/{rank}"
        assert answer.result["statements"] == [number]
        self.world.statements[number] = Bill(number, key[0], asked["mutual"], step.today, requests, granted)
        left = [(owner, one) for owner, one in self.world.unsettled[key] if one not in requests]
        self.world.unsettled[key] = left

    def expect_sign_statement(self, step: Step) -> Expected:
        """Each party once, by three different people."""
        bill, party = self.world.statements[step.fields["number"]], step.fields["party"]
        scope = f"{FACILITIES}/{bill.facility}" if party == "etablissement" else MUTUALS.get(bill.mutual, "UTM")
        if not all(self.world.may(step.officer, name, scope) for name in (step.operation, f"sign_for_{party}")):
            return DENIED
        for other, officer in bill.signed:
            if other == party or officer == step.officer:
                return refused("ETAT-DEJA_SIGNE" if other == party else "ETAT-MEME_PERSONNE")
        return ACCEPTED

    def apply_sign_statement(self, step: Step, answer: Answer) -> None:
        """Signed."""
        self.world.statements[step.fields["number"]].signed.append((step.fields["party"], step.officer))

    def expect_pay_statement(self, step: Step) -> Expected:
        """Once, after three signatures, for what is granted, on a day between issue and today."""
        asked = step.fields
        bill = self.world.statements[asked["number"]]
        if not self.world.may(step.officer, step.operation, MUTUALS.get(bill.mutual, "UTM")):
            return DENIED
        if bill.paid:
            return refused("ETAT-DEJA_PAYE")
        if bill.granted == 0:
            return refused("ETAT-RIEN")
        if {party for party, _ in bill.signed} != set(PARTIES):
            return refused("ETAT-SIGNATURES")
        if asked["amount"] != bill.granted:
            return refused("ETAT-MONTANT")
        if not bill.issued_on <= asked["day"] <= step.today:
            return refused("ETAT-DATE")
        return self.world.booked(bill.mutual, asked["day"])

    def apply_pay_statement(self, step: Step, answer: Answer) -> None:
        """What is owed is paid."""
        bill = self.world.statements[step.fields["number"]]
        bill.paid = True
        self.books.pay(bill.mutual, KINDS[bill.facility], bill.granted)

    def expect_close_month(self, step: Step) -> Expected:
        """Once, when the month is over."""
        asked = step.fields
        if not self.world.may(step.officer, step.operation, MUTUALS[asked["mutual"]]):
            return DENIED
        if _end(asked["month"]) <= self.world.closed.get(asked["mutual"], date.min):
            return refused("LIVRE-DEJA_CLOS")
        return refused("LIVRE-MOIS_EN_COURS") if _end(asked["month"]) > step.today else ACCEPTED

    def apply_close_month(self, step: Step, answer: Answer) -> None:
        """Nothing is dated before its end any more."""
        self.world.closed[step.fields["mutual"]] = _end(step.fields["month"])


def _end(month: str) -> date:
    """The first day after a month."""
    year, number = map(int, month.split("-"))
    return date(year + number // 12, number % 12 + 1, 1)


def _tariff(asked: Fields) -> Tariff:
    return Tariff(asked["target"], asked["act"], asked["price"], asked["start"], None)


def _authorisation(asked: Fields) -> Authorisation:
    return Authorisation(asked["number"], asked["reference"], asked["act"], asked["start"], asked["end"])


def _key(asked: Fields) -> tuple[str, str, str]:
    return asked["bordereau"]["facility"], asked["bordereau"]["number"], asked["request"]["number"]


def _request(asked: Fields) -> Request:
    head, one = asked["bordereau"], asked["request"]
    names = ("number", "facility", "period", "received_on", "phone", "attachments", "facility_signature")
    age = None if one["age"] is None else str(one["age"])
    declared = (one[name] for name in ("number", "reference", "family_name", "given_names", "sex"))
    rest = (
        "activity", "contact", "practitioner", "care_date", "care_type", "entry_date", "exit_date", "icd10",
        "long_term", "authorisation", "clinical_information", "prescriber_signature", "facility_stamp",
        "validation_stamp",
    )  # fmt: skip
    cells = [*declared, age, *(one[name] for name in rest)]
    request = Request(BordereauValues(*(head[name] for name in names)), RequestValues(*cells))
    columns = (
        "number", "act", "label", "service_code", "quantity", "unit_price", "amount", "mutual_part", "insured_part",
    )  # fmt: skip
    request.lines.extend(Line(LineValues(*(line[name] for name in columns)), request) for line in one["lines"])
    return request
