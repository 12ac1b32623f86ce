"""Care that is invented for the people of a bench: what facilities ask for, mostly in order."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path
from random import Random

from sysgimut import benefits
from sysgimut.claims.domain.arrivals import DeclaredRequest
from sysgimut.claims.domain.request import BordereauHead, Line, Request
from sysgimut.claims.messages import BordereauEntry, LineEntry, RequestEntry
from sysgimut.journal import clock
from sysgimut.kernel.money import share
from sysgimut.membership.models import Identity
from sysgimut.providers.models import Facility

AGREED = Fraction(7, 10)


@dataclass(frozen=True, slots=True)
class Patient:
    """Someone insured, as their card says."""

    reference: str
    family: str
    given: str
    sex: str
    birth: date


@dataclass(frozen=True, slots=True)
class Offer:
    """An act with its price in XOF."""

    act: str
    label: str
    service_code: str
    price: int


def patients(people: int, wanted: int, seed: int) -> list[Patient]:
    """People drawn from the generated population (population.reference)."""
    from bench.population import reference

    drawn = Random(seed)
    references = [reference(drawn.randrange(people)) for _ in range(wanted)]
    found: dict[str, Patient] = {}
    for start in range(0, wanted, 5_000):
        rows = Identity.objects.filter(
            person__reference__in=references[start : start + 5_000], superseded_by__isnull=True
        ).values_list("person__reference", "family_name", "given_names", "sex", "birth")
        found.update((row[0], Patient(*row)) for row in rows)
    return [found[name] for name in references]


def offers() -> list[Offer]:
    """The shipped acts that anybody may be given without authorisation, with their price in health centres."""
    data = Path(benefits.__file__ or "").parent / "data"
    today = clock.today().isoformat()
    prices: dict[str, int] = {}
    with (data / "tariffs.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            in_force = row["debut"] <= today and (not row["fin"] or today < row["fin"])
            if in_force and row["etablissement"] in ("*", "CSCOM"):
                prices[row["acte"]] = int(row["prix"])
    found = []
    with (data / "acts.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            limited = row["sexe"] or row["age_min"] or row["age_max"] or row["accord_prealable"] == "oui"
            if not limited and row["acte"] in prices and "MOPTI" in row["couvert_par"]:
                found.append(Offer(row["acte"], row["libelle"], row["prestation"], prices[row["acte"]]))
    return found


@dataclass(slots=True)
class Desk:
    """Health centres that write bordereaux; every request is new care."""

    drawn: Random
    facilities: list[str]
    offers: list[Offer]
    made: int = 0

    @classmethod
    def open(cls, seed: int) -> Desk:
        """With the facilities and acts of the database."""
        found = Facility.objects.filter(type="CSCOM", superseded_by__isnull=True).order_by("code")
        return cls(Random(seed), list(found.values_list("code", flat=True)), offers())

    def head(self, number: str) -> BordereauHead:
        """The head of a bordereau received today."""
        today = clock.today()
        facility = self.drawn.choice(self.facilities)
        return BordereauHead(number, facility, f"{today:%Y-%m}", today, "70000001", True, True)

    def request(self, head: BordereauHead, patient: Patient, lines: int) -> Request:
        """A request for care of the last three weeks."""
        self.made += 1
        day = clock.today() - timedelta(days=self.drawn.randrange(1, 22))
        return Request(
            head,
            number=f"D{self.made:07d}",
            reference=patient.reference,
            family_name=patient.family,
            given_names=patient.given,
            sex=patient.sex,
            age=max(0, day.year - patient.birth.year),
            activity="Agriculture",
            contact="70000002",
            practitioner="P1",
            care_date=day,
            care_type="A",
            icd10="B54",
            long_term=False,
            clinical_information="fièvre",
            prescriber_signature=True,
            facility_stamp=True,
            validation_stamp=True,
            lines=tuple(self.lines(lines)),
        )

    def lines(self, count: int) -> Iterator[Line]:
        """Acts at their price; one in twelve is asked for more than the tariff."""
        for number, offer in enumerate(self.drawn.sample(self.offers, count), 1):
            price = offer.price if self.drawn.randrange(12) else offer.price * 5 // 4
            part, rest = share(price, AGREED)
            yield Line(str(number), offer.act, offer.label, offer.service_code, 1, price, price, part, rest)

    def delivery(self, people: list[Patient], label: str, of_a_bordereau: int = 50) -> list[DeclaredRequest]:
        """Requests of one to six lines, three on average, in bordereaux of `of_a_bordereau`."""
        made = []
        for rank, patient in enumerate(people):
            if rank % of_a_bordereau == 0:
                head = self.head(f"{label}-{rank // of_a_bordereau}")
            request = self.request(head, patient, self.drawn.choice((1, 2, 2, 3, 3, 4, 6)))
            made.append(DeclaredRequest(request, (0,) * len(request.lines)))
        return made


def bordereau_entry(head: BordereauHead) -> BordereauEntry:
    """The head as the message of one request has it."""
    names = BordereauEntry.model_fields
    return BordereauEntry(**{name: getattr(head, name) for name in names})


def request_entry(request: Request) -> RequestEntry:
    """The request as its message has it."""
    values = {name: getattr(request, name) for name in RequestEntry.model_fields if name != "lines"}
    lines = tuple(LineEntry(**{name: getattr(line, name) for name in LineEntry.model_fields}) for line in request.lines)
    return RequestEntry(**values, lines=lines)
