"""The examples of docs/algorithms/{membership,duplicates,ledger}.md are true."""

from __future__ import annotations

import doctest
from pathlib import Path

import pytest

PAGES = Path(__file__).resolve().parents[3] / "docs" / "algorithms"


@pytest.mark.parametrize(("page", "examples"), [("membership.md", 20), ("duplicates.md", 12), ("ledger.md", 8)])
def test_the_examples_of_the_page_run(page: str, examples: int) -> None:
    results = doctest.testfile(str(PAGES / page), module_relative=False)
    assert results.attempted > examples
    assert results.failed == 0
