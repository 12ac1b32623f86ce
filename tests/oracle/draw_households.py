"""Draws menages and recus: households that grow, shrink and empty, and all the ways to pay late."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from tests.oracle.draw import LEAP_DAYS, Draw
from tests.oracle.draw_registers import COMMUNES, Cells
from tests.oracle.reader import Row
from tests.oracle.registers import MODES, Person, Receipt, parse_person
from tests.oracle.rights import MEMBER_PART, Coverage, add_months, belonging, cover

FAMILY_NAMES = (
    "Traoré", "Kéita", "Diallo", "Guindo", "Togo", "Tembély", "Karembé", "Kassogué", "Maïga", "Sow", "Bah",
    "N'Diaye", "Ould-Baba", "Cissé", "Sangaré", "Dembélé", "Konaté", "Ag Ély", "Moussa", "Njaay", "Ɲaare",
)  # fmt: skip
FIRST_NAMES = (
    "Awa", "Moussa", "Oumar", "Fatoumata", "Djénéba", "Seydou", "Hawa", "Aïssata", "Amadou", "Rokia",
    "Kadiatou", "Ibrahim", "Boubacar", "Mariam", "Adama", "Ousmane", "Maïmouna", "Yéyé", "Diallo",
)  # fmt: skip
ACTIVITIES = ("Agriculture", "Élevage", "Commerce", "Pêche", "Ménagère", "Élève")
SIZES = (
    (1, 6.0), (2, 9.0), (3, 12.0), (4, 14.0), (5, 14.0), (6, 12.0), (7, 9.0), (8, 7.0), (10, 5.0), (12, 3.0),
    (14, 1.2), (15, 2.0), (16, 2.0), (17, 0.6), (30, 0.3), (31, 0.5),
)  # fmt: skip
FEE = 1_000
DAY = timedelta(days=1)


@dataclass
class Household:
    """A household as drawn: its rows, and its people, receipts and coverage as the oracle reads them."""

    menage: str
    mutuelle: str
    product: str
    rows: list[Cells]
    people: list[Person]
    receipts: list[Receipt]
    coverage: Coverage


class HouseholdDraw:
    """Draws one household after the other."""

    def __init__(self, draw: Draw, blank_references: bool) -> None:
        self.draw = draw
        self.blank_references = blank_references
        self.receipt_number = 0
        self.reused: list[str] = []

    def birth(self, joins: date, lien: str, late: bool) -> str:
        """A birth date, or a year alone, that does not come after the day of joining."""
        draw = self.draw
        if lien in ("enfant", "autre") and draw.chance(0.6 if late else 0.05):
            days = draw.one((0, 1, 30, 59, 60, 61, 62, 90))
            born = joins - timedelta(days=days)
            return str(born.year) if draw.chance(0.1) else born.isoformat()
        years = (0, 17) if lien == "enfant" else (16, 75)
        born = joins - timedelta(days=draw.whole(years[0] * 365 + 100, years[1] * 365 + 364))
        if draw.chance(0.05):
            oldest = 2006 if lien == "enfant" else 1950
            born = draw.one([leap for leap in LEAP_DAYS if oldest < leap.year and leap <= joins])
        elif draw.chance(0.05):  # a birthday on the day of joining: ages change on the days of care
            born = date(born.year, joins.month, min(joins.day, 28))
        return str(born.year) if draw.chance(0.28) else min(born, joins).isoformat()

    def reference(self, menage: str, mutuelle: str, number: int) -> str:
        """A reference; text order is not always the order of numbers."""
        style = self.draw.weighted((("plain", 0.96), ("lower", 0.02), ("short", 0.02)))
        if style == "lower":
            return f"{mutuelle[0].lower()}{menage[1:]}_{number:02d}"
        if style == "short":
            return f"{mutuelle[0]}{int(menage[1:])}.{number}"
        return f"{mutuelle[0]}{menage[1:]}-{number:02d}"

    def member(self, base: Cells, number: int, lien: str, joins: date, leaves: date | None, late: bool) -> Cells:
        """One row of menages.csv."""
        draw = self.draw
        first_names = draw.one(FIRST_NAMES)
        if draw.chance(0.25):
            first_names += " " + draw.one(FIRST_NAMES)
        blank = self.blank_references and draw.chance(0.1)
        return {
            **base,
            "date_adhesion": joins.isoformat(),
            "reference_beneficiaire": "" if blank else self.reference(base["menage"], base["mutuelle"], number),
            "nom": base["nom"] if draw.chance(0.85) else draw.one(FAMILY_NAMES),
            "prenoms": first_names,
            "sexe": draw.one(("M", "F")),
            "date_naissance": self.birth(joins, lien, late),
            "lien": lien,
            "activite": draw.one(ACTIVITIES),
            "telephone": f"7{draw.whole(0, 9_999_999):07d}" if lien == "adherent" else "",
            "date_sortie": leaves.isoformat() if leaves else "",
            "motif_sortie": draw.one(("deces", "depart", "radiation")) if leaves else "",
        }

    def leaving_day(self, joins: date, pays: date, product: str) -> date:
        """A day to leave, often one on which something else happens."""
        period = 12 if product == "MOPTI" else 1
        opens = add_months(pays, 3)
        marks = (pays, pays + DAY, opens, opens + DAY, opens - DAY, add_months(pays, period), joins + DAY)
        some_day = self.draw.between(opens, add_months(opens, 20))
        return max(joins + DAY, self.draw.one(marks) if self.draw.chance(0.35) else some_day)

    def members(self, base: Cells, joins: date, pays: date) -> list[Cells]:
        """The people: at first, joining later, leaving; sometimes all leave and someone joins again."""
        draw = self.draw
        product = base["produit"]
        rows: list[Cells] = []
        emptied = self.leaving_day(joins, pays, product) if draw.chance(0.04) else None
        for number in range(1, draw.weighted(SIZES) + 1):
            lien = "adherent" if number == 1 else draw.weighted((("enfant", 0.65), ("conjoint", 0.2), ("autre", 0.15)))
            late = number > 1 and emptied is None and draw.chance(0.16)
            comes = joins
            if late:
                marks = (pays - DAY, pays, pays + DAY, add_months(pays, 3), add_months(pays, 12))
                comes = draw.one(marks) if draw.chance(0.3) else draw.between(pays, add_months(pays, 15))
            leaves = emptied
            if emptied is None and draw.chance(0.09):
                leaves = self.leaving_day(comes, pays, product)
            rows.append(self.member(base, number, lien, comes, leaves, late))
        if emptied:
            back = emptied + timedelta(days=draw.one((0, 1, 20, 100, 300)))
            rows.append(self.member(base, len(rows) + 1, draw.one(("conjoint", "autre")), back, None, True))
        return rows

    def household(self, number: int) -> Household:
        """One household with its people and its receipts."""
        draw = self.draw
        mutuelle = draw.one(("MOPTI", "BANDIAGARA"))
        joins = draw.some_day()
        shift = draw.weighted(((0, 0.45), (-20, 0.08), (-1, 0.04), (1, 0.08), (10, 0.2), (75, 0.1), (300, 0.05)))
        pays = joins + timedelta(days=shift)
        base = {
            "menage": f"M{number:06d}",
            "mutuelle": mutuelle,
            "commune": draw.one(COMMUNES[mutuelle]),
            "village": f"Village {draw.whole(1, 30)}",
            "produit": draw.weighted((("MOPTI", 0.6), ("AMV", 0.4))),
            "nom": draw.one(FAMILY_NAMES),
        }
        rows = self.members(base, joins, max(pays, joins))
        if draw.chance(0.1):
            draw.random.shuffle(rows)
        people = [parse_person(Row("menages.csv", 0, row)) for row in rows]
        household = Household(base["menage"], mutuelle, base["produit"], rows, people, [], Coverage(base["produit"]))
        self.receipts(household, pays)
        return household

    def pay(self, household: Household, day: date, fee: int, contribution: int) -> None:
        """Add a receipt."""
        self.receipt_number += 1
        recu = f"C{self.draw.whole(1, 99):05d}-{self.receipt_number:06d}"
        if household.mutuelle == "MOPTI" and self.draw.chance(0.02):
            self.reused.append(recu)
        elif household.mutuelle == "BANDIAGARA" and self.reused and self.draw.chance(0.5):
            recu = self.reused.pop()  # the same number in the other mutual is another receipt
        household.receipts.append(Receipt(recu, day, household.menage, fee, contribution, ()))

    def receipts(self, household: Household, pays: date) -> None:
        """The first payments, in one of the ways people pay, then renewals."""
        draw = self.draw
        part = MEMBER_PART[household.product]
        n = belonging(household.people, max(pays, min(p.joins for p in household.people))) or 1
        fee = FEE * -(-n // 15)
        if n > 15 and draw.chance(0.3):
            fee = FEE
        periods = 1 if household.product == "MOPTI" else draw.one((1, 1, 2, 3, 4, 6, 12))
        due = n * part * periods
        shift = timedelta(days=draw.one((1, 5, 31, 60)))
        ways = (
            ("together", 0.5), ("fee_first", 0.12), ("fee_last", 0.12), ("instalments", 0.12), ("more", 0.06),
            ("short", 0.02), ("fee_only", 0.01), ("contribution_only", 0.01), ("none", 0.04),
        )  # fmt: skip
        plans = {
            "together": [(pays, fee, due)],
            "fee_first": [(pays, fee, 0), (pays + shift, 0, due)],
            "fee_last": [(pays, 0, due), (pays + shift, fee, 0)],
            "instalments": [(pays, fee, n * part // 2), (pays + shift, 0, due - n * part // 2)],
            "more": [(pays, fee + FEE, due + n * part + draw.one((0, 1, part - 1)))],
            "short": [(pays, fee, n * part - 1)],
            "fee_only": [(pays, fee, 0)],
            "contribution_only": [(pays, 0, due)],
            "none": [],
        }
        way = draw.weighted(ways)
        for day, paid_fee, paid in plans[way]:
            self.pay(household, day, paid_fee, paid)
        household.coverage = cover(household.people, household.receipts)
        if way in ("together", "fee_first", "fee_last", "instalments", "more"):
            for _ in range(draw.one((0, 1, 2, 2, 3)) if household.product == "MOPTI" else draw.one((0, 1, 3, 6, 10))):
                self.renew(household)

    def renew(self, household: Household) -> None:
        """One more payment, on a day near the end of what is paid or near the longest interruption."""
        draw = self.draw
        if not household.coverage.runs:
            day = max(r.day for r in household.receipts) + timedelta(days=draw.one((1, 30)))
            self.pay(household, day, FEE, 0)
        else:
            end = household.coverage.runs[-1].end
            limit = add_months(end, 3)
            day = draw.weighted(
                ((end, 0.2), (end - DAY, 0.1), (end + DAY, 0.15), (end - 20 * DAY, 0.18), (limit, 0.07),
                 (limit - DAY, 0.06), (limit + DAY, 0.07), (end + 15 * DAY, 0.12), (limit + 90 * DAY, 0.05))
            )  # fmt: skip
            periods = 1 if household.product == "MOPTI" else draw.one((1, 1, 1, 2, 3, 6))
            n = belonging(household.people, day) or 1
            extra = draw.weighted(((0, 0.85), (100, 0.06), (-1, 0.03), (n * 575, 0.06)))
            amount = n * MEMBER_PART[household.product] * periods + extra
            self.pay(household, day, FEE if draw.chance(0.04) else 0, amount)
            if draw.chance(0.06):  # two receipts on one day
                self.pay(household, day, 0, draw.one((1, 575, 1730)))
        household.coverage = cover(household.people, household.receipts)

    def receipt_cells(self, receipt: Receipt) -> Cells:
        """One row of recus.csv."""
        draw = self.draw
        mode = draw.one(MODES)
        return {
            "recu": receipt.recu,
            "date": receipt.day.isoformat(),
            "menage": receipt.menage,
            "droit_admission": str(receipt.fee) if receipt.fee or draw.chance(0.1) else "",
            "cotisation": str(receipt.contribution) if receipt.contribution or draw.chance(0.1) else "",
            "mode": mode,
            "reference_paiement": "" if mode == "especes" else f"TX{draw.whole(0, 999999)}",
            "collecteur": f"G{draw.whole(0, 20):02d}",
        }
