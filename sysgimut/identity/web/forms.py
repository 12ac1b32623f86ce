"""Forms of accounts: each ends in a command."""

from __future__ import annotations

import secrets
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from sysgimut.identity.commands.change_password import ChangePassword
from sysgimut.identity.commands.choose_language import ChooseLanguage
from sysgimut.identity.commands.close_account import CloseAccount
from sysgimut.identity.commands.end_mandate import EndMandate
from sysgimut.identity.commands.give_mandate import GiveMandate
from sysgimut.identity.commands.open_account import OpenAccount
from sysgimut.identity.commands.reopen_account import ReopenAccount
from sysgimut.identity.commands.reset_password import ResetPassword
from sysgimut.identity.governing import MandateEntry
from sysgimut.identity.roles import ROLES
from sysgimut.identity.scope_tree import TREE
from sysgimut.identity.web.submission import CommandForm, language

LANGUAGES = [("fr", "Français"), ("en", "English")]
STATES = [("", lazy("Tous")), ("open", lazy("Ouvert")), ("closed", lazy("Fermé"))]
LETTERS = "abcdefghijkmnpqrstuvwxyz23456789"
LOGIN_PATTERN = r"^[a-z0-9][a-z0-9._-]{2,39}$"


def role_choices() -> list[tuple[str, str]]:
    """The roles by their names, in the language of the page."""
    return [(code, names[1 if language() == "en" else 0]) for code, names in ROLES.items()]


def provisional_password() -> str:
    """Sixteen letters and figures that nobody confuses, in groups: easy to read out."""
    return "-".join("".join(secrets.choice(LETTERS) for _ in range(4)) for _ in range(4))


