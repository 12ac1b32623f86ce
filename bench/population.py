"""Insured people generated in the database itself, by `INSERT … SELECT`: a million in a minute, 18 million in an hour.

Synthetic, and where it is not like life: households of five, one receipt each, all validated; one claim and one
journal entry stand for all the rows, without their digests, so that `sysgimut verify` does not accept the result; no
purchases and no ledger entries; only the two latest spells of rights of each person (open, then expired). Indexes and
triggers are dropped before and put back after, and PostgreSQL's checks of foreign keys are off meanwhile.
"""

from __future__ import annotations

import csv
import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db import connection, models

from sysgimut.contributions.models import Account, Coverage, Receipt, Validation
from sysgimut.identity.accounts import technical_viewer
from sysgimut.journal import clock, guards
from sysgimut.journal.models import Claim, Entry, Recorded
from sysgimut.membership.domain.names import tokens
from sysgimut.membership.models import Belonging, Household, Identity, NameToken, Person, Residence
from sysgimut.network.queries import directory
from sysgimut.site.demo.names import DATA

HOUSEHOLD = 5
BLOCK = 1_000_000
MOST_TOKENS = 4
COMMAND = UUID("01900000-0000-7000-8000-000000000000")
BIRTH_YEAR = f"CASE WHEN person %% {HOUSEHOLD} < 2 THEN 1966 + person %% 40 ELSE 2007 + person %% 17 END"
PERSON_KIND, HOUSEHOLD_KIND, RECEIPT_KIND = 1, 2, 3
Tell = Callable[[int], None]


class Dialect:
    """The few expressions that the two engines write differently."""

    def __init__(self) -> None:
        self.postgresql = connection.vendor == "postgresql"

    def numbers(self, name: str) -> str:
        """A source of the whole numbers from the first to the second argument, called `name`."""
        if self.postgresql:
            return f"generate_series(%s::bigint, %s::bigint) AS numbers({name})"
        counted = f"SELECT %s UNION ALL SELECT {name} + 1 FROM numbers WHERE {name} < %s"
        return f"(WITH RECURSIVE numbers({name}) AS ({counted}) SELECT {name} FROM numbers)"

    def identifier(self, kind: int, number: str) -> str:
        """The UUID of the thing of a kind with a number: in the order of the numbers, as UUIDv7 are in time."""
        head = f"0190000000{kind:02d}70008000"
        if self.postgresql:
            return f"('{head}' || lpad(to_hex({number}), 12, '0'))::uuid"
        return f"printf('{head}%%012x', {number})"

    def day(self, start: date, after: str) -> str:
        """A day some days after `start`."""
        if self.postgresql:
            return f"(date '{start}' + ({after})::int)"
        return f"date('{start}', '+' || ({after}) || ' days')"

    def json(self, text: str) -> str:
        """A text as a JSON value."""
        return f"({text})::jsonb" if self.postgresql else f"({text})"

    def value(self, identifier: UUID) -> str:
        """A UUID as a literal."""
        return f"'{identifier}'::uuid" if self.postgresql else f"'{identifier.hex}'"


@dataclass(frozen=True, slots=True)
class Name:
    """A name as people bear it, and its sounds."""

    family: str
    given: str
    sex: str
    sounds: tuple[str, ...]


