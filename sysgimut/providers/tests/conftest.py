"""Fixtures of the tests that need a database."""

from __future__ import annotations

import pytest

from sysgimut.providers.tests import region


@pytest.fixture
def built(db: None) -> None:
    """The region of region.py."""
    region.build()
