"""The English catalogue of the French source strings, without gettext's programs (`make messages`).

Messages are taken from the product's Python and templates. What an app's own catalogue does not hold goes into
sysgimut/locale; new messages arrive there untranslated and gone ones leave. The French catalogue is made whole from
the source: it is there for plurals, because French says “0 ménage” where gettext alone would say “0 ménages”.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from gettext import GNUTranslations
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parents[2]
PRODUCT = ROOT / "sysgimut"
ENGLISH = PRODUCT / "locale" / "en" / "LC_MESSAGES" / "django.po"
FRENCH = PRODUCT / "locale" / "fr" / "LC_MESSAGES" / "django.po"
KEYWORDS = {
    **dict.fromkeys(["_", "lazy", "gettext", "gettext_lazy", "gettext_noop"], None),
    **dict.fromkeys(["ngettext", "ngettext_lazy"], (1, 2)),
    **dict.fromkeys(["pgettext", "pgettext_lazy"], ((1, "c"), 2)),
    **dict.fromkeys(["npgettext", "npgettext_lazy"], ((1, "c"), 2, 3)),
}
PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]|%([sd])\b|\{(\w+)\}")
# A .mo file must carry a date; a fixed one makes the same file from the same messages.
UNDATED = datetime(2000, 1, 1, tzinfo=UTC)

Key = tuple[str, tuple[str, ...]]


def sources(root: Path = PRODUCT) -> Iterator[Path]:
    """The files that may hold messages: Python and templates of the product, not its tests."""
    for path in sorted([*root.rglob("*.py"), *root.rglob("*.html"), *root.rglob("*.txt")]):
        inside = path.relative_to(root).parts
        if "tests" in inside or "migrations" in inside or (path.suffix == ".txt" and "templates" not in inside):
            continue
        yield path


def messages_of(path: Path, text: str) -> Iterator[tuple[str | tuple[str, ...], str | None]]:
    """The messages of one file with their contexts."""
    if path.suffix != ".py":
        # Indentation means nothing in a template and would stop the Python tokenizer.
        text = "\n".join(line.strip() for line in templatize(text, origin=str(path)).splitlines())
    for _, message, _, context in extract("python", BytesIO(text.encode()), keywords=KEYWORDS):
        if message:
            yield message, context


def extracted(paths: Iterable[Path] | None = None) -> Catalog:
    """All the messages of the product, with the files that say them."""
    catalogue = new_catalogue("en")
    for path in sources() if paths is None else paths:
        for message, context in messages_of(path, path.read_text("utf-8")):
            place = [(path.relative_to(ROOT).as_posix(), 1)] if path.is_relative_to(ROOT) else []
            catalogue.add(message, None, context=context, locations=place)
    return catalogue


def new_catalogue(language: str) -> Catalog:
    """An empty catalogue without a date."""
    return Catalog(
        locale=language, project="sysgimut", version="1", charset="utf-8", creation_date=UNDATED, revision_date=UNDATED
    )


def key_of(message: Message) -> Key:
    """What makes a message that message: its context and its text or texts."""
    texts = message.id if isinstance(message.id, tuple | list) else (message.id,)
    return message.context or "", tuple(texts)


def strings_of(message: Message) -> tuple[str, ...]:
    """The translation of a message, or its translations by number; an empty text where there is none."""
    strings = message.string if isinstance(message.string, tuple | list) else (message.string,)
    return tuple(string or "" for string in strings)


def by_key(catalogue: Catalog) -> dict[Key, Message]:
    """The messages of a catalogue, its header left out."""
    return {key_of(message): message for message in catalogue if message.id}


def load(path: Path) -> Catalog:
    """A .po file; an empty catalogue when there is none."""
    if not path.exists():
        return new_catalogue("en")
    with path.open("rb") as file:
        return read_po(file, locale=path.parent.parent.name)


def app_catalogues() -> list[Path]:
    """The English catalogues that apps keep beside their templates."""
    return sorted(PRODUCT.glob("*/locale/en/LC_MESSAGES/django.po"))


def english() -> Catalog:
    """The English catalogue as it should be: every message that no app keeps, with the translation it has."""
    kept_by_apps = {key for path in app_catalogues() for key in by_key(load(path))}
    known = by_key(load(ENGLISH))
    catalogue = new_catalogue("en")
    for key, message in by_key(extracted()).items():
        if key not in kept_by_apps:
            before = known.get(key)
            flags = {*message.flags, *({"fuzzy"} & before.flags if before else ())}
            string = before.string if before else None
            catalogue.add(message.id, string, message.locations, flags, context=message.context)
    return catalogue


def french() -> Catalog:
    """The French catalogue: the messages that count, as they stand in the source."""
    catalogue = new_catalogue("fr")
    for message in by_key(extracted()).values():
        if message.pluralizable:
            catalogue.add(message.id, tuple(message.id), message.locations, message.flags, context=message.context)
    return catalogue


def write(catalogue: Catalog, path: Path) -> None:
    """Write a .po file, with a header that does not change from day to day, and its .mo."""
    body = BytesIO()
    write_po(body, catalogue, width=110, omit_header=True, sort_output=True, include_lineno=False)
    header = (
        'msgid ""\nmsgstr ""\n"Project-Id-Version: sysgimut\\n"\n'
        f'"Language: {catalogue.locale}\\n"\n"MIME-Version: 1.0\\n"\n"Content-Type: text/plain; charset=utf-8\\n"\n'
        f'"Content-Transfer-Encoding: 8bit\\n"\n"Plural-Forms: {catalogue.plural_forms}\\n"\n\n'
    )
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(header.encode() + body.getvalue())
    compile_file(path)


def compile_file(path: Path) -> None:
    """Write the .mo beside a .po."""
    catalogue = load(path)
    catalogue.creation_date = catalogue.revision_date = UNDATED
    with path.with_suffix(".mo").open("wb") as file:
        write_mo(file, catalogue)


def placeholders(text: str) -> set[str]:
    """The names of what is filled in."""
    return {match[1] or match[2] or match[3] for match in PLACEHOLDER.finditer(text)}


def problems_of(catalogue: Catalog, name: str) -> Iterator[str]:
    """What is not finished in a catalogue: untranslated, fuzzy, or without the figures of its source."""
    for (_, texts), message in by_key(catalogue).items():
        strings = strings_of(message)
        if not all(strings):
            yield f"{name}: not translated: {texts[0]}"
            continue
        if "fuzzy" in message.flags:
            yield f"{name}: fuzzy: {texts[0]}"
        wanted = set().union(*map(placeholders, texts))
        if any(placeholders(string) - wanted for string in strings) or placeholders(strings[-1]) != wanted:
            yield f"{name}: other placeholders than in the source: {texts[0]}"


def stale(path: Path) -> bool:
    """Whether the .mo beside a .po says something else."""
    compiled = path.with_suffix(".mo")
    if not compiled.exists():
        return True
    with compiled.open("rb") as file:
        found: dict[object, str] = vars(GNUTranslations(file))["_catalog"]
    wanted: dict[object, str] = {}
    for (context, texts), message in by_key(load(path)).items():
        name = f"{context}\x04{texts[0]}" if context else texts[0]
        if message.pluralizable:
            wanted |= {(name, number): text for number, text in enumerate(strings_of(message)) if text}
        elif message.string:
            wanted[name] = str(message.string)
    return {name: string for name, string in found.items() if name} != wanted


def problems() -> list[str]:
    """Everything that `make messages`, or a translator, still has to do."""
    said = by_key(extracted())
    translated: set[Key] = set()
    found: list[str] = []
    for path in [*app_catalogues(), ENGLISH]:
        name = path.relative_to(ROOT).as_posix()
        catalogue = load(path)
        keys = set(by_key(catalogue))
        found += problems_of(catalogue, name)
        found += [f"{name}: nothing says this any more: {texts[0]}" for _, texts in sorted(keys - set(said))]
        found += [f"{name}: its .mo is not current"] if stale(path) else []
        translated |= keys
    found += [f"not in a catalogue (make messages): {texts[0]}" for _, texts in sorted(set(said) - translated)]
    counting = {key for key, message in said.items() if message.pluralizable}
    if set(by_key(load(FRENCH))) != counting or stale(FRENCH):
        found.append("the French catalogue of plurals is not current (make messages)")
    return found


def main() -> int:
    """Update and compile every catalogue; say what remains to be translated."""
    write(english(), ENGLISH)
    write(french(), FRENCH)
    for path in app_catalogues():
        compile_file(path)
    for problem in (remaining := problems()):
        print(problem)
    print(f"{len(remaining)} thing(s) to do" if remaining else "The catalogues are complete.")
    return 1 if remaining else 0


if __name__ == "__main__":
    raise SystemExit(main())
