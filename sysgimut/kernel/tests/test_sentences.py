"""Sentences in two languages, with their figures."""

from __future__ import annotations

from datetime import date

import pytest

from sysgimut.kernel.comparison import compare
from sysgimut.kernel.explanations import Catalogue, Sentence
from sysgimut.kernel.outcomes import Reason

EXPIRED = Sentence("Droits expirés le {day}.", "Rights expired on {day}.")


def test_a_sentence_shows_its_figures_as_people_write_them() -> None:
    assert EXPIRED.render("fr", {"day": date(2024, 3, 12)}) == "Droits expirés le 12/03/2024."
    assert EXPIRED.render("en", {}) == "Rights expired on —."
    assert Sentence("{n} F", "{n} XOF").render("fr", {"n": 12345}) == "12\u202f345 F"


def test_both_languages_hold_the_same_figures() -> None:
    with pytest.raises(ValueError, match="placeholders differ"):
        Sentence("Il manque {fee}.", "Something is missing.")


def test_a_code_has_one_sentence() -> None:
    catalogue = Catalogue()
    catalogue.add({"A-1": EXPIRED})
    catalogue.add({"A-1": EXPIRED})
    with pytest.raises(ValueError, match="two sentences"):
        catalogue.add({"A-1": Sentence("Autre", "Other")})
    assert list(catalogue.codes()) == ["A-1"]


def test_a_reason_is_stored_and_read_back() -> None:
    reason = Reason("X", {"day": date(2024, 2, 29), "amount": 5, "name": "2024-13-01"})
    assert reason.packed() == ["X", {"day": "2024-02-29", "amount": 5, "name": "2024-13-01"}]
    assert Reason.unpacked(reason.packed()) == reason


@pytest.mark.parametrize("name", ["2024-02-29", "2024-02-30", "{day}", ""])
def test_a_text_stays_a_text_even_when_it_reads_like_a_day(name: str) -> None:
    reason = Reason("X", {"name": name, "day": date(2024, 2, 29)})
    assert Reason.unpacked(reason.packed()) == reason


def test_a_list_compared_with_what_is_recorded() -> None:
    found = compare([(2, "a", 1), (3, "a", 2), (4, "b", 1)], {"b": 1, "c": 1})
    assert (found.new, found.changed, found.unchanged, found.conflicts) == ({"a": 1}, {}, 1, [(3, "a")])
    assert found.changes
