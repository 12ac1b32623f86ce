"""The requests of bordereau*.csv: rows, upper levels and their contradictions (File formats, section 1)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, fields
from datetime import date
from pathlib import Path

from tests.oracle.reader import (
    BadRow,
    Errors,
    Row,
    day,
    month,
    needed,
    one_of,
    read_rows,
    text,
    whole,
    yes_no,
)

BordereauKey = tuple[str | None, str, str | None]
RequestKey = tuple[BordereauKey, str | None]


@dataclass(frozen=True)
class BordereauValues:
    """What a row says of its bordereau."""

    bordereau: str | None
    etablissement: str | None
    periode: str | None
    date_reception: date | None
    telephone: str | None
    pieces_jointes: bool | None
    signature_etablissement: bool | None

    def key(self) -> BordereauKey:
        """Facility and number, or facility and period when there is no number."""
        if self.bordereau is not None:
            return (self.etablissement, "numero", self.bordereau)
        return (self.etablissement, "periode", self.periode)


@dataclass(frozen=True)
class RequestValues:
    """What a row says of its request."""

    demande: str | None
    reference_beneficiaire: str | None
    nom: str | None
    prenoms: str | None
    sexe: str | None
    age: str | None
    activite: str | None
    contact: str | None
    code_praticien: str | None
    date_soins: date | None
    type_soins: str | None
    date_entree: date | None
    date_sortie: date | None
    cim10: str | None
    ald: bool | None
    accord_prealable: str | None
    renseignements_cliniques: str | None
    signature_prescripteur: bool | None
    cachet_etablissement: bool | None
    cachet_validation: bool | None


@dataclass(frozen=True)
class LineValues:
    """What a row says of its line."""

    ligne: str
    acte: str | None
    libelle: str | None
    prestation: str | None
    quantite: int | None
    prix_unitaire: int | None
    montant: int | None
    part_mutuelle: int | None
    part_assure: int | None


@dataclass(eq=False)
class Line:
    """A line and, once adjudicated, what was decided."""

    values: LineValues
    request: Request
    codes: set[str] = field(default_factory=set)
    refused: bool = False
    to_justify: bool = False
    quantity_kept: int = 0
    granted: int = 0
    rejected: int = 0
    justify_amount: int = 0
    overpaid: int = 0
    rate: str = ""


@dataclass(eq=False)
class Request:
    """A request, its bordereau's values and its lines in file order."""

    bordereau: BordereauValues
    values: RequestValues
    lines: list[Line] = field(default_factory=list)
    codes: set[str] = field(default_factory=set)
    refused: bool = False
    to_justify: bool = False


def parse_bordereau(row: Row) -> BordereauValues:
    """The bordereau part of a row."""
    return BordereauValues(
        bordereau=text(row, "bordereau"),
        etablissement=text(row, "etablissement"),
        periode=month(row, "periode"),
        date_reception=day(row, "date_reception"),
        telephone=text(row, "telephone"),
        pieces_jointes=yes_no(row, "pieces_jointes"),
        signature_etablissement=yes_no(row, "signature_etablissement"),
    )


def parse_request(row: Row) -> RequestValues:
    """The request part of a row; an `accord_prealable` of `non` reads as absent."""
    accord = text(row, "accord_prealable")
    return RequestValues(
        demande=text(row, "demande"),
        reference_beneficiaire=text(row, "reference_beneficiaire"),
        nom=text(row, "nom"),
        prenoms=text(row, "prenoms"),
        sexe=one_of(row, "sexe", ("M", "F")),
        age=text(row, "age"),
        activite=text(row, "activite"),
        contact=text(row, "contact"),
        code_praticien=text(row, "code_praticien"),
        date_soins=day(row, "date_soins"),
        type_soins=one_of(row, "type_soins", ("A", "H", "U")),
        date_entree=day(row, "date_entree"),
        date_sortie=day(row, "date_sortie"),
        cim10=text(row, "cim10"),
        ald=yes_no(row, "ald"),
        accord_prealable=None if accord == "non" else accord,
        renseignements_cliniques=text(row, "renseignements_cliniques"),
        signature_prescripteur=yes_no(row, "signature_prescripteur"),
        cachet_etablissement=yes_no(row, "cachet_etablissement"),
        cachet_validation=yes_no(row, "cachet_validation"),
    )


def parse_line(row: Row) -> LineValues:
    """The line part of a row: quantity, price and amount at least 1, shares at least 0."""
    return LineValues(
        ligne=needed(row, "ligne"),
        acte=text(row, "acte"),
        libelle=text(row, "libelle"),
        prestation=text(row, "prestation"),
        quantite=whole(row, "quantite", at_least=1),
        prix_unitaire=whole(row, "prix_unitaire", at_least=1),
        montant=whole(row, "montant", at_least=1),
        part_mutuelle=whole(row, "part_mutuelle", at_least=0),
        part_assure=whole(row, "part_assure", at_least=0),
    )


def refuse_contradiction(first: BordereauValues | RequestValues, later: BordereauValues | RequestValues) -> None:
    """Raise when `later` gives another value than `first`; an empty value, on either side, never does."""
    for column in fields(first):
        said, says = getattr(first, column.name), getattr(later, column.name)
        if said is not None and says is not None and said != says:
            raise BadRow(column.name, f"{says!r} contradicts {said!r}")


def read_bordereaux(directory: Path, errors: Errors) -> tuple[list[Request], list[Line]]:
    """The requests (in the order of their first row) and all the lines, files by name, rows in file order."""
    paths = sorted(directory.glob("bordereau*.csv"), key=lambda path: path.name)
    return gather((row for path in paths for row in read_rows(path)), errors)


def gather(rows: Iterable[Row], errors: Errors) -> tuple[list[Request], list[Line]]:
    """Put rows together into requests and lines; a rejected row leaves no trace, not even as a first row."""
    bordereaux: dict[BordereauKey, BordereauValues] = {}
    requests: dict[RequestKey, Request] = {}
    lines: dict[tuple[RequestKey, str], Line] = {}
    for row in rows:
        try:
            bordereau, request, line = parse_bordereau(row), parse_request(row), parse_line(row)
            bordereau_key = bordereau.key()
            request_key = (bordereau_key, request.demande)
            line_key = (request_key, line.ligne)
            if bordereau_key in bordereaux:
                refuse_contradiction(bordereaux[bordereau_key], bordereau)
            if request_key in requests:
                refuse_contradiction(requests[request_key].values, request)
            if line_key in lines and lines[line_key].values != line:
                raise BadRow("ligne", "already given with other content")
        except BadRow as bad:
            errors.add(row, bad)
            continue
        bordereaux.setdefault(bordereau_key, bordereau)
        if request_key not in requests:
            requests[request_key] = Request(bordereaux[bordereau_key], request)
        if line_key not in lines:  # the same row twice changes nothing
            lines[line_key] = Line(line, requests[request_key])
            requests[request_key].lines.append(lines[line_key])
    return list(requests.values()), list(lines.values())
