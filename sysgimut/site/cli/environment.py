"""Which database a command works on, and Django ready to work on it."""

from __future__ import annotations

import os
from pathlib import Path
from urllib.parse import quote

from sysgimut.site.cli.stopping import Stop
from sysgimut.site.cli.wording import language

SUFFIXES = (".sqlite3", ".sqlite", ".db")
SCHEMES = ("sqlite", "postgresql", "postgres")


def sqlite_url(path: Path) -> str:
    """The address of a SQLite file, whatever characters its name holds.

    >>> sqlite_url(Path("/tmp/été 1/a.sqlite3"))
    'sqlite:////tmp/%C3%A9t%C3%A9%201/a.sqlite3'
    """
    return f"sqlite:///{quote(str(path.resolve()))}"


def database_url(given: str) -> str:
    """The address that `--database` names: a URL, or the path of a SQLite file. Raises Stop when it is neither."""
    scheme, separator, _ = given.partition(":")
    if separator and scheme in SCHEMES:
        import dj_database_url

        try:
            named = dj_database_url.parse(given)
        except ValueError as error:
            raise _not_an_address(given) from error
        if named.get("NAME") in ("", None, ":memory:"):
            raise _not_an_address(given)
        return given
    if given.endswith(SUFFIXES) and "://" not in given:
        return sqlite_url(Path(given))
    raise _not_an_address(given)


def _not_an_address(given: str) -> Stop:
    shown = given.rpartition("@")[2] if "@" in given else given  # a password may stand before the @
    return Stop(
        f"« {shown} » n'est pas l'adresse d'une base : écrivez postgresql://utilisateur:motdepasse@serveur:5432/base, "
        "ou le chemin d'un fichier .sqlite3.",
        f"“{shown}” is not the address of a database: write postgresql://user:password@server:5432/name, or the path "
        "of a .sqlite3 file.",
    )


def prepare(database: str | None = None, mode: str = "tool", force: bool = False) -> None:
    """Read the settings and set Django up. To be called once, before any model is imported.

    `database` as `--database` gives it; without one, DATABASE_URL, else the embedded database of SYSGIMUT_VAR.
    `mode` is used when SYSGIMUT_MODE does not say, or with `force`, or with a database given. Raises Stop.
    """
    if database is not None:
        os.environ["DATABASE_URL"] = database_url(database)
    if force or database is not None:
        os.environ["SYSGIMUT_MODE"] = mode
    else:
        os.environ.setdefault("SYSGIMUT_MODE", mode)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sysgimut.site.settings")
    import django
    from django.utils import translation

    django.setup()
    translation.activate(language())
    _check_engine()


def _check_engine() -> None:
    from django.db import connection

    if connection.vendor not in ("sqlite", "postgresql"):
        raise Stop(
            "Seules les bases PostgreSQL et SQLite sont prises en charge.",
            "Only PostgreSQL and SQLite databases are supported.",
        )


def require_tables() -> None:
    """Raise Stop when the database was never prepared, without creating an empty file by looking."""
    from django.db import connection
    from django.db.migrations.recorder import MigrationRecorder

    name = connection.settings_dict["NAME"]
    if connection.vendor == "sqlite" and not Path(name).exists():
        raise Stop(
            f"Il n'y a pas de base « {name} ». Donnez son adresse avec --database, ou créez-la avec "
            "« sysgimut migrate ».",
            f"There is no database “{name}”. Give its address with --database, or create it with “sysgimut migrate”.",
        )
    if not MigrationRecorder(connection).has_table():
        raise Stop(
            "Cette base n'a pas encore de tables : lancez d'abord « sysgimut migrate ».",
            "This database has no tables yet: run “sysgimut migrate” first.",
        )
