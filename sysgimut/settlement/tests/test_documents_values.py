"""What the documents say before they are printed: totals, verdicts, legend, words."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sysgimut.claims.domain.reasons import REASONS
from sysgimut.kernel.explanations import CATALOGUE, Sentence
from sysgimut.kernel.outcomes import Reason
from sysgimut.settlement.documents.parts import EFFECTS, Amounts, Effect, Finding, finding, total
from sysgimut.settlement.documents.statement import Statement
from sysgimut.settlement.documents.validation_sheet import SheetLine, SheetRequest, ValidationSheet, Verdict
from sysgimut.settlement.documents.wording import count, month
from sysgimut.settlement.tests.samples import HEADING, granted, long_sheet, rejected, sheet


@st.composite
def amounts(draw: st.DrawFn) -> Amounts:
    given_, refused, waiting, over = draw(st.tuples(*[st.integers(0, 10**9)] * 4))
    return Amounts(given_ + refused + waiting, given_, refused, waiting, over)


lines = st.builds(
    SheetLine,
    number=st.text("0123456789", max_size=3),
    act=st.just("100-001"),
    label=st.just("Consultation"),
    service_code=st.sampled_from(["", "100", "200", "510", "900"]),
    quantity=st.none() | st.integers(1, 99),
    amounts=amounts(),
)
requests = st.builds(
    SheetRequest,
    number=st.just("0001"),
    beneficiary=st.just("M000010-01-K"),
    name=st.just(""),
    care_date=st.none(),
    care_type=st.none(),
    lines=st.lists(lines, min_size=1, max_size=6).map(tuple),
)


@given(st.lists(requests, max_size=6).map(tuple))
def test_every_total_of_sheet_and_statement_is_the_sum_of_the_lines(made: tuple[SheetRequest, ...]) -> None:
    printed = ValidationSheet(HEADING, made)
    each = [line.amounts for request in made for line in request.lines]
    assert printed.amounts == total(each)
    assert printed.amounts.claimed == sum(one.claimed for one in each)
    assert printed.amounts.overpaid == sum(one.overpaid for one in each)
    assert total(row.amounts for row in printed.by_service()) == printed.amounts
    assert sum(row.lines for row in printed.by_service()) == len(each)
    statement = Statement.of(printed, "ER-1")
    assert statement.amounts == printed.amounts
    assert statement.net == sum(one.granted for one in each)


@pytest.mark.parametrize(
    "wrong", [{"claimed": 10, "granted": 9}, {"claimed": 0, "granted": 1, "rejected": -1}, {"overpaid": -1}]
)
def test_amounts_that_do_not_add_up_are_never_printed(wrong: dict[str, int]) -> None:
    with pytest.raises(ValueError, match="add up"):
        Amounts(**wrong)


def carrying(effect: Effect, figures: Amounts) -> SheetLine:
    return SheetLine("1", "100-001", "", "100", 1, figures, (Finding("XX-1", "x", "x", effect),))


@pytest.mark.parametrize(
    ("each", "verdict"),
    [
        ([carrying("remark", granted(10))], "granted"),
        ([carrying("remark", Amounts())], "granted"),
        ([carrying("refuse", Amounts())], "rejected"),
        ([carrying("refuse", rejected(10))], "rejected"),
        ([carrying("refuse", rejected(10)), carrying("remark", granted(1))], "partly"),
        ([carrying("reduction", Amounts(10, 4, 6))], "partly"),
        ([carrying("to_justify", Amounts(10, 0, 4, 6))], "to_justify"),
        ([carrying("to_justify", Amounts(10, 0, 4, 6)), carrying("remark", granted(1))], "partly_to_justify"),
    ],
)
def test_verdict_of_a_request(each: list[SheetLine], verdict: Verdict) -> None:
    assert SheetRequest("1", "", "", None, None, tuple(each)).verdict == verdict


def test_legend_has_each_code_once_with_its_lines_and_what_costs_most_comes_first() -> None:
    legend = sheet().legend()
    assert [(each.code, each.lines) for each in legend] == [
        ("DR-EXPIRE", 2), ("ORD-16", 1), ("ORD-17", 1), ("AP-1", 1), ("QT-1", 1), ("TR-2", 1), ("ORD-01", 3),
    ]  # fmt: skip
    places = [EFFECTS.index(each.effect) for each in legend]
    assert places == sorted(places)


def test_legend_gives_the_figures_only_when_they_are_the_same_on_every_line() -> None:
    assert "28/02/2024" in sheet().legend()[0].sentence
    (several,) = long_sheet(8).legend()
    assert several.lines == 6
    assert several.sentence.startswith("Droits expirés le … : les soins du … ne")


def test_statement_leaves_out_the_codes_that_cost_nothing() -> None:
    codes = [each.code for each in Statement.of(sheet(), "ER-1").reasons]
    assert "DR-EXPIRE" in codes
    assert "ORD-01" not in codes


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("code", sorted(REASONS))
def test_every_code_of_adjudication_can_be_printed(code: str, language: str) -> None:
    CATALOGUE.add(REASONS)
    made = finding(Reason(code), "en" if language == "en" else "fr")
    assert made.code == code
    assert "{" not in made.sentence + made.general
    assert ".." not in made.general


def test_a_finding_carries_the_effect_of_the_parameters_in_force() -> None:
    CATALOGUE.add({"TEST-1": Sentence("Manque le {day}.", "Missing on {day}.", "refuse")})
    reason = Reason("TEST-1", {"day": date(2024, 3, 1)})
    assert finding(reason, "fr") == Finding("TEST-1", "Manque le 01/03/2024.", "Manque le …", "refuse")
    assert finding(reason, "en", "remark").effect == "remark"
    CATALOGUE.add({"TEST-2": Sentence("Mauvaise ligne.", "Bad row.", "error")})
    with pytest.raises(ValueError, match="TEST-2"):
        finding(Reason("TEST-2"), "fr")
    with pytest.raises(KeyError):
        finding(Reason("TEST-3"), "fr")


def test_counts_and_months_are_written_as_people_write_them() -> None:
    assert [count(n, "line", "fr") for n in (0, 1, 2)] == ["0\xa0ligne", "1\xa0ligne", "2\xa0lignes"]
    assert [count(n, "line", "en") for n in (0, 1, 2)] == ["0\xa0lines", "1\xa0line", "2\xa0lines"]
    assert month(date(2024, 8, 1), "fr") == "août 2024"
    assert month(None, "fr") == "—"


def test_one_number_for_both_documents_is_read_once() -> None:
    made = Statement.of(sheet(), HEADING.reference)
    assert str(made.printed()).count(HEADING.reference) == 1
    assert str(replace(made, number="ER-1").printed()).count(HEADING.reference) == 1
