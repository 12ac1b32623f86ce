"""From a form of a page to a command: once, whatever the network and the finger on the button do.

The page that shows the form makes the command's identifier (`command_id`, a hidden field): sending it twice
gives the same outcome and records once.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Literal
from uuid import UUID

from django import forms
from django.http import HttpRequest
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from pydantic import ValidationError

from sysgimut.journal.clock import new_id
from sysgimut.journal.command import Command
from sysgimut.journal.runner import submit
from sysgimut.kernel.outcomes import Outcome


class CommandForm(forms.Form):
    """A form that ends in a command. Subclasses add their fields and make the message in `message()`."""

    command_id = forms.UUIDField(widget=forms.HiddenInput, initial=new_id)

    def message(self) -> Command:
        """The command's message, from `cleaned_data`."""
        raise NotImplementedError

    def submit(self, request: HttpRequest) -> Outcome | None:
        """Carry the command out. None when the form is not valid or the command refused: the form then says why.

        A refusal's sentences stand at the field that its code names (`columns`), else at the top.
        """
        if not self.is_valid():
            return None
        try:
            message = self.message()
        except ValidationError as problem:
            self.add_error(None, [_plain(error) for error in problem.errors()])
            return None
        outcome = submit(message, request.viewer, command_id=self.cleaned_data["command_id"])  # type: ignore[attr-defined]
        if outcome.status == "refused":
            self.refuse(outcome)
            return None
        return outcome

    columns: Mapping[str, str] = {}
    """Reason code → the field at which its sentence stands."""

    def refuse(self, outcome: Outcome) -> None:
        """Show the sentences of a refusal, and take a fresh identifier: the next try is another command."""
        for reason in outcome.reasons:
            self.add_error(self.columns.get(reason.code), reason.sentence(language()))
        data: Any = self.data
        self.data = data.copy()
        self.data[self.add_prefix("command_id")] = str(new_id())  # type: ignore[index]


def language() -> Literal["fr", "en"]:
    """The language of the page: fr or en."""
    return "en" if (get_language() or "fr").startswith("en") else "fr"


def sentences(outcome: Outcome) -> Sequence[str]:
    """The sentences of an outcome's reasons, in the language of the page."""
    return [reason.sentence(language()) for reason in outcome.reasons]


def command_id(request: HttpRequest) -> UUID:
    """The identifier that a bare POST form carries. Raises ValueError when it is missing or not a UUID."""
    return UUID(request.POST.get("command_id", ""))


def _plain(error: Any) -> str:
    place = ".".join(str(part) for part in error["loc"])
    return _("Valeur refusée pour « %(field)s ».") % {"field": place}
