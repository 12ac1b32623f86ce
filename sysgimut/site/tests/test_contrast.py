"""Text is read in the sun: 7:1 at least between every text colour and its ground, 3:1 for edges of controls."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

CSS = Path(__file__).parents[1] / "static" / "sysgimut" / "sysgimut.css"
TONES = ("ok", "info", "warn", "bad", "neutral")
TEXT = [
    *[(ink, ground) for ink in ("ink", "ink-soft", "accent", "accent-deep", "bad") for ground in ("paper", "ground")],
    *[(tone, "paper") for tone in TONES],
    *[(tone, f"{tone}-soft") for tone in TONES],
    *[("ink", f"{tone}-soft") for tone in TONES],
    ("ink", "accent-soft"),
    ("accent-deep", "accent-soft"),
    ("on-accent", "accent"),
    ("on-accent", "accent-deep"),
    ("on-accent", "bad"),
    ("ink", "gold"),
]
EDGES = [("line", "paper"), ("line", "ground"), ("accent", "paper"), ("gold", "accent"), ("ink", "ground")]


def colours() -> dict[str, str]:
    root = re.search(r":root \{(.*?)\}", CSS.read_text(), re.DOTALL)
    assert root
    return dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{3,6});", root[1]))


def luminance(colour: str) -> float:
    digits = colour[1:] if len(colour) == 7 else "".join(digit * 2 for digit in colour[1:])
    channels = [int(digits[i : i + 2], 16) / 255 for i in (0, 2, 4)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_contrast_of_known_pairs() -> None:
    assert contrast("#000", "#fff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize(("ink", "ground"), TEXT)
def test_text_stands_out(ink: str, ground: str) -> None:
    assert contrast(colours()[ink], colours()[ground]) >= 7


@pytest.mark.parametrize(("edge", "ground"), EDGES)
def test_edges_of_controls_stand_out(edge: str, ground: str) -> None:
    assert contrast(colours()[edge], colours()[ground]) >= 3


def test_colours_are_named_once() -> None:
    after_root = CSS.read_text().split("}", 1)[1]
    assert not re.findall(r"#[0-9a-fA-F]{3,8}\b(?![^{]*\{)", after_root)


def test_the_style_sheet_stays_small() -> None:
    assert CSS.stat().st_size <= 28_000
