"""Data tables: from rows and the description of the columns to cells, sort links and page links.

Pages give plain dicts, so that an app on a lower floor can describe its table without importing this module;
`Column` says what a dict may hold.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypedDict

from django.core.paginator import Page
from django.http import QueryDict

from sysgimut.site.presentation import FIGURES, KINDS, show

SORT = "tri"
PAGE = "page"


class Column(TypedDict, total=False):
    """One column. Only `key` and `label` are needed.

    key: dotted path of the value in the row (dict keys or attributes; a method without argument is called);
    kind: one of presentation.KINDS, or "status", or "template"; sort: the word that `?tri=` carries;
    url: path of the row's address, which makes the value a link; heading: this value names the row
    (one column, the first by default); template: drawn with `row` and `value`; total: value of the foot.
    """

    key: str
    label: object
    kind: str
    sort: str
    url: str
    heading: bool
    template: str
    total: object


@dataclass(frozen=True, slots=True)
class Cell:
    """One value ready to draw."""

    label: object
    kind: str
    value: object
    text: object
    url: str
    template: str
    figure: bool
    heading: bool


@dataclass(frozen=True, slots=True)
class Head:
    """The head of a column; `direction` is "ascending", "descending" or ""; `url` sorts, then reverses."""

    label: object
    figure: bool
    sort: str
    url: str
    direction: str


@dataclass(frozen=True, slots=True)
class Table:
    """Heads, rows of (row, cells) and the cells of the foot (empty without totals)."""

    heads: tuple[Head, ...]
    rows: tuple[tuple[object, tuple[Cell, ...]], ...]
    foot: tuple[Cell, ...]


def look_up(row: object, path: str) -> Any:
    """The value at a dotted path. Raises KeyError or AttributeError when there is none: a page is wrong."""
    value: Any = row
    for step in path.split("."):
        value = value[step] if isinstance(value, Mapping) else getattr(value, step)
        if callable(value):
            value = value()
    return value


def table(rows: Iterable[object], columns: Sequence[Column], query: QueryDict | None = None) -> Table:
    """Build the table; sort links keep `query`, the page's query string, but for the page number."""
    query = query if query is not None else QueryDict()
    named = any(column.get("heading") for column in columns)
    heading = [column.get("heading", False) if named else i == 0 for i, column in enumerate(columns)]
    drawn = tuple(
        (row, tuple(_cell(row, column, head) for column, head in zip(columns, heading, strict=True))) for row in rows
    )
    foot: tuple[Cell, ...] = ()
    if any("total" in column for column in columns):
        foot = tuple(_total(column, head) for column, head in zip(columns, heading, strict=True))
    return Table(tuple(_head(column, query) for column in columns), drawn, foot)


def _cell(row: object, column: Column, heading: bool) -> Cell:
    kind = column.get("kind", "text")
    value = look_up(row, column["key"]) if column["key"] else row
    url = look_up(row, column["url"]) if column.get("url") else ""
    text = show(value, kind) if kind in KINDS else value
    return Cell(column["label"], kind, value, text, url, column.get("template", ""), kind in FIGURES, heading)


def _total(column: Column, heading: bool) -> Cell:
    kind = column.get("kind", "text")
    value = column.get("total", "")
    shown = kind in KINDS and value not in ("", None) and not isinstance(value, str)
    text = show(value, kind) if shown else value
    return Cell(column["label"], kind, value, text, "", "", kind in FIGURES, heading)


def _head(column: Column, query: QueryDict) -> Head:
    sort = column.get("sort", "")
    current = query.get(SORT, "")
    direction = ""
    if sort and current.lstrip("-") == sort:
        direction = "descending" if current.startswith("-") else "ascending"
    after = f"-{sort}" if direction == "ascending" else sort
    url = address(query, **{SORT: after, PAGE: None}) if sort else ""
    return Head(column["label"], column.get("kind", "text") in FIGURES, sort, url, direction)


def address(query: QueryDict, **changes: str | int | None) -> str:
    """The query string with some values changed, or removed (None): `?tri=nom&page=2`."""
    changed = query.copy()
    for name, value in changes.items():
        if value is None:
            changed.pop(name, None)
        else:
            changed[name] = str(value)
    return "?" + changed.urlencode()


@dataclass(frozen=True, slots=True)
class Pages:
    """Where the page stands among its pages; an empty address means that there is no such page."""

    number: int
    count: int
    first: int
    last: int
    total: int
    previous: str
    following: str
    links: tuple[tuple[int, str], ...]


def pages(page: Page[Any], query: QueryDict | None = None) -> Pages:
    """Links of a Django page: previous, next, and the first, last and neighbouring numbers (0: a gap)."""
    query = query if query is not None else QueryDict()
    count, number = page.paginator.num_pages, page.number
    shown = sorted({1, count, *range(max(1, number - 1), min(count, number + 1) + 1)})
    links: list[tuple[int, str]] = []
    for before, each in zip([0, *shown], shown, strict=False):
        if each > before + 1:
            links.append((0, ""))
        links.append((each, address(query, **{PAGE: each})))
    return Pages(
        number=number,
        count=count,
        first=page.start_index(),
        last=page.end_index(),
        total=page.paginator.count,
        previous=address(query, **{PAGE: number - 1}) if page.has_previous() else "",
        following=address(query, **{PAGE: number + 1}) if page.has_next() else "",
        links=tuple(links),
    )
