"""Runs all the tests on SQLite, then again on PostgreSQL, and says plainly at the end what ran.

    python -m tests.run                    every engine that is reachable (`make test`)
    python -m tests.run --engine sqlite    one engine only
    python -m tests.run --find             print the PostgreSQL that would be used, or fail

PostgreSQL is taken from DATABASE_URL, else a local server is looked for. Without one the run is complete on
SQLite only, and says so; with CI=true that is a failure. Other arguments go to pytest.

The second engine is given only the tests that may reach a database: the others have just passed, or failed.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from getpass import getuser
from pathlib import Path

import psycopg
import pytest
from psycopg import sql

ROOT = Path(__file__).resolve().parent.parent
OLDEST = 15
WORKERS = "2"
REACHING = "--reaching-a-database"


class Unusable(Exception):
    """Why a PostgreSQL server cannot serve, in a sentence."""


@dataclass(frozen=True, slots=True)
class Run:
    """How the tests went on one engine: pytest's exit code and last line."""

    engine: str
    code: int
    last_line: str


def candidates() -> Iterator[str]:
    """Addresses where a local server usually answers: socket, then TCP, as this user and as postgres."""
    users = dict.fromkeys(["postgres", getuser()])
    folders = [folder for folder in ("/var/run/postgresql", "/tmp") if Path(folder, ".s.PGSQL.5432").exists()]
    for host in [*(folder.replace("/", "%2F") for folder in folders), "127.0.0.1"]:
        for user in users:
            yield f"postgresql://{user}@{host}:5432/postgres"


def server_version(url: str) -> int:
    """The major version of the server at `url`. Raises Unusable when it cannot run the tests."""
    try:
        with psycopg.connect(url, connect_timeout=3) as connection:
            version = connection.info.server_version // 10_000
            query = "SELECT rolcreatedb OR rolsuper FROM pg_roles WHERE rolname = current_user"
            allowed = (connection.execute(query).fetchone() or (False,))[0]
    except psycopg.Error as error:
        raise Unusable(str(error).strip().splitlines()[0]) from error
    if version < OLDEST:
        raise Unusable(f"it is version {version}, and {OLDEST} or later is needed")
    if not allowed:
        raise Unusable("its user may not create the test databases (ALTER ROLE … CREATEDB)")
    return version


def find_postgresql() -> tuple[str, int]:
    """The address and version of the server to test on. Raises Unusable with the reason when there is none."""
    given = os.environ.get("DATABASE_URL", "")
    if given.startswith("postgres"):
        try:
            return given, server_version(given)
        except Unusable as reason:
            raise Unusable(f"the server of DATABASE_URL cannot be used: {reason}") from reason
    refusals = []
    for url in candidates():
        try:
            return url, server_version(url)
        except Unusable as reason:
            refusals.append(f"{url}: {reason}")
    raise Unusable("no local server could be used\n  " + "\n  ".join(refusals))


def run_pytest(engine: str, url: str, arguments: Sequence[str]) -> Run:
    """Run pytest on one engine, showing its output as it comes."""
    environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    environment |= {"SYSGIMUT_MODE": "test", "PYTHONUNBUFFERED": "1"}
    environment |= {"DATABASE_URL": url, "SYSGIMUT_TEST_DATABASE": test_database()} if url else {}
    colour = ["--color=yes"] if sys.stdout.isatty() else []
    command = [sys.executable, "-m", "pytest", "-n", WORKERS, "--dist", "worksteal", *colour, *arguments]
    print(f"\n== Tests on {engine} ==", flush=True)
    last_line = ""
    with subprocess.Popen(
        command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as process:
        assert process.stdout is not None
        for line in process.stdout:
            print(line, end="", flush=True)
            last_line = line.strip() or last_line
    if process.returncode == pytest.ExitCode.NO_TESTS_COLLECTED and REACHING in arguments:
        return Run(engine, 0, "none of these tests reaches a database")
    return Run(engine, process.returncode, last_line)


def test_database() -> str:
    """The name of this run's test database: two runs on one server do not meet."""
    return f"test_sysgimut_{os.getpid()}"


def drop_test_databases(url: str) -> None:
    """Drop what an interrupted run of ours left on the server."""
    with psycopg.connect(url, autocommit=True) as connection:
        query = "SELECT datname FROM pg_database WHERE starts_with(datname, %s)"
        for (name,) in connection.execute(query, [test_database()]).fetchall():
            connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


def run_engines(engine: str, arguments: Sequence[str]) -> tuple[list[Run], str]:
    """Run the tests on each engine asked for; returns the runs and why PostgreSQL was left out, if it was."""
    runs = []
    if engine in ("all", "sqlite"):
        runs.append(run_pytest("SQLite", "", arguments))
        arguments = [REACHING, *arguments]
    if engine == "sqlite":
        return runs, ""
    try:
        url, version = find_postgresql()
    except Unusable as reason:
        return runs, str(reason)
    try:
        runs.append(run_pytest(f"PostgreSQL {version}", url, arguments))
    finally:
        drop_test_databases(url)
    return runs, ""


def report(runs: Sequence[Run], left_out: str, needed: bool) -> int:
    """Say what ran and how it went; returns the exit code."""
    print("\n== What ran ==")
    for run in runs:
        print(f"{run.engine:15} {'passed' if run.code == 0 else 'FAILED'}   {run.last_line.strip('= ')}")
    if len(runs) > 1:
        print("Tests that reach no database ran once, on the first engine.")
    if left_out:
        print(f"{'PostgreSQL':15} {'MISSING' if needed else 'not run'}  {left_out}")
        if not needed:
            print("To run it too, start a PostgreSQL 15 or later, or give DATABASE_URL=postgresql://…")
    failed = any(run.code for run in runs) or bool(left_out and needed)
    return 1 if failed else 0


def main() -> int:
    """The command line: see the head of this file."""
    parser = argparse.ArgumentParser(description="Run the tests on SQLite and PostgreSQL.")
    parser.add_argument("--engine", choices=["all", "sqlite", "postgresql"], default="all")
    parser.add_argument("--find", action="store_true", help="print the PostgreSQL that would be used")
    options, arguments = parser.parse_known_args()
    if options.find:
        try:
            print(find_postgresql()[0])
        except Unusable as reason:
            print(reason, file=sys.stderr)
            return 1
        return 0
    asked_for = os.environ.get("DATABASE_URL", "").startswith("postgres") or options.engine == "postgresql"
    needed = os.environ.get("CI", "").lower() in ("true", "1") or asked_for
    return report(*run_engines(options.engine, arguments), needed=needed)


if __name__ == "__main__":
    raise SystemExit(main())
