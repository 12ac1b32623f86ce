"""The files of the exchange, column by column: the one place that says what each may hold.

Order of the columns: that of the row class's attributes. Headers may have them in any order.

Rules: docs/algorithms/exchange_files.md.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import lru_cache

from sysgimut.interop.domain.bordereau_rows import BordereauRow, BordereauValues, LineValues, RequestValues
from sysgimut.interop.domain.cells import (
    MAX_AGE,
    MAX_CODE,
    MAX_COUNT,
    MAX_KEY,
    MAX_LONG_TEXT,
    MAX_NAME,
    age,
    birth,
    choice,
    codes,
    day,
    month,
    receipt,
    text,
    whole,
    yes_no,
)
from sysgimut.interop.domain.columns import Column, Kind, RowFault
from sysgimut.interop.domain.problems import Fault
from sysgimut.interop.domain.rows import (
    ActRow,
    AuthorisationRow,
    FacilityRow,
    HouseholdRow,
    ReceiptRow,
    TariffRow,
)

MUTUALS = ("MOPTI", "BANDIAGARA")
ROLES = ("adherent", "conjoint", "enfant", "autre")
EXIT_REASONS = ("deces", "depart", "radiation")
METHODS = ("especes", "orange_money", "moov_money", "wave", "sama_money", "banque")
FACILITY_TYPES = ("CSCOM", "CSREF", "HOPITAL", "OFFICINE")
SERVICE_CODES = ("100", "200", "300", "400", "500", "510", "520", "600", "710", "720", "800", "900")
SEXES = ("M", "F")
CARE_TYPES = ("A", "H", "U")

_key, _code, _name, _text = text(MAX_KEY), text(MAX_CODE), text(MAX_NAME), text()
_facility = text(MAX_CODE, slash=False)
_amount, _positive, _count = whole(), whole(1), whole(1, MAX_COUNT)
_age, _limit = whole(0, MAX_AGE), whole(0, MAX_COUNT)
_sex = choice(*SEXES)


def _check_household(row: HouseholdRow) -> Iterator[RowFault]:
    if row.left_on is not None and row.left_on <= row.joined_on:
        yield RowFault("date_sortie", Fault("IMP-SORTIE_AVANT", {"joined": row.joined_on}))
    if row.birth.after(row.joined_on):
        born = str(row.birth.day.year) if row.birth.year_only else row.birth.day
        yield RowFault("date_adhesion", Fault("IMP-AVANT_NAISSANCE", {"birth": born}))
    if row.exit_reason is not None and row.left_on is None:
        yield RowFault("motif_sortie", Fault("IMP-MOTIF_SANS_DATE", fatal=False))


def _check_receipt(row: ReceiptRow) -> Iterator[RowFault]:
    if not row.fee and not row.contribution:
        yield RowFault("cotisation", Fault("IMP-RECU_SANS_MONTANT"))


def _check_facility(row: FacilityRow) -> Iterator[RowFault]:
    if row.agreement_end is not None and row.agreement_end <= row.agreement_start:
        yield RowFault("convention_fin", Fault("IMP-FIN_AVANT_DEBUT", {"start": row.agreement_start}))


def _check_act(row: ActRow) -> Iterator[RowFault]:
    if row.age_min is not None and row.age_max is not None and row.age_min > row.age_max:
        yield RowFault("age_min", Fault("IMP-AGES", {"maximum": row.age_max}, fatal=False))


def _check_period(row: TariffRow | AuthorisationRow) -> Iterator[RowFault]:
    if row.end is not None and row.end <= row.start:
        yield RowFault("fin", Fault("IMP-FIN_AVANT_DEBUT", {"start": row.start}))


MENAGES: Kind[HouseholdRow] = Kind(
    "menages",
    (
        Column("menage", _key, "household", "required"),
        Column("mutuelle", choice(*MUTUALS), "mutual", "required"),
        Column("commune", _name, "commune", "expected"),
        Column("village", _name, "village", "expected"),
        Column("produit", _code, "product", "required"),
        Column("date_adhesion", day, "joined_on", "required", past=True),
        Column("reference_beneficiaire", _key, "reference"),
        Column("nom", _name, "family_name", "required"),
        Column("prenoms", _name, "given_names", "required"),
        Column("sexe", _sex, "sex", "required"),
        Column("date_naissance", birth, "birth", "required", past=True),
        Column("lien", choice(*ROLES), "role", "required"),
        Column("activite", _name, "activity"),
        Column("telephone", _code, "phone"),
        Column("piece_type", _code, "document_type"),
        Column("piece_numero", _code, "document_number"),
        Column("date_sortie", day, "left_on"),
        Column("motif_sortie", choice(*EXIT_REASONS), "exit_reason"),
    ),
    HouseholdRow,
    _check_household,
)

RECUS: Kind[ReceiptRow] = Kind(
    "recus",
    (
        Column("recu", receipt, "receipt", "required"),
        Column("date", day, "day", "required", past=True),
        Column("menage", _key, "household", "required"),
        Column("droit_admission", _amount, "fee", "column", 0),
        Column("cotisation", _amount, "contribution", "column", 0),
        Column("mode", choice(*METHODS), "method", "required"),
        Column("reference_paiement", _code, "payment_reference"),
        Column("collecteur", _code, "collector"),
    ),
    ReceiptRow,
    _check_receipt,
)

PRESTATAIRES: Kind[FacilityRow] = Kind(
    "prestataires",
    (
        Column("etablissement", _facility, "facility", "required"),
        Column("nom", _name, "name", "expected"),
        Column("type", choice(*FACILITY_TYPES), "type", "required"),
        Column("commune", _name, "commune", "expected"),
        Column("convention_debut", day, "agreement_start", "required"),
        Column("convention_fin", day, "agreement_end", "column"),
        Column("produits", codes, "products", "column", ()),
    ),
    FacilityRow,
    _check_facility,
)

ACTES: Kind[ActRow] = Kind(
    "actes",
    (
        Column("acte", _code, "act", "required"),
        Column("libelle", _text, "label", "expected"),
        Column("prestation", choice(*SERVICE_CODES), "service_code", "required"),
        Column("couvert_par", codes, "products", "column", ()),
        Column("sexe", _sex, "sex", "column"),
        Column("age_min", _age, "age_min", "column"),
        Column("age_max", _age, "age_max", "column"),
        Column("accord_prealable", yes_no, "needs_authorisation", "column", False),
        Column("max_par_demande", _limit, "max_per_request", "column"),
        Column("max_par_an", _limit, "max_per_year", "column"),
        Column("dci", _text, "inn"),
        Column("antibiotique", yes_no, "antibiotic"),
        Column("injectable", yes_no, "injectable"),
        Column("essentiel", yes_no, "essential"),
    ),
    ActRow,
    _check_act,
)

TARIFS: Kind[TariffRow] = Kind(
    "tarifs",
    (
        Column("etablissement", _facility, "scope", "required"),
        Column("acte", _code, "act", "required"),
        Column("prix", _amount, "price", "required"),
        Column("debut", day, "start", "required"),
        Column("fin", day, "end", "column"),
    ),
    TariffRow,
    _check_period,
)

ACCORDS: Kind[AuthorisationRow] = Kind(
    "accords",
    (
        Column("accord", _code, "authorisation", "required"),
        Column("reference_beneficiaire", _code, "reference", "required"),
        Column("acte", _code, "act", "required"),
        Column("debut", day, "start", "required"),
        Column("fin", day, "end", "column"),
    ),
    AuthorisationRow,
    _check_period,
)

_BORDEREAU_LEVEL = (
    Column("bordereau", _code, "number"),
    Column("etablissement", _facility, "facility", "column"),
    Column("periode", month, "period"),
    Column("date_reception", day, "received_on", past=True),
    Column("telephone", _code, "phone"),
    Column("pieces_jointes", yes_no, "attachments"),
    Column("signature_etablissement", yes_no, "facility_signature"),
)

_REQUEST_LEVEL = (
    Column("demande", _code, "number", "column"),
    Column("reference_beneficiaire", _code, "reference", "column"),
    Column("nom", _name, "family_name"),
    Column("prenoms", _name, "given_names"),
    Column("sexe", _sex, "sex"),
    Column("age", age, "age"),
    Column("activite", _name, "activity"),
    Column("contact", _text, "contact"),
    Column("code_praticien", _code, "practitioner"),
    Column("date_soins", day, "care_date", "column", past=True),
    Column("type_soins", choice(*CARE_TYPES), "care_type"),
    Column("date_entree", day, "entry_date", past=True),
    Column("date_sortie", day, "exit_date", past=True),
    Column("cim10", _code, "icd10"),
    Column("ald", yes_no, "long_term"),
    Column("accord_prealable", _code, "authorisation"),
    Column("renseignements_cliniques", text(MAX_LONG_TEXT, multiline=True), "clinical_information"),
    Column("signature_prescripteur", yes_no, "prescriber_signature"),
    Column("cachet_etablissement", yes_no, "facility_stamp"),
    Column("cachet_validation", yes_no, "validation_stamp"),
)

_LINE_LEVEL = (
    Column("ligne", _code, "number", "required"),
    Column("acte", _code, "act", "column"),
    Column("libelle", _text, "label"),
    Column("prestation", _code, "service_code"),
    Column("quantite", _count, "quantity", "column"),
    Column("prix_unitaire", _positive, "unit_price", "column"),
    Column("montant", _positive, "amount", "column"),
    Column("part_mutuelle", _amount, "mutual_part", "column"),
    Column("part_assure", _amount, "insured_part"),
)

BORDEREAU_COLUMNS: dict[str, str] = {column.attribute: column.name for column in _BORDEREAU_LEVEL}
REQUEST_COLUMNS: dict[str, str] = {column.attribute: column.name for column in _REQUEST_LEVEL}

_REQUESTS_AT = len(_BORDEREAU_LEVEL)
_LINES_AT = _REQUESTS_AT + len(_REQUEST_LEVEL)


# The parsers of the columns above decide the types; these names say that they are trusted. The upper levels repeat
# from line to line: equal ones are made once and shared.
_bordereau_values: Callable[..., BordereauValues] = lru_cache(256)(BordereauValues)
_request_values: Callable[..., RequestValues] = lru_cache(256)(RequestValues)
_line_values: Callable[..., LineValues] = LineValues


def _build_bordereau_row(line: int, *values: object) -> BordereauRow:
    return BordereauRow(
        line,
        _bordereau_values(*values[:_REQUESTS_AT]),
        _request_values(*values[_REQUESTS_AT:_LINES_AT]),
        _line_values(*values[_LINES_AT:]),
    )


BORDEREAU: Kind[BordereauRow] = Kind(
    "bordereau", (*_BORDEREAU_LEVEL, *_REQUEST_LEVEL, *_LINE_LEVEL), _build_bordereau_row
)

KINDS = (MENAGES, RECUS, PRESTATAIRES, ACTES, TARIFS, ACCORDS, BORDEREAU)
