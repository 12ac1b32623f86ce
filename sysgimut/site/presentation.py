"""Values as people read them, in the language of the page: days, numbers, amounts, percentages.

Nothing here decides or computes an amount; a percentage is rounded for the eye only.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from fractions import Fraction

from django.utils import timezone
from django.utils.dateformat import format as format_date
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from sysgimut.kernel.money import NARROW_NO_BREAK_SPACE, format_xof

NOTHING = "—"


def language() -> str:
    """The language of the page: "fr" or "en"."""
    return "en" if (get_language() or "fr").startswith("en") else "fr"


def amount(value: int | None) -> str:
    """An amount in XOF: `12 345 F CFA`, in English `12,345 XOF`; a dash when there is none."""
    return NOTHING if value is None or value == "" else format_xof(int(value), language())


def number(value: int | None) -> str:
    """A count with its thousands apart; a dash when there is none."""
    if value is None or value == "":
        return NOTHING
    return f"{int(value):,}".replace(",", NARROW_NO_BREAK_SPACE if language() == "fr" else ",")


def day(value: date | None, style: str = "short") -> str:
    """A day: 12/03/2024 (in English 12 Mar 2024); `long`: 12 mars 2024; `month`: mars 2024;
    `brief_month`: mars 24.

    English never writes digits only: 03/12 and 12/03 are read differently on the two sides of an ocean.
    """
    if not value:
        return NOTHING
    if isinstance(value, datetime):
        value = _local(value).date()
    if style == "long":
        first = value.day == 1 and language() == "fr"
        return "1er " + format_date(value, "F Y") if first else format_date(value, "j F Y")
    if style == "month":
        return format_date(value, "F Y")
    if style == "brief_month":
        return format_date(value, "N y")
    return format_date(value, "j M Y" if language() == "en" else "d/m/Y")


def moment(value: datetime | None) -> str:
    """A day and its hour, in local time: 12/03/2024 à 16:40."""
    if not value:
        return NOTHING
    local = _local(value)
    return _("%(day)s à %(time)s") % {"day": day(local), "time": format_date(local, "H:i")}


def _local(value: datetime) -> datetime:
    return timezone.localtime(value) if timezone.is_aware(value) else value


def percent(numerator: int | Fraction | None, denominator: int | Fraction = 1) -> str:
    """`62,4 %` of numerator / denominator, one decimal, rounded half up; a dash when the denominator is 0."""
    if numerator is None or numerator == "" or not denominator:
        return NOTHING
    exact = Fraction(numerator) / Fraction(denominator) * 1000
    tenths = (2 * abs(exact).numerator + exact.denominator) // (2 * exact.denominator)
    sign = "-" if exact < 0 and tenths else ""
    whole, tenth = divmod(tenths, 10)
    if language() == "en":
        return f"{sign}{whole:,}.{tenth}%"
    return f"{sign}{whole:,}".replace(",", NARROW_NO_BREAK_SPACE) + f",{tenth}{NARROW_NO_BREAK_SPACE}%"


def short(value: int | Fraction, kind: str = "number") -> str:
    """A value of an axis: `1,5 M`, `2 Md` (English 1.5M, 2bn), `500 000`, `20 %`; exact, never rounded."""
    if kind == "percent":
        return percent(value).replace(",0", "").replace(".0", "")
    for unit, french, english in ((10**9, "Md", "bn"), (10**6, "M", "M")):
        if value >= unit and value * 100 % unit == 0:
            whole, hundredths = divmod(int(value * 100) // unit, 100)
            text = f"{whole}.{hundredths:02d}".rstrip("0").rstrip(".")
            return f"{text}{english}" if language() == "en" else text.replace(".", ",") + f"\u00a0{french}"
    if value == int(value):
        return number(int(value))
    return str(float(value)) if language() == "en" else str(float(value)).replace(".", ",")


def yes_no(value: bool | None) -> str:
    """Oui, non, or a dash when nobody said."""
    return NOTHING if value is None else _("Oui") if value else _("Non")


def _text(value: object) -> str:
    return NOTHING if value is None or value == "" else str(value)


def _time(value: date | None) -> str:
    if not value:
        return NOTHING
    return format_html('<time datetime="{}">{}</time>', value.isoformat(), day(value))


def _moment(value: datetime | None) -> str:
    if not value:
        return NOTHING
    return format_html('<time datetime="{}">{}</time>', _local(value).isoformat(), moment(value))


KINDS: Mapping[str, Callable[..., str]] = {
    "text": _text,
    "code": _text,
    "number": number,
    "amount": amount,
    "percent": percent,
    "day": _time,
    "month": lambda value: day(value, "month"),
    "moment": _moment,
    "yes_no": yes_no,
}
# Kinds whose columns of figures line up on the right.
FIGURES = frozenset({"number", "amount", "percent"})


def show(value: object, kind: str = "text") -> str | SafeString:
    """`value` as its kind is written (KINDS). Raises KeyError on an unknown kind: a mistake in the page."""
    return KINDS[kind](value)