class DayInput(forms.DateInput):
    """A day, with the browser's own calendar."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class ScopeField(forms.CharField):
    """A part of the network by its name, code or path. Several of that name: the field becomes their list."""

    def __init__(self) -> None:
        super().__init__(
            label=lazy("Périmètre"),
            help_text=lazy("Nom ou code de la mutuelle, de la section ou de l’établissement ; UTM pour toute l’union."),
            max_length=160,
        )

    def clean(self, value: Any) -> str:
        """The path of the scope. Raises ValidationError when the text names none, or several."""
        text = super().clean(value)
        if TREE.names([text]):
            return text
        found = TREE.search(text)
        exact = [
            path for path, name in found if text.casefold() in (name.casefold(), path.rpartition("/")[2].casefold())
        ]
        if len(exact) == 1 or len(found) == 1:
            return (exact or [found[0][0]])[0]
        if not found:
            raise forms.ValidationError(_("Rien dans le réseau ne porte ce nom ou ce code."))
        self.widget = forms.Select(
            choices=[("", _("Choisissez")), *((path, f"{name} ({path})") for path, name in found)]
        )
        raise forms.ValidationError(_("Plusieurs périmètres portent ce nom : choisissez dans la liste."))


class RoleFields(forms.Form):
    """A role, and where."""

    role = forms.ChoiceField(label=lazy("Rôle"), choices=role_choices)
    scope = ScopeField()


class MandateFields(RoleFields):
    """A role, where, from when to when."""

    start = forms.DateField(label=lazy("Du"), required=False, widget=DayInput(), help_text=lazy("Vide : aujourd’hui."))
    end = forms.DateField(
        label=lazy("Jusqu’au (exclu)"), required=False, widget=DayInput(), help_text=lazy("Vide : sans fin prévue.")
    )

    def mandate(self) -> MandateEntry:
        """The mandate that the fields describe."""
        return MandateEntry(**{name: self.cleaned_data[name] for name in ("role", "scope", "start", "end")})


class OpenAccountForm(RoleFields, CommandForm):
    """A new account with its first mandate, from today."""

    field_order = ("full_name", "login", "language", "role", "scope", "password")
    columns = {"ID-LOGIN_PRIS": "login", "ID-MOT_DE_PASSE_FAIBLE": "password", "ID-PERIMETRE_INCONNU": "scope"}
    full_name = forms.CharField(label=lazy("Nom et prénom"), min_length=2, max_length=120)
    login = forms.RegexField(
        LOGIN_PATTERN,
        label=lazy("Identifiant"),
        help_text=lazy("Minuscules, chiffres, point ou tiret : a.guindo. De 3 à 40 signes."),
        error_messages={"invalid": lazy("De 3 à 40 minuscules, chiffres, points ou tirets.")},
    )
    language = forms.ChoiceField(label=lazy("Langue des pages"), choices=LANGUAGES)
    password = forms.CharField(
        label=lazy("Mot de passe provisoire"),
        initial=provisional_password,
        max_length=80,
        help_text=lazy("À remettre en main propre : il sera changé à la première connexion. Il ne s’affichera plus."),
    )

    def message(self) -> OpenAccount:
        """The command."""
        data = {name: self.cleaned_data[name] for name in ("login", "full_name", "language", "password")}
        mandate = (self.cleaned_data["role"], self.cleaned_data["scope"])
        return OpenAccount(**data, mandates=(mandate,), temporary=True)


class GiveMandateForm(MandateFields, CommandForm):
    """One more mandate for an account."""

    columns = {"ID-PERIMETRE_INCONNU": "scope", "ID-MANDAT_DATES": "end"}

    def __init__(self, *args: Any, login: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.login = login

    def message(self) -> GiveMandate:
        """The command."""
        return GiveMandate(login=self.login, mandate=self.mandate())


class ReasonForm(CommandForm):
    """Something about an account that needs a reason: close it, reopen it, end a mandate."""

    reason = forms.CharField(
        label=lazy("Motif"), min_length=3, max_length=200, help_text=lazy("Gardé dans le journal.")
    )

    def __init__(self, *args: Any, login: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.login = login


class CloseForm(ReasonForm):
    """Close the account."""

    def message(self) -> CloseAccount:
        """The command."""
        return CloseAccount(login=self.login, reason=self.cleaned_data["reason"])


class ReopenForm(ReasonForm):
    """Reopen the account."""

    def message(self) -> ReopenAccount:
        """The command."""
        return ReopenAccount(login=self.login, reason=self.cleaned_data["reason"])


class EndMandateForm(ReasonForm):
    """End one of the account's mandates."""

    mandate = forms.TypedChoiceField(label=lazy("Mandat"), coerce=int)
    end = forms.DateField(
        label=lazy("Premier jour sans mandat"), required=False, widget=DayInput(), help_text=lazy("Vide : aujourd’hui.")
    )
    field_order = ("mandate", "end", "reason")

    def __init__(self, *args: Any, mandates: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["mandate"].choices = mandates  # type: ignore[attr-defined]

    def message(self) -> EndMandate:
        """The command."""
        return EndMandate(**{name: self.cleaned_data[name] for name in ("mandate", "end", "reason")})


class ResetPasswordForm(CommandForm):
    """A provisional password for someone who forgot theirs."""

    columns = {"ID-MOT_DE_PASSE_FAIBLE": "password"}
    password = forms.CharField(
        label=lazy("Nouveau mot de passe provisoire"),
        initial=provisional_password,
        max_length=80,
        help_text=lazy("À remettre en main propre : il sera changé à la prochaine connexion. Il ne s’affichera plus."),
    )

    def __init__(self, *args: Any, login: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.login = login

    def message(self) -> ResetPassword:
        """The command."""
        return ResetPassword(login=self.login, password=self.cleaned_data["password"])


def _hidden(autocomplete: str) -> forms.PasswordInput:
    return forms.PasswordInput(attrs={"autocomplete": autocomplete})


class PasswordForm(CommandForm):
    """One's own password."""

    columns = {"ID-MOT_DE_PASSE": "present", "ID-MOT_DE_PASSE_FAIBLE": "chosen"}
    present = forms.CharField(label=lazy("Mot de passe actuel"), max_length=200, strip=False)
    chosen = forms.CharField(
        label=lazy("Nouveau mot de passe"),
        max_length=200,
        strip=False,
        help_text=lazy("Au moins douze signes : une phrase que vous retenez vaut mieux qu’un mot compliqué."),
    )
    again = forms.CharField(label=lazy("Le même, encore une fois"), max_length=200, strip=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, autocomplete in (("present", "current"), ("chosen", "new"), ("again", "new")):
            self.fields[name].widget = _hidden(f"{autocomplete}-password")

    def clean(self) -> dict[str, Any]:
        """The two new passwords are the same."""
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("chosen") and cleaned.get("again") and cleaned["chosen"] != cleaned["again"]:
            self.add_error("again", _("Les deux nouveaux mots de passe diffèrent."))
        return cleaned

    def message(self) -> ChangePassword:
        """The command."""
        return ChangePassword(present=self.cleaned_data["present"], chosen=self.cleaned_data["chosen"])


class LanguageForm(CommandForm):
    """The language in which one's pages open."""

    language = forms.ChoiceField(label=lazy("Langue des pages"), choices=LANGUAGES)

    def message(self) -> ChooseLanguage:
        """The command."""
        return ChooseLanguage(language=self.cleaned_data["language"])


class AccountFilters(forms.Form):
    """What narrows the list of accounts."""

    q = forms.CharField(label=lazy("Nom ou identifiant"), required=False, max_length=80)
    role = forms.ChoiceField(label=lazy("Rôle"), required=False)
    etat = forms.ChoiceField(
        label=lazy("État"),
        required=False,
        choices=[("", lazy("Tous")), ("open", lazy("Ouvert")), ("closed", lazy("Fermé"))],
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = [("", _("Tous")), *role_choices()]  # type: ignore[attr-defined]
