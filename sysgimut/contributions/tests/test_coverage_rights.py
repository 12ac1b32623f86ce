"""What each person has: observation, newborns, exits, reasons of closed rights, motifs of droits.csv."""

from __future__ import annotations

import pytest

from sysgimut.contributions.domain.coverage import Belonging
from sysgimut.contributions.domain.rights import open_periods, segment_on, timeline, why_no_rights
from sysgimut.contributions.tests.households import (
    amv,
    d,
    household,
    mopti,
    person,
    receipt,
    status,
    story,
)

# The Guindo household of two adults pays on 10 January 2024: paid until 10 January 2025, open from 10 April.
GUINDO = household(2, "2024-01-02")
FIRST_YEAR = receipt("2024-01-10", fee=1000, contribution=3460)


def test_the_life_of_a_household_member_in_five_segments() -> None:
    coverage = mopti(GUINDO, FIRST_YEAR)
    assert story(coverage, GUINDO[0]) == [
        ("", "PAS_ENCORE"),
        ("2024-01-10", "OBSERVATION"),
        ("2024-04-10", "OUVERT"),
        ("2025-01-10", "EXPIRE"),
    ]
    [rights] = open_periods(coverage, GUINDO[0])
    assert (rights.start, rights.end) == (d("2024-04-10"), d("2025-01-10"))


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ("2023-06-01", "PAS_ENCORE"),  # before joining
        ("2024-01-09", "PAS_ENCORE"),  # joined, before the first contribution date
        ("2024-01-10", "OBSERVATION"),
        ("2024-04-09", "OBSERVATION"),
        ("2024-04-10", "OUVERT"),
        ("2025-01-09", "OUVERT"),
        ("2025-01-10", "EXPIRE"),
        ("2035-01-01", "EXPIRE"),
    ],
)
def test_each_boundary_day_has_its_reason(day: str, expected: str) -> None:
    assert status(mopti(GUINDO, FIRST_YEAR), GUINDO[0], day) == expected


def test_a_household_never_validated_is_never_validated_on_any_day() -> None:
    gone = person("2024-01-02", left="2024-02-01")
    coverage = mopti([*GUINDO, gone], receipt("2024-01-10", fee=1000))
    for someone in (*GUINDO, gone):
        assert story(coverage, someone) == [("", "NON_VALIDE")]
        assert why_no_rights(coverage, someone) == "NON_VALIDE"


def test_with_amv_the_first_three_paid_months_open_nothing() -> None:
    three = amv(GUINDO, receipt("2024-01-10", fee=1000, contribution=3 * 1150))
    assert story(three, GUINDO[0])[1:] == [("2024-01-10", "OBSERVATION"), ("2024-04-10", "EXPIRE")]
    assert why_no_rights(three, GUINDO[0]) == "OBSERVATION"
    four = amv(GUINDO, receipt("2024-01-10", fee=1000, contribution=4 * 1150))
    assert [str(rights.start) for rights in open_periods(four, GUINDO[0])] == ["2024-04-10"]


def test_short_of_the_opening_day_expired_comes_back_between_runs() -> None:
    coverage = amv(
        GUINDO,
        receipt("2024-01-10", fee=1000, contribution=1150),
        receipt("2024-03-01", contribution=3 * 1150),
    )
    assert story(coverage, GUINDO[0]) == [
        ("", "PAS_ENCORE"),
        ("2024-01-10", "OBSERVATION"),
        ("2024-02-10", "EXPIRE"),
        ("2024-03-01", "OBSERVATION"),
        ("2024-04-10", "OUVERT"),
        ("2024-06-01", "EXPIRE"),
    ]


@pytest.mark.parametrize(
    ("joined", "opens"),
    [
        ("2024-01-09", "2024-04-10"),  # before P: the household's observation only
        ("2024-01-10", "2024-04-10"),  # on P: not after it
        ("2024-01-11", "2024-04-11"),  # after P: three months of their own
        ("2024-05-31", "2024-08-31"),
        ("2024-11-30", None),  # 28 February 2025 is after the paid end
    ],
)
def test_a_wife_who_joins_after_the_first_contribution_observes_on_her_own(joined: str, opens: str) -> None:
    wife = person(joined)
    coverage = mopti(GUINDO + [wife], receipt("2024-01-10", fee=1000, contribution=3 * 1730))
    periods = open_periods(coverage, wife)
    assert [str(period.start) for period in periods] == ([opens] if opens else [])


def test_her_own_observation_does_not_change_the_others() -> None:
    wife = person("2024-06-15")
    coverage = mopti([*GUINDO, wife], FIRST_YEAR)
    assert story(coverage, wife) == [
        ("", "PAS_ENCORE"),
        ("2024-06-15", "OBSERVATION"),
        ("2024-09-15", "OUVERT"),
        ("2025-01-10", "EXPIRE"),
    ]
    assert story(coverage, GUINDO[0]) == story(mopti(GUINDO, FIRST_YEAR), GUINDO[0])


@pytest.mark.parametrize(
    ("birth", "joined", "opens"),
    [
        ("2024-06-01", "2024-06-01", "2024-06-01"),  # born that day
        ("2024-06-01", "2024-07-31", "2024-07-31"),  # 60 days old
        ("2024-06-01", "2024-08-01", "2024-11-01"),  # 61 days old
        ("2024", "2024-07-01", "2024-07-01"),  # a year alone is read as 1 July
        ("2024", "2024-08-30", "2024-08-30"),
        ("2024", "2024-08-31", "2024-11-30"),
        ("2024", "2024-06-30", "2024-09-30"),  # would join before that 1 July: not a newborn
    ],
)
def test_a_newborn_has_no_observation_of_its_own(birth: str, joined: str, opens: str) -> None:
    child = person(joined, birth=birth)
    coverage = mopti([*GUINDO, child], FIRST_YEAR)
    assert [str(period.start) for period in open_periods(coverage, child)] == [opens]


