"""Fields and forms that the pages of contributions share."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sysgimut.contributions.places import Section
from sysgimut.identity.web.forms import DayInput
from sysgimut.identity.web.submission import CommandForm, language
from sysgimut.journal.clock import new_id
from sysgimut.kernel.outcomes import Outcome

MOST = 1_000_000_000


class AmountField(forms.IntegerField):
    """Whole XOF, written with or without thousands spaces."""

    widget = forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"})

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(min_value=0, max_value=MOST, **kwargs)

    def to_python(self, value: Any) -> int | None:
        return super().to_python(re.sub(r"[\s\u00a0\u202f]", "", value) if isinstance(value, str) else value)


def day_field(label: Any, help_text: Any = "", required: bool = True) -> forms.DateField:
    """A day, typed or picked."""
    return forms.DateField(label=label, help_text=help_text, required=required, widget=DayInput())


def why_field(label: Any = None, help_text: Any = "") -> forms.CharField:
    """A reason, kept in the journal."""
    return forms.CharField(
        label=label or _("Motif"),
        help_text=help_text or _("Il reste au journal, avec votre nom."),
        min_length=3,
        max_length=200,
    )


def section_choices(found: Iterable[Section], empty: Any = None) -> list[tuple[Any, Any]]:
    """Sections as choices, by mutual when there are several; `empty` is the choice of none."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for section in found:
        groups.setdefault(section.mutual_name, []).append((section.code, section.commune))
    choices: list[tuple[Any, Any]] = [("", empty)] if empty is not None else []
    if len(groups) == 1:
        return choices + [choice for group in groups.values() for choice in group]
    return choices + list(groups.items())


class DeskForm(CommandForm):
    """A form whose refusals stand at the field that the reason names."""

    def refuse(self, outcome: Outcome) -> None:
        for reason in outcome.reasons:
            field = str(reason.params.get("field") or self.columns.get(reason.code) or "")
            self.add_error(field if field in self.fields else None, reason.sentence(language()))
        self.renew()

    def renew(self) -> None:
        """Take a fresh identifier: what is sent next is another command."""
        data: Any = self.data
        self.data = data.copy()
        self.data[self.add_prefix("command_id")] = str(new_id())  # type: ignore[index]
