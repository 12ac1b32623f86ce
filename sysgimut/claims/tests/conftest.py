"""Fixtures of the tests that need a database."""

from __future__ import annotations

import pytest

from sysgimut.claims.tests import bills
from sysgimut.contributions.tests import world


@pytest.fixture
def union(db: None) -> None:
    """The small union of contributions/tests/world.py, with the facilities of bills.py."""
    world.build()
    bills.install()
