"""Names as they sound, and what makes two records likely to be one person."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sysgimut.membership.domain.duplicates import LIKELY, NAMES_ALIKE, Profile, judge
from sysgimut.membership.domain.names import likeness, sound, tokens
from sysgimut.membership.messages import phone_digits

AWA = Profile(tokens("Awa Tembély"), "F", date(1990, 3, 2), False, "sangha")
NAMES = st.sampled_from(["Awa Tembély", "Tembeli Awa", "Oumar N'Diaye", "Fatoumata Ould Baba", "Kadidia Guindo"])
PROFILES = st.builds(
    Profile,
    NAMES.map(tokens),
    st.sampled_from(["F", "M"]),
    st.sampled_from([date(1990, 3, 2), date(1990, 7, 1), date(1992, 3, 2), date(1993, 1, 1)]),
    st.booleans(),
    st.sampled_from(["sangha", "konna", ""]),
    st.sampled_from(["NINA", ""]),
    st.sampled_from(["12", ""]),
    st.sampled_from(["76000001", ""]),
)


@pytest.mark.parametrize(
    "spellings",
    [
        ("Coulibaly", "Kulibali", "COULIBALI", "Coulybaly"),
        ("Djénéba", "Jeneba", "Djeneba", "Dieneba"),
        ("Guindo", "Ghindo", "Gindo"),
        ("N'Diaye", "Ndiaye", "N’Diaye", "NDIAYE", "Njaye"),
        ("Touré", "Toure", "Ture"),
        ("Cissé", "Sisse", "Cisse"),
        ("Ouologuem", "Wologuem", "Wologem"),
        ("Koné", "Kone", "Coné"),
        ("Diarra", "Jara", "Djarra"),
        ("Oumar", "Umar"),
        ("Ousmane", "Usmane"),
        ("Kɔnɛ", "Koné"),
        ("Ɲele", "Niélé", "Gnélé"),
        ("Maïga", "Maiga", "MAYGA"),
    ],
)
def test_spellings_of_one_name_sound_the_same(spellings: tuple[str, ...]) -> None:
    assert len({tokens(name) for name in spellings}) == 1


@pytest.mark.parametrize(
    ("one", "other"), [("Traoré", "Touré"), ("Koné", "Konaté"), ("Dolo", "Diallo"), ("Ali", "Aly B")]
)
def test_different_names_do_not(one: str, other: str) -> None:
    assert tokens(one) != tokens(other)


@given(st.text(max_size=200))
def test_any_text_has_a_sound_that_fits_its_column(text: str) -> None:
    assert len(sound(text)) <= 24
    assert all(0 < len(token) <= 24 for token in tokens(text))
    assert len(likeness(tokens(text), "F", 1990)) <= 90


@given(PROFILES, PROFILES, st.integers(0, 100))
def test_what_a_verdict_says(one: Profile, other: Profile, similarity: int) -> None:
    verdict = judge(one, other, similarity)
    assert judge(other, one, similarity) == verdict, "likeness has no direction"
    assert (verdict.kind == "none") is (verdict.score == 0) is (not verdict.why)
    assert verdict.kind == "none" or LIKELY <= verdict.score <= 100
    if verdict.kind == "exact":
        assert (one.sounds, one.sex, one.birth, one.village) == (other.sounds, other.sex, other.birth, other.village)
        assert not one.birth_is_year
        assert one.village


@given(PROFILES, st.integers(0, 100))
def test_a_full_record_is_certainly_itself(one: Profile, similarity: int) -> None:
    full = replace(one, birth_is_year=False, village="sangha")
    assert judge(full, full, similarity).kind == "exact"


@pytest.mark.parametrize(
    ("known", "similarity", "score"),
    [
        (replace(AWA, sounds=tokens("Awa Tembine")), NAMES_ALIKE, NAMES_ALIKE - 5),
        (replace(AWA, sounds=tokens("Awa Tembine")), NAMES_ALIKE - 1, 0),
        (replace(AWA, sounds=tokens("Awa Tembine"), birth=date(1992, 1, 1)), NAMES_ALIKE, NAMES_ALIKE - 12),
        (replace(AWA, birth=date(1992, 12, 31)), 100, 90),
        (replace(AWA, birth=date(1993, 1, 1)), 100, 0),
        (replace(AWA, sex="M", village="konna"), 100, 0),
        (replace(AWA, village=""), 100, 95),
    ],
)
def test_the_thresholds(known: Profile, similarity: int, score: int) -> None:
    assert judge(AWA, known, similarity).score == score


def test_papers_are_compared_without_case_and_spaces_and_by_type() -> None:
    mine = replace(AWA, document_type="NINA", document_number="1234 A")
    theirs = Profile(tokens("Ali Dicko"), "M", date(1950, 1, 1), False, "", "nina", "1234a")
    assert judge(mine, theirs, 0).score == 98
    assert judge(mine, replace(theirs, document_type="CNI"), 0).score == 0


@given(st.text(alphabet="0123456789+ .-/", max_size=30))
def test_telephones_fit_and_lose_their_country(text: str) -> None:
    digits = phone_digits(text)
    assert digits == "" or digits.isdigit()
    assert len(digits) <= 24
    assert phone_digits(digits) == digits or len(digits) > 8
