"""Trying a cell: the real answer beside the policy's, and after a refusal nothing that changed.

A refusal of a page is 403 (the role may not) or 404 (there is no such thing for this person), of a command its code.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.apps import apps
from django.db import connection, transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from pydantic import BaseModel, SecretStr

from sysgimut.identity.access import policy
from sysgimut.journal.runner import submit
from sysgimut.kernel.explanations import explain
from tests.matrix.cells import Cell, People, cells, new_key
from tests.matrix.inventory import EVERYONE, OPEN, PUBLIC, Endpoint, Page
from tests.matrix.messages import Sent
from tests.matrix.targets import ENDPOINTS, PAGES, READERS, Target
from tests.matrix.union import Union

REFUSED = (403, 404)
SERVED = (200, 302, 409, 422)
MANY = 1_000_000
# A session or an access noted is no change of what the product knows.
APART = {"django_session", "journal_healthaccess", "identity_opensession"}
REFUSAL_ENTRY = {"journal_claim": 1, "journal_entry": 1}


def tables() -> list[str]:
    """Every table but those that reading touches."""
    return sorted({model._meta.db_table for model in apps.get_models()} - APART)


def row_counts() -> dict[str, int]:
    """How many rows each table holds, in one statement."""
    sql = " UNION ALL ".join(f"SELECT '{table}', COUNT(*) FROM {table}" for table in tables())
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return dict(cursor.fetchall())


@contextmanager
def trial() -> Iterator[dict[str, Any]]:
    """A try that leaves nothing behind. `changed` holds, after it, what it changed; `wrote` its statements."""
    seen: dict[str, Any] = {"wrote": []}
    before = row_counts()

    def note(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        words = sql.replace('"', "").split(None, 3)
        if words and words[0].upper() in ("INSERT", "UPDATE", "DELETE", "COPY"):
            table = words[1] if words[0].upper() in ("UPDATE", "COPY") else words[2]
            seen["wrote"].append((words[0].upper(), table.partition("(")[0]))
        return execute(sql, params, many, context)

    with transaction.atomic():
        with connection.execute_wrapper(note):
            yield seen
        after = row_counts()
        seen["changed"] = {name: after[name] - before[name] for name in after if after[name] != before[name]}
        seen["wrote"] = [(verb, table) for verb, table in seen["wrote"] if table not in APART]
        transaction.set_rollback(True)


def declared(thing: Page | Endpoint) -> list[str]:
    """What is wrong with the declaration of an address or endpoint."""
    if thing.operation is None:
        return [f"{thing.name}: declares neither its operation nor that it is public (identity/web/access.py)"]
    if thing.operation not in OPEN and thing.operation not in policy():
        return [f"{thing.name}: the policy has no line for {thing.operation} (identity/policy.toml)"]
    return []


def target_of(thing: Page | Endpoint, union: Union) -> Target | str:
    """What it is tried on, or a sentence that asks for it."""
    made = PAGES if isinstance(thing, Page) else ENDPOINTS
    if thing.name in made:
        return made[thing.name](union)
    if thing.parameters:
        names = ", ".join(thing.parameters)
        table = "PAGES" if isinstance(thing, Page) else "ENDPOINTS"
        return f"{thing.name} takes {names}: give it a target in tests/matrix/targets.py ({table})"
    return Target()


def check_page(page: Page, union: Union, people: People) -> list[str]:
    """What is wrong with an address, over all its cells."""
    if page.name in ("openapi-json", "api-root"):
        return []
    target = target_of(page, union)
    if wrong := declared(page):
        return wrong
    if isinstance(target, str):
        return [target]
    url = reverse(page.name, kwargs=dict(target.parameters))
    found = [f"{page.name} {problem}" for problem in _without_login(page, url, target)]
    for cell in cells(*target.scopes):
        for method in ("get", "post"):
            data = target.query if method == "get" else {"command_id": str(new_key())}
            client = people.client(cell)
            with trial() as seen:
                answer = getattr(client, method)(url, data)
            found += [f"{page.name} {method.upper()} {cell}: {p}" for p in _judge(page, target, cell, answer, seen)]
    return found


def _without_login(page: Page, url: str, target: Target) -> Iterator[str]:
    for method in ("get", "post"):
        with trial() as seen:
            answer = getattr(Client(), method)(url, target.query if method == "get" else {})
        gone = answer.status_code == 302 and answer["Location"].startswith("/connexion/")
        if (page.operation != PUBLIC) != gone and answer.status_code != 405 and not _went_on(page, answer):
            yield f"{method.upper()} without login: {answer.status_code}"
        if seen["changed"]:
            yield f"{method.upper()} without login changed {seen['changed']}"


def _went_on(page: Page, answer: HttpResponse) -> bool:
    """A public page may send to the login itself (after a logout)."""
    return page.operation == PUBLIC and answer.status_code == 302


def _judge(page: Page, target: Target, cell: Cell, answer: Any, seen: dict[str, Any]) -> Iterator[str]:
    if answer.status_code == 405:
        return
    assert page.operation is not None
    allowed = not target.gone if page.operation in OPEN else target.allows(cell, page.operation)
    yield from _compare(allowed, answer, seen, cell, target)


def _compare(allowed: bool, answer: Any, seen: dict[str, Any], cell: Cell, target: Target) -> Iterator[str]:
    text = answer.content.decode("utf-8", "replace") if not answer.streaming else ""
    if allowed and answer.status_code not in SERVED:
        yield f"the policy allows it, the answer is {answer.status_code}"
    if not allowed and answer.status_code not in REFUSED and not _refusal(answer, text):
        yield f"the policy refuses it, the answer is {answer.status_code}"
    if not allowed and (changed := _beside(seen, REFUSAL_ENTRY)):
        yield f"refused, and yet changed {changed}"
    yield from _leaks(text, cell, target)
    if allowed and answer.status_code == 200 and cell.relation == "own":
        yield from (
            f"{word} is not there: its absence elsewhere proves nothing" for word in target.wanted if word not in text
        )


def _refusal(answer: Any, text: str) -> bool:
    return answer.status_code in (409, 422) and any(explain("ACCES-REFUSE", {}, one) in text for one in ("fr", "en"))


def _beside(seen: dict[str, Any], permitted: dict[str, int]) -> str:
    """What was changed beside the entry of a refusal: rows that came or went, and rows written over."""
    changed = {name: number for name, number in seen["changed"].items() if permitted.get(name) != number}
    written = {table for verb, table in seen["wrote"] if verb in ("UPDATE", "DELETE") and table not in permitted}
    return ", ".join([*(f"{name} {number:+}" for name, number in changed.items()), *sorted(written)])


def _leaks(text: str, cell: Cell, target: Target) -> Iterator[str]:
    """Texts of Konna that this person may read by no operation at all."""
    for word, readers in READERS.items():
        if word in target.silent or word not in text:
            continue
        if not any(_reads(cell, operation, scopes) for operation, scopes in readers):
            yield f"shows “{word}”, which this person may not read"


def _reads(cell: Cell, operation: str, scopes: tuple[str, ...]) -> bool:
    if cell.relation == "none":
        return False
    declared_as = policy()[operation].get(cell.role)
    inside = any(scope == cell.held or scope.startswith(cell.held + "/") for scope in scopes)
    return declared_as == "all" or (declared_as == "own" and inside)


def check_endpoint(endpoint: Endpoint, union: Union, people: People, sent: dict[str, Sent]) -> list[str]:
    """What is wrong with an endpoint, over all its cells."""
    if wrong := declared(endpoint):
        return wrong
    message = sent.get(endpoint.operation or "") if endpoint.method != "GET" else None
    target = message.target if message else target_of(endpoint, union)
    if isinstance(target, str):
        return [target]
    if endpoint.method != "GET" and message is None:
        return [f"{endpoint.name} changes things without a command: the policy's operation has none"]
    url = _address(endpoint, target)
    found = []
    for cell in cells(*target.scopes):
        client = people.client(cell)
        with trial() as seen:
            answer = _call(client, url, target, message)
        found += [f"{endpoint.name} {cell}: {p}" for p in _judge_endpoint(endpoint, target, cell, answer, seen)]
    with trial():
        answer = _call(Client(), url, target, message)
    if endpoint.operation != PUBLIC and answer.status_code not in (401, 403):
        found.append(f"{endpoint.name} without login: {answer.status_code}")
    return found


def _address(endpoint: Endpoint, target: Target) -> str:
    path = "/api" + endpoint.path
    for name, value in target.parameters.items():
        head, _, rest = path.partition(name + "}")
        path = f"{head.rpartition('{')[0]}{value}{rest}" if rest or path.endswith("}") else path
    return path


def _call(client: Client, url: str, target: Target, message: Sent | None) -> Any:
    if message is None:
        return client.get(url, target.query)
    headers = {"Idempotency-Key": str(new_key())}
    return client.post(url, json.dumps(revealed(message.message)), content_type="application/json", headers=headers)


def revealed(message: BaseModel) -> dict[str, Any]:
    """A message as JSON, its secrets in clear: what a client sends."""
    sent: dict[str, Any] = message.model_dump(mode="json")
    for name in type(message).model_fields:
        value = getattr(message, name)
        if isinstance(value, SecretStr):
            sent[name] = value.get_secret_value()
    return sent


def _judge_endpoint(endpoint: Endpoint, target: Target, cell: Cell, answer: Any, seen: dict[str, Any]) -> Iterator[str]:
    assert endpoint.operation is not None
    allowed = endpoint.operation in OPEN or target.allows(cell, endpoint.operation)
    yield from _compare(allowed, answer, seen, cell, target)


def check_command(sent: Sent, people: People) -> list[str]:
    """What is wrong with a command, over all its cells."""
    operation = sent.message.operation
    if operation not in policy():
        return [f"the policy has no line for {operation} (identity/policy.toml)"]
    found = []
    for cell in cells(*sent.target.scopes):
        viewer = people.viewer(cell)
        with trial() as seen:
            outcome = submit(sent.message, viewer)
        forbidden = any(reason.code == "ACCES-REFUSE" for reason in outcome.reasons)
        if forbidden == sent.target.allows(cell, operation):
            says = "refuses" if forbidden else "lets through"
            found.append(f"{operation} {cell}: the command {says}, the policy says otherwise")
        if outcome.status == "refused" and (changed := _beside(seen, REFUSAL_ENTRY)):
            found.append(f"{operation} {cell}: refused, and yet changed {changed}")
    return found


__all__ = ["EVERYONE", "check_command", "check_endpoint", "check_page", "declared", "row_counts", "trial"]
