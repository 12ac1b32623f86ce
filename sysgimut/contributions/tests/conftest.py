"""Fixtures of the tests that need a database."""

from __future__ import annotations

import pytest

from sysgimut.contributions.tests import world


@pytest.fixture
def union(db: None) -> None:
    """The small union of world.py."""
    world.build()
