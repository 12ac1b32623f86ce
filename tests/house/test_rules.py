"""Every rule holds in the repository, finds each of its bad samples, and lets each of its good ones pass."""

from __future__ import annotations

import pytest

from tests.house.rules import commands, failpoints, habits, purity, shape, texts
from tests.house.rules.reading import File, Rule, repository

RULES = [*shape.RULES, *purity.RULES, *habits.RULES, *texts.RULES, *commands.RULES, *failpoints.RULES]


def samples(kind: str) -> list[object]:
    """The samples of all the rules, with a name that tells which."""
    return [
        pytest.param(rule, File(path, text), id=f"{rule.name}-{number}")
        for rule in RULES
        for number, (path, text) in enumerate(getattr(rule, kind), 1)
    ]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_the_repository_obeys(rule: Rule) -> None:
    wrong = [finding for file in repository() for finding in rule.findings(file)]
    if wrong:
        pytest.fail(f"{rule.name}:\n  " + "\n  ".join(wrong), pytrace=False)


@pytest.mark.parametrize(("rule", "file"), samples("bad"))
def test_the_rule_finds_its_bad_samples(rule: Rule, file: File) -> None:
    assert rule.findings(file)


@pytest.mark.parametrize(("rule", "file"), samples("good"))
def test_the_rule_passes_its_good_samples(rule: Rule, file: File) -> None:
    assert rule.findings(file) == []


def test_every_rule_reads_files_of_the_repository() -> None:
    """A rule whose files have moved away would hold for ever."""
    idle = [rule.name for rule in RULES if not any(rule.reads(file) for file in repository())]
    assert idle == []
