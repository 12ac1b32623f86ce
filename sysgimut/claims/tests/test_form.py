"""Stage 1: what is absent from a bordereau, a request or a line."""

from __future__ import annotations

from typing import Any

import pytest

from sysgimut.claims.domain.adjudication import adjudicate
from sysgimut.claims.domain.decision import LineDecision
from sysgimut.claims.domain.form_reasons import FORM_LEVELS, FORM_REASONS
from sysgimut.claims.domain.grid import ControlGrid
from sysgimut.claims.domain.history import History
from sysgimut.claims.tests.world import FACTS, GRID, OPTIONAL, STUDY, billed, decide, decide_one, line, request

HEAD_CASES = [
    ({"number": None}, ("BOR-01",)),
    ({"phone": None}, ("BOR-02",)),
    ({"facility": None}, ("BOR-03", "ORD-03")),
    ({"period": None}, ("BOR-07",)),
    ({"attachments": None}, ("BOR-13",)),
    ({"attachments": False}, ("BOR-13",)),
    ({"facility_signature": None}, ("BOR-14",)),
    ({"facility_signature": False}, ("BOR-14",)),
]
REQUEST_CASES = [
    ({"family_name": None}, ("BOR-04", "ORD-04")),
    ({"given_names": None}, ("BOR-04", "ORD-04")),
    ({"reference": None}, ("BOR-05", "ORD-05")),
    ({"contact": None}, ("ORD-01",)),
    ({"activity": None}, ("ORD-06",)),
    ({"sex": None}, ("ORD-07",)),
    ({"age": None}, ("ORD-08",)),
    ({"practitioner": None}, ("ORD-09",)),
    ({"icd10": None}, ("ORD-10",)),
    ({"long_term": None}, ("ORD-11",)),
    ({"care_type": None}, ("ORD-12", "ORD-13", "ORD-14")),
    ({"clinical_information": None}, ("ORD-15",)),
    ({"care_date": None}, ("ORD-16",)),
    ({"prescriber_signature": False}, ("ORD-20",)),
    ({"facility_stamp": None}, ("ORD-24",)),
    ({"validation_stamp": False}, ("ORD-25",)),
]
LINE_CASES = [
    ({"service_code": None}, ("BOR-06",)),
    ({"amount": None}, ("BOR-09", "ORD-21")),
    ({"mutual_part": None}, ("BOR-10", "ORD-22")),
    ({"insured_part": None}, ("BOR-11", "ORD-23")),
    ({"label": None}, ("ORD-17",)),
    ({"unit_price": None}, ("ORD-19",)),
]


def check_request(decision: LineDecision, codes: tuple[str, ...]) -> None:
    assert decision.codes == codes
    if set(codes) <= set(OPTIONAL):
        assert (decision.granted, decision.rejected) == (700, 0)
    else:
        assert (decision.granted, decision.rejected) == (0, 700)


def test_a_request_with_nothing_wrong_is_granted() -> None:
    decision = decide(request())
    assert (decision.verdict, decision.reasons) == ("granted", ())
    assert decision.lines[0].codes == ()
    assert (decision.granted, decision.rejected, decision.to_justify, decision.overpaid) == (700, 0, 0, 0)


@pytest.mark.parametrize(("changes", "codes"), HEAD_CASES)
def test_absent_from_the_bordereau(changes: dict[str, Any], codes: tuple[str, ...]) -> None:
    (decision,) = decide(request(head=changes)).lines
    check_request(decision, codes)


@pytest.mark.parametrize(("changes", "codes"), REQUEST_CASES)
def test_absent_from_the_request(changes: dict[str, Any], codes: tuple[str, ...]) -> None:
    (decision,) = decide(request(**changes)).lines
    check_request(decision, codes)


@pytest.mark.parametrize(("changes", "codes"), LINE_CASES)
def test_absent_from_one_line_refuses_that_line_only(changes: dict[str, Any], codes: tuple[str, ...]) -> None:
    decision = decide(request(line(**changes), line(number="2")))
    assert decision.verdict == "granted"
    assert [answer.verdict for answer in decision.lines] == ["refused", "granted"]
    assert decision.lines[0].codes == codes
    assert decision.lines[1].codes == ()


def test_absent_quantity_refuses_its_line() -> None:
    decision = decide(request(line(quantity=None), line(number="2")))
    assert [answer.codes for answer in decision.lines] == [("ORD-18",), ()]


