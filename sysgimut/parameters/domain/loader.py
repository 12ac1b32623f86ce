"""From parameter files to dated values: all the values, or all that is wrong with the files.

Pure: the caller reads the bytes (`read_texts`) or the parsed TOML (`load`). The layout of a file is in
sysgimut/parameters/data/README.md.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches

from sysgimut.kernel.outcomes import Reason
from sysgimut.parameters.domain.checks import check, check_complete
from sysgimut.parameters.domain.reading import Place, read_entry, shown
from sysgimut.parameters.domain.schema import SCHEMA, Definition, Schema
from sysgimut.parameters.domain.values import Entry, ParameterValue, Source

SOURCES_FILE = "sources.toml"
SOURCE_KINDS = ("document", "texte", "web", "projet")
SOURCE_FIELDS = {"id", "titre", "genre", "reference", "auteur", "url"}
WHERE = re.compile(r"line (\d+), column (\d+)")

Files = Mapping[str, Mapping[str, object]]


@dataclass(frozen=True, slots=True)
class Loaded:
    """What the files say. `values` is empty when there is any error: files load whole or not at all."""

    values: tuple[ParameterValue, ...]
    sources: tuple[Source, ...]
    errors: tuple[Reason, ...]


def read_texts(contents: Mapping[str, bytes]) -> tuple[dict[str, Mapping[str, object]], list[Reason]]:
    """Parsed TOML by file name, and an error for each file that is not UTF-8 or not TOML."""
    parsed: dict[str, Mapping[str, object]] = {}
    errors: list[Reason] = []
    for name, content in sorted(contents.items()):
        try:
            parsed[name] = tomllib.loads(content.decode("utf-8-sig"))
        except UnicodeDecodeError:
            errors.append(Reason("PRM-ENCODAGE", {"file": name}))
        except (ValueError, RecursionError) as problem:
            # A number of thousands of digits is a ValueError, a thousand nested lists a RecursionError.
            found = WHERE.search(str(problem))
            detail = f"{found[1]}:{found[2]}" if found else "?"
            errors.append(Reason("PRM-TOML", {"file": name, "detail": detail}))
    return parsed, errors


def load_texts(contents: Mapping[str, bytes], schema: Schema = SCHEMA) -> Loaded:
    """The values of files given as bytes; see `load`."""
    parsed, unreadable = read_texts(contents)
    loaded = load(parsed, schema)
    if not unreadable:
        return loaded
    # What a missing file would have held is not known: only what the other files say wrong is reported.
    errors = [error for error in loaded.errors if error.code not in ("PRM-MANQUANT", "PRM-SOURCE")]
    return Loaded((), loaded.sources, (*unreadable, *errors))


def load(files: Files, schema: Schema = SCHEMA) -> Loaded:
    """The values that the files hold, sorted, or every error in them.

    `files` maps a file name to its parsed TOML; `sources.toml` declares the sources, every other file
    holds values under `[[key]]`, with `produit = "…"` on top when they belong to a product.
    """
    sources, errors = _read_sources(files.get(SOURCES_FILE, {}))
    known = {source.id for source in sources}
    entries: list[Entry] = []
    broken: set[tuple[str, str]] = set()
    for name, content in sorted(files.items()):
        if name == SOURCES_FILE:
            continue
        for place, raw in _entries_of(name, content, schema, errors):
            read = read_entry(place, raw, known)
            if isinstance(read, Entry):
                entries.append(read)
            else:
                errors.extend(read)
                broken.add((place.definition.key, place.product))
    errors.extend(check(entries, schema))
    errors.extend(check_complete(entries, schema, broken))
    values = () if errors else tuple(entry.value for entry in sorted(entries, key=_order))
    return Loaded(values, tuple(sources), tuple(errors))


def _order(entry: Entry) -> tuple[object, ...]:
    value = entry.value
    return value.product, value.key, value.period.start


def _entries_of(
    name: str, content: Mapping[str, object], schema: Schema, errors: list[Reason]
) -> Iterator[tuple[Place, object]]:
    product = content.get("produit", "")
    if not isinstance(product, str):
        errors.append(Reason("PRM-PRODUIT", {"file": name, "product": shown(product)}))
        return
    for key, raw in content.items():
        if key == "produit":
            continue
        definition = schema.get(key)
        if definition is None:
            nearest = get_close_matches(key, list(schema), 1)
            suggestion = nearest[0] if nearest else None
            errors.append(Reason("PRM-CLE", {"file": name, "key": key[:60], "suggestion": suggestion}))
        elif definition.per_product != bool(product):
            code = "PRM-PORTEE-PRODUIT" if definition.per_product else "PRM-PORTEE-REGIME"
            errors.append(Reason(code, {"file": name, "key": key}))
        else:
            yield from _entries_of_key(name, definition, product, raw)


def _entries_of_key(name: str, definition: Definition, product: str, raw: object) -> Iterator[tuple[Place, object]]:
    # `key = 5` is no list: it is read as one entry, which says what is wrong with it.
    for number, one in enumerate(raw if isinstance(raw, list) else [raw], start=1):
        yield Place(name, definition, number, product), one


def _read_sources(content: Mapping[str, object]) -> tuple[list[Source], list[Reason]]:
    sources: dict[str, Source] = {}
    errors: list[Reason] = []
    listed = content.get("source", [])
    for number, raw in enumerate(listed if isinstance(listed, list) else [listed], start=1):
        problem = _source_problem(raw, sources)
        if problem:
            errors.append(Reason("PRM-SOURCE-INCOMPLETE", {"file": SOURCES_FILE, "number": number, "detail": problem}))
        else:
            author, url = raw.get("auteur", ""), raw.get("url", "")
            source = Source(raw["id"], raw["titre"], raw["genre"], raw["reference"], author, url)
            sources[source.id] = source
    return list(sources.values()), errors


def _source_problem(raw: object, known: Mapping[str, Source]) -> str:
    if not isinstance(raw, dict):
        return shown(raw)
    for name in ("id", "titre", "genre", "reference"):
        if not isinstance(raw.get(name), str) or not raw[name].strip():
            return name
    for field, found in raw.items():
        if field not in SOURCE_FIELDS or not isinstance(found, str):
            return str(field)
    if raw["genre"] not in SOURCE_KINDS:
        return f"genre = {raw['genre']}"
    return f"id = {raw['id']}" if raw["id"] in known else ""
