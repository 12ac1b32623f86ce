"""Drawings as numbers: where each span, bar and point stands, in percent of the width or height.

Pure: no language, no clock, no SVG text. The templates in templates/components draw the result and always
give the same figures as a table. Positions are exact fractions, written with two decimals.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

MOST_MARKS = 12
MOST_NAMES = 4
TICK_MONTHS = (1, 2, 3, 6, 12, 24, 60, 120, 240)
PLOT_UNITS = 1000  # side of the square that a line plot is drawn in, then stretched


def position(part: int | Fraction, whole: int | Fraction) -> str:
    """`part / whole` as an SVG percentage, kept between 0 and 100 %.

    >>> position(1, 8), position(9, 8)
    ('12.50%', '100.00%')
    """
    return _percentage(min(max(Fraction(part) / Fraction(whole), Fraction(0)), Fraction(1)))


def _percentage(share: Fraction) -> str:
    hundredths = round(share * 10_000)
    return f"{hundredths // 100}.{hundredths % 100:02d}%"


@dataclass(frozen=True, slots=True)
class CoveredSpan:
    """One period drawn: its place, its state, its first day and its last day (included; None: no end)."""

    x: str
    width: str
    status: str
    first: date
    last: date | None


@dataclass(frozen=True, slots=True)
class CoverageRow:
    """The periods of one person."""

    label: str
    spans: tuple[CoveredSpan, ...]


@dataclass(frozen=True, slots=True)
class Tick:
    """A mark on the axis of time; some are named, by their year alone when all the names fall on a 1 January.

    `anchor` keeps the name inside the drawing: "start", or "end" near the right edge.
    """

    x: str
    day: date
    named: bool
    whole_years: bool
    anchor: str


@dataclass(frozen=True, slots=True)
class Coverage:
    """A coverage time line: rows, axis, the states that appear (for the legend), today's place or None."""

    start: date
    end: date
    rows: tuple[CoverageRow, ...]
    ticks: tuple[Tick, ...]
    statuses: tuple[str, ...]
    today_x: str | None


Span = tuple[date, date | None, str]


def coverage(
    rows: Sequence[tuple[str, Sequence[Span]]],
    today: date,
    start: date | None = None,
    end: date | None = None,
) -> Coverage:
    """Place half-open spans (start, end or None, status) of each labelled row on a common axis of time.

    Without `start` and `end` the axis covers every span and today, whole months, six months at least.
    Spans are cut at the axis; the table still gives their full days.
    """
    known = [span for _, spans in rows for span in spans]
    start = start or _month_start(min([span[0] for span in known] + [today]))
    if end is None:
        ends = [span[1] or span[0] for span in known]
        end = _shift(_month_start(max([*ends, today])), 1)
    end = max(end, _shift(_month_start(start), 6))
    length = (end - start).days
    drawn = tuple(CoverageRow(label, tuple(_place(span, start, end) for span in spans)) for label, spans in rows)
    return Coverage(
        start=start,
        end=end,
        rows=drawn,
        ticks=_ticks(start, end),
        statuses=tuple(dict.fromkeys(span[2] for span in known)),
        today_x=position((today - start).days, length) if start <= today < end else None,
    )


def _place(span: Span, start: date, end: date) -> CoveredSpan:
    first, stop, status = span
    left = min(max(first, start), end)
    right = max(min(stop or end, end), left)
    length = (end - start).days
    return CoveredSpan(
        x=position((left - start).days, length),
        width=position((right - left).days, length),
        status=status,
        first=first,
        last=stop - timedelta(days=1) if stop else None,
    )


def _month_start(day: date) -> date:
    return day.replace(day=1)


def _shift(first_of_month: date, months: int) -> date:
    year, month = divmod(first_of_month.year * 12 + first_of_month.month - 1 + months, 12)
    return date(year, month + 1, 1)


