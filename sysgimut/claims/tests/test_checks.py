"""Stage 2: the person, the facility, the filing delay and the stay."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from sysgimut.claims.domain.facts import Agreement, Facility, Segment, name_letters
from sysgimut.claims.tests.world import (
    AWA,
    BOTH,
    CARE_DATE,
    CSCOM,
    FACTS,
    LINE,
    PRODUCTS,
    billed,
    decide,
    reason,
    request,
)


def test_id_1_an_unknown_reference_is_refused_and_has_no_rate() -> None:
    decision = decide(request(reference="ZZ999"))
    assert (decision.verdict, decision.person_id) == ("refused", None)
    assert decision.lines[0].codes == ("ID-1",)
    assert decision.lines[0].rate is None
    assert reason(decision, "ID-1") == {"reference": "ZZ999"}


@pytest.mark.parametrize(
    ("family_name", "given_names"),
    [
        ("TRAORÉ", "Awa"),
        ("traore", "whoever"),
        ("Tra-oré ", "Awa"),
        ("T.R.A.O.R.E", "Awa"),
        ("Awa Mariam", "Traoré"),
        ("AWA-MARIAM", "traore"),
    ],
)
def test_id_2_spelling_and_swaps_are_forgiven(family_name: str, given_names: str) -> None:
    assert decide(request(family_name=family_name, given_names=given_names)).lines[0].codes == ()


@pytest.mark.parametrize(
    ("family_name", "given_names"),
    [("Traor", "Awa Mariam"), ("Diallo", "Traoré"), ("Awa", "Traoré"), ("Awa Mariam", "Diallo")],
)
def test_id_2_another_family_name_leaves_the_whole_request_to_justify(family_name: str, given_names: str) -> None:
    decision = decide(request(LINE, billed("600-001", 1, 1000), family_name=family_name, given_names=given_names))
    assert decision.verdict == "to_justify"
    assert [answer.codes for answer in decision.lines] == [("ID-2",), ("ID-2", "LN-2")]
    assert [answer.to_justify for answer in decision.lines] == [700, 0]
    assert [answer.rejected for answer in decision.lines] == [0, 700]


def test_names_are_compared_by_their_letters() -> None:
    assert name_letters("N’Diaye") == name_letters("N'DIAYE") == name_letters("NʼDiaye") == "ndiaye"
    assert name_letters("Kɔnɛ") == "kɔnɛ"
    assert name_letters("123") == ""


def test_id_3_another_sex_is_a_remark() -> None:
    decision = decide(request(sex="M"))
    assert (decision.verdict, decision.granted) == ("granted", 700)
    assert reason(decision, "ID-3") == {"sex": "M", "recorded_sex": "F"}


@pytest.mark.parametrize(
    ("care_date", "code", "day"),
    [
        (date(2022, 11, 30), "DR-PAS_ENCORE", date(2022, 12, 1)),
        (date(2022, 12, 1), "DR-OBSERVATION", date(2023, 3, 1)),
        (date(2023, 2, 28), "DR-OBSERVATION", date(2023, 3, 1)),
        (date(2024, 12, 1), "DR-EXPIRE", date(2024, 12, 1)),
    ],
)
def test_dr_closed_rights_refuse_and_say_which_day_matters(care_date: date, code: str, day: date) -> None:
    decision = decide(request(care_date=care_date, head={"received_on": None}))
    assert decision.verdict == "refused"
    assert decision.lines[0].codes == (code,)
    assert reason(decision, code) == {"care_date": care_date, "day": day}


@pytest.mark.parametrize("care_date", [date(2023, 3, 1), date(2024, 11, 30)])
def test_dr_the_first_and_last_open_days_are_open(care_date: date) -> None:
    assert decide(request(care_date=care_date, head={"received_on": None})).granted == 700


@pytest.mark.parametrize("status", ["NON_VALIDE", "SORTI"])
def test_dr_any_other_status_refuses(status: str) -> None:
    facts = replace(FACTS, insured={AWA.reference: replace(AWA, rights=(Segment(None, None, status),))})
    assert decide(request(), facts).lines[0].codes == (f"DR-{status}",)


def test_rights_with_a_gap_are_an_error_and_not_a_grant() -> None:
    gap = (Segment(None, date(2023, 1, 1), "OUVERT"), Segment(date(2024, 1, 1), None, "OUVERT"))
    facts = replace(FACTS, insured={AWA.reference: replace(AWA, rights=gap)})
    with pytest.raises(LookupError, match="2023-06-12"):
        decide(request(), facts)


def test_cv_1_an_unknown_facility_is_refused() -> None:
    decision = decide(request(head={"facility": "CSCOM99"}))
    assert decision.lines[0].codes == ("CV-1",)
    assert reason(decision, "CV-1") == {"facility": "CSCOM99", "care_date": CARE_DATE}


@pytest.mark.parametrize(
    ("care_date", "codes"),
    [(date(2023, 6, 11), ("CV-1",)), (date(2023, 6, 12), ()), (date(2023, 9, 11), ()), (date(2023, 9, 12), ("CV-1",))],
)
def test_cv_1_an_agreement_runs_from_its_start_to_its_end_excluded(care_date: date, codes: tuple[str, ...]) -> None:
    facility = Facility("CSCOM07", "CSCOM", (Agreement(date(2023, 6, 12), date(2023, 9, 12), BOTH),))
    facts = replace(FACTS, facilities={"CSCOM07": facility})
    assert decide(request(care_date=care_date, head={"received_on": None}), facts).lines[0].codes == codes


def test_cv_2_no_agreement_in_force_has_the_product() -> None:
    decision = decide(request(reference="B000002-01", family_name="N'Diaye", sex="M", head={"facility": "HOPITAL01"}))
    assert decision.lines[0].codes[0] == "CV-2"
    assert reason(decision, "CV-2")["product"] == "AMV"


def test_cv_2_one_of_several_agreements_in_force_is_enough() -> None:
    other = Agreement(date(2023, 1, 1), None, frozenset({"AMV"}))
    facts = replace(FACTS, facilities={"CSCOM07": Facility("CSCOM07", "CSCOM", (other, *CSCOM.agreements))})
    assert decide(request(), facts).lines[0].codes == ()


@pytest.mark.parametrize(
    ("care_type", "exit_date", "late_by", "codes"),
    [
        ("A", None, 90, ()),
        ("A", None, 91, ("DL-1",)),
        ("A", CARE_DATE + timedelta(5), 91, ("DL-1",)),
        ("H", CARE_DATE + timedelta(5), 95, ()),
        ("H", CARE_DATE + timedelta(5), 96, ("DL-1",)),
        ("U", CARE_DATE + timedelta(5), 95, ()),
        ("U", None, 91, ("DL-1",)),
    ],
)
def test_dl_1_counts_from_the_care_or_from_the_end_of_the_stay(
    care_type: str, exit_date: date | None, late_by: int, codes: tuple[str, ...]
) -> None:
    asked = request(
        billed("510-001", 1, 1000),
        care_type=care_type,
        entry_date=CARE_DATE,
        exit_date=exit_date,
        head={"received_on": CARE_DATE + timedelta(late_by)},
    )
    decision = decide(asked)
    assert tuple(found.code for found in decision.reasons) == codes
    if codes:
        end = exit_date if exit_date is not None and care_type != "A" else CARE_DATE
        assert reason(decision, "DL-1") == {
            "received_on": CARE_DATE + timedelta(late_by),
            "last_day": end + timedelta(90),
            "days": 90,
        }


def test_dl_1_without_a_date_of_reception_nothing_is_late() -> None:
    assert decide(request(head={"received_on": None})).lines[0].codes == ()


def test_dl_1_holds_for_a_person_nobody_knows() -> None:
    late = {"received_on": CARE_DATE + timedelta(91)}
    assert decide(request(reference="ZZ999", head=late)).lines[0].codes == ("ID-1", "DL-1")
    longer = {"MOPTI": PRODUCTS["MOPTI"], "AMV": (replace(PRODUCTS["AMV"][0], filing_days=120),)}
    assert decide(request(reference="ZZ999", head=late), replace(FACTS, products=longer)).lines[0].codes == ("ID-1",)
    assert decide(request(head=late), replace(FACTS, products=longer)).lines[0].codes == ("DL-1",)


STAY = CARE_DATE
BEFORE, AFTER = CARE_DATE - timedelta(1), CARE_DATE + timedelta(1)


@pytest.mark.parametrize(
    ("care_type", "entry_date", "exit_date", "codes"),
    [
        ("H", STAY, STAY, ()),
        ("H", BEFORE, AFTER, ()),
        ("H", None, STAY, ("ST-1",)),
        ("H", STAY, None, ("ST-1",)),
        ("H", None, None, ("ST-1",)),
        ("H", STAY, BEFORE, ("ST-1", "ST-2")),
        ("H", AFTER, AFTER, ("ST-2",)),
        ("H", BEFORE, BEFORE, ("ST-2",)),
        ("U", None, None, ()),
        ("U", STAY, None, ()),
        ("U", AFTER, None, ("ST-2",)),
        ("U", AFTER, BEFORE, ("ST-1", "ST-2")),
        ("A", AFTER, BEFORE, ()),
    ],
)
def test_st_1_and_st_2_stay_dates(
    care_type: str, entry_date: date | None, exit_date: date | None, codes: tuple[str, ...]
) -> None:
    asked = request(billed("510-001", 1, 1000), care_type=care_type, entry_date=entry_date, exit_date=exit_date)
    decision = decide(asked)
    assert tuple(found.code for found in decision.reasons) == codes
    assert decision.verdict == ("to_justify" if "ST-1" in codes else "granted")


def test_ur_1_an_emergency_needs_an_emergency_act() -> None:
    stay: dict[str, Any] = {"entry_date": STAY, "exit_date": STAY}
    without = decide(request(billed("100-001", 1, 1000), care_type="U", **stay))
    assert (without.verdict, without.lines[0].codes[0]) == ("to_justify", "UR-1")
    assert decide(request(billed("100-001", 1, 1000), care_type="H", **stay)).verdict == "granted"


def test_ur_1_counts_lines_that_are_refused() -> None:
    emergency = replace(billed("510-001", 1, 1000), number="2", label=None)
    decision = decide(request(billed("100-001", 1, 1000), emergency, care_type="U"))
    assert decision.verdict == "granted"


def test_ur_1_goes_by_the_act_and_not_by_the_declared_benefit() -> None:
    declared = replace(billed("100-001", 1, 1000), service_code="510")
    assert "UR-1" in decide(request(declared, care_type="U")).lines[0].codes


def test_everything_of_stage_2_is_collected_and_one_refusal_is_enough() -> None:
    decision = decide(
        request(
            family_name="Diallo",
            sex="M",
            care_date=date(2024, 12, 1),
            care_type="H",
            head={"facility": "CSCOM99", "received_on": date(2025, 6, 1)},
        )
    )
    codes = tuple(found.code for found in decision.reasons)
    assert codes == ("ID-2", "ID-3", "DR-EXPIRE", "CV-1", "DL-1", "ST-1")
    assert (decision.verdict, decision.granted, decision.to_justify) == ("refused", 0, 0)


def test_checks_that_need_no_person_still_run_without_one() -> None:
    decision = decide(
        request(reference="ZZ999", sex="M", care_type="U", entry_date=AFTER, exit_date=BEFORE, head={"facility": "?"})
    )
    assert decision.lines[0].codes == ("ID-1", "CV-1", "ST-1", "ST-2", "UR-1")


def test_cv_2_is_skipped_without_a_person() -> None:
    assert decide(request(reference="ZZ999", head={"facility": "HOPITAL01"})).lines[0].codes == ("ID-1",)
