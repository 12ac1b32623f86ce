"""Every problem has its two sentences in two languages, and every sentence is used."""

from __future__ import annotations

import re
from pathlib import Path

import sysgimut.interop
from sysgimut.interop.domain.actions import ACTIONS
from sysgimut.interop.domain.problems import Problem
from sysgimut.interop.domain.reasons import REASONS
from sysgimut.kernel.explanations import CATALOGUE, Sentence, placeholders


def test_what_is_wrong_always_comes_with_what_to_do() -> None:
    assert REASONS.keys() == ACTIONS.keys()


def test_every_code_of_the_source_has_a_sentence_and_every_sentence_a_use() -> None:
    root = Path(sysgimut.interop.__file__).parent
    sources = [path for path in root.rglob("*.py") if "tests" not in path.parts]
    written = [path.read_text() for path in sources if path.name not in ("reasons.py", "actions.py")]
    assert set(re.findall(r'"(IMP-[A-Z_0-9]+)"', "\n".join(written))) == set(REASONS)


def test_what_to_do_needs_no_figure() -> None:
    assert not any(placeholders(sentence.fr) for sentence in ACTIONS.values())


def test_a_problem_speaks_both_languages_with_its_figures() -> None:
    problem = Problem("menages.csv", 3, "lien", "adherent", "IMP-ADHERENTS", {"household": "M1", "count": 2})
    assert problem.what() == "Le ménage M1 a 2 adhérents : il en faut un seul."
    assert problem.what("en") == "Household M1 has 2 adherents: exactly one is needed."
    assert problem.action() != problem.action("en")


def test_a_refusal_of_another_app_is_told_with_its_own_sentence() -> None:
    CATALOGUE.add({"TEST-INTEROP": Sentence(fr="Reçu {receipt} déjà utilisé.", en="Receipt {receipt} already used.")})
    problem = Problem("recus.csv", 2, "recu", "C1-1", "TEST-INTEROP", {"receipt": "C1-1"})
    assert problem.what() == "Reçu C1-1 déjà utilisé."
    assert problem.action("en") == "Correct the row, then import the file again."
