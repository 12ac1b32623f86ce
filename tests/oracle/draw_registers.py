"""Draws prestataires, actes and tarifs: agreements, limits and prices with their boundary days."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from tests.oracle.draw import Draw
from tests.oracle.reader import Row
from tests.oracle.registers import FACILITY_TYPES, SERVICE_CODES, Act, parse_act

Cells = dict[str, str]
COMMUNES = {
    "MOPTI": ("Mopti", "Sio", "Konna", "Fatoma", "Ouroubé-Doudé", "Sasalbé"),
    "BANDIAGARA": ("Bandiagara", "Sangha", "Dourou", "Segué-Iré", "Dogani-Béré", "Pélou"),
}
PRICES = (120, 150, 240, 333, 500, 750, 1000, 1235, 2500, 4000, 7501, 12000, 15000)
# Days on which an agreement or a price begins or ends; care is often drawn on them and next to them.
LIMITS = (date(2023, 6, 1), date(2024, 3, 1), date(2024, 6, 1), date(2025, 1, 1))
LIMIT_DAYS = tuple(limit + timedelta(days=shift) for limit in LIMITS for shift in (-1, 0, 1))
OPENED = "2022-01-01"


@dataclass
class Registers:
    """The rows drawn, and what the drawing of requests needs to know of them."""

    prestataires: list[Cells]
    actes: list[Cells]
    tarifs: list[Cells]
    acts: dict[str, Act]
    sound: list[str]
    doubtful: list[str]
    prices: dict[str, int]


def facility_rows(draw: Draw, code: str, kind: str, shape: str) -> list[Cells]:
    """One facility: one row per agreement."""

    def row(begins: str, ends: str, products: str) -> Cells:
        return {
            "etablissement": code,
            "nom": f"{kind.capitalize()} {code[-2:]}",
            "type": kind,
            "commune": draw.one(COMMUNES["MOPTI"]),
            "convention_debut": begins,
            "convention_fin": ends,
            "produits": products,
        }

    limit = draw.one(LIMITS).isoformat()
    both = draw.one(("MOPTI AMV", "AMV MOPTI", "MOPTI AMV CARTE"))
    shapes = {
        "sound": [row(OPENED, "", both)],
        "ended": [row(OPENED, limit, both)],
        "late": [row(limit, "", both)],
        "gap": [row(OPENED, "2024-03-01", both), row("2024-03-02", "", both)],
        "relay": [row(OPENED, "2024-06-01", "MOPTI"), row("2024-06-01", "", both)],
        "overlap": [row(OPENED, "2024-06-01", "MOPTI"), row("2023-06-01", "", "AMV")],
        "mopti": [row(OPENED, "", "MOPTI")],
        "amv": [row(OPENED, "", "AMV")],
        "carte": [row(OPENED, "", "CARTE")],
    }
    return shapes[shape]


def draw_facilities(draw: Draw, count: int) -> tuple[list[Cells], list[str], list[str]]:
    """Rows of prestataires.csv, the facilities that are always sound and the others."""
    rows: list[Cells] = []
    sound: list[str] = []
    doubtful: list[str] = []
    shapes = ("ended", "late", "gap", "relay", "overlap", "mopti", "amv", "carte")
    for number in range(count):
        kind = FACILITY_TYPES[number % 4]
        code = f"{kind}{number:02d}"
        shape = "sound" if number < 4 or draw.chance(0.55) else draw.deck("agreement", shapes)
        rows += facility_rows(draw, code, kind, shape)
        (sound if shape == "sound" else doubtful).append(code)
    for shape in shapes:  # every shape at least once, however few facilities
        code = f"CSREF-{shape.upper()}"
        rows += facility_rows(draw, code, "CSREF", shape)
        doubtful.append(code)
    draw.random.shuffle(rows)
    return rows, sound, doubtful


def draw_act(draw: Draw, number: int) -> Cells:
    """One row of actes.csv."""
    prestation = SERVICE_CODES[number % 12] if number < 36 else draw.one((*SERVICE_CODES, "200", "200", "200"))
    ages = ("", "")
    if draw.chance(0.3):
        age = str(draw.whole(1, 17) if draw.chance(0.7) else draw.whole(18, 65))
        ages = draw.deck("ages", (("", "5"), ("15", ""), ("0", "4"), ("15", "49"), ("", age), (age, ""), (age, age)))
    medicine = prestation == "200"
    return {
        "acte": f"{prestation}-{number:03d}",
        "libelle": f"Acte {number}",
        "prestation": prestation,
        "couvert_par": draw.weighted(
            (("MOPTI AMV", 0.82), ("MOPTI", 0.07), ("AMV", 0.05), ("", 0.03), ("AMV CARTE MOPTI", 0.03))
        ),
        "sexe": draw.weighted((("", 0.88), ("F", 0.09), ("M", 0.03))),
        "age_min": ages[0],
        "age_max": ages[1],
        "accord_prealable": draw.weighted((("non", 0.6), ("", 0.3), ("oui", 0.1))),
        "max_par_demande": draw.weighted((("", 0.6), ("1", 0.08), ("3", 0.2), ("10", 0.12))),
        "max_par_an": draw.weighted((("", 0.6), ("2", 0.08), ("4", 0.16), ("12", 0.16))),
        "dci": draw.one(("oui", "non")) if medicine else "",
        "antibiotique": draw.one(("oui", "non")) if medicine else "",
        "injectable": draw.one(("oui", "non")) if medicine else "",
        "essentiel": "oui" if medicine else "",
    }


def tariff_rows(draw: Draw, acte: str, price: int, sound: list[str]) -> list[Cells]:
    """The prices of one act: for all, by type, by facility, one after the other, with gaps and ties."""

    def row(where: str, amount: int, begins: str, ends: str = "") -> Cells:
        return {"etablissement": where, "acte": acte, "prix": str(amount), "debut": begins, "fin": ends}

    shape = draw.weighted(
        (("plain", 0.5), ("type", 0.14), ("facility", 0.12), ("tie", 0.08), ("raise", 0.08), ("gap", 0.05),
         ("none", 0.03))
    )  # fmt: skip
    kind, limit = draw.one(FACILITY_TYPES), draw.one(LIMITS).isoformat()
    plain = row("*", price, OPENED)
    shapes = {
        "plain": [plain],
        "type": [plain, row(kind, price * 3 // 2, limit, draw.one(("", "2025-06-01")))],
        "facility": [plain, row(draw.one(sound), price * 4 // 5, limit)],
        "tie": [plain, row(kind, price + 7, OPENED), row(draw.one(sound), price + 11, OPENED)],
        "raise": [plain, row("*", price * 5 // 4, limit), row("*", price * 3 // 2, "2025-02-01")],
        "gap": [row("*", price, OPENED, "2024-03-01"), row("*", price + 100, "2024-03-02")],
        "none": [row("HOPITAL", price, "2024-06-01", "2024-06-02")] if draw.chance(0.5) else [],
    }
    return shapes[shape]


def draw_registers(draw: Draw, requests: int) -> Registers:
    """Facilities, acts and prices, in numbers that suit the requests to come."""
    rows, sound, doubtful = draw_facilities(draw, max(10, min(71, requests // 60)))
    actes = [draw_act(draw, number) for number in range(120)]
    prices = {cells["acte"]: draw.one(PRICES) for cells in actes}
    tarifs = [row for cells in actes for row in tariff_rows(draw, cells["acte"], prices[cells["acte"]], sound)]
    draw.random.shuffle(tarifs)
    acts = {cells["acte"]: parse_act(Row("actes.csv", 0, cells)) for cells in actes}
    return Registers(rows, actes, tarifs, acts, sound, doubtful, prices)
