"""The order in which requests are decided."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from sysgimut.claims.domain.adjudication import adjudicate_all
from sysgimut.claims.domain.history import History
from sysgimut.claims.domain.request import authorisation_number, work_order
from sysgimut.claims.tests.world import FACTS, GRID, HEAD, billed, request


def test_care_date_then_facility_then_bordereau_then_number_absent_first() -> None:
    early, late = date(2023, 6, 1), date(2023, 6, 2)
    expected = [
        request(care_date=None, number="9"),
        request(care_date=early, number="9", head={"facility": None}),
        request(care_date=early, number="9", head={"facility": "A", "number": None, "period": "2023-05"}),
        request(care_date=early, number="9", head={"facility": "A", "number": None, "period": "2023-06"}),
        request(care_date=early, number=None, head={"facility": "A", "number": "B1"}),
        request(care_date=early, number="10", head={"facility": "A", "number": "B1"}),
        request(care_date=early, number="9", head={"facility": "A", "number": "B1"}),
        request(care_date=early, number="1", head={"facility": "A", "number": "B10"}),
        request(care_date=early, number="1", head={"facility": "B", "number": "A"}),
        request(care_date=late, number="1", head={"facility": "A", "number": "A"}),
    ]
    mixed = expected[6:] + expected[3:6] + expected[:3]
    assert sorted(mixed, key=work_order) == expected


def test_the_earlier_request_in_that_order_takes_the_limit() -> None:
    later = request(billed("200-001", 10, 150), care_date=date(2023, 12, 3), number="1")
    others = [replace(later, care_date=date(2023, 12, day), head=replace(HEAD, received_on=None)) for day in (1, 2)]
    decided = [
        (asked.care_date, decision.lines[0].kept)
        for asked, decision in adjudicate_all([later, *others], FACTS, History(), GRID)
    ]
    assert decided == [(date(2023, 12, 1), 10), (date(2023, 12, 2), 10), (date(2023, 12, 3), 4)]


def test_a_declared_non_is_no_authorisation() -> None:
    assert [authorisation_number(text) for text in ("non", "NON ", "", None, "AP1")] == [None, None, None, None, "AP1"]
