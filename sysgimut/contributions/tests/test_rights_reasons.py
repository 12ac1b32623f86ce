"""The sentence a person hears, in both languages, with the date or the amount that matters."""

from __future__ import annotations

import pytest

from sysgimut.contributions.domain.reasons import REASONS, reason_on
from sysgimut.contributions.domain.rights import RightStatus, timeline
from sysgimut.contributions.tests.households import amv, d, household, mopti, person, receipt

GUINDO = household(2, "2024-01-02")
FIRST_YEAR = receipt("2024-01-10", fee=1000, contribution=3460)


@pytest.mark.parametrize(
    ("day", "code", "quoted"),
    [
        ("2024-01-05", "DROITS-PAS_ENCORE", "2024-01-10"),
        ("2024-03-01", "DROITS-OBSERVATION", "2024-04-10"),
        ("2025-01-10", "DROITS-EXPIRE", "2025-01-10"),
        ("2026-08-01", "DROITS-EXPIRE", "2025-01-10"),
    ],
)
def test_the_date_that_matters(day: str, code: str, quoted: str) -> None:
    reason = reason_on(timeline(mopti(GUINDO, FIRST_YEAR), GUINDO[0]), d(day))
    assert reason is not None
    assert (reason.code, reason.params) == (code, {"day": d(quoted)})


def test_open_rights_need_no_reason() -> None:
    assert reason_on(timeline(mopti(GUINDO, FIRST_YEAR), GUINDO[0]), d("2024-05-01")) is None


def test_expired_quotes_the_last_run_paid_before_the_day() -> None:
    coverage = mopti(GUINDO, FIRST_YEAR, receipt("2025-03-01", contribution=3460))
    segments = timeline(coverage, GUINDO[0])
    assert reason_on(segments, d("2025-02-01")).params == {"day": d("2025-01-10")}  # type: ignore[union-attr]
    assert reason_on(segments, d("2026-04-01")).params == {"day": d("2026-03-01")}  # type: ignore[union-attr]


def test_observation_quotes_the_opening_even_beyond_the_paid_time() -> None:
    coverage = amv(GUINDO, receipt("2024-01-10", fee=1000, contribution=1150))
    reason = reason_on(timeline(coverage, GUINDO[0]), d("2024-01-20"))
    assert reason is not None
    assert reason.params == {"day": d("2024-04-10")}


def test_the_exit_is_quoted() -> None:
    gone = person("2024-01-02", left="2024-08-01")
    coverage = mopti([*GUINDO, gone], receipt("2024-01-10", fee=1000, contribution=5190))
    reason = reason_on(timeline(coverage, gone), d("2024-09-01"))
    assert reason is not None
    assert (reason.code, reason.params) == ("DROITS-SORTI", {"day": d("2024-08-01")})
    assert "01/08/2024" in REASONS[reason.code].render("fr", reason.params)


def test_not_validated_says_what_is_missing() -> None:
    coverage = mopti(GUINDO, receipt("2024-01-10", fee=1000, contribution=2000))
    reason = reason_on(timeline(coverage, GUINDO[0]), d("2024-09-01"), coverage)
    assert reason is not None
    french = REASONS[reason.code].render("fr", reason.params).replace("\u202f", " ")
    assert "droit d'admission 0 F CFA" in french
    assert "première cotisation 1 460 F CFA" in french
    assert "1,460 XOF" in REASONS[reason.code].render("en", reason.params)
    without_figures = reason_on(timeline(coverage, GUINDO[0]), d("2024-09-01"))
    assert without_figures is not None
    assert "droit d'admission — F CFA" in REASONS[without_figures.code].render("fr", without_figures.params)


def test_every_closed_status_has_its_sentence() -> None:
    closed = {f"DROITS-{status}" for status in RightStatus if status is not RightStatus.OUVERT}
    # Unknown, and paid but not validated by a person yet: said of a card, and no status of a time line.
    assert closed | {"DROITS-INCONNU", "DROITS-A_VALIDER"} == {code for code in REASONS if code.startswith("DROITS-")}
