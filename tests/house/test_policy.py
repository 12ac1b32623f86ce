"""The policy table names every operation there is, and none that is not."""

from __future__ import annotations

import re
from collections.abc import Iterable

from sysgimut.identity.access import policy
from tests.house.rules.reading import File, is_product, repository

COMMAND = re.compile(r"sysgimut/(\w+)/commands/(\w+)\.py")
PRODUCT = [file for file in repository() if is_product(file)]


def operations(files: Iterable[File]) -> set[str]:
    """The operations of command files: `<app>.<file name>`."""
    found = (COMMAND.fullmatch(file.path) for file in files)
    return {f"{match[1]}.{match[2]}" for match in found if match and match[2] != "__init__"}


def unnamed(files: Iterable[File], rows: Iterable[str]) -> list[str]:
    """Rows of the policy that no code names."""
    text = "\n".join(file.text for file in files)
    return [row for row in rows if f'"{row}"' not in text]


def test_every_command_has_its_row() -> None:
    found = sorted(operations(PRODUCT) - set(policy()))
    assert not found, "\n".join(found)


def test_every_row_is_asked_for() -> None:
    assert unnamed(PRODUCT, policy()) == []


def test_every_operation_is_open_to_someone() -> None:
    assert [operation for operation, roles in policy().items() if not roles] == []


def test_a_command_and_an_idle_row_are_seen() -> None:
    file = File("sysgimut/claims/commands/reopen_request.py", 'operation = "claims.reopen_request"')
    assert operations([file]) == {"claims.reopen_request"}
    assert unnamed([file], ["claims.reopen_request", "claims.close_request"]) == ["claims.close_request"]
