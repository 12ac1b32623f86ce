"""Scope paths: where in the network something is, as a path of codes (UTM/R-MOPTI/MOPTI/MOPTI-KONNA).

Pure functions; the tree itself is the network's and the providers'.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from django.db.models import Q

Relation = Literal["own", "above", "sibling"]
ROOT = "UTM"


def within(path: str, scope: str) -> bool:
    """Whether `path` is `scope` or lies below it."""
    return path == scope or path.startswith(scope + "/")


def relation(path: str, scope: str) -> Relation:
    """How `path` stands to someone responsible for `scope`: own (inside), above (an ancestor) or sibling."""
    if within(path, scope):
        return "own"
    return "above" if within(scope, path) else "sibling"


def under(field: str, scopes: Iterable[str]) -> Q:
    """The filter “`field` lies in one of these scopes”, as index ranges. No scope: nothing at all."""
    condition = Q(pk__in=[])
    for scope in scopes:
        # '0' is the character after '/': the range holds exactly the paths below the scope.
        condition |= Q(**{field: scope}) | Q(**{f"{field}__gte": scope + "/", f"{field}__lt": scope + "0"})
    return condition
