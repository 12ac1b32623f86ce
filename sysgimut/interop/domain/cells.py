"""Reading one cell: text in, a typed value or a `Fault` out. Nothing is guessed: what is not clear is refused.

Each function of this module that is not a parser itself makes one (`whole(...)`, `choice(...)`, `text(...)`). A
parser receives a trimmed text that is not empty: what an empty cell means is the column's affair (`columns.py`).

Rules: docs/algorithms/exchange_files.md.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date
from unicodedata import category, combining, normalize

from sysgimut.interop.domain.problems import Fault

Parser = Callable[[str], object]

FIRST_YEAR, LAST_YEAR = 1900, 2099
MAX_AMOUNT = 10**12
"""Largest amount of a cell, in XOF: a thousand times the yearly money of the whole union."""
MAX_COUNT = 10**9
MAX_AGE = 999
MAX_KEY, MAX_CODE, MAX_NAME, MAX_TEXT, MAX_LONG_TEXT = 40, 64, 120, 200, 2000
"""Lengths in characters: what is printed on cards and receipts (references of households and people, receipt
numbers), other codes, names, ordinary texts, clinical information."""

_ISO = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
_FRENCH = re.compile(r"([0-9]{2})/([0-9]{2})/([0-9]{4})")
_YEAR = re.compile(r"[0-9]{4}")
_MONTH = re.compile(r"([0-9]{4})-(0[1-9]|1[0-2])")
_SPACES = " \u00a0\u202f\u2009"
_WHOLE = re.compile(rf"[0-9]+|[0-9]{{1,3}}(?:[{_SPACES}][0-9]{{3}})+")
_DECIMAL = re.compile(rf"[-+\u2212]?[0-9{_SPACES}]+[.,][0-9]+")
_NO_SPACE = dict.fromkeys(map(ord, _SPACES))
_CODE = re.compile(r"[^\W_][\w./*-]{0,39}")
_RECEIPT = re.compile(r"(?P<booklet>[^\W_][\w./-]{0,29})-(?P<number>[0-9]{1,9})")
_AGE = re.compile(r"(?P<count>[0-9]{1,3}) ?(?P<unit>ans?|mois|semaines?|sem|jours?|j)\.?")
_IN_A_YEAR = {"a": 1, "m": 12, "s": 52, "j": 365}
_SPREADSHEET_ERRORS = frozenset(
    ("#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NULL!", "#NUM!", "#SPILL!", "#CALC!")
    + ("#VALEUR!", "#NOM?", "#NOMBRE!", "#NUL!", "#EPARS!", "#CALCUL!")
)
_MAX_CODES = 40
_MOST_MARKS = 8
"""A text with more than this many characters a letter is not worth putting together: it is too long anyway."""


@dataclass(frozen=True, slots=True)
class Birth:
    """A birth: its day, or 1 July of the year when only the year is known (`year_only`)."""

    day: date
    year_only: bool

    def after(self, day: date) -> bool:
        """Whether the birth is surely later than `day`: for a year alone, whether its year is.

        >>> [Birth(date(2020, 7, 1), year_only).after(date(2020, 1, 2)) for year_only in (True, False)]
        [False, True]
        """
        return self.day.year > day.year if self.year_only else self.day > day


@dataclass(frozen=True, slots=True)
class ReceiptNumber:
    """`CARNET-NUMERO` as written (`text`), its booklet and the number in it: C1-14 and C1-0014 are the same leaf."""

    text: str
    booklet: str
    number: int


def day(value: str) -> date | Fault:
    """A day, `YYYY-MM-DD` or `DD/MM/YYYY`, from 1900 to 2099. A day after today is none of its business.

    >>> day("31/03/2024"), day("2023-02-29").code, day("1800-01-01").code
    (datetime.date(2024, 3, 31), 'IMP-DATE', 'IMP-DATE_BORNES')
    """
    if found := _ISO.fullmatch(value):
        year, month, number = found.groups()
    elif found := _FRENCH.fullmatch(value):
        number, month, year = found.groups()
    else:
        return Fault("IMP-DATE")
    try:
        read = date(int(year), int(month), int(number))
    except ValueError:
        return Fault("IMP-DATE")
    return read if FIRST_YEAR <= read.year <= LAST_YEAR else Fault("IMP-DATE_BORNES")


def birth(value: str) -> Birth | Fault:
    """A day of birth, or a year alone, read as 1 July and marked.

    >>> birth("1984")
    Birth(day=datetime.date(1984, 7, 1), year_only=True)
    """
    if _YEAR.fullmatch(value):
        year = int(value)
        return Birth(date(year, 7, 1), True) if FIRST_YEAR <= year <= LAST_YEAR else Fault("IMP-DATE_BORNES")
    read = day(value)
    if isinstance(read, Fault):
        return Fault("IMP-NAISSANCE") if read.code == "IMP-DATE" else read
    return Birth(read, False)


def month(value: str) -> str | Fault:
    """A month `YYYY-MM`, kept as text."""
    found = _MONTH.fullmatch(value)
    if found is None:
        return Fault("IMP-PERIODE")
    return value if FIRST_YEAR <= int(found[1]) <= LAST_YEAR else Fault("IMP-DATE_BORNES")


def whole(minimum: int = 0, maximum: int = MAX_AMOUNT) -> Callable[[str], int | Fault]:
    """A parser of whole numbers from `minimum` (0 or 1) to `maximum`, thousands spaces tolerated, never a sign.

    >>> whole()("1\u202f730"), whole()("17,5").code, whole()("-5").code, whole(1)("0").code
    (1730, 'IMP-DECIMALE', 'IMP-NEGATIF', 'IMP-ZERO')
    """
    shown = f"{maximum:,}".replace(",", " ")
    digits_allowed = len(str(maximum))

    def parse(value: str) -> int | Fault:
        if not _WHOLE.fullmatch(value):
            return _not_whole(value)
        digits = value.translate(_NO_SPACE).lstrip("0") or "0"
        if len(digits) > digits_allowed or (number := int(digits)) > maximum:
            return Fault("IMP-ENORME", {"limit": shown})
        return number if number >= minimum else Fault("IMP-ZERO")

    return parse


def _not_whole(value: str) -> Fault:
    if _DECIMAL.fullmatch(value):
        return Fault("IMP-DECIMALE")
    if value[0] in "-\u2212" and _WHOLE.fullmatch(value[1:].strip()):
        return Fault("IMP-NEGATIF")
    return Fault("IMP-NOMBRE")


_years = whole(0, MAX_AGE)


def age(value: str) -> int | Fault:
    """An age in completed years; months, weeks and days may be written for the youngest.

    >>> age("39"), age("39 ans"), age("18 mois"), age("3 j"), age("six").code
    (39, 39, 1, 0, 'IMP-NOMBRE')
    """
    found = _AGE.fullmatch(value.casefold())
    if found is None:
        return _years(value)
    return int(found["count"]) // _IN_A_YEAR[found["unit"][0]]


def yes_no(value: str) -> bool | Fault:
    """`oui` is True, `non` is False."""
    answer = value.casefold()
    if answer in ("oui", "non"):
        return answer == "oui"
    return Fault("IMP-OUI_NON")


def fold(value: str) -> str:
    """A word without case, accents or spaces around, to compare column names and listed values.

    >>> fold(" Établissement ")
    'etablissement'
    """
    return "".join(mark for mark in normalize("NFD", value.strip().casefold()) if not combining(mark))


def choice(*values: str) -> Parser:
    """A parser of one value of a list; case and accents do not matter.

    >>> choice("adherent", "conjoint")("Adhérent"), choice("M", "F")("X").code
    ('adherent', 'IMP-CHOIX')
    """
    known = {fold(value): value for value in values}
    refusal = Fault("IMP-CHOIX", {"choices": ", ".join(values)})

    def parse(value: str) -> str | Fault:
        return known.get(fold(value), refusal) if len(value) <= MAX_CODE else refusal

    return parse


def codes(value: str) -> tuple[str, ...] | Fault:
    """Codes separated by spaces, each once, in the order written. Whether they exist is the caller's question."""
    found = tuple(dict.fromkeys(value.split()))
    if len(found) > _MAX_CODES or not all(map(_CODE.fullmatch, found)):
        return Fault("IMP-CODES")
    return found


