"""Cells, sort links and page links."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from django.core.paginator import Paginator
from django.http import QueryDict

from sysgimut.site import tables


@dataclass
class Village:
    name: str

    def people(self) -> int:
        return 12


def test_values_come_from_keys_attributes_and_methods() -> None:
    row = {"village": Village("Sangha")}
    assert tables.look_up(row, "village.name") == "Sangha"
    assert tables.look_up(row, "village.people") == 12


@pytest.mark.parametrize("path", ["town", "village.nom"])
def test_a_wrong_path_is_a_mistake(path: str) -> None:
    with pytest.raises((KeyError, AttributeError)):
        tables.look_up({"village": Village("Sangha")}, path)


def test_a_column_sorts_up_then_down_and_forgets_the_page() -> None:
    columns: list[tables.Column] = [{"key": "name", "label": "Nom", "sort": "nom"}]
    first = tables.table([], columns, QueryDict("q=a&page=4")).heads[0]
    assert (first.direction, first.url) == ("", "?q=a&tri=nom")
    up = tables.table([], columns, QueryDict("tri=nom")).heads[0]
    assert (up.direction, up.url) == ("ascending", "?tri=-nom")
    down = tables.table([], columns, QueryDict("tri=-nom")).heads[0]
    assert (down.direction, down.url) == ("descending", "?tri=nom")


def test_the_first_column_names_the_row_unless_another_does() -> None:
    rows = [{"a": 1, "b": 2}]
    plain: list[tables.Column] = [{"key": "a", "label": "A"}, {"key": "b", "label": "B"}]
    assert [cell.heading for cell in tables.table(rows, plain).rows[0][1]] == [True, False]
    named: list[tables.Column] = [{"key": "a", "label": "A"}, {"key": "b", "label": "B", "heading": True}]
    assert [cell.heading for cell in tables.table(rows, named).rows[0][1]] == [False, True]


def test_a_foot_only_when_there_is_a_total() -> None:
    columns: list[tables.Column] = [{"key": "a", "label": "A"}, {"key": "b", "label": "B", "kind": "amount"}]
    assert tables.table([], columns).foot == ()
    columns[1]["total"] = 0
    assert tables.table([], columns).foot[1].text == "0\u00a0F\u00a0CFA"


def test_page_links_show_ends_neighbours_and_gaps() -> None:
    page = Paginator(range(200), 5).page(20)
    links = tables.pages(page, QueryDict("tri=nom"))
    assert [number for number, _ in links.links] == [1, 0, 19, 20, 21, 0, 40]
    assert (links.previous, links.following) == ("?tri=nom&page=19", "?tri=nom&page=21")
    assert (links.first, links.last, links.total) == (96, 100, 200)


def test_the_first_and_the_last_page_have_one_way_out() -> None:
    pages = Paginator(range(10), 5)
    assert tables.pages(pages.page(1)).previous == ""
    assert tables.pages(pages.page(2)).following == ""