def test_a_year_alone_is_read_as_1_july_whatever_day_it_was_stored_with() -> None:
    child = Belonging("P", d("2024-07-20"), None, birth=d("2024-01-01"), birth_is_year=True)
    coverage = mopti([*GUINDO, child], FIRST_YEAR)
    assert [str(period.start) for period in open_periods(coverage, child)] == ["2024-07-20"]


def test_a_newborn_still_waits_for_the_household() -> None:
    child = person("2024-02-01", birth="2024-01-25")
    coverage = mopti([*GUINDO, child], FIRST_YEAR)
    assert [str(period.start) for period in open_periods(coverage, child)] == ["2024-04-10"]


@pytest.mark.parametrize(
    ("day", "expected"), [("2024-07-31", "OUVERT"), ("2024-08-01", "SORTI"), ("2026-01-01", "SORTI")]
)
def test_rights_end_on_the_day_of_the_exit(day: str, expected: str) -> None:
    gone = person("2024-01-02", left="2024-08-01")
    coverage = mopti([*GUINDO, gone], receipt("2024-01-10", fee=1000, contribution=3 * 1730))
    assert status(coverage, gone, day) == expected
    assert segment_on(timeline(coverage, gone), d("2024-07-31")).day == d("2024-08-01")


def test_somebody_who_left_before_the_first_contribution() -> None:
    gone = person("2024-01-02", left="2024-01-05")
    coverage = mopti([*GUINDO, gone], FIRST_YEAR)
    assert story(coverage, gone) == [("", "PAS_ENCORE"), ("2024-01-05", "SORTI")]
    assert why_no_rights(coverage, gone) == "SORTI"


def test_somebody_who_joins_and_leaves_after_everything_has_expired() -> None:
    late = person("2025-03-01", left="2025-06-01")
    coverage = mopti([*GUINDO, late], FIRST_YEAR)
    assert story(coverage, late) == [("", "PAS_ENCORE"), ("2025-03-01", "EXPIRE"), ("2025-06-01", "SORTI")]
    assert segment_on(timeline(coverage, late), d("2025-03-01")).day == d("2025-01-10")
    assert why_no_rights(coverage, late) == "EXPIRE"


@pytest.mark.parametrize(
    ("joined", "left", "expected"),
    [
        ("2024-01-02", "2024-04-10", "SORTI"),  # leaves on the opening day: the remainder begins on the exit
        ("2024-01-02", "2024-04-11", None),  # one open day
        ("2024-06-01", "2024-07-01", "SORTI"),  # leaves during their own observation
        ("2024-10-09", None, None),  # own observation ends on 9 January: one open day
        ("2024-10-10", None, "EXPIRE"),  # own observation ends on the paid end: nothing remains
        ("2024-12-01", "2024-12-15", "EXPIRE"),  # would not have had any even by staying
    ],
)
def test_motif_of_somebody_without_any_open_right(joined: str, left: str | None, expected: str | None) -> None:
    someone = person(joined, left=left)
    coverage = mopti([*GUINDO, someone], receipt("2024-01-10", fee=1000, contribution=3 * 1730))
    assert why_no_rights(coverage, someone) == expected
    assert bool(open_periods(coverage, someone)) == (expected is None)


def test_motif_is_observation_when_the_household_itself_never_opened_even_for_somebody_gone() -> None:
    gone = person("2024-01-02", left="2024-02-01")
    coverage = amv([*GUINDO, gone], receipt("2024-01-10", fee=1000, contribution=3 * 575))
    assert why_no_rights(coverage, gone) == "OBSERVATION"


def test_motif_looks_at_every_run_not_only_the_first() -> None:
    wife = person("2024-11-01", left="2025-02-10")
    coverage = mopti([*GUINDO, wife], FIRST_YEAR, receipt("2025-03-01", contribution=3460))
    assert why_no_rights(coverage, wife) == "SORTI"  # the second year was open, after she left


def test_somebody_who_comes_back_has_a_second_belonging_and_observes_again() -> None:
    first, second = person("2024-01-02", left="2024-06-01"), person("2024-08-01")
    coverage = mopti([*GUINDO, first, second], receipt("2024-01-10", fee=1000, contribution=3 * 1730))
    assert [str(period.end) for period in open_periods(coverage, first)] == ["2024-06-01"]
    assert [str(period.start) for period in open_periods(coverage, second)] == ["2024-11-01"]


def test_joining_on_the_very_end_of_the_paid_time_is_expired_from_the_start() -> None:
    wife = person("2025-01-10")
    assert story(mopti([*GUINDO, wife], FIRST_YEAR), wife) == [("", "PAS_ENCORE"), ("2025-01-10", "EXPIRE")]


def test_joining_during_an_interruption_is_expired_since_the_end_of_the_last_run() -> None:
    wife = person("2025-02-01")
    coverage = mopti([*GUINDO, wife], FIRST_YEAR, receipt("2025-03-01", contribution=5190))
    assert story(coverage, wife) == [
        ("", "PAS_ENCORE"),
        ("2025-02-01", "EXPIRE"),
        ("2025-03-01", "OBSERVATION"),  # until 1 May, her own, though the others reopen at once
        ("2025-05-01", "OUVERT"),
        ("2026-03-01", "EXPIRE"),
    ]
    assert status(coverage, GUINDO[0], "2025-03-01") == "OUVERT"
