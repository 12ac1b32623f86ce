"""Many values as one parameter of a statement: `filter(household__in=among(ids))`.

A list of thousands of placeholders takes longer to build and to parse than the rows take to read.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any
from uuid import UUID

from django.db.models.expressions import RawSQL

from sysgimut.journal.compiled import IDENTIFIERS, TEXTS


def among(values: Collection[UUID] | Collection[str]) -> Any:
    """The values, all identifiers or all texts, for the right side of an `__in`; none of them finds nothing."""
    listed: list[Any] = list(values)
    kind = IDENTIFIERS if listed and isinstance(listed[0], UUID) else TEXTS
    return RawSQL(kind.sql, [kind.given(listed)])
