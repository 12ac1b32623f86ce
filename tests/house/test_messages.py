"""Everything a person reads can be read in French and in English."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
from django.utils.translation import gettext, ngettext, override

from tests.house import messages
from tests.house.messages import extracted, key_of, load, new_catalogue, problems, problems_of
from tests.house.rules.reading import repository
from tests.house.rules.template_texts import untranslatable

TEMPLATES = [file for file in repository() if file.parts[0] == "sysgimut" and file.path.endswith(".html")]


def test_the_catalogues_are_complete_and_compiled() -> None:
    if found := problems():
        pytest.fail("run `make messages`, then translate:\n  " + "\n  ".join(found), pytrace=False)


def test_templates_say_nothing_that_cannot_be_translated() -> None:
    if found := [f"{file.path}:{line}: {text}" for file in TEMPLATES for line, text in untranslatable(file.text)]:
        pytest.fail("\n  ".join(["texts outside {% translate %}:", *found]), pytrace=False)


def test_french_counts_as_the_french_do() -> None:
    """A plural of the source goes through the French catalogue: nothing, like one, is singular."""
    plurals = [message.id for message in extracted() if message.pluralizable]
    if not plurals:
        pytest.skip("no message counts yet")
    one, many = str(plurals[0][0]), str(plurals[0][1])
    with override("fr"):
        assert [ngettext(one, many, count) for count in (0, 1, 2)] == [one, one, many]
    with override("en"):
        assert ngettext(one, many, 0) == ngettext(one, many, 2) != ngettext(one, many, 1)


def test_a_page_in_english_is_in_english() -> None:
    """The catalogues are where Django looks for them."""
    message = next(
        m for path in catalogues() for m in load(path) if m.id and m.string and not (m.pluralizable or m.context)
    )
    with override("en"):
        assert gettext(str(message.id)) == message.string
    with override("fr"):
        assert gettext(str(message.id)) == message.id


def catalogues() -> list[Path]:
    """The English catalogues."""
    return [*messages.app_catalogues(), messages.ENGLISH]


PYTHON = """
from django.utils.translation import gettext as _, ngettext, pgettext
a = _("Un " "ménage")
b = ngettext("%(n)s reçu", "%(n)s reçus", n)
c = pgettext("ponctuation", " :")
d = "Rien"
e = lazy("Plus tard")
"""
TEMPLATE = """{% load i18n %}
  <p>{% translate "Bonjour" %} {{ x|default:_("Inconnu") }}</p>
    {% blocktranslate count n=rows|length %}{{ n }} ligne{% plural %}{{ n }} lignes{% endblocktranslate %}
"""


def test_messages_are_found_in_python_and_templates(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text(PYTHON, "utf-8")
    (tmp_path / "a.html").write_text(TEMPLATE, "utf-8")
    found = {key_of(m) for m in extracted(sorted(tmp_path.iterdir())) if m.id}
    assert found == {
        ("", ("Un ménage",)),
        ("", ("Plus tard",)),
        ("", ("%(n)s reçu", "%(n)s reçus")),
        ("ponctuation", (" :",)),
        ("", ("Bonjour",)),
        ("", ("Inconnu",)),
        ("", ("%(n)s ligne", "%(n)s lignes")),
    }


def test_every_name_given_to_gettext_is_extracted() -> None:
    """`gettext_lazy as lazy` must be a keyword of the extraction, or its messages would stay French for ever."""
    names = {
        imported.asname or imported.name
        for path in messages.sources()
        if path.suffix == ".py"
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.ImportFrom) and node.module == "django.utils.translation"
        for imported in node.names
        if "gettext" in imported.name
    }
    assert names
    assert names <= set(messages.KEYWORDS)


@pytest.mark.parametrize(
    ("source", "translation", "flags", "said"),
    [
        ("Ménage", "", (), "not translated"),
        ("Ménage", "Household", ("fuzzy",), "fuzzy"),
        ("Ménage %(n)s", "Household %(m)s", (), "placeholders"),
        ("Ménage %(n)s", "Household", (), "placeholders"),
        (("%(n)s reçu", "%(n)s reçus"), ("%(n)s receipt", ""), (), "not translated"),
    ],
)
def test_an_unfinished_message_is_found(source: object, translation: object, flags: tuple[str, ...], said: str) -> None:
    catalogue = new_catalogue("en")
    catalogue.add(source, translation, flags=flags)  # type: ignore[arg-type]
    assert [said in problem for problem in problems_of(catalogue, "a.po")] == [True]


def test_a_finished_message_passes_and_is_compiled(tmp_path: Path) -> None:
    catalogue = new_catalogue("en")
    catalogue.add("À 80 % au plus : %(n)s", "At most 80% in %(n)s")
    catalogue.add(("%(n)s reçu", "%(n)s reçus"), ("One receipt", "%(n)s receipts"), context="état")
    path = tmp_path / "en" / "LC_MESSAGES" / "django.po"
    messages.write(catalogue, path)
    assert list(problems_of(load(path), "a.po")) == []
    assert not messages.stale(path)
    path.write_text(path.read_text("utf-8").replace("At most", "Up to"), "utf-8")
    assert messages.stale(path)


@pytest.mark.parametrize(
    "text",
    [
        "<p>Bonjour</p>",
        '<input placeholder="Nom">',
        '<a title="Voir le ménage {{ x }}">{{ y }}</a>',
        "{% if a %}Oui{% endif %}",
        "{% translate 'a' %} ménages",
    ],
)
def test_a_bare_text_is_found(text: str) -> None:
    assert list(untranslatable(text))


@pytest.mark.parametrize(
    "text",
    [
        '<p class="lead wide">{% translate "Bonjour" %} {{ name }} — 3</p>',
        "{% blocktranslate %}Bonjour {{ name }}{% endblocktranslate %}",
        "{# Remarque #}{% comment %}Remarque{% endcomment %}<!-- Remarque --><script>let word = 1</script>",
        '<title>{% block title %}{% endblock %} — SYSGIMUT</title><input type="date" name="nom">',
        '<code>status</code><dt class="code">percent</dt>',
        '<a title="{% translate "Voir" %}" href="/menages/{{ x }}">&nbsp;F&nbsp;CFA</a>',
    ],
)
def test_a_translated_text_passes(text: str) -> None:
    assert list(untranslatable(text)) == []
