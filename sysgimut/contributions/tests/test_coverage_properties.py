"""What holds for every household, and the comparison with the slow day-by-day evaluation."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import accumulate
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from sysgimut.contributions.domain.coverage import Belonging, HouseholdCoverage, Payment, Terms, cover, reserves
from sysgimut.contributions.domain.rights import RightStatus, open_periods, status_on, timeline, why_no_rights
from sysgimut.contributions.tests.day_by_day import SlowHousehold, months_later
from sysgimut.contributions.tests.households import AMV, MOPTI

BEGIN = date(2023, 11, 25)
LONGEST = 800  # days of story after BEGIN
STARTS = [date(2024, 1, 10), date(2024, 1, 31), date(2024, 2, 29), date(2023, 11, 30)]

anywhere = st.integers(0, LONGEST).map(lambda n: BEGIN + timedelta(days=n))


def days_around(start: date) -> st.SearchStrategy[date]:
    """A day of the story, mostly one that a rule looks at when paid time runs from `start`."""
    months = st.sampled_from([0, 0, 1, 1, 2, 3, 3, 4, 5, 6, 7, 12, 12, 15, 15, 18])
    shifts = st.sampled_from([0, 0, 0, 1, 1, -1, 20])
    near = st.tuples(months, shifts).map(lambda p: months_later(start, p[0]) + timedelta(days=p[1]))
    return st.one_of(near, near, near, anywhere)


days = st.one_of(st.sampled_from(STARTS).flatmap(days_around), anywhere)


@dataclass(frozen=True)
class Story:
    """A household's facts."""

    people: list[Belonging]
    payments: list[Payment]
    terms: Terms

    def coverage(self) -> HouseholdCoverage:
        """What the domain makes of it."""
        return cover(self.people, self.payments, self.terms)


@st.composite
def terms(draw: st.DrawFn) -> Terms:
    """The two shipped products and their neighbours; groups of 3 make the second fee frequent."""
    return replace(
        draw(st.sampled_from([MOPTI, AMV])),
        fee_group=draw(st.sampled_from([2, 3, 15])),
        observation_months=draw(st.sampled_from([3, 3, 0, 1, 6])),
        interruption_max_months=draw(st.sampled_from([3, 3, 0, 1, 6])),
        resume_days=draw(st.sampled_from([0, 0, 1, 20])),
    )


@st.composite
def people(draw: st.DrawFn, start: date) -> list[Belonging]:
    """Somebody from the start, and up to four more: with the first, later, newborn, leaving on days that matter."""
    members = [Belonging(0, start, draw(st.sampled_from([None, None, start + timedelta(days=200)])), BEGIN)]
    for key in range(1, draw(st.integers(1, 5))):
        joined = draw(st.one_of(st.just(start), days_around(start)))
        leaving = draw(st.one_of(st.none(), days_around(start)))
        age = draw(st.sampled_from([9000, 9000, 0, 59, 60, 61, 200]))
        birth = date(joined.year, 7, 1) if age == 200 else joined - timedelta(days=age)
        left = leaving if leaving is not None and leaving > joined else None
        members.append(Belonging(key, joined, left, birth, draw(st.booleans())))
    return members


@st.composite
def stories(draw: st.DrawFn) -> Story:
    """Receipts near whole periods of some number of people; two stories in three begin by a full payment."""
    product, start = draw(terms()), draw(st.sampled_from(STARTS))
    members = draw(people(start))
    payments = []
    if draw(st.sampled_from([True, True, False])):
        n = sum(person.joined == start for person in members)
        periods = draw(st.sampled_from([1, 1, 2, 4]))
        payments.append(Payment(start, "C-0", product.fee_for(n), product.contribution_for(n) * periods))
    for number in range(1, draw(st.integers(1, 7))):
        whole = product.contribution_for(draw(st.integers(1, 5))) * draw(st.sampled_from([0, 1, 1, 1, 2, 3, 5]))
        odd = draw(st.sampled_from([0, 0, 0, -1, 1, 300]))
        fee = draw(st.sampled_from([0, 0, 1000, 999, 2000, 3000]))
        payments.append(Payment(draw(days_around(start)), f"C-{number}", fee, max(0, whole + odd)))
    return Story(members, payments, product)


@settings(max_examples=150, deadline=None)
@given(stories())
def test_equals_the_slow_evaluation_of_every_day(story: Story) -> None:
    coverage, slow = story.coverage(), SlowHousehold(story.people, story.payments, story.terms)
    assert coverage.validated_on == slow.first_contribution
    assert coverage.contribution_credit == slow.credit
    assert [{"start": r.start, "end": r.paid_end, "opens": r.opens} for r in coverage.runs] == slow.runs
    last = max([BEGIN + timedelta(days=LONGEST + 600), *(run.paid_end for run in coverage.runs)])
    for person in story.people:
        segments = timeline(coverage, person)
        day = BEGIN - timedelta(days=2)
        while day <= last:
            assert status_on(segments, day) == slow.status(person, day), day
            day += timedelta(days=1 if day < BEGIN + timedelta(days=LONGEST) else 13)
        assert open_periods(coverage, person) or why_no_rights(coverage, person) == slow.motif(person)


