"""An attacker who holds the database, drawn from a seed: what they change, guards off, in one go.

Each kind of change is a function of a random source that returns what it did, in words, or None when what it drew
is not there or would change nothing: another is drawn then.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from random import Random
from typing import Any

from django.db import connection
from django.db.models import JSONField, Model

from sysgimut.journal import guards
from sysgimut.journal.models import Claim, Entry, HealthAccess, Recorded, Seal
from sysgimut.journal.runner import payload_digest
from sysgimut.journal.seal import FIELDS, GENESIS, Written, link
from tests.verification.altering import altered, cells, write

Change = Callable[[Random], str | None]
TABLES: list[Any] = [model for model in guards.guarded() if model is not HealthAccess]
MONEY = ("ledger_posting", "ledger_entry", "contributions_receipt", "claims_linedecision", "claims_decision")
"""Drawn half of the time: the tables that an attacker would choose."""


def a_model(rng: Random) -> Any:
    """A journaled table, or one of the journal's own."""
    chosen = [m for m in TABLES if m._meta.db_table in MONEY or m in (Entry, Seal, Claim)] if rng.random() < 0.5 else []
    return rng.choice(chosen or TABLES)


def one_cell(rng: Random) -> str | None:
    """One cell of one row, as near as one byte."""
    model = a_model(rng)
    field = rng.choice(model._meta.concrete_fields)
    found = cells(model, field)
    if not found:
        return None
    pk, cell = rng.choice(found)
    write(model, pk, field, altered(field, cell))
    return f"{model._meta.db_table} {pk}: {field.column}"


def two_cells(rng: Random) -> str | None:
    """The cells of two rows exchanged."""
    model = a_model(rng)
    field = rng.choice([f for f in model._meta.concrete_fields if not f.primary_key and not f.unique])
    found = cells(model, field)
    if len(found) < 2:
        return None
    (one, first), (other, second) = rng.sample(found, 2)
    if first == second or isinstance(field, JSONField):
        return None
    write(model, one, field, second)
    write(model, other, field, first)
    return f"{model._meta.db_table} {one} and {other}: {field.column} exchanged"


def row_gone(rng: Random) -> str | None:
    """One row deleted."""
    model = a_model(rng)
    found = cells(model, model._meta.pk)
    if not found:
        return None
    pk = rng.choice(found)[0]
    _sql(f'DELETE FROM "{model._meta.db_table}" WHERE "{model._meta.pk.column}" = %s', pk)
    return f"{model._meta.db_table} {pk} deleted"


def row_copied(rng: Random) -> str | None:
    """One row more: a copy of another under a key of its own."""
    model = a_model(rng)
    key = model._meta.pk
    found = cells(model, key)
    if not found or key.is_relation:
        return None
    pk = rng.choice(found)[0]
    others = [field.column for field in model._meta.concrete_fields if field is not key]
    listed = ", ".join(f'"{column}"' for column in others)
    _sql(
        f'INSERT INTO "{model._meta.db_table}" ("{key.column}", {listed}) '
        f'SELECT %s, {listed} FROM "{model._meta.db_table}" WHERE "{key.column}" = %s',
        altered(key, pk),
        pk,
    )
    return f"{model._meta.db_table} {pk} copied"


def command_exchanged(rng: Random) -> str | None:
    """The rows of two commands in one table exchanged."""
    model = a_model(rng)
    if not issubclass(model, Recorded):
        return None
    field = model._meta.get_field("command")
    commands = sorted({cell for _, cell in cells(model, field)})
    if len(commands) < 2:
        return None
    first, second = rng.sample(commands, 2)
    held = [(pk, cell) for pk, cell in cells(model, field) if cell in (first, second)]
    for pk, cell in held:
        write(model, pk, field, second if cell == first else first)
    return f"{model._meta.db_table}: rows of {first} and {second} exchanged"


def tail_cut(rng: Random) -> str | None:
    """The last entries of a chain gone, with all that they wrote and without a trace in the database."""
    last = list(Seal.objects.filter(chain=_a_chain(rng)).order_by("-number")[: rng.randint(1, 3)])
    for seal in last:
        command = seal.entry.command_id
        for model in TABLES:
            if issubclass(model, Recorded):
                _delete(model, "command_id", command)
        _delete(Seal, "entry_id", seal.entry_id)
        _delete(Entry, "command_id", command)
        _delete(Claim, "id", command)
    return f"{last[0].chain}: the last {len(last)} cut"


def entry_rewritten(rng: Random) -> str | None:
    """An entry's message rewritten with its digests, and the whole chain computed again after it."""
    seal = rng.choice(list(Seal.objects.filter(chain=_a_chain(rng))))
    entry = Entry.objects.select_related("command").get(pk=seal.entry_id)
    if entry.payload is None or entry.salt is None:
        return None
    payload = {**entry.payload, "reason": "forged"}
    digest = payload_digest(payload, f"{entry.name}:{entry.author}")
    _sql("UPDATE journal_claim SET digest = %s WHERE id = %s", digest, _key(entry.command_id))
    entry_field = Entry._meta.get_field("payload")
    write(Entry, entry.pk, entry_field, json.dumps(payload))
    write(Entry, entry.pk, Entry._meta.get_field("payload_digest"), payload_digest(payload, entry.salt))
    _chain_again(seal.chain)
    return f"journal {seal.chain} {seal.number} rewritten, and all after it"


def chain_reordered(rng: Random) -> str | None:
    """Two neighbours of a chain exchanged, and the whole chain computed again."""
    chain = _a_chain(rng)
    numbers = list(Seal.objects.filter(chain=chain).order_by("number").values_list("entry_id", flat=True))
    if len(numbers) < 2:
        return None
    at = rng.randrange(len(numbers) - 1)
    numbers[at], numbers[at + 1] = numbers[at + 1], numbers[at]
    _chain_again(chain, numbers)
    return f"journal {chain}: {at + 1} and {at + 2} exchanged, and all computed again"


KINDS: tuple[tuple[Change, int], ...] = (
    (one_cell, 60),
    (two_cells, 10),
    (row_gone, 10),
    (row_copied, 6),
    (command_exchanged, 4),
    (tail_cut, 4),
    (entry_rewritten, 4),
    (chain_reordered, 2),
)
"""Each kind of change with how often it is drawn, in a hundred."""


def a_change(rng: Random) -> Change:
    """One kind of change, drawn."""
    return rng.choices([kind for kind, _ in KINDS], [weight for _, weight in KINDS])[0]


def _a_chain(rng: Random) -> str:
    return str(rng.choice(sorted(set(Seal.objects.values_list("chain", flat=True)))))


def _chain_again(chain: str, order: list[int] | None = None) -> None:
    order = order or list(Seal.objects.filter(chain=chain).order_by("number").values_list("entry_id", flat=True))
    found = Entry.objects.filter(pk__in=order).values_list(*FIELDS)
    entries = {entry.id: entry for entry in map(Written._make, found)}
    _delete(Seal, "chain", chain)
    previous = GENESIS
    for number, pk in enumerate(order, 1):
        previous = link(previous, number, entries[pk])
        values = (pk, chain, number, previous)
        _sql("INSERT INTO journal_seal (entry_id, chain, number, hash) VALUES (%s, %s, %s, %s)", *values)


def _delete(model: type[Model], column: str, value: Any) -> None:
    _sql(f'DELETE FROM "{model._meta.db_table}" WHERE "{column}" = %s', _key(value))


def _key(value: Any) -> Any:
    return value.hex if connection.vendor == "sqlite" and hasattr(value, "hex") else value


def _sql(statement: str, *values: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