def test_no_quantity_on_any_line_refuses_the_request() -> None:
    decision = decide(request(line(quantity=None), line(number="2", quantity=None)))
    assert decision.verdict == "refused"
    assert [answer.codes for answer in decision.lines] == [("BOR-08", "ORD-18")] * 2


def test_every_form_code_but_the_free_text_one_has_an_example() -> None:
    shown = {code for _, codes in HEAD_CASES + REQUEST_CASES + LINE_CASES for code in codes}
    assert set(FORM_REASONS) - shown == {"BOR-08", "BOR-12", "ORD-02", "ORD-18"}


def test_levels_are_those_shown_by_the_examples() -> None:
    for level, cases in (("bordereau", HEAD_CASES), ("line", LINE_CASES)):
        codes = {code for _, codes in cases for code in codes} - {"ORD-03"}
        assert {code for code, stands in FORM_LEVELS.items() if stands == level} - {"ORD-18"} == codes


def test_an_absent_authorisation_matters_only_where_an_act_needs_one() -> None:
    assert decide_one(billed("100-001", 1, 1000)).codes == ()
    assert decide_one(billed("400-001", 1, 1000)).codes == ("ORD-02", "AP-1")
    assert decide_one(billed("400-001", 1, 1000), authorisation="AP00001").codes == ()


def test_a_refused_line_whose_act_needs_an_authorisation_counts() -> None:
    decision = decide(request(line(act="400-001", label=None), line(number="2")))
    assert [answer.codes for answer in decision.lines] == [("ORD-02", "ORD-17"), ("ORD-02",)]


def test_request_codes_stand_on_refused_lines_too_and_in_order() -> None:
    decision = decide(request(line(amount=None, label=None), head={"number": None, "phone": None}, contact=None))
    assert decision.lines[0].codes == ("BOR-01", "BOR-02", "BOR-09", "ORD-01", "ORD-17", "ORD-21")


def test_stage_2_is_skipped_when_the_form_refuses_the_request() -> None:
    decision = decide(request(reference="ZZ999", clinical_information=None))
    assert decision.lines[0].codes == ("ORD-15",)


def test_stage_2_still_runs_when_every_line_is_refused_by_the_form() -> None:
    decision = decide(request(line(label=None), reference="ZZ999"))
    assert decision.lines[0].codes == ("ORD-17", "ID-1")


def test_stage_3_is_skipped_on_a_line_that_the_form_refuses() -> None:
    assert decide_one(line(label=None, act="unknown")).codes == ("ORD-17",)


def test_the_grid_in_force_decides_what_refuses() -> None:
    lenient = ControlGrid(GRID.refusing - {"ORD-15"} | {"ORD-01"})
    remark = adjudicate(request(clinical_information=None), FACTS, History(), lenient)
    refusal = adjudicate(request(contact=None), FACTS, History(), lenient)
    assert (remark.verdict, remark.lines[0].codes) == ("granted", ("ORD-15",))
    assert (refusal.verdict, refusal.lines[0].codes) == ("refused", ("ORD-01",))


def test_the_shipped_effects_are_those_of_the_study() -> None:
    assert {code for code, sentence in FORM_REASONS.items() if sentence.effect == "remark"} == {*OPTIONAL, "BOR-12"}
    assert {code for code, sentence in FORM_REASONS.items() if sentence.effect == "refuse"} == GRID.refusing


@pytest.mark.parametrize(
    "codes", [("ORD-16",), ("ORD-12", "ORD-13", "ORD-14"), ("ORD-18",), ("ORD-19",), ("BOR-09", "ORD-21")]
)
def test_a_grid_cannot_let_pass_what_every_amount_needs(codes: tuple[str, ...]) -> None:
    with pytest.raises(ValueError, match=codes[0]):
        ControlGrid.of({**STUDY, **dict.fromkeys(codes, "rejet_facultatif")})


def test_a_grid_says_what_is_missing_unknown_or_misspelt() -> None:
    with pytest.raises(ValueError, match="BOR-14"):
        ControlGrid.of({code: effect for code, effect in STUDY.items() if code != "BOR-14"})
    with pytest.raises(ValueError, match="ORD-26"):
        ControlGrid.of({**STUDY, "ORD-26": "rejet"})
    with pytest.raises(ValueError, match="perhaps"):
        ControlGrid.of({**STUDY, "ORD-01": "perhaps"})  # type: ignore[dict-item]
    with pytest.raises(ValueError, match="ORD-99"):
        ControlGrid(GRID.refusing | {"ORD-99"})