def receipt(value: str) -> ReceiptNumber | Fault:
    """`CARNET-NUMERO`; the booklet may hold hyphens itself, the number is what follows the last one.

    >>> receipt("C09600006-000014")
    ReceiptNumber(text='C09600006-000014', booklet='C09600006', number=14)
    """
    found = _RECEIPT.fullmatch(value)
    return ReceiptNumber(value, found["booklet"], int(found["number"])) if found else Fault("IMP-RECU")


def text(limit: int = MAX_TEXT, multiline: bool = False, slash: bool = True) -> Parser:
    """A parser of texts of at most `limit` characters, without control characters (line breaks when `multiline`).

    Without `slash`, a text that holds one is refused: what it names has a place in a scope path.

    Letters and their accents are put together (NFC), so that one name is written one way, and counted after that: a
    few letters of other alphabets become two. A text that begins with `=` is kept as it is, with a warning: nothing
    here ever calculates it.
    """
    too_long = Fault("IMP-TEXTE_LONG", {"limit": limit})
    allowed: Collection[str] = "\n\t" if multiline else ""

    def parse(value: str) -> str | Fault:
        if not value.isascii() and len(value) <= limit * _MOST_MARKS:
            value = normalize("NFC", value)
        if len(value) > limit:
            return too_long
        if multiline:
            value = value.replace("\r\n", "\n").replace("\r", "\n")
        if not value.isprintable() and any(category(c) in ("Cc", "Cs") and c not in allowed for c in value):
            return Fault("IMP-CARACTERE")
        if value in _SPREADSHEET_ERRORS:
            return Fault("IMP-ERREUR_TABLEUR")
        if not slash and "/" in value:
            return Fault("IMP-BARRE")
        return Fault("IMP-FORMULE", fatal=False, value=value) if value[0] == "=" else value

    return parse
