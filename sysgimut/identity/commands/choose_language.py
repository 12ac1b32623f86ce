"""Choose the language in which one's pages open."""

from __future__ import annotations

from typing import ClassVar, Literal

from sysgimut.identity.models import User
from sysgimut.identity.scopes import ROOT
from sysgimut.journal.command import Command, handles
from sysgimut.journal.execution import Execution
from sysgimut.kernel.outcomes import Outcome, accepted


class ChooseLanguage(Command):
    """The author's language."""

    operation: ClassVar[str] = "identity.choose_language"
    language: Literal["fr", "en"]


@handles(ChooseLanguage)
def choose_language(message: ChooseLanguage, execution: Execution) -> Outcome:
    """Record it."""
    execution.authorise(ROOT)
    User.objects.filter(pk=execution.author.id).update(language=message.language)
    execution.written()
    return accepted()
