"""Change one's own password, knowing the present one. Other sessions end with it."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.hashers import check_password, make_password
from pydantic import SecretStr

from sysgimut.identity.governing import refuse_password
from sysgimut.identity.models import User
from sysgimut.identity.scopes import ROOT
from sysgimut.journal.command import Command, handles
from sysgimut.journal.execution import Execution
from sysgimut.kernel.outcomes import Outcome, Reason, accepted, refused


class ChangePassword(Command):
    """The author's present password and the next one: neither reaches the journal."""

    operation: ClassVar[str] = "identity.change_password"
    present: SecretStr
    chosen: SecretStr

    def journaled(self) -> dict[str, Any]:
        """Nothing of the passwords."""
        return {}


@handles(ChangePassword)
def change_password(message: ChangePassword, execution: Execution) -> Outcome:
    """Record the author's new password."""
    execution.authorise(ROOT)
    user = User.objects.select_for_update().get(pk=execution.author.id)
    if not check_password(message.present.get_secret_value(), user.password):
        return refused(Reason("ID-MOT_DE_PASSE"))
    chosen = message.chosen.get_secret_value()
    if (weak := refuse_password(chosen, user)) is not None:
        return refused(weak)
    User.objects.filter(pk=user.pk).update(password=make_password(chosen), must_change_password=False)
    execution.written()
    return accepted()
