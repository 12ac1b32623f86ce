"""The schematic map: `{% load maps %}`. Inline SVG, and a table that says the same with the links."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django import template

from sysgimut.site.maps import Place, schematic

register = template.Library()


@register.inclusion_tag("components/place_map.html")
def place_map(
    places: Iterable[Mapping[str, Any]], caption: str, whole: str, part: str = "", heading: str = ""
) -> dict[str, object]:
    """Circles of {label, longitude, latitude, whole, part, url}, centroids in millionths of a degree.

    `whole` and `part` name the two quantities, `heading` what a place is. A place without centroid stands in the
    table only.
    """
    rows = [dict(place) for place in places]
    drawn = [
        Place(row["label"], row["longitude"], row["latitude"], row["whole"] or 0, row.get("part"))
        for row in rows
        if row["longitude"] is not None and row["latitude"] is not None
    ]
    return {
        "map": schematic(drawn),
        "rows": rows,
        "caption": caption,
        "whole": whole,
        "part": part,
        "heading": heading,
    }
