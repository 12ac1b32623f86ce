"""The registers: menages, recus, prestataires, actes, tarifs, accords (File formats, section 1)."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from tests.oracle.reader import (
    BadRow,
    Errors,
    Row,
    birth,
    day,
    needed,
    needed_day,
    needed_one_of,
    one_of,
    read_rows,
    several_of,
    text,
    whole,
    yes_no,
)

PRODUCTS = ("MOPTI", "AMV", "CARTE")
PRODUCTS_WITH_PARAMETERS = ("MOPTI", "AMV")
MUTUALS = ("MOPTI", "BANDIAGARA")
FACILITY_TYPES = ("CSCOM", "CSREF", "HOPITAL", "OFFICINE")
MODES = ("especes", "orange_money", "moov_money", "wave", "sama_money", "banque")
SERVICE_CODES = ("100", "200", "300", "400", "500", "510", "520", "600", "710", "720", "800", "900")


@dataclass(frozen=True)
class Person:
    """A row of menages.csv. Two rows are the same row when all their values are equal."""

    menage: str
    mutuelle: str
    produit: str
    reference: str | None
    nom: str
    prenoms: str
    sexe: str
    born: date
    year_only: bool
    lien: str
    joins: date
    leaves: date | None
    others: tuple[str | None, ...]


@dataclass(frozen=True)
class Receipt:
    """A row of recus.csv."""

    recu: str
    day: date
    menage: str
    fee: int
    contribution: int
    others: tuple[str | None, ...]


@dataclass(frozen=True)
class Agreement:
    """A row of prestataires.csv: a facility and one of its agreements."""

    etablissement: str
    type: str
    begins: date
    ends: date | None
    products: tuple[str, ...]
    others: tuple[str | None, ...]


@dataclass(frozen=True)
class Act:
    """A row of actes.csv."""

    acte: str
    prestation: str
    products: tuple[str, ...]
    sexe: str | None
    age_min: int | None
    age_max: int | None
    needs_authorisation: bool
    max_per_request: int | None
    max_per_year: int | None
    others: tuple[str | bool | None, ...]


@dataclass(frozen=True)
class Tariff:
    """A row of tarifs.csv; `where` is a facility, a facility type or `*`."""

    where: str
    acte: str
    prix: int
    begins: date
    ends: date | None


@dataclass(frozen=True)
class Authorisation:
    """A row of accords.csv."""

    accord: str
    reference: str
    acte: str
    begins: date
    ends: date | None


def parse_person(row: Row) -> Person:
    """One row of menages.csv, by itself."""
    born, year_only = birth(row, "date_naissance")
    joins = needed_day(row, "date_adhesion")
    leaves = day(row, "date_sortie")
    one_of(row, "motif_sortie", ("deces", "depart", "radiation"))
    if leaves is not None and leaves <= joins:
        raise BadRow("date_sortie", "leaves on or before the day of joining")
    if year_only and joins.year < born.year or not year_only and joins < born:
        raise BadRow("date_adhesion", "joins before being born")
    columns = ("commune", "village", "activite", "telephone", "piece_type", "piece_numero", "motif_sortie")
    return Person(
        menage=needed(row, "menage"),
        mutuelle=needed_one_of(row, "mutuelle", MUTUALS),
        produit=needed_one_of(row, "produit", PRODUCTS_WITH_PARAMETERS),
        reference=text(row, "reference_beneficiaire"),
        nom=needed(row, "nom"),
        prenoms=needed(row, "prenoms"),
        sexe=needed_one_of(row, "sexe", ("M", "F")),
        born=born,
        year_only=year_only,
        lien=needed_one_of(row, "lien", ("adherent", "conjoint", "enfant", "autre")),
        joins=joins,
        leaves=leaves,
        others=tuple(text(row, column) for column in columns),
    )


def read_people(path: Path, errors: Errors) -> list[Person]:
    """The people of menages.csv: each row by itself first, then the rule of one adherent per household."""
    mutual_of: dict[str, str] = {}
    owner_of: dict[str, Person] = {}
    good: list[tuple[Row, Person]] = []
    kept: list[Person] = []
    already: set[Person] = set()
    for row in read_rows(path):
        try:
            person = parse_person(row)
            if mutual_of.get(person.menage, person.mutuelle) != person.mutuelle:
                raise BadRow("mutuelle", "not the mutual of the household's first row")
            if person.reference and owner_of.get(person.reference, person) != person:
                raise BadRow("reference_beneficiaire", "already someone else's")
        except BadRow as bad:
            errors.add(row, bad)
            continue
        mutual_of[person.menage] = person.mutuelle
        if person.reference:
            owner_of[person.reference] = person
        good.append((row, person))
        if person not in already:  # the same row twice changes nothing
            already.add(person)
            kept.append(person)
    adherents: dict[str, int] = defaultdict(int)
    for person in kept:
        adherents[person.menage] += person.lien == "adherent"
    for row, person in good:
        if adherents[person.menage] != 1:
            errors.add(row, BadRow("lien", f"{adherents[person.menage]} adherents in the household"))
    return [person for person in kept if adherents[person.menage] == 1]


def parse_receipt(row: Row) -> Receipt:
    """One row of recus.csv, by itself."""
    recu = needed(row, "recu")
    carnet, dash, numero = recu.rpartition("-")
    if not (carnet and dash and numero.isascii() and numero.isdigit()):
        raise BadRow("recu", f"{recu!r} is not CARNET-NUMERO")
    fee = whole(row, "droit_admission", at_least=0) or 0
    contribution = whole(row, "cotisation", at_least=0) or 0
    if fee + contribution == 0:
        raise BadRow("cotisation", "the receipt pays nothing")
    mode = needed_one_of(row, "mode", MODES)
    others = (mode, text(row, "reference_paiement"), text(row, "collecteur"))
    return Receipt(f"{carnet}-{int(numero)}", needed_day(row, "date"), needed(row, "menage"), fee, contribution, others)


def read_receipts(path: Path, errors: Errors, mutual_of: dict[str, str]) -> list[Receipt]:
    """The receipts of recus.csv for the households of `mutual_of` (household to mutual)."""
    receipts: dict[tuple[str, str], Receipt] = {}
    for row in read_rows(path):
        try:
            receipt = parse_receipt(row)
            if receipt.menage not in mutual_of:
                raise BadRow("menage", "unknown household")
            key = (mutual_of[receipt.menage], receipt.recu)
            if receipts.get(key, receipt) != receipt:
                raise BadRow("recu", "number already used for another receipt")
            receipts[key] = receipt
        except BadRow as bad:
            errors.add(row, bad)
    return list(receipts.values())


def ends_after(begins: date, ends: date | None, column: str) -> None:
    """An end that is given lies after its start."""
    if ends is not None and ends <= begins:
        raise BadRow(column, "not after the start")


def read_agreements(path: Path, errors: Errors) -> list[Agreement]:
    """The agreements of prestataires.csv; a facility keeps the type of its first row."""
    agreements: list[Agreement] = []
    types: dict[str, str] = {}
    for row in read_rows(path):
        try:
            agreement = Agreement(
                etablissement=needed(row, "etablissement"),
                type=needed_one_of(row, "type", FACILITY_TYPES),
                begins=needed_day(row, "convention_debut"),
                ends=day(row, "convention_fin"),
                products=several_of(row, "produits", PRODUCTS),
                others=(text(row, "nom"), text(row, "commune")),
            )
            ends_after(agreement.begins, agreement.ends, "convention_fin")
            if types.setdefault(agreement.etablissement, agreement.type) != agreement.type:
                raise BadRow("type", "not the type of the facility's first row")
        except BadRow as bad:
            errors.add(row, bad)
            continue
        if agreement not in agreements:
            agreements.append(agreement)
    return agreements


def parse_act(row: Row) -> Act:
    """One row of actes.csv, by itself."""
    medicine = tuple(yes_no(row, column) for column in ("antibiotique", "injectable", "essentiel"))
    return Act(
        acte=needed(row, "acte"),
        prestation=needed_one_of(row, "prestation", SERVICE_CODES),
        products=several_of(row, "couvert_par", PRODUCTS),
        sexe=one_of(row, "sexe", ("M", "F")),
        age_min=whole(row, "age_min", at_least=0),
        age_max=whole(row, "age_max", at_least=0),
        needs_authorisation=yes_no(row, "accord_prealable") is True,
        max_per_request=whole(row, "max_par_demande", at_least=0),
        max_per_year=whole(row, "max_par_an", at_least=0),
        others=(text(row, "libelle"), text(row, "dci"), *medicine),
    )


def read_acts(path: Path, errors: Errors) -> dict[str, Act]:
    """The acts of actes.csv by code."""
    acts: dict[str, Act] = {}
    for row in read_rows(path):
        try:
            act = parse_act(row)
            if acts.setdefault(act.acte, act) != act:
                raise BadRow("acte", "already described otherwise")
        except BadRow as bad:
            errors.add(row, bad)
    return acts


def read_tariffs(path: Path, errors: Errors, acts: dict[str, Act], facilities: set[str]) -> list[Tariff]:
    """The prices of tarifs.csv, in file order."""
    tariffs: dict[tuple[str, str, date], Tariff] = {}
    for row in read_rows(path):
        try:
            prix = whole(row, "prix", at_least=0)
            if prix is None:
                raise BadRow("prix", "absent")
            tariff = Tariff(
                where=needed_one_of(row, "etablissement", facilities | {*FACILITY_TYPES, "*"}),
                acte=needed_one_of(row, "acte", acts),
                prix=prix,
                begins=needed_day(row, "debut"),
                ends=day(row, "fin"),
            )
            ends_after(tariff.begins, tariff.ends, "fin")
            if tariffs.setdefault((tariff.where, tariff.acte, tariff.begins), tariff) != tariff:
                raise BadRow("debut", "another price from the same day")
        except BadRow as bad:
            errors.add(row, bad)
    return list(tariffs.values())


def read_authorisations(path: Path, errors: Errors, acts: dict[str, Act], references: set[str]) -> list[Authorisation]:
    """The prior authorisations of accords.csv, in file order."""
    authorisations: list[Authorisation] = []
    for row in read_rows(path):
        try:
            authorisation = Authorisation(
                accord=needed(row, "accord"),
                reference=needed_one_of(row, "reference_beneficiaire", references),
                acte=needed_one_of(row, "acte", acts),
                begins=needed_day(row, "debut"),
                ends=day(row, "fin"),
            )
            ends_after(authorisation.begins, authorisation.ends, "fin")
        except BadRow as bad:
            errors.add(row, bad)
            continue
        if authorisation not in authorisations:
            authorisations.append(authorisation)
    return authorisations
