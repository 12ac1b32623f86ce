"""Households by the names of their people, so looked up that a frequent name costs little more than a rare one.

Frequent names are borne by one person in ten. So nothing here reads all the bearers of one: the rarest word leads, the
others are checked for each person it finds, the latest households come first, and the search stops at `MOST_FOUND`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import connection
from django.db.models.expressions import RawSQL

from sysgimut.identity.scopes import ROOT
from sysgimut.membership.domain.names import tokens

MOST_FOUND = 100
"""Households that a search by name gives at most: with more, one adds a word."""
SHORTEST_PREFIX = 3
MOST_SPELLINGS = 60
"""Names that the beginning of a word may stand for."""
COUNTED = 2_000
"""How far the bearers of a name are counted, to tell the rarest of some words."""

TABLE = "membership_nametoken"
Words = list[tuple[str, ...]]
"""For each word that was asked, the tokens it may be."""


def households_named(text: str, scopes: Sequence[str]) -> Any:
    """The latest households with somebody all of whose asked words are among their names, for an `__in`.

    `scopes` narrows the search to where people were recorded; where their household lives now is the caller's to ask.
    """
    words = _words(text)
    if not words or not all(words):
        return ()
    lead, *others = _rarest_first(words)
    parts: list[str] = []
    params: list[Any] = []
    for token in lead:
        conditions = ["n.token = %s"]
        params.append(token)
        if ROOT not in scopes:
            # A little more than what lies in each scope, for one range of the index.
            ranges = " OR ".join(["n.scope_path >= %s AND n.scope_path < %s"] * len(scopes))
            conditions.append(f"({ranges or '1 = 0'})")
            params += [bound for scope in scopes for bound in (scope, scope + "0")]
        for other in others:
            one_of = ", ".join(["%s"] * len(other))
            conditions.append(
                f"EXISTS (SELECT 1 FROM {TABLE} o WHERE o.person_id = n.person_id AND o.token IN ({one_of}))"
            )
            params += other
        parts.append(
            f"SELECT * FROM (SELECT DISTINCT n.household_id FROM {TABLE} n WHERE {' AND '.join(conditions)} "
            f"ORDER BY n.household_id DESC LIMIT {MOST_FOUND}) latest"
        )
    return RawSQL(" UNION ALL ".join(parts), params)


def _words(text: str) -> Words:
    """The tokens of each word; the last word may be the beginning of several names."""
    keys = [key for word in text.split() for key in tokens(word)]
    if not keys:
        return []
    *whole, last = keys
    return [*((key,) for key in whole), _spellings(last)]


def _spellings(word: str) -> tuple[str, ...]:
    """The recorded tokens that begin with `word`, found one after the other in the index; none: nobody is called so."""
    if len(word) < SHORTEST_PREFIX:
        return (word,)
    # Tokens are indexed by their bytes: PostgreSQL has operators of their own for that order.
    since, after, order = ("~>=~", "~>~", "USING ~<~") if connection.vendor == "postgresql" else (">=", ">", "")
    following = f"SELECT n.token FROM {TABLE} n WHERE n.token {{}} ORDER BY n.token {order} LIMIT 1"
    sql = (
        f"WITH RECURSIVE found(token, rank) AS (SELECT ({following.format(f'{since} %s')}), 1 UNION ALL "
        f"SELECT ({following.format(f'{after} found.token')}), rank + 1 FROM found "
        f"WHERE substr(found.token, 1, %s) = %s AND rank < {MOST_SPELLINGS}) "
        "SELECT token FROM found WHERE substr(token, 1, %s) = %s"
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, [word, len(word), word, len(word), word])
        return tuple(token for (token,) in cursor.fetchall())


def _rarest_first(words: Words) -> Words:
    """The words, that of the fewest people first; beyond `COUNTED` bearers they are all as frequent."""
    if len(words) == 1:
        return words
    counts = " UNION ALL ".join(
        f"SELECT {rank}, count(*) FROM (SELECT 1 FROM {TABLE} n WHERE n.token IN ({', '.join(['%s'] * len(word))}) "
        f"LIMIT {COUNTED}) counted"
        for rank, word in enumerate(words)
    )
    with connection.cursor() as cursor:
        cursor.execute(counts, [token for word in words for token in word])
        bearers = dict(cursor.fetchall())
    ranks = sorted(range(len(words)), key=lambda rank: (bearers[rank], len(words[rank])))
    return [words[rank] for rank in ranks]
