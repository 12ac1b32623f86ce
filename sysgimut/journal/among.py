"""Many values as one parameter of a statement: `filter(household__in=among(ids))`.

A list of thousands of placeholders takes longer to build and to parse than the rows take to read.
"""

from __future__ import annotations

import json
from collections.abc import Collection
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models.expressions import RawSQL


def among(values: Collection[UUID] | Collection[str]) -> Any:
    """The values, all identifiers or all texts, for the right side of an `__in`; none of them finds nothing."""
    listed: list[Any] = list(values)
    identifiers = bool(listed) and isinstance(listed[0], UUID)
    if connection.vendor == "postgresql":
        return RawSQL(f"SELECT unnest(%s::{'uuid' if identifiers else 'text'}[])", [listed])
    return RawSQL("SELECT value FROM json_each(%s)", [json.dumps([v.hex for v in listed] if identifiers else listed)])
