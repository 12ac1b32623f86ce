"""The stage: a real database with a union in it, the same for every test of the folder."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from typing import Any

import pytest

from tests.crashes import scenes
from tests.crashes.databases import Stage, speaking_to, stage, stage_name
from tests.crashes.dying import in_process
from tests.crashes.scenes import Scene
from tests.crashes.servers import Server, own_server


@pytest.fixture(scope="package")
def staged(
    django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Stage, dict[str, Scene]]]:
    """The stage with its union, and operation → scene. It is built in a process of its own: what the product
    remembers between two commands is not inherited by the processes that are to start anew."""
    name = stage_name(tmp_path_factory.mktemp("crashes"))
    with django_db_blocker.unblock(), stage(name) as made:
        built = in_process(scenes.build).value
        made.keep()
        yield made, built


@pytest.fixture
def own(django_db_blocker: Any) -> Iterator[tuple[Server, dict[str, Scene]]]:
    """A PostgreSQL server of the test's own with such a union in it, and operation → scene."""
    with django_db_blocker.unblock(), own_server() as server, speaking_to(**server.settings), stage("crashes"):
        yield server, in_process(scenes.build).value


@pytest.fixture
def on_stage(staged: tuple[Stage, dict[str, Scene]]) -> dict[str, Scene]:
    """Operation → scene, with the database put back as it was built."""
    staged[0].put_back()
    return staged[1]


@pytest.fixture(autouse=True)
def silence() -> Iterator[None]:
    """What dies in the middle is expected: Django would log some of it."""
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)
