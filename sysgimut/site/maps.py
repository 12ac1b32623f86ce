"""A schematic map as numbers: places as circles, where each stands in percent, and which names find room.

Pure: no language, no clock, no SVG text. The area of a circle is its quantity; inside it, a second one the part
of it that is counted (people whose rights are open inside the inhabitants). No boundaries: the centroids are
what is known.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import isqrt

MARGIN = 700  # hundredths of a percent of the drawing left free on each side
LARGEST, SMALLEST, SMALLEST_PART = 520, 70, 50  # radii, in hundredths of a percent of the drawing's size
LETTER, LINE = 9, 17  # room that a letter and a line of text take, in pixels
NARROW, WIDE = (286, 300), (760, 520)  # width and height of the drawing on a phone and on a desk, in pixels


@dataclass(frozen=True, slots=True)
class Place:
    """A place to draw: its name, its centroid in millionths of a degree, its quantity and the part counted."""

    label: str
    longitude: int
    latitude: int
    whole: int
    part: int | None = None


@dataclass(frozen=True, slots=True)
class Circle:
    """Where a place stands: centre, outer and inner radius (empty without part), as SVG percentages."""

    label: str
    x: str
    y: str
    radius: str
    inner: str


@dataclass(frozen=True, slots=True)
class Name:
    """A name that found room: the point where it starts, ends or is centred (`anchor`)."""

    text: str
    x: str
    y: str
    anchor: str


@dataclass(frozen=True, slots=True)
class Map:
    """The circles, largest first so that none hides a smaller one, and the names on a phone and on a desk."""

    circles: tuple[Circle, ...]
    narrow: tuple[Name, ...]
    wide: tuple[Name, ...]


@dataclass(frozen=True, slots=True)
class _Spot:
    label: str
    x: int
    y: int
    radius: int


def schematic(places: Sequence[Place]) -> Map:
    """The map of some places, north up. No place gives an empty map."""
    ordered = sorted(places, key=lambda place: (-place.whole, place.label))
    if not ordered:
        return Map((), (), ())
    most = max(1, ordered[0].whole)
    spots = [_Spot(place.label, *_position(place, ordered), _radius(place.whole, most, SMALLEST)) for place in ordered]
    circles = tuple(
        Circle(spot.label, _percent(spot.x), _percent(spot.y), _percent(spot.radius), _inner(place, most))
        for place, spot in zip(ordered, spots, strict=True)
    )
    return Map(circles, _names(spots, *NARROW), _names(spots, *WIDE))


def _position(place: Place, places: Sequence[Place]) -> tuple[int, int]:
    """Hundredths of a percent from the left and from the top."""
    west, east = min(p.longitude for p in places), max(p.longitude for p in places)
    south, north = min(p.latitude for p in places), max(p.latitude for p in places)
    room = 10_000 - 2 * MARGIN
    x = MARGIN + room * (place.longitude - west) // max(1, east - west)
    y = MARGIN + room * (north - place.latitude) // max(1, north - south)
    return x, y


def _radius(value: int, most: int, least: int) -> int:
    """The area is the quantity: the radius follows its square root."""
    return max(least, isqrt(LARGEST * LARGEST * value // most))


def _inner(place: Place, most: int) -> str:
    return _percent(_radius(place.part, most, SMALLEST_PART)) if place.part else ""


def _percent(hundredths: int) -> str:
    return f"{hundredths // 100}.{hundredths % 100:02d}%"


Box = tuple[int, int, int, int]


def _names(spots: Sequence[_Spot], width: int, height: int) -> tuple[Name, ...]:
    """The names that fit, largest place first, without touching a circle or another name."""
    # A radius in percent is of the drawing's diagonal over the root of two: the rule of SVG.
    size = isqrt((width * width + height * height) // 2)
    points = [(spot.x * width // 10_000, spot.y * height // 10_000, spot.radius * size // 10_000) for spot in spots]
    taken: list[Box] = [(x - r, y - r, x + r, y + r) for x, y, r in points]
    names = []
    for spot, (x, y, r) in zip(spots, points, strict=True):
        long = LETTER * len(spot.label)
        for anchor, px, top in (
            ("start", x + r + 4, y - LINE // 2),
            ("end", x - r - 4, y - LINE // 2),
            ("middle", x, y - r - LINE - 1),
            ("middle", x, y + r + 1),
        ):
            left = px - {"start": 0, "end": long, "middle": long // 2}[anchor]
            box = (left, top, left + long, top + LINE)
            if left >= 0 and left + long <= width and top >= 0 and not any(_touch(box, other) for other in taken):
                taken.append(box)
                base = top + LINE - 4
                names.append(Name(spot.label, _share(px, width), _share(base, height), anchor))
                break
    return tuple(names)


def _touch(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _share(pixels: int, whole: int) -> str:
    return _percent(pixels * 10_000 // whole)
