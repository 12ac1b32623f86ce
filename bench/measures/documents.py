"""Documents: PDF pages for each second of processor."""

from __future__ import annotations

import re
import time
from collections.abc import Sequence

from bench.care import Desk, patients
from bench.figures import Sample
from bench.measures.batch import decide_chunk, settle
from bench.timing import Size
from sysgimut.claims.commands.receive_requests import ReceiveRequests
from sysgimut.claims.waiting import waiting_chunks
from sysgimut.identity.accounts import technical_viewer
from sysgimut.journal.runner import submit
from sysgimut.network.queries import facilities_path
from sysgimut.settlement.documents.render import Printable, render_pdf
from sysgimut.settlement.models import Statement
from sysgimut.settlement.queries import settlements

PAGE = re.compile(rb"/Type\s*/Page\b")


def measure(size: Size) -> list[Sample]:
    """Both documents of bordereaux of 12 requests (36 lines), then the sheets of bordereaux of 100 (300 lines)."""
    ordinary = _printed(size, "ORD", size.some(40, 5) * 12, 12)
    long = [one for one in _printed(size, "LONG", size.some(4) * 100, 100) if one.template == "validation_sheet"]
    return [_sample("pages", ordinary, size.rounds), _sample("long_pages", long, size.rounds)]


def _printed(size: Size, label: str, requests: int, of_a_bordereau: int) -> list[Printable]:
    author = technical_viewer()
    people = patients(size.people, requests, seed=requests)
    delivery = Desk.open(seed=requests).delivery(people, label, of_a_bordereau)
    submit(ReceiveRequests(source="bench", scope=facilities_path(), requests=tuple(delivery)), author)
    for chunk in waiting_chunks(facilities_path()):
        decide_chunk(chunk, author)
    settle(author)
    statements = Statement.objects.filter(bordereau__number__startswith=f"{label}-").order_by("number")
    return [one for settled in settlements(list(statements)) for one in (settled.sheet, settled.document)]


def _sample(key: str, documents: Sequence[Printable], rounds: int) -> Sample:
    """Typst works on several cores: what is counted is the processor's time of all of them."""
    rates = []
    render_pdf(documents[0])
    for _ in range(rounds):
        start = time.process_time()
        pages = sum(len(PAGE.findall(render_pdf(document))) for document in documents)
        rates.append(pages / (time.process_time() - start))
    return Sample(key, rates, note=f"{pages} pages of {len(documents)} documents")
