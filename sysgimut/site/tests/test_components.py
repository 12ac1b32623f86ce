"""Every component as it is served: sound HTML, no inline style or script, names and descriptions that exist."""

from __future__ import annotations

import re
from collections import Counter
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django import forms
from django.http import QueryDict
from django.template import Context, Template
from django.template.loader import render_to_string
from django.utils import translation

from sysgimut.site.templatetags.components import decided
from sysgimut.site.web.component_samples import SampleForm, SampleUpload
from sysgimut.site.web.components import page_context

SITE = Path(__file__).parents[1]
TEMPLATES = sorted((SITE / "templates").rglob("*.html"))
ERRORS = ("400.html", "403.html", "403_csrf.html", "404.html", "500.html")
VOID = {"input", "meta", "link", "br", "hr", "img"}


class Page(HTMLParser):
    """The elements of a page; fails on an element closed out of order."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.open: list[str] = []
        self.feed(html)
        assert not self.open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {name: value or "" for name, value in attrs}))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        assert self.open
        assert self.open.pop() == tag

    def values(self, attribute: str) -> list[str]:
        return [attrs[attribute] for _, attrs in self.elements if attribute in attrs]


def draw(source: str, **context: object) -> str:
    return Template("{% load components plots %}" + source).render(Context(context))


def whole_page(language: str) -> str:
    with translation.override(language):
        return render_to_string("site/components.html", page_context(QueryDict("tri=-adhesion&q=Hawa")))


@pytest.fixture(params=["fr", "en"])
def page(request: pytest.FixtureRequest) -> Page:
    return Page(whole_page(request.param))


def test_nothing_inline_that_a_strict_policy_forbids(page: Page) -> None:
    assert not page.values("style")
    assert not [tag for tag, attrs in page.elements if tag == "style" or (tag == "script" and "src" not in attrs)]
    assert not [name for _, attrs in page.elements for name in attrs if name.startswith(("on", "hx-on"))]


def test_identifiers_are_unique_and_references_lead_somewhere(page: Page) -> None:
    ids = Counter(page.values("id"))
    assert [name for name, count in ids.items() if count > 1] == []
    for attribute in ("for", "aria-describedby", "aria-labelledby"):
        for value in page.values(attribute):
            assert all(name in ids for name in value.split()), (attribute, value)
    drawn = [value[5:-1] for value in page.values("fill") if value.startswith("url(#")]
    used = [attrs["href"][1:] for tag, attrs in page.elements if tag == "use"]
    assert drawn
    assert used
    assert {*drawn, *used} <= set(ids)


def test_every_input_has_a_label(page: Page) -> None:
    labelled = set(page.values("for"))
    inputs = [
        attrs
        for tag, attrs in page.elements
        if tag in ("input", "select", "textarea") and attrs.get("type") != "hidden"
    ]
    assert inputs
    assert [attrs["id"] for attrs in inputs if attrs["id"] not in labelled] == []


def test_english_is_complete() -> None:
    text = re.sub(r"<[^>]+>", " ", whole_page("en"))
    assert "Notices" in text
    french = {"Droits", "Ménages", "Réclamé", "Chercher", "Facultatif", "Suivant", "Aujourd’hui", "Reçus"}
    assert not french & set(re.findall(r"[\w’]+", text))


def test_every_string_has_its_english() -> None:
    source = (SITE / "locale/en/LC_MESSAGES/django.po").read_text()
    entries = re.findall(r'^msgid ((?:".*"\n)+)msgstr ((?:".*"(?:\n|$))+)', source, re.MULTILINE)
    assert len(entries) > 150
    assert [msgid for msgid, msgstr in entries if msgid != '""\n' and not msgstr.replace('""', "").strip()] == []
    assert "fuzzy" not in source


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_templates_hold_no_inline_style_or_script(path: Path) -> None:
    source = path.read_text()
    assert not re.search(r"\sstyle=|<style|\shx-on|\son[a-z]+=\"|javascript:", source)
    assert not re.search(r"<script(?![^>]*\ssrc=)", source)


@pytest.mark.parametrize("name", ERRORS)
@pytest.mark.parametrize("language", ["fr", "en"])
def test_error_pages_need_no_context(name: str, language: str) -> None:
    with translation.override(language):
        html = render_to_string(name)
    page = Page(html)
    assert [attrs["lang"] for tag, attrs in page.elements if tag == "html"] == [language]
    assert ("Nothing" in html or "record" in html or "scope" in html) == (language == "en")
    assert not page.values("style")


def test_the_login_page_says_what_is_wrong_once_per_field() -> None:
    html = render_to_string("registration/login.html", {"form": SampleForm({}), "demo_logins": []})
    assert Page(html)
    assert html.count('role="alert"') == 2  # the box of errors, and the hidden notice of a lost request


def test_an_error_is_tied_to_its_input() -> None:
    html = draw("{% field form.name %}", form=SampleForm({"name": ""}))
    assert 'aria-describedby="id_name_helptext id_name_error"' in html
    assert 'aria-invalid="true"' in html
    assert 'id="id_name_error"' in html


def test_an_optional_field_says_so_and_a_filter_does_not() -> None:
    assert "facultatif" in draw("{% field form.note %}", form=SampleForm())
    assert "facultatif" not in draw("{% field form.name %}", form=SampleForm())
    assert "facultatif" not in draw("{% field form.note optional=False %}", form=SampleForm())


def test_an_upload_says_what_is_accepted() -> None:
    html = draw("{% upload form.file accepted='.csv' limit=2 %}", form=SampleUpload())
    assert 'accept=".csv"' in html
    assert "2 Mo au plus" in html
    assert 'aria-describedby="id_file_accepted id_file_helptext"' in html


def test_what_people_type_is_escaped() -> None:
    bad = "<script>alert(1)</script>"
    rows = [{"name": bad}]
    columns = [{"key": "name", "label": bad}]
    html = draw(
        "{% data_table rows columns bad empty=bad %}{% tiles tiles %}{% definitions facts %}{% status bad %}"
        "{% notice 'bad' title=bad %}{{ bad }}{% endnotice %}{% bar_plot bars bad %}{% coverage lines bad %}",
        bad=bad,
        rows=rows,
        columns=columns,
        tiles=[{"label": bad, "value": bad, "kind": "text", "denominator": bad}],
        facts=[(bad, bad)],
        bars=[(bad, 1)],
        lines=[(bad, [])],
    )
    assert "<script>" not in html
    assert html.count("&lt;script&gt;") >= 12


def test_an_empty_list_says_so_and_draws_no_table() -> None:
    html = draw("{% data_table rows columns 'Ménages' empty_title='Aucun ménage' %}", rows=[], columns=[])
    assert "Aucun ménage" in html
    assert "<table" not in html


def test_hidden_fields_are_not_labelled() -> None:
    class WithHidden(forms.Form):
        key = forms.CharField(widget=forms.HiddenInput)

    html = draw("{% form_fields form %}", form=WithHidden())
    assert 'type="hidden"' in html
    assert "<label" not in html


@pytest.mark.parametrize(
    ("amounts", "expected"),
    [
        ((700, 0, 0), "granted"),
        ((500, 200, 0), "partly_granted"),
        ((0, 700, 0), "rejected"),
        ((0, 0, 700), "to_justify"),
        ((0, 100, 600), "to_justify"),
        ((0, 0, 0), "rejected"),
    ],
)
def test_a_decision_is_named_by_its_amounts(amounts: tuple[int, int, int], expected: str) -> None:
    assert decided(*amounts) == expected


def test_a_state_is_a_word_an_icon_and_a_tone() -> None:
    html = draw("{% status 'EXPIRE' %}")
    assert "Droits expirés" in html
    assert 'href="#i-cross"' in html
    assert "tone-bad" in html
    assert "PLUS-TARD" in draw("{% status 'PLUS-TARD' %}")


def test_progress_stops_asking_when_it_is_done() -> None:
    assert "hx-get" in draw("{% progress 3 10 'Lecture' url='/x' %}")
    assert "hx-get" not in draw("{% progress 10 10 'Lecture' url='/x' %}")


def test_every_icon_named_in_code_is_in_the_sprite() -> None:
    from sysgimut.site.statuses import STATUSES
    from sysgimut.site.web.components import ICONS

    sprite = set(re.findall(r'id="i-([a-z]+)"', (SITE / "templates/components/sprite.html").read_text()))
    named = {name for path in TEMPLATES for name in re.findall(r'{% icon "([a-z]+)"', path.read_text())}
    named |= {status.icon for status in STATUSES.values()}
    assert named <= sprite
    assert set(ICONS) | {"mark"} == sprite
