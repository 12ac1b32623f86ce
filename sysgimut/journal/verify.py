"""Is everything as it was recorded? Checks the chain, the entries and every journaled row.

Each check is a generator of findings; `sysgimut verify` prints them all and exits non-zero when there is one.
Rows are read one at a time: memory holds the commands, never the rows. Rules: docs/algorithms/journal.md.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from typing import Any

from django.apps import apps

from sysgimut.journal import guards, rows
from sysgimut.journal.models import Claim, Entry, Recorded, Seal, Superseded
from sysgimut.journal.runner import payload_text, salted_digest
from sysgimut.journal.seal import FIELDS, GENESIS, Head, Written, link
from sysgimut.journal.stored import misshapen, stored_rows
from sysgimut.kernel.explanations import Value
from sysgimut.kernel.outcomes import Reason

CHUNK = 5_000

Count = Callable[[int], None]
"""Told, as a check goes on, how many more things it has looked at."""


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that is not as it was recorded: where (as the books name it), and why it is wrong."""

    where: str
    reason: Reason

    def what(self, language: str = "fr") -> str:
        """The sentence a person reads."""
        return self.reason.sentence(language)


def finding(where: str, code: str, **params: Value) -> Finding:
    """A finding from its code (VER-…) and figures."""
    return Finding(where, Reason(code, params))


def uncounted(done: int) -> None:
    """For a caller that shows no progress."""


def check_journal(published: Iterable[Head] = (), count: Count = uncounted) -> Iterator[Finding]:
    """All the findings of the journal: guards, chain, published heads, payloads, journaled rows."""
    yield from check_guards(count)
    yield from check_chains(published, count)
    yield from check_rows(count)


def check_guards(count: Count = uncounted) -> Iterator[Finding]:
    """The triggers that keep tables append-only, and those that keep the promises of the apps, are all there."""
    for guard in guards.absent():
        yield finding(f"{guard.table} {guard.name}", "VER-GARDE")
    count(len(guards.guarded()))


def check_chains(published: Iterable[Head] = (), count: Count = uncounted) -> Iterator[Finding]:
    """Walk every chain from its first entry; compare with the heads published outside."""
    wanted = {(head.chain, head.number): head.hash for head in published}
    yield from _check_forms()
    chain, number, previous, walked = "", 0, GENESIS, 0
    seals = Seal.objects.order_by("chain", "number").values_list(
        "chain", "number", "hash", "entry__payload", "entry__salt", *(f"entry__{name}" for name in FIELDS)
    )
    for sealed_chain, sealed_number, sealed_hash, payload, salt, *cells in seals.iterator(chunk_size=CHUNK):
        entry = Written._make(cells)
        if sealed_chain != chain:
            chain, number, previous = sealed_chain, 0, GENESIS
        number += 1
        where = f"journal {chain} {sealed_number}"
        if sealed_number != number:
            yield finding(where, "VER-CHAINE_TROU", number=str(number))
            number = sealed_number
        if entry.chain != chain or link(previous, number, entry) != sealed_hash:
            yield finding(where, "VER-CHAINE_EMPREINTE", entry=str(entry.id))
        if (published_hash := wanted.pop((chain, number), None)) and published_hash != sealed_hash:
            yield finding(where, "VER-TETE_DIFFERENTE")
        yield from _check_payload(where, entry, payload, salt)
        previous = sealed_hash
        walked += 1
        count(1)
    for missing_chain, missing_number in sorted(wanted):
        yield finding(f"journal {missing_chain} {missing_number}", "VER-TETE_ABSENTE")
    yield from _check_joins(walked)


def _check_forms() -> Iterator[Finding]:
    """On SQLite: the journal's own cells are written as the product writes them."""
    for model in (Claim, Entry, Seal):
        for pk, column in misshapen(model):
            yield finding(f"{model._meta.db_table} {pk}", "VER-FORME", column=column)


