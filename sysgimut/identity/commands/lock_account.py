"""Close a login for a while after too many wrong passwords. The site itself submits this."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar
from uuid import UUID

from sysgimut.identity.governing import unknown_account
from sysgimut.identity.models import User
from sysgimut.identity.scopes import ROOT
from sysgimut.journal.command import Command, handles
from sysgimut.journal.execution import Execution
from sysgimut.kernel.outcomes import Outcome, accepted, refused


class LockAccount(Command):
    """The account, and the moment at which its login opens again by itself."""

    operation: ClassVar[str] = "identity.lock_account"
    user: UUID
    until: datetime


@handles(LockAccount)
def lock_account(message: LockAccount, execution: Execution) -> Outcome:
    """Close the login until then; the count of wrong passwords begins again after."""
    execution.authorise(ROOT)
    closed = User.objects.filter(pk=message.user).update(failures=0, failing_since=None, closed_until=message.until)
    execution.written()
    return accepted() if closed else refused(unknown_account(str(message.user)))
