"""Forms of batches: each ends in a command."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sysgimut.identity.access import Viewer
from sysgimut.identity.web.forms import ScopeField
from sysgimut.identity.web.submission import CommandForm, language
from sysgimut.jobs.commands.resume_batch import ResumeBatch
from sysgimut.jobs.commands.start_batch import StartBatch
from sysgimut.jobs.kinds import Kind
from sysgimut.jobs.models import Batch
from sysgimut.journal.command import Command


def in_language(pair: tuple[str, str]) -> str:
    """The text of a (French, English) pair in the language of the page."""
    return pair[1 if language() == "en" else 0]


class StartForm(CommandForm):
    """What to do, and where."""

    columns = {"ID-PERIMETRE_INCONNU": "scope", "LOT-GENRE_INCONNU": "kind"}

    kind = forms.ChoiceField(label=_("Traitement"), widget=forms.RadioSelect)
    scope = ScopeField()

    def __init__(self, viewer: Viewer, kinds: Sequence[Kind], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["kind"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(kind.operation, in_language(kind.name)) for kind in kinds]
        if kinds:
            field.initial = kinds[0].operation
            self.fields["scope"].initial = viewer.scopes(kinds[0].operation)[0]

    def message(self) -> Command:
        return StartBatch(kind=self.cleaned_data["kind"], scope=self.cleaned_data["scope"])


class ResumeForm(CommandForm):
    """Go on with a batch."""

    def __init__(self, batch: Batch, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.batch = batch

    def message(self) -> Command:
        return ResumeBatch(batch=self.batch.pk)
