"""A person's rights: the whole time axis cut in segments, each with the reason that holds in it.

Rules: docs/algorithms/coverage.md.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sysgimut.contributions.domain.coverage import Belonging, HouseholdCoverage, months_after
from sysgimut.kernel.periods import Period


class RightStatus(StrEnum):
    """Whether rights are open, and if not why. The values are those of droits.csv and of the DR codes."""

    OUVERT = "OUVERT"
    NON_VALIDE = "NON_VALIDE"
    SORTI = "SORTI"
    PAS_ENCORE = "PAS_ENCORE"
    OBSERVATION = "OBSERVATION"
    EXPIRE = "EXPIRE"


@dataclass(frozen=True, slots=True)
class Segment:
    """One status from `start` (included, None: since ever) to `end` (excluded, None: for ever).

    `day` is the date a person needs to hear: OUVERT, the day the rights end; OBSERVATION, the day they open
    (which may lie beyond the paid time); EXPIRE, the end of the last paid run; SORTI, the exit;
    PAS_ENCORE, the day coverage starts for this person; NON_VALIDE, None.
    """

    start: date | None
    end: date | None
    status: RightStatus
    day: date | None


def rights_from(coverage: HouseholdCoverage, belonging: Belonging) -> date:
    """The day from which this person can use the household's open time: after their own observation.

    Only someone who joins after the first contribution date has one, unless born 0 to `newborn_days` days
    before joining. Meaningful for a validated household only.
    """
    joined, validated_on = belonging.joined, coverage.validated_on
    if validated_on is None or joined <= validated_on:
        return joined
    birth = date(belonging.birth.year, 7, 1) if belonging.birth_is_year else belonging.birth
    terms = coverage.terms.on(joined)
    if 0 <= (joined - birth).days <= terms.newborn_days:
        return joined
    return months_after(joined, terms.observation_months)


def timeline(coverage: HouseholdCoverage, belonging: Belonging) -> tuple[Segment, ...]:
    """The whole time axis for one belonging, without hole or overlap; two neighbours never share a status."""
    if coverage.validated_on is None:
        return (Segment(None, None, RightStatus.NON_VALIDE, None),)
    segments: list[Segment] = []
    left = belonging.left
    for segment in _while_belonging(coverage, belonging, coverage.validated_on):
        if left is not None and segment.start is not None and segment.start >= left:
            break
        if left is not None and (segment.end is None or segment.end > left):
            day = left if segment.status is RightStatus.OUVERT else segment.day
            segment = Segment(segment.start, left, segment.status, day)
        segments.append(segment)
    if left is not None:
        segments.append(Segment(left, None, RightStatus.SORTI, left))
    return tuple(segments)


def _while_belonging(coverage: HouseholdCoverage, belonging: Belonging, validated_on: date) -> list[Segment]:
    """The time axis of someone who would never leave."""
    first = max(validated_on, belonging.joined)
    usable_from = rights_from(coverage, belonging)
    segments = [Segment(None, first, RightStatus.PAS_ENCORE, first)]
    cursor, expired_on = first, first
    for run in coverage.runs:
        end = run.paid_end
        if end > cursor:
            if run.start > cursor:
                segments.append(Segment(cursor, run.start, RightStatus.EXPIRE, expired_on))
                cursor = run.start
            opens = max(run.opens, usable_from)
            if opens > cursor:
                closed_until = min(opens, end)
                segments.append(Segment(cursor, closed_until, RightStatus.OBSERVATION, opens))
                cursor = closed_until
            if cursor < end:
                segments.append(Segment(cursor, end, RightStatus.OUVERT, end))
            cursor = end
        expired_on = end
    segments.append(Segment(cursor, None, RightStatus.EXPIRE, expired_on))
    return segments


def segment_on(segments: Sequence[Segment], day: date) -> Segment:
    """The segment of a timeline that contains `day`: the last one starting on or before it."""
    return segments[bisect_right(segments, day, key=lambda segment: segment.start or date.min) - 1]


def status_on(segments: Sequence[Segment], day: date) -> RightStatus:
    """The status on `day`."""
    return segment_on(segments, day).status


def open_periods(coverage: HouseholdCoverage, belonging: Belonging) -> tuple[Period, ...]:
    """The person's periods of open rights, in order: the rows of droits.csv."""
    return tuple(
        Period(segment.start, segment.end)
        for segment in timeline(coverage, belonging)
        if segment.status is RightStatus.OUVERT and segment.start is not None
    )


def why_no_rights(coverage: HouseholdCoverage, belonging: Belonging) -> RightStatus | None:
    """The motif of droits.csv for someone who never has an open right; None for someone who has one.

    NON_VALIDE, SORTI, EXPIRE or OBSERVATION. The household's open time is cut to what follows the person's
    own observation, whether they are still there or not, so that the answer names what closed the rights.
    """
    if coverage.validated_on is None:
        return RightStatus.NON_VALIDE
    open_time = coverage.open_time()
    usable_from = Period(rights_from(coverage, belonging))
    for time in open_time:
        usable = time.intersection(usable_from)
        if usable is not None:
            gone = belonging.left is not None and usable.start >= belonging.left
            return RightStatus.SORTI if gone else None
    return RightStatus.EXPIRE if open_time else RightStatus.OBSERVATION
