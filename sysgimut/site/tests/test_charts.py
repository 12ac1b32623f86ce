"""Where things stand in the drawings, and that parts of a whole fill it."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sysgimut.site import charts

DAY = date(2024, 1, 1)


def percent(text: str) -> float:
    assert text.endswith("%")
    return float(text[:-1])


def test_a_span_stands_where_its_days_are() -> None:
    chart = charts.coverage(
        [("Hawa", [(date(2024, 4, 1), date(2024, 7, 1), "open")])],
        today=DAY,
        start=date(2024, 1, 1),
        end=date(2025, 1, 1),
    )
    (span,) = chart.rows[0].spans
    assert (span.x, span.width) == ("24.86%", "24.86%")  # 91 days of 366
    assert (span.first, span.last) == (date(2024, 4, 1), date(2024, 6, 30))


def test_an_open_end_reaches_the_edge_and_has_no_last_day() -> None:
    chart = charts.coverage([("Hawa", [(date(2024, 7, 2), None, "left")])], today=DAY, start=DAY, end=date(2025, 1, 1))
    (span,) = chart.rows[0].spans
    assert percent(span.x) + percent(span.width) == pytest.approx(100, abs=0.02)
    assert span.last is None


def test_spans_are_cut_at_the_axis_but_keep_their_days() -> None:
    chart = charts.coverage(
        [("Hawa", [(date(2020, 1, 1), date(2030, 1, 1), "open")])], today=DAY, start=DAY, end=date(2025, 1, 1)
    )
    (span,) = chart.rows[0].spans
    assert (span.x, span.width) == ("0.00%", "100.00%")
    assert (span.first, span.last) == (date(2020, 1, 1), date(2029, 12, 31))


def test_without_bounds_the_axis_holds_every_span_and_today() -> None:
    chart = charts.coverage([("Hawa", [(date(2022, 4, 12), date(2022, 7, 1), "open")])], today=date(2024, 3, 5))
    assert (chart.start, chart.end) == (date(2022, 4, 1), date(2024, 4, 1))
    assert chart.today_x is not None


def test_nothing_to_draw_is_still_a_drawing() -> None:
    chart = charts.coverage([], today=date(2024, 3, 5))
    assert (chart.start, chart.end, chart.rows) == (date(2024, 3, 1), date(2024, 9, 1), ())
    assert [(tick.day, tick.named) for tick in chart.ticks][:3] == [
        (date(2024, 3, 1), True),
        (date(2024, 4, 1), False),
        (date(2024, 5, 1), True),
    ]


def test_today_outside_the_axis_is_not_drawn() -> None:
    assert charts.coverage([], today=DAY, start=date(2025, 1, 1), end=date(2026, 1, 1)).today_x is None


@given(st.dates(date(1990, 1, 1), date(2090, 1, 1)), st.integers(180, 20_000))
def test_marks_are_few_round_and_inside(start: date, days: int) -> None:
    chart = charts.coverage([], today=start, start=start, end=start + timedelta(days=days))
    assert 1 <= len(chart.ticks) <= charts.MOST_MARKS + 1
    assert sum(tick.named for tick in chart.ticks) <= charts.MOST_NAMES + 1
    for tick in chart.ticks:
        assert chart.start <= tick.day < chart.end
        assert tick.day.day == 1


def test_bars_are_to_the_scale_of_the_largest() -> None:
    assert [bar.width for bar in charts.bars([("a", 50, ""), ("b", 200, ""), ("c", 0, "")])] == [
        "25.00%",
        "100.00%",
        "0.00%",
    ]


def test_bars_of_nothing() -> None:
    assert charts.bars([]) == ()
    assert charts.bars([("a", 0, "")])[0].width == "0.00%"


@pytest.mark.parametrize("draw", [charts.bars, charts.stack])
def test_a_negative_bar_is_refused(draw: object) -> None:
    with pytest.raises(ValueError, match="zero"):
        draw([("a", -1, "")])  # type: ignore[operator]


@given(st.lists(st.integers(0, 10**9), min_size=1, max_size=6).filter(any))
def test_parts_fill_the_whole_without_overlap(values: list[int]) -> None:
    parts = charts.stack([(str(i), value, "granted") for i, value in enumerate(values)])
    edge = 0.0
    for part in parts:
        assert percent(part.x) == pytest.approx(edge, abs=0.02)
        edge = percent(part.x) + percent(part.width)
    assert edge == pytest.approx(100, abs=0.02)


def test_a_line_runs_between_its_points_and_stops_at_a_hole() -> None:
    plot = charts.lines(["jan", "feb", "mar", "apr", "may"], [("paid", [0, 5, None, 10, 10])])
    (line,) = plot.lines
    assert line.segments == ("0,1000 250,500", "750,0 1000,0")
    assert line.points == (("0.00%", "100.00%"), ("25.00%", "50.00%"), ("75.00%", "0.00%"), ("100.00%", "0.00%"))
    assert plot.grid[0] == ("100.00%", 0)
    assert plot.grid[-1] == ("0.00%", 10)


@pytest.mark.parametrize(
    ("labels", "series"),
    [
        (["a"], [("x", [1, 2])]),
        (["a"], [("x", [-1])]),
        (["a"], [(name, [1]) for name in "wxyz"]),
    ],
)
def test_what_cannot_be_read_is_not_drawn(labels: list[str], series: list[tuple[str, list[int]]]) -> None:
    with pytest.raises(ValueError, match=r"label|zero|table"):
        charts.lines(labels, series)


@given(st.integers(1, 10**13))
def test_the_scale_is_round_above_the_largest_and_short(largest: int) -> None:
    plot = charts.lines(["a", "b"], [("x", [0, largest])])
    top = plot.grid[-1][1]
    assert top >= largest
    assert 2 <= len(plot.grid) <= 6
    assert all(isinstance(value, int) for _, value in plot.grid)
    step = Fraction(plot.grid[1][1])
    assert str(step.numerator).rstrip("0") in {"1", "2", "5"}


def test_axis_labels_thin_out() -> None:
    plot = charts.lines([str(n) for n in range(24)], [("x", [1] * 24)])
    assert [text for _, text, _ in plot.labels] == ["0", "4", "8", "12", "16", "20"]
    assert plot.labels[0][2] == "start"
