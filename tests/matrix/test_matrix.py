"""The matrix itself: as many tests as there are addresses, endpoints and commands."""

from __future__ import annotations

import pytest

from tests.matrix import inventory
from tests.matrix.cells import People
from tests.matrix.checking import check_command, check_endpoint, check_page
from tests.matrix.inventory import Endpoint, Page
from tests.matrix.messages import Sent
from tests.matrix.union import Union

pytestmark = pytest.mark.django_db
OPERATIONS = [message.operation for message in inventory.commands()]


@pytest.mark.parametrize("page", list(inventory.pages()), ids=lambda page: page.name)
def test_page(page: Page, union: Union, people: People) -> None:
    _none(check_page(page, union, people))


@pytest.mark.parametrize("endpoint", list(inventory.endpoints()), ids=lambda one: one.name)
def test_endpoint(endpoint: Endpoint, union: Union, people: People, sent: dict[str, Sent]) -> None:
    _none(check_endpoint(endpoint, union, people, sent))


@pytest.mark.parametrize("operation", OPERATIONS)
def test_command(operation: str, people: People, sent: dict[str, Sent]) -> None:
    if operation not in sent:
        pytest.fail(f"give {operation} its message in tests/matrix/messages.py", pytrace=False)
    _none(check_command(sent[operation], people))


def test_everything_is_found() -> None:
    """An inventory that finds nothing would make every test above pass."""
    assert len(list(inventory.pages())) > 60
    assert len(list(inventory.endpoints())) > 30
    assert len(OPERATIONS) == len(set(OPERATIONS)) > 30


def _none(found: list[str]) -> None:
    if found:
        pytest.fail("\n".join(found[:40]), pytrace=False)
