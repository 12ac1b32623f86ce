"""How each promise is attacked: rows that break it, and only it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tests.guards.bad_rows import BESIDE, CHECKS, PROMISES, SAME, Bad, of
from tests.guards.declared import CHECK, REFERENCE, Declared, declared, model_of, words
from tests.guards.engines import Statement, column_of, inserted, unique_columns
from tests.guards.rows import CLOSED_BY, Bundle, key, row, world


def attacks() -> Mapping[str, tuple[Bad, ...]]:
    """Name of a check or of a promise → rows that break it."""
    checks = {name: (Bad(cells),) for name, cells in CHECKS.items()}
    return checks | {f"promise_{name}": bad for name, bad in PROMISES.items()}


def besides(promise: Declared) -> list[Declared]:
    """What else would refuse the attack: a second guard of the same hazard, or what a column's own check implies."""
    names = set(BESIDE.get(promise.name, ()))
    every = declared()
    if promise.sqlite in (CHECK, REFERENCE) and promise.name not in words():
        checks = {
            one.name for one in every if one.table == promise.table and one.name in words() and one.sqlite == CHECK
        }
        names |= checks | {one.name for one in every if one.table == promise.table and one.name.startswith("promise_")}
    return [one for one in every if one.name in names]


def _is_named_check(promise: Declared) -> bool:
    return promise.sqlite == CHECK and promise.name in words()


def statements(promise: Declared) -> list[list[Statement]]:
    """The attacks on a promise, each as statements."""
    if promise.name.startswith("append_only_"):
        return [_on_fixed(promise)]
    if promise.name in (known := attacks()):
        return [_written(promise.table, bad) for bad in known[promise.name]]
    if promise.sqlite == REFERENCE:
        return [_written(promise.table, Bad({column_of(promise): _nobody(promise)}, n=3, alone=True))]
    if promise.sqlite == CHECK:
        return [_written(promise.table, Bad({column_of(promise): -1}, n=3, alone=True))]
    return [_twice(promise)]


def _nobody(promise: Declared) -> Any:
    column = column_of(promise)
    related = next(f for f in model_of(promise.table)._meta.concrete_fields if f.column == column).related_model
    return key(related, 999)


def _known() -> Bundle:
    bundle = Bundle()
    bundle.seen |= {(table, 0) for table in ("membership_person",)}
    for table, cells in world():
        model = model_of(table)
        bundle.seen |= {(table, n) for n in (1, 101, 201) if key(model, n) == cells[model._meta.pk.column]}
    return bundle


def _written(table: str, bad: Bad) -> list[Statement]:
    bundle = _known()
    for other, n, cells in bad.first:
        bundle.add(other, n, cells)
    if bad.alone:
        model = model_of(table)
        closing = model_of(CLOSED_BY.get(table, table))
        closed = {f.column: key(closing, 1) for f in model._meta.concrete_fields if f.related_model is closing}
        bundle.parents(model, bad.n, bad.cells)
        bundle.written.append((table, row(model, bad.n) | closed | bad.cells))
    else:
        bundle.add(table, bad.n, bad.cells)
    return [inserted(other, cells) for other, cells in bundle.written]


def _twice(promise: Declared) -> list[Statement]:
    """Two rows that agree on what only one row may have."""
    same = SAME.get(promise.name, {})
    columns = unique_columns(promise)
    first = row(model_of(promise.table), 2) | same
    again = same | {column: first[column] for column in columns}
    return _written(promise.table, Bad(again, ((promise.table, 2, same),), n=3))


def _on_fixed(promise: Declared) -> list[Statement]:
    """Deletion, emptying and changes of row 1."""
    model: Any = model_of(promise.table)
    pk = model._meta.pk.column
    where, one = f'WHERE "{pk}" = %s', key(model, 1)
    suffix = promise.name.removeprefix(f"append_only_{promise.table}_")
    if suffix == "d":
        return [(f'DELETE FROM "{promise.table}" {where}', [one])]
    if suffix == "t":
        return [(f'TRUNCATE "{promise.table}" CASCADE', [])]
    if suffix == "superseded_by_id":
        change = f'UPDATE "{promise.table}" SET superseded_by_id = %s {where}'
        return [(change, [of("journal_claim", n), one]) for n in (1, 2)]
    column = {"u": FIXED.get(promise.table, "command_id")}.get(suffix, suffix)
    value = of("journal_claim", 2) if column == "command_id" else "{}"
    return [(f'UPDATE "{promise.table}" SET "{column}" = %s {where}', [value, one])]


FIXED = {"journal_claim": "digest", "journal_seal": "hash", "journal_healthaccess": "purpose", "journal_entry": "name"}
"""A column that never changes, where the table has no command of its own."""
