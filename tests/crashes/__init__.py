"""Processes and servers that die in the middle: nothing is lost, nothing is doubled."""

import pytest

pytest.register_assert_rewrite("tests.crashes.clients", "tests.crashes.workers")