def names(count: int) -> list[Name]:
    """Full names with the frequencies of the demo's book of names, drawn from a fixed seed."""
    drawn = random.Random(2026)
    book: dict[str, tuple[list[str], list[int]]] = {}
    with (DATA / "names.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            found = book.setdefault(row["genre"], ([], []))
            found[0].append(row["nom"])
            found[1].append(int(row["poids"]))
    made = []
    for _ in range(count):
        sex = drawn.choice("MF")
        family = drawn.choices(*book["famille"])[0]
        given = " ".join(drawn.choices(*book[sex], k=1 + (drawn.random() < 0.25)))
        made.append(Name(family, given, sex, tokens(family, given)))
    return made


def reference(person: int) -> str:
    """The reference of a generated person."""
    return f"G{person:09d}"


def populate(people: int, first: int = 0, tell: Tell = lambda done: None) -> None:
    """Generate `people` people, numbered from `first`, into a database that is installed, and analyse it."""
    dialect = Dialect()
    _journal()
    slots = _tables_of_names(max(5_000, min(200_000, people // 5)))
    places = _table_of_places()
    with _unguarded(dialect):
        for start in range(first, first + people, BLOCK):
            end = min(start + BLOCK, first + people)
            _block(dialect, start, end, slots, places)
            tell(end - first)
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE bench_name")
        cursor.execute("DROP TABLE bench_place")
        cursor.execute("VACUUM ANALYZE" if dialect.postgresql else "ANALYZE")


def _journal() -> None:
    """The command and the journal entry that stand for everything generated."""
    if Claim.objects.filter(pk=COMMAND).exists():
        return
    Claim(id=COMMAND, digest="0" * 64).save(force_insert=True)
    Entry(
        command_id=COMMAND,
        chain="UTM",
        name="bench.population",
        author=technical_viewer().id,
        server_time=clock.now(),
        status="accepted",
        payload={"generated": True},
        salt="0" * 32,
        payload_digest="0" * 64,
    ).save(force_insert=True)


def _tables_of_names(count: int) -> int:
    width = ", ".join(f"t{n} varchar(24)" for n in range(MOST_TOKENS))
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE TABLE bench_name (slot integer PRIMARY KEY, family varchar(120), given varchar(120), "
            f"sex varchar(1), sound varchar(70), {width})"
        )
        rows = [
            (slot, name.family, name.given, name.sex, ".".join(name.sounds)[:70])
            + (*name.sounds, *[None] * MOST_TOKENS)[:MOST_TOKENS]
            for slot, name in enumerate(names(count))
        ]
        cursor.executemany(f"INSERT INTO bench_name VALUES ({', '.join(['%s'] * (5 + MOST_TOKENS))})", rows)
    return count


def _table_of_places() -> int:
    network = directory(clock.today())
    rows = [(mutual, code, name, path) for (mutual, name), (code, path) in sorted(network.communes.items()) if path]
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE TABLE bench_place (slot integer PRIMARY KEY, mutual varchar(32), code varchar(16), "
            "name varchar(120), path varchar(160))"
        )
        cursor.executemany(
            "INSERT INTO bench_place VALUES (%s, %s, %s, %s, %s)", [(slot, *row) for slot, row in enumerate(rows)]
        )
    return len(rows)


@contextmanager
def _unguarded(dialect: Dialect) -> Iterator[None]:
    """Without triggers, foreign keys and secondary indexes; all of them are put back."""
    tables = [model._meta.db_table for model, _ in _contents(dialect, 0, 0)]
    guards.remove()
    with connection.cursor() as cursor:
        if dialect.postgresql:
            cursor.execute("SET session_replication_role = replica")
            cursor.execute("SET maintenance_work_mem = '512MB'")
            query = (
                "SELECT indexrelid::regclass::text, pg_get_indexdef(indexrelid) FROM pg_index "
                "WHERE indrelid::regclass::text = ANY(%s) AND NOT EXISTS "
                "(SELECT FROM pg_constraint WHERE conindid = indexrelid)"
            )
            cursor.execute(query, [tables])
        else:
            slots = ", ".join(["%s"] * len(tables))
            query = f"SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql <> '' AND tbl_name IN ({slots})"
            cursor.execute(query, tables)
        indexes = cursor.fetchall()
        for name, _ in indexes:
            cursor.execute(f"DROP INDEX {name}")
        yield
        for _, definition in indexes:
            cursor.execute(definition)
        if dialect.postgresql:
            cursor.execute("SET session_replication_role = DEFAULT")
    guards.install()


def _block(dialect: Dialect, start: int, end: int, slots: int, places: int) -> None:
    """The rows of the people from `start` to `end` (excluded) and of their households."""
    for model, contents in _contents(dialect, slots, places):
        for source, values in contents:
            of_people = source.startswith("person")
            first, last = (start, end - 1) if of_people else (start // HOUSEHOLD, (end - 1) // HOUSEHOLD)
            _fill(dialect, model, values, source, first, last)


Contents = list[tuple[str, dict[str, str]]]


def _fill(dialect: Dialect, model: type[Recorded], values: dict[str, str], source: str, first: int, last: int) -> None:
    """`INSERT … SELECT` of every column of a table: the expressions given, the field's default for the others."""
    columns, expressions = [], []
    for field in model._meta.concrete_fields:
        if isinstance(field, models.AutoField):
            continue
        name = field.attname
        if name == "command_id":
            expression = dialect.value(COMMAND)
        elif name in values:
            expression = values[name]
        elif field.null:
            expression = "NULL"
        elif field.has_default():
            expression = f"'{field.get_default()}'"
        else:
            raise LookupError(f"{model.__name__}.{name} has no value here: say one in bench/population.py")
        columns.append(connection.ops.quote_name(str(field.column)))
        expressions.append(expression)
    kind, _, join = source.partition(" ")
    table = connection.ops.quote_name(model._meta.db_table)
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} ({', '.join(columns)}) SELECT {', '.join(expressions)} "
            f"FROM {dialect.numbers(kind)} {join}",
            [first, last],
        )


def _contents(dialect: Dialect, slots: int, places: int) -> list[tuple[type[Recorded], Contents]]:
    """Each table with what its columns hold, by person or by household."""
    today = clock.today()
    of_person = f"(person / {HOUSEHOLD})"
    named = f"person JOIN bench_name AS name ON name.slot = (person * 2654435761 %% 4294967296) %% {slots or 1}"
    placed = f"household JOIN bench_place AS place ON place.slot = household %% {places or 1}"
    owner = f"person JOIN bench_place AS place ON place.slot = {of_person} %% {places or 1}"
    told = {"mutual": "place.mutual", "scope_path": "place.path", "born": BIRTH_YEAR}
    sounds = [
        (
            f"{named} JOIN bench_place AS place ON place.slot = {of_person} %% {places or 1} "
            f"WHERE name.t{n} IS NOT NULL",
            {**_person(dialect), "token": f"name.t{n}", **told},
        )
        for n in range(MOST_TOKENS)
    ]
    return [
        (Household, [(placed, _household(dialect))]),
        (Residence, [(placed, _residence(dialect, today))]),
        (Person, [("person", {"id": dialect.identifier(PERSON_KIND, "person"), "reference": _reference(dialect)})]),
        (Identity, [(named, _identity(dialect))]),
        (Belonging, [(owner, _belonging(dialect, today))]),
        (NameToken, sounds),
        (Receipt, [(placed, _receipt(dialect, today))]),
        (Validation, [("household", {**_of(dialect, "household"), "day": _joined(dialect, today, "household")})]),
        (Account, [(placed, _account(dialect, today))]),
        (Coverage, [(owner, spell) for spell in _coverage(dialect, today)]),
    ]


def _of(dialect: Dialect, household: str) -> dict[str, str]:
    return {"household_id": dialect.identifier(HOUSEHOLD_KIND, household)}


def _person(dialect: Dialect) -> dict[str, str]:
    own = {"person_id": dialect.identifier(PERSON_KIND, "person")}
    return {**own, **_of(dialect, f"(person / {HOUSEHOLD})")}


def _reference(dialect: Dialect) -> str:
    return "'G' || lpad(person::text, 9, '0')" if dialect.postgresql else "printf('G%%09d', person)"


def _joined(dialect: Dialect, today: date, household: str) -> str:
    """Between 400 and 700 days ago."""
    return dialect.day(today - timedelta(days=700), f"{household} %% 301")


def _paid_end(dialect: Dialect, today: date, household: str) -> str:
    """Two years after joining, but one for every tenth household, whose rights are over."""
    days = f"{household} %% 301 + CASE WHEN {household} %% 10 = 0 THEN 365 ELSE 730 END"
    return dialect.day(today - timedelta(days=700), days)


def _household(dialect: Dialect) -> dict[str, str]:
    text = "'GH' || household"
    return {"id": dialect.identifier(HOUSEHOLD_KIND, "household"), "reference": text, "mutual": "place.mutual"}


def _residence(dialect: Dialect, today: date) -> dict[str, str]:
    return {
        **_of(dialect, "household"),
        "product": "'MOPTI'",
        "commune_code": "place.code",
        "commune_name": "place.name",
        "scope_path": "place.path",
        "start": _joined(dialect, today, "household"),
    }


def _identity(dialect: Dialect) -> dict[str, str]:
    """The head is 20 to 59 years old, the spouse too, the children 0 to 17."""
    birth = f"({BIRTH_YEAR}) || '-' || substr('00' || (1 + person %% 12), -2) || '-15'"
    if dialect.postgresql:
        birth = f"make_date(({BIRTH_YEAR})::int, (1 + person %% 12)::int, 15)"
    return {
        "person_id": dialect.identifier(PERSON_KIND, "person"),
        "family_name": "name.family",
        "given_names": "name.given",
        "sex": "name.sex",
        "birth": birth,
        "birth_precision": "'day'",
        "phone": f"CASE WHEN person %% {HOUSEHOLD} = 0 THEN '7' || (person %% 9999991) ELSE '' END",
        "likeness": f"name.sound || '|' || name.sex || '|' || ({BIRTH_YEAR})",
    }


def _belonging(dialect: Dialect, today: date) -> dict[str, str]:
    role = f"CASE person %% {HOUSEHOLD} WHEN 0 THEN 'adherent' WHEN 1 THEN 'conjoint' ELSE 'enfant' END"
    joined = _joined(dialect, today, f"(person / {HOUSEHOLD})")
    return {**_person(dialect), "mutual": "place.mutual", "role": role, "joined": joined}


def _receipt(dialect: Dialect, today: date) -> dict[str, str]:
    return {
        "id": dialect.identifier(RECEIPT_KIND, "household"),
        **_of(dialect, "household"),
        "mutual": "place.mutual",
        "number": "'G' || (household / 50) || '-' || (household %% 50)",
        "booklet": "'G' || (household / 50)",
        "sequence": "household %% 50",
        "day": _joined(dialect, today, "household"),
        "scope_path": "place.path",
        "fee": "1000",
        "contribution": str(1730 * HOUSEHOLD * 2),
        "method": "'especes'",
        "collector": "'bench'",
    }


def _account(dialect: Dialect, today: date) -> dict[str, str]:
    joined, end = _joined(dialect, today, "household"), _paid_end(dialect, today, "household")
    runs = f"""'[["' || {joined} || '", "' || {end} || '", "' || {joined} || '"]]'"""
    return {
        **_of(dialect, "household"),
        "mutual": "place.mutual",
        "product": "'MOPTI'",
        "persons": str(HOUSEHOLD),
        "validated_on": joined,
        "paid_end": end,
        "fee_paid": "1000",
        "fee_due": "1000",
        "contribution_paid": str(1730 * HOUSEHOLD * 2),
        "contribution_credit": "0",
        "runs": dialect.json(runs),
    }


def _coverage(dialect: Dialect, today: date) -> list[dict[str, str]]:
    household = f"(person / {HOUSEHOLD})"
    opens, ends = _joined(dialect, today, household), _paid_end(dialect, today, household)
    own = {**_person(dialect), "mutual": "place.mutual", "product": "'MOPTI'", "day": ends}
    return [
        {**own, "start": opens, "end": ends, "status": "'OUVERT'"},
        {**own, "start": ends, "status": "'EXPIRE'"},
    ]