def _check_joins(walked: int) -> Iterator[Finding]:
    """Every seal has its entry, every entry its command, every command its entry."""
    sealed = Seal.objects.count()
    if sealed != walked:
        yield finding("journal", "VER-SCEAU_SANS_ECRITURE", count=sealed - walked)
    claims = Claim.objects.values("id")
    for entry in Entry.objects.exclude(command_id__in=claims).order_by("id").values_list("id", flat=True):
        yield finding(f"journal_entry {entry}", "VER-ECRITURE_SANS_COMMANDE")
    for command in Claim.objects.filter(entry__isnull=True).order_by("id").values_list("id", flat=True):
        yield finding(f"journal_claim {command}", "VER-COMMANDE_SANS_ECRITURE")


def _check_payload(where: str, entry: Written, payload: Any, salt: str | None) -> Iterator[Finding]:
    if payload is None or salt is None:
        if payload is not None or salt is not None:
            yield finding(where, "VER-MOITIE_EFFACE")
        return
    text = payload_text(payload)
    if salted_digest(text, salt) != entry.payload_digest:
        yield finding(where, "VER-CONTENU")
    if salted_digest(text, f"{entry.name}:{entry.author}") != entry.command_digest:
        yield finding(where, "VER-CONTENU_ENVOI")


def unsealed() -> int:
    """How many entries wait for the sealer: the chain does not protect them yet."""
    return Entry.objects.filter(seal__isnull=True).count()


def written_rows() -> int:
    """How many journaled rows `check_rows` reads."""
    return sum(model._default_manager.count() for model in apps.get_models() if issubclass(model, Recorded))


def check_rows(count: Count = uncounted, only: type[Recorded] | None = None) -> Iterator[Finding]:
    """Re-read every journaled row (or those of one model) and compare with the digests that the entries keep."""
    expected: dict[str, dict[str, tuple[int, str]]] = {}
    for command_id, effects in Entry.objects.values_list("command_id", "effects").iterator(chunk_size=CHUNK):
        for table, (number, digest) in effects.items():
            expected.setdefault(table, {})[command_id.hex] = (number, digest)
    for model in [only] if only else apps.get_models():
        if not issubclass(model, Recorded):
            continue
        table = model._meta.db_table
        written = _digests(model, "command_id", rows.digested(model), count)
        yield from _compare(table, written, expected.pop(table, {}))
        if issubclass(model, Superseded):
            marked = _digests(model, "superseded_by_id", ("pk",), uncounted)
            yield from _compare(f"{table}:superseded", marked, expected.pop(f"{table}:superseded", {}))
    for table, commands in () if only else expected.items():
        yield finding(table, "VER-TABLE_ABSENTE", count=len(commands))


def _digests(
    model: type[Recorded], key: str, columns: tuple[str, ...], count: Count
) -> Iterator[tuple[str, tuple[int, str]]]:
    """Each command with the number of rows it wrote and their digest, as they stand now."""
    for command, group in groupby(stored_rows(model, key, columns), key=itemgetter(0)):
        digests = [rows.row_digest(row) for _, row in group]
        count(len(digests))
        yield command, (len(digests), rows.digest(digests))


def _compare(
    table: str, found: Iterator[tuple[str, tuple[int, str]]], expected: dict[str, tuple[int, str]]
) -> Iterator[Finding]:
    for command, (number, digest) in found:
        wanted = expected.pop(command, None)
        if wanted is None:
            yield finding(table, "VER-LIGNES_INCONNUES", count=number, command=command)
        elif number != wanted[0]:
            yield finding(table, "VER-LIGNES_NOMBRE", count=number, expected=wanted[0], command=command)
        elif digest != wanted[1]:
            yield finding(table, "VER-LIGNES_MODIFIEES", command=command)
    for command, (number, _) in expected.items():
        yield finding(table, "VER-LIGNES_DISPARUES", count=number, command=command)


def check_readable(where: str, check: Iterator[Finding]) -> Iterator[Finding]:
    """The findings of a check; a row so damaged that it cannot be read is a finding too, and ends that check."""
    try:
        yield from check
    except (ValueError, TypeError, KeyError, LookupError, ArithmeticError, AttributeError, AssertionError) as error:
        yield finding(where, "VER-ILLISIBLE", error=f"{type(error).__name__}: {str(error)[:200]}")
