"""Forms about one person: the same fields for an enrolment, a birth and a correction."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from sysgimut.contributions.web.fields import day_field
from sysgimut.contributions.web.words import DOCUMENTS, ROLES, SEXES
from sysgimut.membership.messages import PersonEntry

EXTRA = ("activity", "phone", "document_type", "document_number", "alias", "reference")
"""Fields that a form may fold away: none is mandatory."""


class PersonForm(forms.Form):
    """Someone, as a card or a birth certificate tells them."""

    family_name = forms.CharField(label=lazy("Nom de famille"), max_length=80)
    given_names = forms.CharField(label=lazy("Prénoms"), max_length=120)
    sex = forms.ChoiceField(label=lazy("Sexe"), choices=list(SEXES.items()), widget=forms.RadioSelect)
    birth = day_field(lazy("Date de naissance"), required=False)
    birth_year = forms.IntegerField(
        label=lazy("Ou année seule"),
        required=False,
        min_value=1900,
        max_value=2099,
        help_text=lazy("Quand le jour n’est pas connu."),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "maxlength": "4"}),
    )
    role = forms.ChoiceField(label=lazy("Lien"), choices=list(ROLES.items()))
    activity = forms.CharField(label=lazy("Activité"), max_length=80, required=False)
    phone = forms.CharField(
        label=lazy("Téléphone"),
        max_length=24,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"}),
    )
    document_type = forms.ChoiceField(
        label=lazy("Pièce"), required=False, choices=[("", lazy("Aucune")), *DOCUMENTS.items()]
    )
    document_number = forms.CharField(label=lazy("Numéro de la pièce"), max_length=40, required=False)
    alias = forms.CharField(
        label=lazy("Ancien numéro"),
        max_length=60,
        required=False,
        help_text=lazy("Carte en papier ou ancien logiciel : on la retrouvera par lui."),
    )
    reference = forms.CharField(
        label=lazy("Référence de la carte"),
        max_length=40,
        required=False,
        help_text=lazy("Vide : elle est attribuée."),
    )
    use_required_attribute = False

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        if self.has_error("birth") or self.has_error("birth_year"):
            return given
        if not given.get("birth") and not given.get("birth_year"):
            self.add_error("birth", _("Donnez la date de naissance, ou l’année seule : l’âge compte pour les soins."))
        elif given.get("birth") and given.get("birth_year"):
            self.add_error("birth_year", _("La date de naissance suffit : laissez l’année vide."))
        return given

    def entry(self) -> PersonEntry:
        """The person as a message says it. Only for a valid form."""
        given: dict[str, Any] = {name: self.cleaned_data.get(name) or "" for name in PersonForm.base_fields}
        year = given.pop("birth_year")
        # A correction leaves the role as it is, and has no field for it.
        given["role"] = given["role"] or "autre"
        if year:
            given["birth"] = date(year, 7, 1)
        return PersonEntry(birth_is_year=bool(year), **given)

    @property
    def extra(self) -> list[Any]:
        """The fields that may be folded away."""
        return [self[name] for name in EXTRA if name in self.fields]

    @property
    def shown(self) -> bool:
        """Whether one of those holds something or is wrong."""
        return any(bound.value() or bound.errors for bound in self.extra)
