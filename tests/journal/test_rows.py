"""How rows reach the database: one or many, an engine's refusal is the same error."""

from __future__ import annotations

from datetime import date
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from sysgimut.journal import rows
from sysgimut.ledger.models import Entry

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("number", [1, rows.COPY_FROM - 2, rows.COPY_FROM * 2])
def test_a_row_that_a_constraint_refuses_is_an_integrity_error(number: int) -> None:
    """The runner starts such a command again, whichever way its rows went in."""
    fresh = [(uuid4(), "MOPTI", "ASSURANCE", date(2024, 3, 1), "test", str(n), "x") for n in range(number)]
    with pytest.raises(IntegrityError), transaction.atomic():
        rows.insert(Entry, [*fresh, fresh[0]], uuid4())
