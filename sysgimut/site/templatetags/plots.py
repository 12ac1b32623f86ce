"""Drawings with their figures: `{% load plots %}`. Each one is inline SVG and a table that says the same."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from fractions import Fraction
from typing import Any

from django import template
from django.utils import timezone
from django.utils.translation import gettext as _

from sysgimut.site import charts, presentation
from sysgimut.site.statuses import ALIASES, status_of
from sysgimut.site.tables import look_up

register = template.Library()


@register.inclusion_tag("components/coverage.html")
def coverage(
    rows: Iterable[Mapping[str, Any] | Sequence[Any]],
    caption: str,
    start: date | None = None,
    end: date | None = None,
    today: date | None = None,
) -> dict[str, object]:
    """Coverage on a time line: rows {label, periods} or (label, periods), periods with start, end, status."""
    drawn = charts.coverage([_row(row) for row in rows], today or timezone.localdate(), start, end)
    before_end = drawn.today_x is not None and float(drawn.today_x.rstrip("%")) > 80
    return {
        "chart": drawn,
        "rows": [(row.label, [(span, *_look(span)) for span in row.spans]) for row in drawn.rows],
        "legend": [status_of(code) for code in drawn.statuses],
        "caption": caption,
        "today_anchor": "end" if before_end else "start",
    }


def _look(span: charts.CoveredSpan) -> tuple[str, str]:
    """The tone of a period and the sentence that a pointer resting on it shows."""
    look = status_of(span.status)
    last = presentation.day(span.last)
    tip = _("%(state)s : du %(first)s au %(last)s")
    if not span.last:
        tip = _("%(state)s : à partir du %(first)s")
    return look.tone, tip % {"state": look.label, "first": presentation.day(span.first), "last": last}


def _row(row: Mapping[str, Any] | Sequence[Any]) -> tuple[str, list[charts.Span]]:
    label, periods = (row["label"], row["periods"]) if isinstance(row, Mapping) else row
    return str(label), [_span(period) for period in periods]


def _span(period: Any) -> charts.Span:
    if isinstance(period, Sequence):
        start, end, code = period
    else:
        start, end, code = (look_up(period, key) for key in ("start", "end", "status"))
    return start, end, ALIASES.get(str(code), str(code))


@register.inclusion_tag("components/bar_plot.html")
def bar_plot(
    items: Iterable[Mapping[str, Any] | Sequence[Any]],
    caption: str,
    kind: str = "number",
    top: int | Fraction | None = None,
    heading: str = "",
) -> dict[str, object]:
    """Bars of {label, value, url} or (label, value): a table whose last column is drawn."""
    drawn = charts.bars([_item(item) for item in items], top)
    bars = [(bar, presentation.show(bar.value, kind)) for bar in drawn]
    return {"bars": bars, "caption": caption, "heading": heading}


def _item(item: Mapping[str, Any] | Sequence[Any]) -> charts.Item:
    if isinstance(item, Mapping):
        return str(item["label"]), item["value"], item.get("url", "")
    return str(item[0]), item[1], ""


@register.inclusion_tag("components/share_bar.html")
def share_bar(parts: Iterable[Sequence[Any]], caption: str, kind: str = "amount") -> dict[str, object]:
    """The parts of a whole, (label, value, status code), side by side, each with its figure."""
    drawn = charts.stack([(str(label), value, code) for label, value, code in parts])
    bars = [(bar, status_of(bar.key), presentation.show(bar.value, kind)) for bar in drawn]
    return {"bars": bars, "caption": caption}


@register.inclusion_tag("components/line_plot.html")
def line_plot(
    labels: Sequence[object],
    series: Iterable[Mapping[str, Any] | Sequence[Any]],
    caption: str,
    kind: str = "number",
    heading: str = "",
) -> dict[str, object]:
    """Up to three lines of {label, values} or (label, values) over common labels, from zero."""
    texts = [presentation.day(each, "brief_month") if isinstance(each, date) else str(each) for each in labels]
    plot = charts.lines(texts, [_series(each) for each in series])
    grid = [(y, presentation.short(value, kind)) for y, value in plot.grid]
    rows = [
        (
            presentation.day(each, "month") if isinstance(each, date) else each,
            [(line.label, presentation.show(line.values[index], kind)) for line in plot.lines],
        )
        for index, each in enumerate(labels)
    ]
    return {"plot": plot, "grid": grid, "rows": rows, "caption": caption, "heading": heading}


def _series(each: Mapping[str, Any] | Sequence[Any]) -> tuple[str, Sequence[int | Fraction | None]]:
    label, values = (each["label"], each["values"]) if isinstance(each, Mapping) else each
    return str(label), values