def _ticks(start: date, end: date) -> tuple[Tick, ...]:
    """A dozen marks at most, four named, on months that divide the year (or on years): round names."""
    months = (end.year - start.year) * 12 + end.month - start.month
    step = next((step for step in TICK_MONTHS if months <= step * MOST_MARKS), TICK_MONTHS[-1])
    name_step = next((step for step in TICK_MONTHS if months <= step * MOST_NAMES), TICK_MONTHS[-1])
    name_step = max(name_step, step)
    index = start.year * 12 + start.month - 1
    index += -index % step
    if date(index // 12, index % 12 + 1, 1) < start:
        index += step
    ticks = []
    while (day := date(index // 12, index % 12 + 1, 1)) < end:
        part, whole = (day - start).days, (end - start).days
        anchor = "end" if part * 100 > whole * 82 else "start"
        named = index % name_step == 0
        ticks.append(Tick(position(part, whole), day, named, name_step % 12 == 0, anchor))
        index += step
    return tuple(ticks)


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: what it counts, its value, its width; `key` names its hatch in a stacked bar."""

    label: str
    value: int | Fraction
    x: str
    width: str
    key: str = ""
    url: str = ""


Item = tuple[str, int | Fraction, str]


def bars(items: Sequence[Item], top: int | Fraction | None = None) -> tuple[Bar, ...]:
    """Horizontal bars of (label, value, url), to the scale of the largest value, or of `top`.

    Raises ValueError on a negative value: a bar has no place for it.
    """
    if any(value < 0 for _, value, _ in items):
        raise ValueError("a bar shows values from zero up")
    whole = top or max((value for _, value, _ in items), default=1) or 1
    return tuple(Bar(label, value, "0.00%", position(value, whole), url=url) for label, value, url in items)


def stack(items: Sequence[Item]) -> tuple[Bar, ...]:
    """Parts of a whole side by side, from (label, value, key); with nothing to share out, all are empty."""
    if any(value < 0 for _, value, _ in items):
        raise ValueError("a part shows values from zero up")
    whole = sum((Fraction(value) for _, value, _ in items), Fraction(0)) or Fraction(1)
    drawn, before = [], Fraction(0)
    for label, value, key in items:
        drawn.append(Bar(label, value, position(before, whole), position(value, whole), key))
        before += value
    return tuple(drawn)


@dataclass(frozen=True, slots=True)
class Line:
    """One series: its rank (dash and mark), unbroken segments in plot units, points in percent."""

    label: str
    rank: int
    segments: tuple[str, ...]
    points: tuple[tuple[str, str], ...]
    values: tuple[int | Fraction | None, ...]


@dataclass(frozen=True, slots=True)
class Plot:
    """A line plot: series, horizontal grid (place, value), labels of the x axis (place, text, anchor)."""

    lines: tuple[Line, ...]
    grid: tuple[tuple[str, int | Fraction], ...]
    labels: tuple[tuple[str, str, str], ...]


def lines(
    labels: Sequence[str], series: Sequence[tuple[str, Sequence[int | Fraction | None]]], most_labels: int = 6
) -> Plot:
    """Place up to three series over common labels, from zero to a round number above the largest value.

    None is a hole: the line stops and starts again. Raises ValueError on a negative value, on a fourth
    series, or when a series has not one value per label.
    """
    if len(series) > 3:
        raise ValueError("a plot of more than three lines cannot be read: show a table")
    if any(len(values) != len(labels) for _, values in series):
        raise ValueError("a series needs one value per label")
    present = [value for _, values in series for value in values if value is not None]
    if any(value < 0 for value in present):
        raise ValueError("a line shows values from zero up")
    largest = max(present, default=1) or 1
    step = round_step(largest)
    if all(isinstance(value, int) for value in present):
        step = max(step, Fraction(1))
    count = max(1, -(-Fraction(largest) // step))
    top = step * count
    grid = tuple((position(top - step * i, top), _plain(step * i)) for i in range(int(count) + 1))
    drawn = tuple(_line(rank, label, values, top) for rank, (label, values) in enumerate(series, 1))
    return Plot(drawn, grid, _axis(labels, most_labels))


def round_step(largest: int | Fraction) -> Fraction:
    """The gap between grid lines: 1, 2 or 5 times a power of ten, for two to five lines.

    >>> round_step(870), round_step(Fraction(62, 100))
    (Fraction(200, 1), Fraction(1, 5))
    """
    step = Fraction(1)
    while step * 5 < largest:
        step *= 10
    while step / 2 >= largest:
        step /= 10
    return next(step * part for part in (Fraction(1, 5), Fraction(1, 2), 1) if step * part * 5 >= largest)


def _plain(value: Fraction) -> int | Fraction:
    return value.numerator if value.denominator == 1 else value


def _axis(labels: Sequence[str], most: int) -> tuple[tuple[str, str, str], ...]:
    last = len(labels) - 1
    every = max(1, -(-len(labels) // most))
    return tuple(
        (
            position(index, last) if last else "50.00%",
            labels[index],
            "middle" if not last else "start" if index == 0 else "end" if index == last else "middle",
        )
        for index in range(0, len(labels), every)
    )


def _line(rank: int, label: str, values: Sequence[int | Fraction | None], top: Fraction) -> Line:
    last = max(len(values) - 1, 1)
    segments: list[list[str]] = [[]]
    points = []
    for index, value in enumerate(values):
        if value is None:
            segments.append([])
            continue
        x = Fraction(index, last) if len(values) > 1 else Fraction(1, 2)
        y = 1 - Fraction(value) / top
        segments[-1].append(f"{round(x * PLOT_UNITS)},{round(y * PLOT_UNITS)}")
        points.append((position(x, 1), position(y, 1)))
    joined = tuple(" ".join(segment) for segment in segments if len(segment) > 1)
    return Line(label, rank, joined, tuple(points), tuple(values))
