"""Care, drawn: what facilities bill, what offices decide, sign and pay, and what changes on a date."""

from __future__ import annotations

from datetime import date, timedelta

from tests.oracle.draw import Draw
from tests.oracle.registers import Act
from tests.simulation.model.life import Message
from tests.simulation.model.officers import ACCOUNTANT, ASSISTANT, COUNTER, ELECTED
from tests.simulation.model.state import KINDS, Bill, Fields, Mutuals

BOTH = ("AMV", "MOPTI")
START = date(2022, 1, 1)
ACTS = {
    act.acte: act
    for act in (
        Act("100-001", "100", BOTH, None, None, None, False, 1, None, ()),
        Act("200-001", "200", BOTH, None, None, None, False, 10, 24, ()),
        Act("300-001", "300", ("MOPTI",), None, None, None, False, None, 3, ()),
        Act("400-001", "400", BOTH, None, None, None, True, None, None, ()),
        Act("500-001", "500", BOTH, "F", 12, 55, False, None, None, ()),
        Act("510-001", "510", BOTH, "F", None, None, False, None, None, ()),
        Act("600-001", "600", (), None, None, None, False, None, None, ()),
        Act("900-001", "900", BOTH, None, None, 5, False, None, None, ()),
    )
}
PRICES = {"100-001": 1000, "200-001": 150, "300-001": 2500, "400-001": 5000, "500-001": 4000, "510-001": 25000,
          "600-001": 8000, "900-001": 1200}  # fmt: skip
PART_OF_RATE = {"A": 70, "H": 80, "U": 80}


