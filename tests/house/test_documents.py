"""What documents point at is there: pages, commands, make targets, dependencies, apps."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterable
from functools import cache
from pathlib import Path, PurePosixPath

import pytest
from django.conf import settings

from tests.house.rules.reading import ROOT, File, repository

LINK = re.compile(r"\]\((?!https?:|mailto:|#)([^)#\s]+)[^)]*\)")
MENTION = re.compile(r"(?<![\w/.-])docs/[\w./-]+\.md\b")
COMMAND = re.compile(r"(?:`|bin/)sysgimut ([a-z][a-z-]*)")
TARGET = re.compile(r"(?:`|^    )make (?:-\w )?([a-z][a-z-]*)", re.MULTILINE)
REQUIREMENT = re.compile(r"^([A-Za-z][\w.-]*)", re.MULTILINE)
RULES_OF_TEXTS = "tests/house/"


def dead_links(file: File, exists: Callable[[str], bool]) -> list[str]:
    """Pages that a file points at, by link or by name, and that are not there."""
    folder = PurePosixPath(file.path).parent
    named = set(MENTION.findall(file.text))
    if file.path.endswith(".md"):
        named |= {os.path.normpath(folder / target) for target in LINK.findall(file.text)}
    return sorted(f"{file.path} → {target}" for target in named if not exists(target))


def unknown(files: Iterable[File], pattern: re.Pattern[str], known: Iterable[str]) -> list[str]:
    """Words that the pattern finds in these files and that are not known."""
    names = set(known)
    return sorted({f"{f.path}: {word}" for f in files for word in pattern.findall(f.text) if word not in names})


def without_row(requirements: str, page: str) -> list[str]:
    """Direct dependencies that the page of decisions does not explain."""
    explained = re.sub(r"[-_.]+", "-", page.lower())
    names = (re.sub(r"[-_.]+", "-", name.lower()) for name in REQUIREMENT.findall(requirements))
    return [name for name in names if not re.search(rf"^\|[^|]*\b{re.escape(name)}\b[^|]*\|", explained, re.MULTILINE)]


@cache
def offered() -> str:
    """What the console script says that it can do."""
    script = Path(sys.executable).with_name("sysgimut")
    done = subprocess.run([script, "--help"], capture_output=True, text=True, check=False)
    return done.stdout if done.returncode == 0 else ""


FILES = [file for file in repository() if not file.path.startswith(RULES_OF_TEXTS)]
PAGES = [file for file in FILES if file.path.endswith(".md")]


def test_pages_that_are_named_exist() -> None:
    dead = [link for file in FILES for link in dead_links(file, lambda target: (ROOT / target).exists())]
    if dead:
        pytest.fail("pages that do not exist:\n  " + "\n  ".join(dead), pytrace=False)


def test_commands_that_are_named_are_offered() -> None:
    named = [file for file in FILES if file.path.endswith((".md", ".py", ".html"))]
    if wrong := unknown(named, COMMAND, re.findall(r"[a-z][a-z-]*", offered())):
        pytest.fail("commands that `sysgimut --help` does not offer:\n  " + "\n  ".join(wrong), pytrace=False)


def test_make_targets_that_are_named_exist() -> None:
    targets = re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE)
    assert unknown(PAGES, TARGET, targets) == []


def test_every_dependency_is_explained() -> None:
    page = (ROOT / "docs" / "decisions" / "dependencies.md").read_text("utf-8")
    for path in sorted((ROOT / "requirements").glob("*.in")):
        assert without_row(path.read_text("utf-8"), page) == [], path.name


@pytest.mark.parametrize("page", ["README.md", "README.fr.md", "docs/architecture.md", "docs/glossary.md"])
def test_every_app_is_on_the_map(page: str) -> None:
    text = (ROOT / page).read_text("utf-8")
    assert [app for app in [*settings.APPS, "kernel"] if not re.search(rf"[`/]{app}`", text)] == []


def test_both_readmes_have_the_same_map() -> None:
    maps = [
        re.findall(r"^\| (`.+?`) \|", (ROOT / name).read_text("utf-8"), re.M) for name in ("README.md", "README.fr.md")
    ]
    assert maps[0] == maps[1]
    assert len(maps[0]) > 5


def test_what_is_not_there_is_found() -> None:
    file = File("docs/a.md", "[b](b.md) [c](../c.md#d) docs/e.md\n`sysgimut fly`\n    make dinner\n")
    assert dead_links(file, lambda target: target == "c.md") == ["docs/a.md → docs/b.md", "docs/a.md → docs/e.md"]
    assert unknown([file], COMMAND, ["demo"]) == ["docs/a.md: fly"]
    assert unknown([file], TARGET, ["demo"]) == ["docs/a.md: dinner"]
    assert without_row("psycopg[binary]>=3\nXlsxWriter\n-c base.txt\n# a\n", "| psycopg (binary) | a |") == [
        "xlsxwriter"
    ]
