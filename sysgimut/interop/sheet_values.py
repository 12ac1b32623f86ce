"""What a cell of a worksheet says, as the text that a person would have typed in a CSV file.

Dates come out as `YYYY-MM-DD` (`YYYY-MM` when the cell shows a month only), whole numbers as figures (`1730`, not
`1730.0`), true and false as oui and non. A number that is not whole keeps its decimals, so that an amount with
centimes is refused and never rounded. No binary float is made on the way.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from typing import Literal

DateFormat = Literal["", "day", "month"]

_BUILT_IN: dict[int, DateFormat] = {
    **dict.fromkeys((14, 15, 16, 22, *range(27, 32), 36, *range(50, 55), 57, 58), "day"),
    17: "month",
}
_LITERALS = re.compile(r'"[^"]*"|\[[^\]]*\]|[\\_*].')
_MAX_FIGURES = 18
_LAST_SERIAL = 2_958_465
"""9999-12-31 counted in days by a spreadsheet."""
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")


def date_format(number: int, code: str | None) -> DateFormat:
    """Whether a number format shows a day, a month alone, or (empty) something else, hours included.

    >>> date_format(14, None), date_format(170, "mmm yy"), date_format(164, '#,##0 "jd"'), date_format(165, "h:mm")
    ('day', 'month', '', '')
    """
    if code is None:
        return _BUILT_IN.get(number, "")
    marks = _LITERALS.sub("", code.split(";")[0]).lower()
    if "general" in marks:
        return ""
    if "d" in marks:
        return "day"
    if "y" in marks:
        return "month" if "m" in marks else "day"
    return ""


def number_text(raw: str, shape: DateFormat, since_1904: bool) -> str:
    """The text of a numeric cell: a whole number in figures, a date, or the number as stored.

    >>> number_text("1730.0", "", False), number_text("1.73E3", "", False), number_text("17.5", "", False)
    ('1730', '1730', '17.5')
    >>> number_text("45382", "day", False), number_text("45352", "month", False), number_text("45382.5", "day", False)
    ('2024-03-31', '2024-03', '2024-03-31 12:00')
    """
    try:
        number = Decimal(raw)
    except InvalidOperation:
        return raw
    if not number.is_finite() or number.adjusted() >= _MAX_FIGURES:
        return raw
    whole = int(number)
    if shape and number > 0:
        return _day_text(number, whole, shape, since_1904) or raw
    return str(whole) if number == whole else raw


def _day_text(number: Decimal, serial: int, shape: DateFormat, since_1904: bool) -> str:
    if serial > _LAST_SERIAL - 1462 or serial < 1:
        return ""
    if since_1904:
        day = date(1904, 1, 1) + timedelta(serial)
    elif serial == 60:  # spreadsheets believe in a 29 February 1900
        return "1900-02-29"
    else:
        day = date(1899, 12, 30 if serial > 60 else 31) + timedelta(serial)
    minutes = int((number - serial) * 24 * 60)
    if number != serial:
        return f"{day.isoformat()} {minutes // 60:02}:{minutes % 60:02}"
    return day.isoformat()[:7] if shape == "month" and day.day == 1 else day.isoformat()


def unescape(text: str) -> str:
    """The text of a cell whose rare characters are written `_x000D_`."""
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text) if "_x" in text else text


def cell_text(raw: str, kind: str | None, shape: DateFormat, strings: Sequence[str], since_1904: bool) -> str:
    """The text of a cell of `kind` (the attribute t). Raises IndexError or ValueError for a missing string."""
    if kind == "s":
        index = int(raw)
        if index < 0:
            raise IndexError(index)
        return strings[index]
    if kind is None or kind == "n":
        plain = not shape and len(raw) <= _MAX_FIGURES and raw.isascii() and raw.isdigit()
        return raw if plain and (raw[0] != "0" or len(raw) == 1) else number_text(raw, shape, since_1904)
    if kind == "b":
        return {"1": "oui", "true": "oui", "0": "non", "false": "non"}.get(raw, raw)
    if kind == "d":
        return raw.removesuffix("T00:00:00").removesuffix("T00:00:00.000")
    return unescape(raw)