class Trade:
    """Draws what facilities and offices do."""

    def __init__(self, draw: Draw, world: Mutuals) -> None:
        self.draw, self.world = draw, world
        self.requests = 0

    def event(self, today: date) -> list[Message]:
        """Something that a facility or an office does."""
        kinds = (
            (self._request, 34), (self._twice, 3), (self._statement, 8), (self._signatures, 16), (self._payment, 9),
            (self._authorisation, 4), (self._tariff, 3), (self._parameter, 2),
            (self._agreement, 1.5), (self._closing, 2.5),
        )  # fmt: skip
        return self.draw.weighted(kinds)(today)

    def _head(self, facility: str, today: date) -> Fields:
        """The bordereau of the month; what its first request said of it stays."""
        number = f"BD-{facility[:3]}-{today:%Y%m}"
        lacking = self.draw.chance(0.04)
        head = {
            "facility": facility, "number": number, "period": f"{today:%Y-%m}", "received_on": today,
            "phone": "76000001", "attachments": not lacking, "facility_signature": True,
        }  # fmt: skip
        return self.world.heads.setdefault((facility, number), head)

    def _request(self, today: date) -> list[Message]:
        """Care of someone; mostly known and in their rights."""
        if not self.world.home:
            return []
        facility = self.draw.one(sorted(KINDS))
        reference = self._patient(today)
        person = self.world.person(reference)
        assert person is not None
        care = today - timedelta(
            days=self.draw.weighted(((self.draw.whole(0, 20), 8.0), (self.draw.whole(60, 130), 1.0)))
        )
        self.requests += 1
        kind = self.draw.weighted((("A", 7.0), ("H", 2.0), ("U", 1.0)))
        asked = {
            "number": f"{self.requests:05d}", "reference": reference if self.draw.chance(0.97) else "MOPTI-999999-9",
            "family_name": person.nom if self.draw.chance(0.95) else "Inconnu", "given_names": person.prenoms,
            "sex": person.sexe if self.draw.chance(0.95) else None, "age": 30, "activity": "Éleveur",
            "contact": "76000002", "practitioner": "P-1", "care_date": care, "care_type": kind,
            "entry_date": care if kind != "A" and self.draw.chance(0.9) else None,
            "exit_date": care + timedelta(days=self.draw.whole(-1, 6)) if kind != "A" else None,
            "icd10": "B54", "long_term": False, "authorisation": self._given(reference),
            "clinical_information": "Fièvre" if self.draw.chance(0.97) else None, "prescriber_signature": True,
            "facility_stamp": True, "validation_stamp": True, "lines": self._lines(kind),
        }  # fmt: skip
        message = {"bordereau": self._head(facility, today), "request": asked}
        officer = COUNTER[facility] if self.draw.chance(0.95) else self.draw.one(sorted(COUNTER.values()))
        return [("submit_request", message, officer)]

    def _patient(self, today: date) -> str:
        """Somebody; those whose rights are open come more often."""
        reference = ""
        for _ in range(3):
            reference = self.draw.one(sorted(self.world.home))
            if self.world.right(reference, today) == "OUVERT":
                break
        return reference

    def _given(self, reference: str) -> str | None:
        theirs = [one.accord for one in self.world.authorisations if one.reference == reference]
        return theirs[-1] if theirs and self.draw.chance(0.9) else None

    def _lines(self, kind: str) -> tuple[Fields, ...]:
        lines = []
        for rank in range(1, self.draw.whole(1, 5) + 1):
            act = self.draw.one(sorted(ACTS)) if self.draw.chance(0.97) else "999-999"
            price = PRICES.get(act, 1000) + self.draw.weighted(((0, 7.0), (200, 1.0), (-100, 1.0)))
            quantity = self.draw.whole(1, 14) if act == "200-001" else self.draw.weighted(((1, 9.0), (2, 1.0)))
            amount = quantity * price + (50 if self.draw.chance(0.03) else 0)
            part = (amount * PART_OF_RATE[kind] + 50) // 100
            part = self.draw.weighted(((part, 8.0), (amount, 1.0), (part // 2, 0.5), (0, 0.2)))
            lines.append(
                {
                    "number": str(rank), "act": act, "label": "Acte", "service_code": act[:3], "quantity": quantity,
                    "unit_price": price, "amount": amount, "mutual_part": part if self.draw.chance(0.98) else None,
                    "insured_part": amount - part,
                }
            )  # fmt: skip
        return tuple(lines)

    def _twice(self, today: date) -> list[Message]:
        """Care that was billed is billed again: under another number, perhaps by the other facility, or changed."""
        if not self.world.requests:
            return []
        old = self.world.requests[self.draw.one(sorted(self.world.requests))][0]
        facility = self.draw.one(sorted(KINDS))
        self.requests += 1
        changed = {"number": f"{self.requests:05d}"} if self.draw.chance(0.8) else {"care_date": today}
        request = {**old["request"], **changed}
        head = self._head(facility, today) if "number" in changed else old["bordereau"]
        return [("submit_request", {"bordereau": head, "request": request}, COUNTER[head["facility"]])]

    def _authorisation(self, today: date) -> list[Message]:
        if not self.world.home:
            return []
        reference = self.draw.one(sorted(self.world.home))
        number = f"AP-{len(self.world.authorisations) + 1}"
        start = today - timedelta(days=self.draw.whole(0, 60))
        asked = {"number": number, "reference": reference, "act": "400-001", "start": start}
        return [("import_authorisations", {**asked, "end": start + timedelta(days=90)}, "medecin")]

    def _tariff(self, today: date) -> list[Message]:
        """A price of another date: soon, or entered late."""
        act = self.draw.one(sorted(ACTS))
        asked = {
            "target": self.draw.one(("*", "CSCOM", "HOPITAL", "HOP-MOPTI")), "act": act,
            "price": PRICES[act] + self.draw.one((-50, 100, 300)),
            "start": today + timedelta(days=self.draw.one((-40, 0, 5, 30))),
        }  # fmt: skip
        return [("set_tariff", asked, self.draw.one(("direction", "medecin", "comptable")))]

    def _parameter(self, today: date) -> list[Message]:
        """A rate changes, from a day before or after today; or what a member pays, from a day to come, once."""
        start = today + timedelta(days=self.draw.one((-10, 1, 20)))
        change: Fields = self.draw.one(
            (
                {"product": "MOPTI", "key": "taux_ambulatoire", "value": self.draw.one(("65/100", "75/100"))},
                {"product": "AMV", "key": "taux_hospitalisation", "value": self.draw.one(("70/100", "80/100"))},
                {"product": "MOPTI", "key": "cotisation", "value": "9000", "part": 1800},
                {"product": "AMV", "key": "cotisation", "value": "600", "part": 600},
            )
        )
        if change["key"] == "cotisation":
            start = today + timedelta(days=self.draw.whole(10, 40))
            if _named(change) in map(_named, self.world.changes):
                return []
        changes = [one for one in self.world.changes if _named(one) != _named(change)]
        return [("load_parameters", {"changes": [*changes, {**change, "start": start}]}, "racine")]

    def _agreement(self, today: date) -> list[Message]:
        """The hospital's agreement ends, and another begins."""
        held = [one for one in self.world.agreements if one.etablissement == "HOP-MOPTI"]
        last = max(held, key=lambda one: one.begins)
        if last.ends is None and self.draw.chance(0.6):
            end = today + timedelta(days=self.draw.whole(1, 30))
            return [("end_agreement", {"facility": "HOP-MOPTI", "start": last.begins, "end": end}, "coordinateur")]
        start = (last.ends or today) + timedelta(days=self.draw.whole(0, 12))
        return [("add_agreement", {"facility": "HOP-MOPTI", "start": start}, "coordinateur")]

    def _closing(self, today: date) -> list[Message]:
        """A month of a mutual is closed: the last one mostly, some time after its end."""
        mutual = self.draw.one(sorted(ACCOUNTANT))
        day = today - timedelta(days=self.draw.weighted(((35, 6.0), (70, 2.0), (0, 0.5))))
        officer = ACCOUNTANT[mutual] if self.draw.chance(0.9) else "assistante"
        return [("close_month", {"mutual": mutual, "month": f"{day:%Y-%m}"}, officer)]

    def _statement(self, today: date) -> list[Message]:
        if not self.world.heads:
            return []
        key = self.draw.one(sorted(self.world.heads))
        mutual = self.draw.weighted((("MOPTI", 5.0), ("BANDIAGARA", 3.0), ("UTM", 1.0)))
        waiting = sorted((where, payer or "UTM") for where, left in self.world.unsettled.items() for payer, _ in left)
        if waiting and self.draw.chance(0.8):
            key, mutual = self.draw.one(waiting)
        officer = ACCOUNTANT.get(mutual, "racine") if self.draw.chance(0.95) else "awa"
        return [("issue_statements", {"mutual": mutual, "bordereau": key}, officer)]

    def _bill(self, settled: bool = True) -> Bill | None:
        """A statement; mostly one that can still be paid."""
        open_ones = [n for n, bill in self.world.statements.items() if bill.granted and not bill.paid]
        numbers = open_ones if open_ones and self.draw.chance(0.85) else list(self.world.statements)
        return self.world.statements[self.draw.one(sorted(numbers))] if numbers else None

    def _signatures(self, today: date) -> list[Message]:
        bill = self._bill()
        if bill is None:
            return []
        mutual = bill.mutual if bill.mutual in ELECTED else "MOPTI"
        due = [("mutuelle", ELECTED[mutual]), ("gestionnaire", ASSISTANT[mutual])]
        due += [("etablissement", COUNTER[bill.facility]), ("gestionnaire", "elue")]
        signed = [party for party, _ in bill.signed]
        chosen = [one for one in due[:3] if one[0] not in signed] if self.draw.chance(0.8) else [self.draw.one(due)]
        return [("sign_statement", {"number": bill.number, "party": party}, officer) for party, officer in chosen]

    def _payment(self, today: date) -> list[Message]:
        bill = self._bill()
        if bill is None:
            return []
        amount = max(1, bill.granted + self.draw.weighted(((0, 9.0), (1, 0.5), (-1, 0.5))))
        day = today - timedelta(days=self.draw.one((0, 0, 0, 1, 40)))
        officer = ACCOUNTANT.get(bill.mutual, "comptable")
        return [("pay_statement", {"number": bill.number, "day": day, "amount": amount}, officer)]


def _named(change: Fields) -> tuple[str, str]:
    return change["product"], change["key"]
