"""Every code has a sentence in both languages, and every finding the figures of its sentence."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from sysgimut.claims.domain.decision import RequestDecision
from sysgimut.claims.domain.facts import Act, Segment
from sysgimut.claims.domain.history import History
from sysgimut.claims.domain.reasons import EFFECTS, LEVELS, RANK, REASONS
from sysgimut.claims.tests.world import AWA, BOTH, FACTS, billed, decide, line, request
from sysgimut.contributions.domain.rights import RightStatus
from sysgimut.kernel.explanations import placeholders

ALL = (
    [f"BOR-{number:02}" for number in range(1, 15)]
    + [f"ORD-{number:02}" for number in range(1, 26)]
    + ["ID-1", "ID-2", "ID-3"]
    + ["DR-EXPIRE", "DR-NON_VALIDE", "DR-OBSERVATION", "DR-PAS_ENCORE", "DR-SORTI"]
    + ["CV-1", "CV-2", "DL-1", "ST-1", "ST-2", "UR-1"]
    + ["LN-1", "LN-2", "LN-3", "LN-4", "LN-5", "DB-1", "DB-2", "AP-1"]
    + ["TR-1", "TR-2", "MT-1", "QT-1", "QT-2", "TX-1", "AS-1"]
)
"""In the order in which they are listed."""


def test_codes_are_listed_in_the_order_of_the_rules() -> None:
    assert sorted(RANK, key=RANK.__getitem__) == ALL


def test_every_code_has_a_level_an_effect_and_a_sentence() -> None:
    assert set(LEVELS) == set(EFFECTS) == set(ALL)
    assert set(EFFECTS.values()) == {"refuse", "to_justify", "reduction", "remark"}
    assert REASONS.keys() == set(ALL)


def test_every_way_of_closing_rights_has_its_code() -> None:
    closed = {f"DR-{status}" for status in RightStatus if status is not RightStatus.OUVERT}
    assert closed == {code for code in ALL if code.startswith("DR-")}


def awkward() -> list[RequestDecision]:
    """Requests that together show every code whose sentence has figures."""
    men = Act("900-002", "900", BOTH, sex="M")
    facts = replace(FACTS, acts={**FACTS.acts, "900-002": men})
    young = replace(FACTS, insured={AWA.reference: replace(AWA, birth=date(2017, 7, 1), birth_is_year=True)})
    first = request(billed("200-001", 10, 150), billed("100-001", 1, 1000), number="0000")
    second = replace(first, care_date=date(2023, 6, 13), number="0001")
    history = History()
    for earlier in (first, second):
        history.add(earlier, decide(earlier, history=history))
    never, left = (
        replace(FACTS, insured={AWA.reference: replace(AWA, rights=(Segment(None, None, status, day),))})
        for status, day in (("NON_VALIDE", None), ("SORTI", date(2023, 6, 1)))
    )
    stay: dict[str, Any] = {"entry_date": date(2023, 6, 20), "exit_date": date(2023, 6, 10)}
    other: dict[str, Any] = {"reference": "B000002-01", "family_name": "N'Diaye", "sex": "M"}
    again = line(number="2", unit_price=1200, amount=1300)
    more = [billed("200-001", 12, 150), billed("200-001", 2, 150), again, line(service_code="900", amount=999)]
    return [
        decide(request(reference="ZZ999", head={"facility": "?"})),
        decide(request(family_name="Diallo", sex="M", care_type="U", head={"received_on": date(2025, 1, 1)}, **stay)),
        *(decide(request(care_date=day)) for day in (date(2022, 1, 1), date(2023, 1, 1), date(2024, 12, 1))),
        decide(request(), never),
        decide(request(), left),
        decide(request(head={"facility": "HOPITAL01"}, **other)),
        decide(request(line(act=None), billed("600-001", 1, 1000), billed("400-001", 1, 1000))),
        decide(request(billed("900-002", 1, 1000)), facts),
        decide(request(billed("900-001", 1, 1000)), young),
        decide(request(billed("900-002", 1, 1000))),
        decide(request(*first.lines), history=history),
        decide(request(*more, care_date=date(2023, 6, 14)), history=history),
        decide(request(*more, billed("100-001", 3, 1000)), history=history),
    ]


def test_every_finding_brings_the_figures_of_its_sentence() -> None:
    shown = set()
    for decision in awkward():
        for answer in decision.lines:
            for found in answer.reasons:
                shown.add(found.code)
                sentence = REASONS[found.code]
                assert placeholders(sentence.fr) <= found.params.keys(), found.code
                for language in ("fr", "en"):
                    text = sentence.render(language, found.params)
                    assert text.endswith(".")
                    assert "{" not in text
    with_figures = {code for code, sentence in REASONS.items() if placeholders(sentence.fr)}
    assert with_figures - shown == set()


@pytest.mark.parametrize("code", ALL)
def test_sentences_are_whole_and_say_what_to_do(code: str) -> None:
    sentence = REASONS[code]
    for text in (sentence.fr, sentence.en):
        assert text[0].isupper()
        assert text.endswith(".")
        assert "  " not in text
    # What refuses or waits must leave the clerk knowing what comes next: more than one statement.
    if sentence.effect in ("refuse", "to_justify"):
        assert len(sentence.fr) > 60


def test_a_sentence_reads_as_a_person_writes() -> None:
    (found,) = decide(request(billed("100-001", 1, 1200))).lines[0].reasons
    assert found.code == "TR-2"
    assert REASONS["TR-2"].render("fr", found.params) == (
        "Prix unitaire de 1\u202f200 F CFA au-dessus du tarif de 1\u202f000 F CFA : la ligne est comptée au tarif."
    )
    assert REASONS["TR-2"].render("en", found.params) == (
        "Unit price of XOF 1,200 above the tariff of XOF 1,000: the line is counted at the tariff."
    )