@settings(max_examples=80, deadline=None)
@given(stories())
def test_every_franc_is_spent_or_kept(story: Story) -> None:
    coverage = story.coverage()
    contributions = sum(payment.contribution for payment in story.payments)
    assert coverage.contribution_paid == contributions
    assert contributions == sum(bought.amount for bought in coverage.purchases) + coverage.contribution_credit
    assert sum(payment.fee for payment in story.payments) == coverage.fee_paid
    assert coverage.fee_paid == coverage.fee_due - coverage.fee_missing + coverage.fee_credit
    assert coverage.contribution_credit >= 0
    for bought in coverage.purchases:
        assert bought.amount == bought.periods * story.terms.contribution_for(bought.persons) > 0


@settings(max_examples=80, deadline=None)
@given(stories())
def test_purchases_fill_the_runs_without_hole_or_overlap(story: Story) -> None:
    coverage = story.coverage()
    joined: list[tuple[date, date]] = []
    for bought in coverage.purchases:
        if joined and joined[-1][1] == bought.start:
            joined[-1] = (joined[-1][0], bought.end)
        else:
            assert not joined or joined[-1][1] < bought.start == bought.bought_on
            joined.append((bought.start, bought.end))
    assert joined == [(run.start, run.paid_end) for run in coverage.runs]


@settings(max_examples=60, deadline=None)
@given(stories(), st.randoms(use_true_random=False))
def test_the_order_of_files_changes_nothing(story: Story, random: Random) -> None:
    people, payments = list(story.people), list(story.payments)
    random.shuffle(people)
    random.shuffle(payments)
    assert cover(people, payments, story.terms) == story.coverage()


@settings(max_examples=80, deadline=None)
@given(stories())
def test_a_timeline_cuts_the_whole_time_axis(story: Story) -> None:
    coverage = story.coverage()
    for person in story.people:
        segments = timeline(coverage, person)
        assert segments[0].start is None
        assert segments[-1].end is None
        for before, after in zip(segments, segments[1:], strict=False):
            assert before.end == after.start
            assert before.status != after.status
        for segment in segments[1:-1]:
            assert segment.start is not None
            assert segment.end is not None
            assert segment.start < segment.end


@settings(max_examples=80, deadline=None)
@given(stories())
def test_rights_lie_in_paid_time_and_belonging_and_have_a_motif_only_when_there_are_none(
    story: Story,
) -> None:
    coverage = story.coverage()
    for person in story.people:
        periods = open_periods(coverage, person)
        assert (why_no_rights(coverage, person) is None) == bool(periods)
        for period in periods:
            assert period.end is not None
            assert person.joined <= period.start
            assert person.left is None or period.end <= person.left
            assert any(period.intersection(time) == period for time in coverage.open_time())


@settings(max_examples=80, deadline=None)
@given(stories(), days, st.integers(0, 3000), st.integers(0, 9000))
def test_a_later_receipt_never_changes_an_earlier_day(story: Story, day: date, fee: int, contribution: int) -> None:
    before = story.coverage()
    after = cover(story.people, [*story.payments, Payment(day, "late", fee, contribution)], story.terms)
    for person in story.people:
        for earlier in (day - timedelta(days=back) for back in range(1, 400, 7)):
            was, now = (
                status_on(timeline(before, person), earlier),
                status_on(timeline(after, person), earlier),
            )
            if before.validated_on is not None and before.validated_on <= earlier:
                assert was == now
            else:
                assert RightStatus.OUVERT not in (was, now)


@settings(max_examples=60, deadline=None)
@given(stories(), days)
def test_what_was_true_on_a_day_does_not_depend_on_what_came_after(story: Story, day: date) -> None:
    known = [
        replace(person, left=person.left if person.left and person.left <= day else None)
        for person in story.people
        if person.joined <= day
    ]
    received = [payment for payment in story.payments if payment.day <= day]
    until = cover(story.people, story.payments, story.terms, until=day)
    assert until == cover(known, received, story.terms)


@settings(max_examples=60, deadline=None)
@given(stories(), st.integers(1, 6))
def test_a_longer_observation_never_opens_earlier(story: Story, longer: int) -> None:
    more = replace(story.terms, observation_months=story.terms.observation_months + longer)
    before, after = story.coverage(), cover(story.people, story.payments, more)
    assert [run.paid_end for run in before.runs] == [run.paid_end for run in after.runs]
    for run, delayed in zip(before.runs, after.runs, strict=True):
        assert run.opens <= delayed.opens
    for person in story.people:
        wide = open_periods(before, person)
        for period in open_periods(after, person):
            assert any(period.intersection(other) == period for other in wide)


@settings(max_examples=60, deadline=None)
@given(stories(), days, st.integers(0, 2000))
def test_fee_money_never_moves_paid_time_once_validated(story: Story, day: date, fee: int) -> None:
    before = story.coverage()
    if before.validated_on is None or day <= before.validated_on:
        return
    after = cover(story.people, [*story.payments, Payment(day, "fee", fee, 0)], story.terms)
    assert after.runs == before.runs


@given(st.lists(st.integers(-5_000, 5_000), max_size=8))
def test_a_day_spends_only_what_no_later_day_takes_back(columns: list[int]) -> None:
    totals = list(accumulate(columns))
    spendable = [total - kept for total, kept in zip(totals, reserves(columns), strict=True)]
    assert spendable == [min(totals[i:]) for i in range(len(totals))]
