"""Limits, rates and amounts: what each franc of a line becomes."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Any

import pytest

from sysgimut.claims.domain.facts import ProductRules
from sysgimut.claims.domain.history import History
from sysgimut.claims.tests.world import (
    AWA,
    FACTS,
    PRODUCTS,
    billed,
    decide,
    decide_one,
    line,
    reason,
    request,
)

SEVENTY, EIGHTY, SEVENTY_FIVE = Fraction(7, 10), Fraction(8, 10), Fraction(3, 4)
STAY: dict[str, Any] = {"entry_date": date(2023, 6, 12), "exit_date": date(2023, 6, 12)}


@pytest.mark.parametrize(
    ("product", "care_type", "rate"),
    [
        ("MOPTI", "A", SEVENTY),
        ("MOPTI", "H", EIGHTY),
        ("MOPTI", "U", EIGHTY),
        ("AMV", "A", SEVENTY_FIVE),
        ("AMV", "H", SEVENTY_FIVE),
        ("AMV", "U", SEVENTY_FIVE),
    ],
)
def test_published_rates(product: str, care_type: str, rate: Fraction) -> None:
    # domain.md §0.1: 70 % outpatient and 80 % in hospital at Mopti, 75 % for the AMV.
    facts = replace(FACTS, insured={AWA.reference: replace(AWA, product=product)})
    answer = decide_one(billed("510-001", 1, 1000, rate), facts, care_type=care_type, **STAY)
    assert (answer.rate, answer.granted, answer.codes) == (rate, int(1000 * rate), ())


@pytest.mark.parametrize(
    ("amount", "rate", "part"),
    [
        (1235, SEVENTY, 865),
        (333, SEVENTY, 233),
        (5, SEVENTY, 4),
        (1, SEVENTY_FIVE, 1),
        (2, SEVENTY_FIVE, 2),
        (1, SEVENTY, 1),
    ],
)
def test_the_mutuals_part_is_rounded_half_up_and_the_rest_is_the_insureds(
    amount: int, rate: Fraction, part: int
) -> None:
    product = "MOPTI" if rate == SEVENTY else "AMV"
    facts = replace(FACTS, insured={AWA.reference: replace(AWA, product=product)})
    right = line(unit_price=amount, amount=amount, mutual_part=part, insured_part=amount - part)
    answer = decide_one(replace(right, act="510-001", service_code="510"), facts)
    assert (answer.granted, answer.codes, answer.overpaid) == (part, (), 0)


def test_qt_1_what_earlier_lines_of_the_act_kept_is_deducted() -> None:
    decision = decide(
        request(billed("200-001", 7, 150), billed("200-001", 5, 150, number="2"), billed("200-001", 1, 150, number="3"))
    )
    assert [answer.kept for answer in decision.lines] == [7, 3, 0]
    assert [answer.codes for answer in decision.lines] == [(), ("QT-1",), ("QT-1",)]
    assert [answer.granted for answer in decision.lines] == [735, 315, 0]
    assert [answer.verdict for answer in decision.lines] == ["granted"] * 3
    assert reason(decision.lines[1], "QT-1") == {"act": "200-001", "quantity": 5, "limit": 10, "left": 3}


def test_qt_1_a_refused_line_keeps_nothing() -> None:
    decision = decide(request(billed("200-001", 7, 150, label=None), billed("200-001", 7, 150, number="2")))
    assert [answer.kept for answer in decision.lines] == [0, 7]


def remembering(*requests: Any) -> History:
    history = History()
    for number, asked in enumerate(requests):
        numbered = replace(asked, number=f"{number:04}")
        history.add(numbered, decide(numbered, history=history))
    return history


def on(day: date, quantity: int, **changes: Any) -> Any:
    return request(billed("200-001", quantity, 150), care_date=day, head={"received_on": None}, **changes)


def test_qt_2_a_year_is_the_calendar_year_of_the_care() -> None:
    history = remembering(on(date(2023, 4, 1), 10), on(date(2023, 5, 1), 10))
    december = decide(on(date(2023, 12, 31), 9), history=history).lines[0]
    assert (december.kept, december.codes) == (4, ("QT-2",))
    assert reason(december, "QT-2") == {"act": "200-001", "quantity": 9, "limit": 24, "left": 4, "year": "2023"}
    january = decide(on(date(2024, 1, 1), 9), history=history).lines[0]
    assert (january.kept, january.codes) == (9, ())


def test_qt_2_applies_to_what_qt_1_left() -> None:
    history = remembering(on(date(2023, 4, 1), 10), on(date(2023, 5, 1), 6))
    answer = decide(on(date(2023, 6, 1), 12), history=history).lines[0]
    assert (answer.codes, answer.kept) == (("QT-1", "QT-2"), 8)
    assert reason(answer, "QT-2")["quantity"] == 10


def test_qt_2_is_not_said_when_qt_1_leaves_enough() -> None:
    history = remembering(on(date(2023, 4, 1), 10), on(date(2023, 5, 1), 3))
    answer = decide(on(date(2023, 6, 1), 12), history=history).lines[0]
    assert (answer.codes, answer.kept) == (("QT-1",), 10)


def test_qt_1_deducts_what_qt_2_left_of_earlier_lines() -> None:
    history = remembering(on(date(2023, 4, 1), 10), on(date(2023, 5, 1), 10))
    asked = request(billed("200-001", 6, 150), billed("200-001", 6, 150, number="2"), care_date=date(2023, 6, 2))
    first, second = decide(asked, history=history).lines
    assert (first.codes, first.kept) == (("QT-2",), 4)
    assert (second.codes, second.kept) == (("QT-2",), 0)


def test_qt_2_counts_the_earlier_lines_of_the_same_request() -> None:
    history = remembering(on(date(2023, 4, 1), 10), on(date(2023, 5, 1), 10))
    asked = request(billed("200-001", 3, 150), billed("200-001", 3, 150, number="2"), care_date=date(2023, 6, 2))
    assert [answer.kept for answer in decide(asked, history=history).lines] == [3, 1]


def test_limits_are_consumed_to_justify_included_and_by_nothing_refused() -> None:
    doubtful = on(date(2023, 4, 1), 10, family_name="Diallo")
    refused = on(date(2023, 4, 2), 10, clinical_information=None)
    history = remembering(doubtful, refused)
    assert history.consumed_in(1, 2023) == {"200-001": 10}


def test_a_later_refusal_releases_what_was_consumed() -> None:
    asked = on(date(2023, 4, 1), 10)
    history = History()
    decision = decide(asked, history=history)
    history.add(asked, decision)
    history.release(asked, decision)
    assert decide(asked, history=history) == decision
    assert history.consumed_in(1, 2023) == {"200-001": 0}
    with pytest.raises(ValueError, match="200-001"):
        history.release(asked, decision)


def test_granted_is_never_more_than_claimed() -> None:
    answer = decide_one(line(mutual_part=500, insured_part=500))
    assert (answer.claimed, answer.granted, answer.rejected) == (500, 500, 0)
    assert answer.codes == ("TX-1",)
    assert reason(answer, "TX-1") == {"rate": "70", "declared": 500, "expected": 700}


def test_claimed_beyond_the_rate_is_rejected() -> None:
    answer = decide_one(line(mutual_part=800, insured_part=200))
    assert (answer.claimed, answer.granted, answer.rejected) == (800, 700, 100)


def test_overpaid_is_what_the_insured_paid_beyond_their_share() -> None:
    # Price 1,200 above a tariff of 1,000: the insured owes 300 and paid 360.
    assert decide_one(billed("100-001", 1, 1200)).overpaid == 60
    assert decide_one(billed("100-001", 1, 1200), family_name="Diallo").overpaid == 60
    assert decide_one(billed("100-001", 1, 1200), clinical_information=None).overpaid == 0
    assert decide_one(line(mutual_part=800, insured_part=200)).overpaid == 0


def test_tx_1_and_as_1_stand_on_refused_lines_too() -> None:
    wrong = line(mutual_part=800, insured_part=300)
    assert decide_one(wrong, clinical_information=None).codes == ("ORD-15", "TX-1", "AS-1")
    assert decide_one(replace(wrong, act=None)).codes == ("LN-1", "TX-1", "AS-1")
    assert reason(decide_one(wrong), "AS-1") == {"amount": 1000, "mutual_part": 800, "insured_part": 300}


def test_tx_1_goes_by_the_declared_amount() -> None:
    answer = decide_one(line(quantity=2, amount=1500, mutual_part=1050, insured_part=450))
    assert answer.codes == ("MT-1",)


@pytest.mark.parametrize(
    ("changes", "codes"),
    [
        ({"amount": None}, ("BOR-09", "ORD-21")),
        ({"mutual_part": None}, ("BOR-10", "ORD-22")),
        ({"insured_part": None, "mutual_part": 1}, ("BOR-11", "ORD-23", "TX-1")),
    ],
)
def test_tx_1_and_as_1_need_their_amounts(changes: dict[str, Any], codes: tuple[str, ...]) -> None:
    assert decide_one(line(**changes)).codes == codes


def test_tx_1_and_the_rate_need_a_person_and_a_care_type() -> None:
    wrong = line(mutual_part=800)
    unknown = decide_one(wrong, reference="ZZ999")
    assert (unknown.codes, unknown.rate) == (("ID-1", "AS-1"), None)
    undeclared = decide_one(wrong, care_type=None)
    assert (undeclared.codes, undeclared.rate) == (("ORD-12", "ORD-13", "ORD-14", "AS-1"), None)
    undated = decide_one(wrong, care_date=None)
    assert (undated.codes, undated.rate) == (("ORD-16", "TX-1", "AS-1"), SEVENTY)


def test_an_absent_mutuals_part_claims_nothing() -> None:
    answer = decide_one(line(mutual_part=None))
    assert (answer.claimed, answer.granted, answer.rejected, answer.to_justify) == (0, 0, 0, 0)


def test_rules_of_a_product_change_on_their_day() -> None:
    later = ProductRules(date(2023, 6, 1), {"A": EIGHTY, "H": EIGHTY, "U": EIGHTY}, 30)
    facts = replace(FACTS, products={**PRODUCTS, "MOPTI": (*PRODUCTS["MOPTI"], later)})
    assert decide_one(line(), facts, care_date=date(2023, 5, 31)).rate == SEVENTY
    assert decide_one(line(), facts, care_date=date(2023, 6, 1)).rate == EIGHTY
    assert facts.rules("MOPTI", date(1800, 1, 1)) is PRODUCTS["MOPTI"][0]
    assert facts.rules("MOPTI", None) is later


def test_facts_without_the_rules_of_somebodys_product_are_an_error() -> None:
    with pytest.raises(ValueError, match="AMV"):
        replace(FACTS, products={"MOPTI": PRODUCTS["MOPTI"]})
    with pytest.raises(ValueError, match="MOPTI"):
        replace(FACTS, products={**PRODUCTS, "MOPTI": PRODUCTS["MOPTI"] * 2})
    with pytest.raises(ValueError, match="A, H and U"):
        ProductRules(date(2023, 1, 1), {"A": SEVENTY}, 90)
    with pytest.raises(ValueError, match="0 to 1"):
        ProductRules(date(2023, 1, 1), {"A": SEVENTY, "H": SEVENTY, "U": Fraction(3, 2)}, 90)
