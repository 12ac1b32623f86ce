"""Stage 3: what is found on a line, in order, until one finding refuses it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from sysgimut.claims.domain.facts import Act, Facility, Tariff, TariffTable
from sysgimut.claims.domain.history import History
from sysgimut.claims.tests.world import AWA, BOTH, CARE_DATE, FACTS, billed, decide, decide_one, line, reason, request

AMV: dict[str, Any] = {"reference": "B000002-01", "family_name": "N'Diaye", "given_names": "Oumar", "sex": "M"}


@pytest.mark.parametrize("act", [None, "999-999"])
def test_ln_1_an_absent_or_unknown_act_is_refused(act: str | None) -> None:
    answer = decide_one(line(act=act))
    assert (answer.verdict, answer.codes, answer.rejected) == ("refused", ("LN-1",), 700)


def test_ln_2_an_act_outside_the_product_is_refused() -> None:
    assert decide_one(billed("600-001", 1, 1000)).codes == ("LN-2",)
    assert decide_one(billed("300-001", 1, 1000)).codes == ()
    answer = decide_one(replace(billed("300-001", 1, 1000), mutual_part=750, insured_part=250), **AMV)
    assert answer.codes == ("LN-2",)
    assert reason(answer, "LN-2") == {"act": "300-001", "product": "AMV"}


def test_ln_3_another_benefit_code_is_a_remark() -> None:
    answer = decide_one(line(service_code="200"))
    assert (answer.codes, answer.granted) == (("LN-3",), 700)
    assert reason(answer, "LN-3") == {"act": "100-001", "declared": "200", "service_code": "100"}


def test_a_remark_stays_when_the_line_is_refused_later() -> None:
    answer = decide_one(billed("900-001", 1, 1000, service_code="100"))
    assert answer.codes == ("LN-3", "LN-4")


def test_ln_4_the_recorded_sex_decides_not_the_declared_one() -> None:
    men_only = replace(FACTS, acts={"100-001": Act("100-001", "100", BOTH, sex="M")})
    answer = decide_one(line(), men_only, sex="M")
    assert answer.codes == ("ID-3", "LN-4")
    assert answer.verdict == "refused"


@pytest.mark.parametrize(
    ("birth", "codes"),
    [
        (date(2008, 6, 12), ()),  # 15 that day
        (date(2008, 6, 13), ("LN-4",)),  # 15 the day after
        (date(1973, 6, 13), ()),  # still 49
        (date(1973, 6, 12), ("LN-4",)),  # 50 that day
    ],
)
def test_ln_4_age_limits_are_completed_years_both_included(birth: date, codes: tuple[str, ...]) -> None:
    facts = replace(FACTS, insured={AWA.reference: replace(AWA, birth=birth)})
    assert decide_one(billed("500-001", 1, 1000), facts).codes == codes


@pytest.mark.parametrize(("care_date", "codes"), [(date(2024, 2, 29), ()), (date(2023, 2, 28), ("LN-4",))])
def test_ln_4_someone_born_on_29_february_completes_the_year_on_1_march(
    care_date: date, codes: tuple[str, ...]
) -> None:
    # Born 29/02/2008: 15 on 01/03/2023, so 14 on 28/02/2023; 16 on 29/02/2024.
    person = replace(AWA, birth=date(2008, 2, 29), rights=(AWA.rights[2]._replace(start=None, end=None),))  # type: ignore[attr-defined]
    facts = replace(FACTS, insured={AWA.reference: person})
    answer = decide_one(billed("500-001", 1, 1000), facts, care_date=care_date, head={"received_on": None})
    assert answer.codes == codes
    first_of_march = decide_one(
        billed("500-001", 1, 1000), facts, care_date=date(2023, 3, 1), head={"received_on": None}
    )
    assert first_of_march.codes == ()


@pytest.mark.parametrize(
    ("year", "care_date", "codes"),
    [
        (2018, date(2023, 6, 12), ()),  # 4 or 5: both within "up to 5"
        (2017, date(2023, 6, 12), ("LN-5",)),  # 5 or 6
        (2017, date(2023, 12, 31), ("LN-4",)),  # 6 whatever the day
        (2017, date(2024, 1, 1), ("LN-4",)),  # 6 or 7
        (2016, date(2023, 6, 12), ("LN-4",)),  # 6 or 7
        (2023, date(2023, 6, 12), ()),  # newborn
    ],
)
def test_ln_5_a_birth_year_alone_is_any_day_of_it(year: int, care_date: date, codes: tuple[str, ...]) -> None:
    person = replace(AWA, birth=date(year, 7, 1), birth_is_year=True)
    facts = replace(FACTS, insured={AWA.reference: person})
    answer = decide_one(billed("900-001", 1, 1000), facts, care_date=care_date, head={"received_on": None})
    assert answer.codes == codes
    assert answer.verdict == {(): "granted", ("LN-5",): "to_justify", ("LN-4",): "refused"}[codes]
    if codes == ("LN-5",):
        assert (answer.to_justify, answer.granted) == (700, 0)
        assert reason(answer, "LN-5") == {"act": "900-001", "age_min": None, "age_max": 5, "birth_year": "2017"}


def test_ln_4_a_child_born_in_the_year_of_the_care_is_0() -> None:
    newborn = replace(AWA, birth=date(2023, 7, 1), birth_is_year=True)
    act = Act("100-001", "100", BOTH, age_min=0, age_max=0)
    facts = replace(FACTS, acts={"100-001": act}, insured={AWA.reference: newborn})
    assert decide_one(line(), facts).codes == ()


def test_ln_4_limits_that_nobody_meets_refuse_everybody() -> None:
    act = Act("100-001", "100", BOTH, age_min=15, age_max=5)
    assert decide_one(line(), replace(FACTS, acts={"100-001": act})).codes == ("LN-4",)


def after(*lines: Any, **changes: Any) -> History:
    """The history that an earlier request leaves."""
    history = History()
    earlier = request(*lines, number="0000", **changes)
    history.add(earlier, decide(earlier))
    return history


def test_db_1_the_same_line_again_is_refused() -> None:
    answer = decide_one(line(), history=after(line()))
    assert (answer.codes, answer.verdict) == (("DB-1",), "refused")
    assert reason(answer, "DB-1")["earlier"] == "CSCOM07 / BD-CSCOM07-202306 / 0000"


@pytest.mark.parametrize(
    ("again", "head"),
    [
        (billed("100-001", 2, 1000), {}),
        (billed("100-001", 2, 500), {}),
        (line(amount=900, mutual_part=630, insured_part=270), {}),
        (line(), {"facility": "HOPITAL01"}),
    ],
)
def test_db_2_the_same_act_the_same_day_otherwise_is_to_justify(again: Any, head: dict[str, Any]) -> None:
    answer = decide_one(again, history=after(line()), head=head)
    assert answer.codes[0] == "DB-2"
    assert (answer.verdict, answer.granted) == ("to_justify", 0)
    assert answer.to_justify > 0


@pytest.mark.parametrize(
    "changes", [{"care_date": date(2023, 6, 13)}, AMV, {"act": "900-002"}], ids=["day", "person", "act"]
)
def test_another_day_person_or_act_is_no_double(changes: dict[str, Any]) -> None:
    act = changes.get("act", "100-001")
    rest = {name: value for name, value in changes.items() if name != "act"}
    codes = decide_one(billed(act, 1, 1000), history=after(line()), **rest).codes
    assert not {"DB-1", "DB-2"} & set(codes)


def test_the_same_line_twice_in_one_request_is_no_double() -> None:
    decision = decide(request(line(), line(number="2")))
    assert [answer.codes for answer in decision.lines] == [(), ()]


def test_a_line_that_paid_nothing_makes_no_double() -> None:
    refused = after(line(act="600-001"))
    assert decide_one(line(), history=refused).codes == ()
    nothing_claimed = after(line(mutual_part=0, insured_part=1000))
    assert decide_one(line(), history=nothing_claimed).codes == ()


def test_a_line_to_justify_makes_a_double() -> None:
    assert decide_one(line(), history=after(line(), family_name="Diallo")).codes == ("DB-1",)


@pytest.mark.parametrize(
    ("authorisation", "care_date", "codes"),
    [
        ("AP00001", date(2023, 5, 1), ()),
        ("AP00001", date(2023, 7, 31), ()),
        ("AP00001", date(2023, 4, 30), ("AP-1",)),
        ("AP00001", date(2023, 8, 1), ("AP-1",)),
        ("AP99999", date(2023, 6, 12), ("AP-1",)),
    ],
)
def test_ap_1_the_authorisation_named_must_be_this_ones_and_in_force(
    authorisation: str, care_date: date, codes: tuple[str, ...]
) -> None:
    answer = decide_one(
        billed("400-001", 1, 1000), authorisation=authorisation, care_date=care_date, head={"received_on": None}
    )
    assert answer.codes == codes
    assert answer.verdict == ("to_justify" if codes else "granted")


def test_ap_1_somebody_elses_authorisation_does_not_count() -> None:
    answer = decide_one(
        replace(billed("400-001", 1, 1000), mutual_part=750, insured_part=250), authorisation="AP00001", **AMV
    )
    assert answer.codes == ("AP-1",)


def test_tr_1_without_a_tariff_the_declared_price_waits() -> None:
    answer = decide_one(billed("900-002", 2, 400))
    assert (answer.codes, answer.verdict, answer.to_justify) == (("TR-1",), "to_justify", 560)
    assert reason(answer, "TR-1") == {"act": "900-002", "facility": "CSCOM07", "care_date": CARE_DATE}


CARE_IN_JULY = date(2023, 7, 1)


@pytest.mark.parametrize(
    ("facility", "care_date", "price"),
    [
        ("CSCOM07", CARE_DATE, 1000),  # everywhere
        ("HOPITAL01", date(2023, 5, 31), 2000),  # its type
        ("HOPITAL01", CARE_DATE, 2500),  # itself
        ("HOPITAL01", CARE_IN_JULY, 2000),  # its own ended that day
    ],
)
def test_the_most_specific_tariff_in_force_wins(facility: str, care_date: date, price: int) -> None:
    answer = decide_one(
        billed("100-001", 1, 9000), care_date=care_date, head={"facility": facility, "received_on": None}
    )
    assert reason(answer, "TR-2") == {"unit_price": 9000, "tariff": price}
    assert answer.base == price


def test_among_equal_tariffs_the_latest_start_wins() -> None:
    table = TariffTable(
        [
            Tariff("*", "100-001", 3, date(2023, 3, 1), None),
            Tariff("*", "100-001", 1, date(2021, 1, 1), None),
            Tariff("*", "100-001", 2, date(2022, 1, 1), date(2024, 1, 1)),
        ]
    )
    facility = Facility("CSCOM07", "CSCOM", ())
    days = (date(2020, 1, 1), date(2021, 1, 1), date(2022, 1, 1), date(2023, 3, 1), date(2025, 1, 1))
    assert [table.price("100-001", facility, day) for day in days] == [None, 1, 2, 3, 3]


def test_tr_2_a_price_above_the_tariff_is_paid_at_the_tariff() -> None:
    answer = decide_one(billed("100-001", 2, 1200))
    assert (answer.codes, answer.verdict) == (("TR-2",), "granted")
    assert (answer.base, answer.granted, answer.rejected) == (2000, 1400, 280)


@pytest.mark.parametrize(("amount", "base"), [(2500, 2000), (1500, 1500)])
def test_mt_1_the_smaller_of_amount_and_product_is_kept(amount: int, base: int) -> None:
    answer = decide_one(line(quantity=2, amount=amount, mutual_part=amount, insured_part=0))
    assert "MT-1" in answer.codes
    assert answer.base == base


def test_tr_2_comes_before_mt_1_in_the_list() -> None:
    answer = decide_one(line(unit_price=1200, amount=1300, mutual_part=910, insured_part=390))
    assert answer.codes == ("TR-2", "MT-1")
    assert answer.base == 1000
