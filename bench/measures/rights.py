"""Rights of one person on a day, by reference."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from random import Random

from bench.figures import Sample
from bench.population import reference
from bench.timing import Size, percentile, statements
from sysgimut.contributions.rights import Rights, rights_on
from sysgimut.journal import clock


def measure(size: Size) -> list[Sample]:
    """The 99th percentile of look-ups of people drawn at random, on days of the last two years."""
    drawn = Random(3)
    today = clock.today()
    count = size.some(2_000, 200)

    def look_up() -> partial[Rights]:
        day = today - timedelta(days=drawn.choice((0, 0, 0, drawn.randrange(700))))
        return partial(rights_on, reference(drawn.randrange(size.people)), day)

    if not any(look_up()().open for _ in range(20)):
        raise RuntimeError("nobody's rights are open")
    rounds = [percentile([look_up() for _ in range(count)]) for _ in range(size.rounds)]
    return [Sample("rights_statements", [statements(look_up())]), Sample("rights", rounds)]
