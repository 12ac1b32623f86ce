"""The one place where the product reads the clock and draws random bytes."""

from __future__ import annotations

import os
import time
from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from django.utils import timezone

from sysgimut.kernel.ids import ENTROPY_BYTES, uuid7

BAMAKO = ZoneInfo("Africa/Bamako")


def now() -> datetime:
    """This moment, aware, in UTC."""
    return timezone.now()


def day_of(moment: datetime) -> date:
    """The calendar day of a moment in Bamako."""
    return moment.astimezone(BAMAKO).date()


def today() -> date:
    """The calendar day in Bamako."""
    return day_of(now())


def new_id() -> UUID:
    """A fresh UUIDv7."""
    return uuid7(time.time_ns() // 1_000_000, os.urandom(ENTROPY_BYTES))


def salt() -> str:
    """Sixteen random bytes in hexadecimal, to keep a digest from being guessed."""
    return os.urandom(16).hex()
