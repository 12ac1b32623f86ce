"""Amounts written in words, as a statement or a cheque must carry them.

French keeps the traditional spelling, not that of the 1990 rectifications: no hyphen around « et »,
« cent » and « mille » (vingt et un, quatre-vingt-un, deux cent un).
"""

from __future__ import annotations

LIMIT = 10**15
"""First number that is not written out: a thousand times more than a million million."""

_FR_UNITS = (
    "zéro", "un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf",
    "dix", "onze", "douze", "treize", "quatorze", "quinze", "seize", "dix-sept", "dix-huit", "dix-neuf",
)  # fmt: skip
_FR_TENS = {2: "vingt", 3: "trente", 4: "quarante", 5: "cinquante", 6: "soixante", 8: "quatre-vingt"}
_FR_NOUNS = ((10**12, "billion"), (10**9, "milliard"), (10**6, "million"))

_EN_UNITS = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine",
    "ten", "eleven", "twelve", "thirteen", "fourteen",
    "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
)  # fmt: skip
_EN_TENS = ("", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_EN_SCALES = ((10**12, "trillion"), (10**9, "billion"), (10**6, "million"), (1000, "thousand"))


def in_words(number: int, language: str = "fr") -> str:
    """`number` in words, in French, or in English when `language` is "en".

    Raises ValueError when the number is outside 0 … 10^15 − 1: an amount to pay is never negative.

    >>> in_words(80), in_words(71), in_words(201), in_words(80_200_000)
    ('quatre-vingts', 'soixante et onze', 'deux cent un', 'quatre-vingts millions deux cent mille')
    >>> in_words(1_021, "en")
    'one thousand and twenty-one'
    """
    if not 0 <= number < LIMIT:
        raise ValueError(f"only numbers from 0 to {LIMIT - 1} are written in words, not {number}")
    return _english(number) if language == "en" else _french(number)


def amount_in_words(amount: int, language: str = "fr") -> str:
    """`amount` XOF in words with its currency. Raises ValueError as `in_words` does.

    French says « un million de francs » but « un million cent francs ».

    >>> amount_in_words(1), amount_in_words(2_000_000)
    ('un franc CFA', 'deux millions de francs CFA')
    >>> amount_in_words(12_345, "en")
    'twelve thousand three hundred and forty-five CFA francs'
    """
    words = in_words(amount, language)
    if language == "en":
        return f"{words} CFA franc{'' if amount == 1 else 's'}"
    of = "de " if amount and amount % 10**6 == 0 else ""
    return f"{words} {of}franc{'s' if amount >= 2 else ''} CFA"


def _french(number: int) -> str:
    if number == 0:
        return _FR_UNITS[0]
    parts = []
    for size, noun in _FR_NOUNS:
        count, number = divmod(number, size)
        if count:
            parts.append(f"{_french_below_1000(count)} {noun}{'s' if count > 1 else ''}")
    thousands, rest = divmod(number, 1000)
    if thousands:
        # « mille » never varies, takes no « un » before it, and takes the s away from vingt and cent.
        multiplier = _french_below_1000(thousands, plural=False)
        parts.append("mille" if thousands == 1 else f"{multiplier} mille")
    if rest:
        parts.append(_french_below_1000(rest))
    return " ".join(parts)


def _french_below_1000(number: int, plural: bool = True) -> str:
    hundreds, rest = divmod(number, 100)
    parts = []
    if hundreds == 1:
        parts.append("cent")
    elif hundreds:
        parts.append(f"{_FR_UNITS[hundreds]} cent{'s' if plural and not rest else ''}")
    if rest:
        parts.append(_french_below_100(rest, plural))
    return " ".join(parts)


def _french_below_100(number: int, plural: bool) -> str:
    if number < 20:
        return _FR_UNITS[number]
    if number == 80:
        return "quatre-vingts" if plural else "quatre-vingt"
    # Seventy and ninety are counted from sixty and eighty: soixante-douze, quatre-vingt-onze.
    tens = number // 10 - (1 if number // 10 in (7, 9) else 0)
    units = number - 10 * tens
    if units == 0:
        return _FR_TENS[tens]
    joint = " et " if units in (1, 11) and tens != 8 else "-"
    return f"{_FR_TENS[tens]}{joint}{_FR_UNITS[units]}"


def _english(number: int) -> str:
    if number == 0:
        return _EN_UNITS[0]
    parts = []
    for size, scale in _EN_SCALES:
        count, number = divmod(number, size)
        if count:
            parts.append(f"{_english_below_1000(count)} {scale}")
    if number:
        # A last group without hundreds is joined by "and": one million and five.
        joint = "and " if parts and number < 100 else ""
        parts.append(joint + _english_below_1000(number))
    return " ".join(parts)


def _english_below_1000(number: int) -> str:
    hundreds, rest = divmod(number, 100)
    parts = [f"{_EN_UNITS[hundreds]} hundred"] if hundreds else []
    if rest:
        tens, units = divmod(rest, 10)
        below = _EN_UNITS[rest] if rest < 20 else _EN_TENS[tens] + (f"-{_EN_UNITS[units]}" if units else "")
        parts.append(f"and {below}" if hundreds else below)
    return " ".join(parts)
