"""The sealer: it chains the entries of each mutual, so that none can be changed or cut out unseen.

Commands append their entries without waiting for each other; the sealer comes after and gives each entry its
number and hash. Two guards against two sealers at once: a lock per chain and the unique (chain, number).
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any, NamedTuple
from uuid import UUID

from django.db import transaction
from django.db.models import Max

from sysgimut.journal.models import Entry, Seal
from sysgimut.journal.turns import take_turns

GENESIS = "0" * 64
BLOCK = 2_000


@dataclass(frozen=True, slots=True)
class Head:
    """The last sealed entry of a chain: what is printed or sent outside the server."""

    chain: str
    number: int
    hash: str


class Written(NamedTuple):
    """An entry as its hash sees it: a row of `FIELDS`, not an object, because there are millions."""

    id: int
    command: UUID
    command_digest: str
    chain: str
    name: str
    author: UUID
    device: str
    client_time: datetime | None
    server_time: datetime
    status: str
    reasons: Any
    result: Any
    payload_digest: str
    effects: Any


FIELDS = (
    "id",
    "command_id",
    "command__digest",
    "chain",
    "name",
    "author",
    "device",
    "client_time",
    "server_time",
    "status",
    "reasons",
    "result",
    "payload_digest",
    "effects",
)
"""Where each field of `Written` is, seen from an entry."""
_ENCODE = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode


def entry_bytes(entry: Written) -> bytes:
    """What the hash of an entry covers: everything but the erasable payload, which its digest stands for."""
    at = entry.client_time
    return _ENCODE(
        [
            *(entry.id, entry.command.hex, entry.command_digest, entry.chain, entry.name, entry.author.hex),
            *(entry.device, at and at.timestamp().hex(), entry.server_time.timestamp().hex()),
            *entry[9:],
        ]
    ).encode()


def link(previous: str, number: int, entry: Written) -> str:
    """The hash of an entry at its place: it covers the hash before it, so the order too."""
    return sha256(f"{previous}:{number}:".encode() + entry_bytes(entry)).hexdigest()


def seal_all() -> int:
    """Seal what is not sealed yet, chain by chain; returns how many entries were sealed."""
    chains = Entry.objects.filter(seal__isnull=True).values_list("chain", flat=True).distinct().order_by("chain")
    return sum(seal(chain) for chain in list(chains))


def seal(chain: str) -> int:
    """Seal the entries of one chain, in blocks; returns how many."""
    sealed = 0
    while block := _seal_block(chain):
        sealed += block
    return sealed


@transaction.atomic
def _seal_block(chain: str) -> int:
    take_turns(f"seal:{chain}")  # one sealer a chain
    last = Seal.objects.filter(chain=chain).order_by("-number").first()
    number, previous = (last.number, last.hash) if last else (0, GENESIS)
    waiting = Entry.objects.filter(chain=chain, seal__isnull=True).order_by("id").values_list(*FIELDS)
    seals = []
    for entry in map(Written._make, waiting[:BLOCK]):
        number += 1
        previous = link(previous, number, entry)
        seals.append(Seal(entry_id=entry.id, chain=chain, number=number, hash=previous))
    Seal.objects.bulk_create(seals)
    return len(seals)


def heads() -> list[Head]:
    """The head of each chain, by chain."""
    last = Seal.objects.values("chain").annotate(last=Max("number")).order_by("chain")
    return [
        Head(row["chain"], row["last"], Seal.objects.get(chain=row["chain"], number=row["last"]).hash) for row in last
    ]


def head_lines(published: Iterable[Head]) -> str:
    """Heads as text, one a line: `chain number hash`."""
    return "".join(f"{head.chain} {head.number} {head.hash}\n" for head in published)


def parse_heads(text: str) -> list[Head]:
    """Heads read back from `head_lines`. Raises ValueError on a line that is not one."""
    found = []
    for line in text.splitlines():
        if line.strip():
            chain, number, value = line.split()
            found.append(Head(chain, int(number), value))
    return found
