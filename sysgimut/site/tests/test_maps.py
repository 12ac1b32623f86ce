"""The schematic map: areas are quantities, north is up, names never touch."""

from __future__ import annotations

from sysgimut.site.maps import LARGEST, Place, schematic


def hundredths(percentage: str) -> int:
    return round(float(percentage.rstrip("%")) * 100)


def test_an_area_is_a_quantity_and_the_part_lies_inside() -> None:
    big, small = schematic([Place("B", 0, 0, 250, 10), Place("A", 10, 10, 1_000, 250)]).circles
    assert (big.label, small.label) == ("A", "B")
    assert hundredths(big.radius) == LARGEST == 2 * hundredths(small.radius)
    assert hundredths(big.inner) == hundredths(small.radius)


def test_north_is_up_and_east_is_right() -> None:
    south_west, north_east = sorted(
        schematic([Place("SO", -4_000_000, 14_000_000, 1), Place("NE", -3_000_000, 15_000_000, 1)]).circles,
        key=lambda circle: hundredths(circle.x),
    )
    assert (south_west.label, north_east.label) == ("SO", "NE")
    assert hundredths(south_west.y) > hundredths(north_east.y)


def test_nothing_and_one_place_are_drawn() -> None:
    assert schematic([]).circles == ()
    (only,) = schematic([Place("Konna", -3_900_000, 14_900_000, 0)]).circles
    assert only.inner == ""


def test_names_that_find_no_room_are_left_out() -> None:
    crowd = schematic([Place(f"Commune {number}", number, number % 3, 100) for number in range(60)])
    assert 0 < len(crowd.narrow) < len(crowd.wide) < 60
    alone = schematic([Place("Mopti", 0, 0, 5), Place("Konna", 100, 100, 5)])
    assert {name.text for name in alone.narrow} == {"Mopti", "Konna"}
