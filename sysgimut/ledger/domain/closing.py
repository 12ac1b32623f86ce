"""Months that are closed: what may still be dated where. Rules: docs/algorithms/ledger.md."""

from __future__ import annotations

from datetime import date, timedelta

from sysgimut.kernel.outcomes import Reason
from sysgimut.kernel.periods import add_months


def month_end(month: str) -> date:
    """The first day after a month written `2024-03`.

    >>> month_end("2024-12")
    datetime.date(2025, 1, 1)
    """
    return add_months(date.fromisoformat(f"{month}-01"), 1)


def refuse_day(entity: str, day: date, open_from: date) -> Reason | None:
    """Why nothing may be dated on `day` in books that are closed before `open_from`, or None when it may.

    >>> refuse_day("MOPTI", date(2024, 4, 1), date(2024, 4, 1)) is None
    True
    >>> refuse_day("MOPTI", date(2024, 3, 31), date(2024, 4, 1)).code
    'LIVRE-CLOS'
    """
    if day >= open_from:
        return None
    return Reason("LIVRE-CLOS", {"entity": entity, "day": day, "last": _day_before(open_from)})


def refuse_closing(entity: str, until: date, open_from: date, today: date) -> Reason | None:
    """Why books may not be closed before `until`: it was done already, or the month is not over. None when they may."""
    if until <= open_from:
        return Reason("LIVRE-DEJA_CLOS", {"entity": entity, "last": _day_before(open_from)})
    if until > today:
        return Reason("LIVRE-MOIS_EN_COURS", {"until": until})
    return None


def _day_before(day: date) -> date:
    return day - timedelta(days=1)
