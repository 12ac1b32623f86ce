"""Fixtures of the desk's tests."""

from __future__ import annotations

import pytest

from sysgimut.claims.tests import bills
from sysgimut.contributions.tests import world


@pytest.fixture
def union(db: None) -> None:
    """The small union of contributions/tests/world.py, with two facilities that bill it."""
    world.build()
    bills.install()
