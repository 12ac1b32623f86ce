"""Tests run on a guarded database: a test that passes only because the guards are off would prove nothing."""

from __future__ import annotations

from uuid import UUID

import pytest
from django.db import DatabaseError, transaction

from sysgimut.journal import guards
from sysgimut.journal.models import Claim

CLAIM = UUID(int=1)


def refuses_deletion() -> bool:
    """Whether the database refuses to delete a claim."""
    Claim.objects.create(id=CLAIM, digest="0" * 64)
    try:
        with transaction.atomic():
            Claim.objects.filter(pk=CLAIM).delete()
    except DatabaseError as refusal:
        return "append-only" in str(refusal)
    return False


@pytest.mark.django_db
def test_an_ordinary_test_is_guarded() -> None:
    assert guards.missing() == []
    assert refuses_deletion()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("turn", ["first", "second"])
def test_a_transactional_test_is_guarded_and_emptied(turn: str) -> None:
    assert not Claim.objects.exists(), "the turn before left rows"
    assert guards.missing() == []
    assert refuses_deletion()


@pytest.mark.django_db
def test_without_guards_the_same_deletion_passes() -> None:
    guards.remove()
    assert not refuses_deletion()
    guards.install()
