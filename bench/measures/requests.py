"""One request: entered and decided at once."""

from __future__ import annotations

from bench.care import Desk, bordereau_entry, patients, request_entry
from bench.figures import Sample
from bench.timing import Size, Stopwatch, statements
from sysgimut.claims.commands.submit_request import SubmitRequest
from sysgimut.identity.accounts import technical_viewer
from sysgimut.journal.runner import submit


def measure(size: Size) -> list[Sample]:
    """Statements for 1, 10 and 30 lines, and ten-line requests a second. Each request is in a bordereau of 50."""
    author = technical_viewer()
    desk = Desk.open(seed=1)
    count = size.some(200, 10)
    people = iter(patients(size.people, 40 + size.rounds * count, seed=11))
    head = desk.head("S")

    def message(lines: int) -> SubmitRequest:
        entry = request_entry(desk.request(head, next(people), lines))
        return SubmitRequest(bordereau=bordereau_entry(head), request=entry)

    def send(one: SubmitRequest) -> None:
        outcome = submit(one, author)
        if outcome.status == "refused" or "lines" not in outcome.result:
            raise RuntimeError(f"a request of the bench was not decided: {outcome}")

    samples = []
    for _ in range(10):
        send(message(10))
    for lines in (1, 10, 30):
        one = message(lines)
        samples.append(Sample(f"statements_{lines}", [statements(lambda one=one: send(one))]))  # type: ignore[misc]
    watch = Stopwatch()
    for turn in range(size.rounds):
        head = desk.head(f"R{turn}")
        messages = [message(10) for _ in range(count)]
        with watch.round(count):
            for one in messages:
                send(one)
    return [*samples, watch.sample("requests")]
