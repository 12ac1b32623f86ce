"""The one road by which anything changes: `submit`.

Five steps: (1) claim the id; (2) authorise; (3) lock and load; (4) decide; (5) record rows, postings, journal
entry and outcome in one transaction. Steps 2 to 4 are the command's own function; docs/algorithms/journal.md.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from hashlib import sha256
from typing import Any
from uuid import UUID

from django.db import IntegrityError, OperationalError, connection, transaction

from sysgimut.journal import clock, failpoints, rows
from sysgimut.journal.command import REGISTRY, Author, Command
from sysgimut.journal.execution import Execution, NotAuthorised, Overtaken, Refusal, Unchanged, not_authorised
from sysgimut.journal.models import Claim, Entry
from sysgimut.kernel.outcomes import HELD, REFUSED, Outcome, Reason, refused

ATTEMPTS = 3


class Replay(Exception):
    """The command id is known already; carries the stored claim's digest."""


def submit(
    message: Command,
    author: Author,
    *,
    command_id: UUID | None = None,
    client_time: datetime | None = None,
    device: str = "",
    now: datetime | None = None,
) -> Outcome:
    """Carry out a command once, whatever happens, and return its outcome.

    The same id with the same content returns the stored outcome, whatever has been revoked since; the same
    id with another content is refused (CMD-DOUBLE). A refusal changes nothing and is journaled. An
    unexpected exception rolls everything back, the claim included, so that the client may send it again.
    A database constraint that catches what a lock let through (or a deadlock) starts the command again: it
    then sees what the other one wrote and answers with a sentence. `now` is for simulations and the demo
    only: the server's clock otherwise.
    """
    command_id = command_id or clock.new_id()
    payload = message.journaled()
    for left in reversed(range(ATTEMPTS)):
        try:
            return _attempt(message, author, command_id, payload, client_time, device, now)
        except (IntegrityError, OperationalError, Overtaken):
            if not left or connection.in_atomic_block:
                raise
    raise AssertionError("the last attempt returns or raises")


def _attempt(
    message: Command,
    author: Author,
    command_id: UUID,
    payload: dict[str, Any],
    client_time: datetime | None,
    device: str,
    now: datetime | None,
) -> Outcome:
    execution = Execution(command_id, author, message.operation, now or clock.now())
    claim_digest = payload_digest(payload, f"{message.operation}:{author.id}")
    try:
        with transaction.atomic():
            if not _claim(command_id, claim_digest):
                raise Replay
            failpoints.reach(execution.operation, "claimed")
            outcome = _carry_out(message, execution)
            _journal(execution, outcome, payload, client_time, device)
        failpoints.reach(execution.operation, "committed")
        return outcome
    except Replay:
        return _stored(command_id, claim_digest)
    except Unchanged as nothing:
        return nothing.outcome
    except NotAuthorised:
        outcome = not_authorised()
    except Refusal as refusal:
        outcome = refusal.outcome
    return _journal_refusal(execution, outcome, payload, claim_digest, client_time, device)


def _carry_out(message: Command, execution: Execution) -> Outcome:
    outcome = REGISTRY[type(message)](message, execution)
    if not execution.authorised:
        raise RuntimeError(f"{message.operation} never asked the gateway")
    if outcome.status == REFUSED and execution.effects:
        raise RuntimeError(f"{message.operation} wrote rows and was refused")
    failpoints.reach(execution.operation, "decided")
    return outcome


def _claim(command_id: UUID, digest: str) -> bool:
    """Take the id. False when it is taken; waits for another transaction that is taking it."""
    table = Claim._meta.db_table
    value = command_id if connection.vendor == "postgresql" else command_id.hex
    with connection.cursor() as cursor:
        cursor.execute(f"INSERT INTO {table} (id, digest) VALUES (%s, %s) ON CONFLICT (id) DO NOTHING", [value, digest])
        return bool(cursor.rowcount == 1)


def _stored(command_id: UUID, digest: str) -> Outcome:
    entry = Entry.objects.select_related("command").get(command_id=command_id)
    if entry.command.digest != digest:
        return refused(Reason("CMD-DOUBLE", {"command": str(command_id)}))
    reasons = tuple(Reason.unpacked(stored) for stored in entry.reasons)
    status = HELD if entry.status == "held" else REFUSED if entry.status == "refused" else "accepted"
    return Outcome(status, reasons, entry.result)


def _journal_refusal(
    execution: Execution,
    outcome: Outcome,
    payload: dict[str, Any],
    digest: str,
    client_time: datetime | None,
    device: str,
) -> Outcome:
    """Journal a refusal in a transaction of its own: the command's was rolled back."""
    execution.effects.clear()
    with transaction.atomic():
        if _claim(execution.command_id, digest):
            failpoints.reach(execution.operation, "claimed")
            _journal(execution, outcome, payload, client_time, device)
    failpoints.reach(execution.operation, "committed")
    return outcome


def _journal(
    execution: Execution,
    outcome: Outcome,
    payload: dict[str, Any],
    client_time: datetime | None,
    device: str,
) -> None:
    salt = clock.salt()
    rows.insert_one(
        Entry(
            command_id=execution.command_id,
            chain=execution.chain,
            name=execution.operation,
            author=execution.author.id,
            device=device,
            client_time=client_time,
            server_time=execution.now,
            status=outcome.status,
            reasons=[_plain(reason.packed()) for reason in outcome.reasons],
            result=_plain(_kept(outcome.result)),
            payload=payload,
            salt=salt,
            payload_digest=payload_digest(payload, salt),
            effects=execution.effect_digests(),
        )
    )
    failpoints.reach(execution.operation, "journaled")


def _kept(result: Mapping[str, object]) -> dict[str, object]:
    """What the journal keeps of a result. Of rows in error, only how many: they may be thousands, they quote what
    people typed (names among it, that no erasure would reach), and whoever sent them has them in a report."""
    kept = dict(result)
    errors = kept.pop("errors", None)
    return kept if errors is None else {**kept, "in_error": len(errors)}  # type: ignore[arg-type]


def _plain(value: Any) -> Any:
    """The value as the journal keeps it: plain JSON, of characters that can be written and hashed."""
    text = json.dumps(value, default=str, ensure_ascii=False)
    return json.loads(text.encode("utf-8", "replace"))


_ENCODE = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), sort_keys=True, default=str).encode


def payload_text(payload: dict[str, Any]) -> str:
    """The canonical JSON of a message: what its digests cover."""
    return _ENCODE(payload)


def salted_digest(text: str, salt: str) -> str:
    """SHA-256 of a text with a salt."""
    return sha256(f"{salt}:{text}".encode()).hexdigest()


def payload_digest(payload: dict[str, Any], salt: str) -> str:
    """SHA-256 of a message with a salt, over its canonical JSON."""
    return salted_digest(payload_text(payload), salt)
