"""What any text file may say: nothing of the machine it was written on, and where its data comes from."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from tests.house.rules.reading import ROOT, File, Rule, Wrong

MACHINE = re.compile(r"(?<![\w.])/(?:work|root|mnt|home/\w+|Users/\w+)(?!\w)")
INDEX = re.compile(r"--(?:extra-)?index-url|--find-links|--trusted-host|https?://", re.IGNORECASE)
ADDRESS = re.compile(r"https?://([\w.-]+)", re.IGNORECASE)
HOSTS_FILE = ROOT / "tests" / "house" / "hosts.txt"
# A policy is decided here, not taken from a document.
NOT_SOURCED = {"sysgimut/identity/policy.toml"}


def known_hosts() -> frozenset[str]:
    """Hosts that files may name, from hosts.txt."""
    lines = HOSTS_FILE.read_text("utf-8").splitlines()
    return frozenset(line.split("#")[0].strip() for line in lines if line.split("#")[0].strip())


def _lock_files(file: File) -> Iterator[Wrong]:
    for number, line in file.lines():
        if INDEX.search(line):
            yield number, "a lock file names no address: where packages come from is the installer's setting"
        elif re.match(r"[A-Za-z0-9]", line) and ("==" not in line or not line.rstrip().endswith("\\")):
            yield number, "a requirement without exact version and hashes"


def _machine_paths(file: File) -> Iterator[Wrong]:
    for number, line in file.lines():
        if found := MACHINE.search(line):
            yield number, f"“{found[0]}…” is a path of one machine"


def _hosts(file: File) -> Iterator[Wrong]:
    for number, line in file.lines():
        for host in ADDRESS.findall(line):
            name = host.lower().rstrip(".")
            if name not in known_hosts() and not name.endswith((".example", "example.org", "example.com")):
                yield number, f"the host {name} is not in tests/house/hosts.txt"


def _is_data(file: File) -> bool:
    if not file.path.endswith((".csv", ".toml")) or file.path in NOT_SOURCED:
        return False
    # Inside an app, test fixtures are bad on purpose; shared test data says where it is from.
    return file.parts[:2] == ("tests", "data") or file.parts[0] == "sysgimut" and not file.is_test


def _sourced(file: File) -> Iterator[Wrong]:
    """A table has a `source` column, or a README of its folder (or above) names its source."""
    if re.search(r"\bsource\b", file.text if file.path.endswith(".toml") else file.text.partition("\n")[0]):
        return
    if not any(_names_source(folder) for folder in Path(file.path).parents if folder != Path(".")):
        yield 1, "no source: a `source` column or key, or a README.md beside it that says where it comes from"


def _names_source(folder: Path) -> bool:
    readme = ROOT / folder / "README.md"
    return readme.is_file() and "source" in readme.read_text("utf-8").lower()


HASHED = "django==5.2 \\\n    --hash=sha256:ab\n    # via -r requirements/base.in\n"
RULES = (
    Rule(
        "lock files",
        lambda file: file.parts[0] == "requirements" and file.path.endswith(".txt"),
        _lock_files,
        bad=(
            ("requirements/base.txt", "--index-url https://packages.example/simple\n" + HASHED),
            ("requirements/base.txt", "--find-links /wheels\n" + HASHED),
            ("requirements/base.txt", "django>=5.2\n"),
            ("requirements/base.txt", "django==5.2\n"),
        ),
        good=(("requirements/base.txt", "# made by: make lock\n" + HASHED),),
    ),
    Rule(
        "machine paths",
        lambda file: file.path != "tests/house/rules/texts.py",
        _machine_paths,
        bad=(("docs/a.md", "see /home/awa/notes"), ("Makefile", "cp /root/x ."), ("a.py", "'/work/main'")),
        good=(("docs/a.md", "/opt/sysgimut/env, /etc/caddy, /workbook.xml, https://a.example/home/a, network/root"),),
    ),
    Rule(
        "host names",
        lambda file: file.path != "tests/house/rules/texts.py",
        _hosts,
        bad=(("docs/a.md", "https://packages.internal/simple"), ("a.py", "'http://10.0.0.7/x'")),
        good=(("docs/a.md", "http://localhost:8000/ and https://sysgimut.example/"),),
    ),
    Rule(
        "data names its source",
        _is_data,
        _sourced,
        bad=(("sysgimut/nowhere/a.csv", "code,nom\n1,a\n"), ("sysgimut/nowhere/a.toml", "valeur = 1\n")),
        good=(("sysgimut/nowhere/a.csv", "code,nom,source\n1,a,b\n"), ("sysgimut/nowhere/a.toml", "source = 'a'\n")),
    ),
)
