"""Puts drawn requests into bordereaux, gives them defects of form, and lays their rows out in files."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from tests.oracle.draw import Draw
from tests.oracle.draw_registers import Cells
from tests.oracle.draw_requests import Care, by_month
from tests.oracle.rights import add_months

BORDEREAU_COLUMNS = (
    "bordereau", "etablissement", "periode", "date_reception", "telephone", "pieces_jointes",
    "signature_etablissement",
)  # fmt: skip
REQUEST_COLUMNS = (
    "demande", "reference_beneficiaire", "nom", "prenoms", "sexe", "age", "activite", "contact",
    "code_praticien", "date_soins", "type_soins", "date_entree", "date_sortie", "cim10", "ald",
    "accord_prealable", "renseignements_cliniques", "signature_prescripteur", "cachet_etablissement",
    "cachet_validation",
)  # fmt: skip
LINE_COLUMNS = (
    "ligne", "acte", "libelle", "prestation", "quantite", "prix_unitaire", "montant", "part_mutuelle",
    "part_assure",
)  # fmt: skip
KEYS = ("bordereau", "etablissement", "periode", "demande")
FILES = ("bordereau.csv", "bordereau-2.csv", "bordereau-10.csv", "bordereau_x.csv")

# Column and value given instead: each refuses, each is a remark.
BORDEREAU_REFUSALS = (
    ("periode", ""), ("pieces_jointes", "non"), ("pieces_jointes", ""), ("signature_etablissement", "non"),
    ("signature_etablissement", ""), ("etablissement", ""),
)  # fmt: skip
REQUEST_REFUSALS = (
    ("nom", ""), ("prenoms", ""), ("reference_beneficiaire", ""), ("type_soins", ""), ("date_soins", ""),
    ("renseignements_cliniques", ""), ("signature_prescripteur", ""), ("signature_prescripteur", "non"),
    ("cachet_etablissement", "non"), ("cachet_etablissement", ""), ("cachet_validation", ""),
    ("cachet_validation", "non"), ("quantite", ""),
)  # fmt: skip
REQUEST_REMARKS = ("contact", "activite", "sexe", "age", "code_praticien", "cim10", "ald")
LINE_REFUSALS = ("prestation", "montant", "part_mutuelle", "part_assure", "libelle", "quantite", "prix_unitaire")


@dataclass
class Drawn:
    """A row to write, where it stands, and what it belongs to."""

    file: str
    place: float
    bordereau: int
    request: int
    cells: Cells


class BordereauDraw:
    """Draws bordereaux; no two of them share a key."""

    def __init__(self, draw: Draw) -> None:
        self.draw = draw
        self.keys: set[tuple[str, str, str]] = set()
        self.rows: list[Drawn] = []
        self.bordereaux = 0
        self.requests = 0
        self.files = FILES[: draw.whole(2, len(FILES))]

    def split(self, cares: list[Care]) -> list[list[Care]]:
        """The requests of a facility and month, in one bordereau or several."""
        parts = []
        while cares:
            size = self.draw.one((3, 8, 20))
            parts.append(cares[:size])
            cares = cares[size:]
        return parts

    def received(self, cares: list[Care]) -> str:
        """When the bordereau came: soon, on the last day allowed, too late, or nobody knows."""
        draw = self.draw
        last = max(care.day for care in cares)
        one = draw.one(cares)
        leaves = one.cells["date_sortie"] or one.cells["date_soins"] or one.day.isoformat()
        days = {
            "soon": last + timedelta(days=draw.whole(1, 45)),
            "limit": one.day + timedelta(days=90),
            "over": one.day + timedelta(days=91),
            "stay": date.fromisoformat(leaves) + timedelta(days=draw.one((90, 91))),
            "late": last + timedelta(days=200),
        }
        way = draw.weighted(
            (("soon", 0.78), ("limit", 0.05), ("over", 0.05), ("stay", 0.04), ("late", 0.02), ("", 0.06))
        )
        return days[way].isoformat() if way else ""

    def bordereau_cells(self, etablissement: str, month: str, cares: list[Care], style: str) -> Cells:
        """The bordereau's cells, under a key that no other has."""
        draw = self.draw
        style = style or draw.weighted((("month", 0.4), ("long", 0.4), ("small", 0.05), ("none", 0.15)))
        number = {
            "month": month.replace("-", ""),
            "long": f"BD-{etablissement}-{month}",
            "small": f"bd é {month}",  # text order is by code point: after every capital letter and digit
            "none": "",
        }[style]
        cells = {
            "bordereau": number,
            "etablissement": etablissement,
            "periode": month,
            "date_reception": self.received(cares),
            "telephone": "" if draw.chance(0.08) else "70000000",
            "pieces_jointes": "oui",
            "signature_etablissement": "oui",
        }
        if style == "none" and draw.chance(0.3):  # sent with the month after
            cells["periode"] = add_months(date.fromisoformat(f"{month}-01"), 1).isoformat()[:7]
        if draw.chance(0.05):
            column, value = draw.deck("bordereau", BORDEREAU_REFUSALS)
            cells[column] = value
        key = (cells["etablissement"], cells["bordereau"], "" if cells["bordereau"] else cells["periode"])
        if key in self.keys:
            cells["bordereau"] = f"{month}/{self.bordereaux}"
            key = (cells["etablissement"], cells["bordereau"], "")
        self.keys.add(key)
        return cells

    def spoil_form(self, care: Care) -> tuple[Cells, list[Cells]]:
        """The request's and the lines' cells, some of them missing."""
        draw = self.draw
        cells, lines = dict(care.cells), [dict(line) for line in care.lines]
        for column in REQUEST_REMARKS:
            if draw.chance(0.025):
                cells[column] = ""
        if draw.chance(0.09):
            column, value = draw.deck("request", REQUEST_REFUSALS)
            for target in lines if column == "quantite" else [cells]:
                target[column] = value
        for line in lines:
            if draw.chance(0.03):
                line[draw.deck("line", LINE_REFUSALS)] = ""
        return cells, lines

    def add(self, etablissement: str, month: str, cares: list[Care], style: str = "") -> None:
        """Lay out the rows of one bordereau, its requests and lines mixed with their neighbours'."""
        draw = self.draw
        base = self.bordereau_cells(etablissement, month, cares, style)
        place = draw.random.random() * 1000
        file = draw.one(self.files)
        astray = draw.chance(0.08)
        for number, care in enumerate(cares, 1):
            cells, lines = self.spoil_form(care)
            cells["demande"] = f"{number:04d}" if draw.chance(0.9) else f"{month.replace('-', '')}-{number:04d}"
            if number == 1 and draw.chance(0.04):
                cells["demande"] = ""
            request_place = place + draw.random.random() * 3
            for line_number, line in enumerate(lines, 1):
                row = {**base, **cells, "ligne": str(line_number), **line}
                where = draw.one(self.files) if astray and draw.chance(0.3) else file
                line_place = request_place + draw.random.random() * 0.5
                self.rows.append(Drawn(where, line_place, self.bordereaux, self.requests, row))
            self.requests += 1
        self.bordereaux += 1

    def twins(self, care: Care) -> None:
        """The same request in two bordereaux without a number: nothing but the period tells them apart."""
        for months in (4, 5):
            later = add_months(care.day.replace(day=1), months).isoformat()[:7]
            self.add(care.etablissement, later, [care], "none")

    def lay_out(self, cares: list[Care]) -> dict[str, list[Cells]]:
        """The rows of every bordereau file, in order, with what may be left empty left empty."""
        for (etablissement, month), together in by_month(cares).items():
            for part in self.split(together):
                self.add(etablissement, month, part)
        for care in cares:
            if self.draw.chance(0.005):
                self.twins(care)
        self.rows.sort(key=lambda row: (row.file, row.place))
        seen_bordereaux: set[int] = set()
        seen_requests: set[int] = set()
        for row in self.rows:
            if row.bordereau in seen_bordereaux:
                self.repeat(row.cells, BORDEREAU_COLUMNS)
            if row.request in seen_requests:
                self.repeat(row.cells, REQUEST_COLUMNS)
            seen_bordereaux.add(row.bordereau)
            seen_requests.add(row.request)
        files: dict[str, list[Cells]] = {file: [] for file in self.files}
        for row in self.rows:
            files[row.file].append(row.cells)
        return files

    def repeat(self, cells: Cells, columns: tuple[str, ...]) -> None:
        """A later row of a bordereau or a request: values left empty, or given though the first lacked them."""
        draw = self.draw
        if draw.chance(0.1):
            for column in ("telephone", "contact", "code_praticien", "activite", "renseignements_cliniques"):
                if column in columns and not cells[column]:
                    cells[column] = "70000000" if column in ("telephone", "contact") else "donné plus tard"
        if draw.chance(0.2):
            everything = draw.chance(0.5)
            for column in columns:
                if column not in KEYS and (everything or draw.chance(0.3)):
                    cells[column] = ""
