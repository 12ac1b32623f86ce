"""The log of who read health data: beside the journal of commands, because a reading changes nothing."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from sysgimut.journal import clock
from sysgimut.journal.models import HealthAccess


def note_access(reader: UUID, subjects: Sequence[str], purpose: str) -> None:
    """Write down that `reader` reads health data: one row a subject (`request:<id>`, `bordereau:<id>`…).

    `purpose` says on which page or document, in a few words.
    """
    now = clock.now()
    HealthAccess.objects.bulk_create(
        [HealthAccess(at=now, reader=reader, subject=subject, purpose=purpose) for subject in subjects]
    )
