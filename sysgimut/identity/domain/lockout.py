"""When repeated wrong passwords close a login for a while. Moments are arguments.

Anyone may type wrong passwords into somebody else's login, so that the closing is short: it stops guessing,
not working. An administrator may reopen at once.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

ATTEMPTS = 10
"""Wrong passwords in a row, within `WINDOW`, that close a login."""
WINDOW = timedelta(minutes=15)
CLOSED_FOR = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class Attempts:
    """Wrong passwords of one login: how many, since when; and until when it is closed, if it is."""

    failures: int = 0
    since: datetime | None = None
    closed_until: datetime | None = None

    def closed(self, at: datetime) -> bool:
        """Whether nobody may log in at this moment, whatever the password."""
        return self.closed_until is not None and at < self.closed_until

    def after_failure(self, at: datetime) -> Attempts:
        """One more wrong password. The count begins again when the first is older than the window."""
        fresh = self.since is None or at - self.since > WINDOW
        failures = 1 if fresh else self.failures + 1
        since = at if fresh else self.since
        if failures >= ATTEMPTS:
            return Attempts(0, None, at + CLOSED_FOR)
        return Attempts(failures, since, self.closed_until)
