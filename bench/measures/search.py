"""A household searched by name, as the list of households shows it: one page."""

from __future__ import annotations

from functools import partial
from random import Random

from bench.figures import Sample
from bench.population import Name, names
from bench.timing import Size, percentile
from sysgimut.identity.accounts import technical_viewer
from sysgimut.membership.searching import household_rows, search_homes

PAGE = 25
VARIANTS = (("ou", "u"), ("dj", "j"), ("gui", "ghi"), ("c", "k"), ("y", "i"), ("é", "e"))


def measure(size: Size) -> list[Sample]:
    """The 99th percentile of first pages: full names, family names alone, beginnings, other spellings."""
    drawn = Random(4)
    viewer = technical_viewer()
    known = names(2_000)

    def search(text: str) -> int:
        homes = search_homes(viewer, text).select_related("household")[:PAGE]
        return len(household_rows(homes, text))

    if not any(search(asked(drawn, drawn.choice(known))) for _ in range(20)):
        raise RuntimeError("no search finds anybody")
    count = size.some(400, 50)
    rounds = [
        percentile([partial(search, asked(drawn, drawn.choice(known))) for _ in range(count)])
        for _ in range(size.rounds)
    ]
    return [Sample("search", rounds)]


def asked(drawn: Random, name: Name) -> str:
    """What somebody types to find a person of this name."""
    given = name.given.split()[0]
    text = drawn.choice(
        (name.family, f"{given} {name.family}", f"{name.family} {given}", f"{given} {name.family[:4]}", given)
    )
    if drawn.random() < 0.3:
        for written, heard in VARIANTS:
            text = text.lower().replace(written, heard)
    return text
