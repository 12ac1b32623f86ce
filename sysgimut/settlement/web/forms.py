"""Forms of settlement."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sysgimut.identity.web.submission import CommandForm
from sysgimut.journal import clock
from sysgimut.journal.command import Command
from sysgimut.settlement.commands.issue_statements import IssueStatements
from sysgimut.settlement.commands.pay_statement import PayStatement
from sysgimut.settlement.commands.sign_statement import SignStatement
from sysgimut.settlement.domain.signing import FACILITY, MANAGER, MUTUAL
from sysgimut.settlement.lists import NOTHING, PAID, TO_PAY, TO_SIGN, Waiting

PARTY_NAMES = {
    MUTUAL: _("Responsable de la mutuelle (ou de l’UTM par délégation)"),
    MANAGER: _("Gestionnaire"),
    FACILITY: _("Responsable de l’établissement"),
}
STATE_NAMES = {
    TO_SIGN: _("À signer"),
    TO_PAY: _("À payer"),
    PAID: _("Payé"),
    NOTHING: _("Rien à payer"),
}


class StatementFilters(forms.Form):
    """What to look for among statements."""

    q = forms.CharField(label=_("Numéro ou code d’établissement"), required=False)
    etat = forms.ChoiceField(label=_("État"), required=False, choices=[("", _("Tous")), *STATE_NAMES.items()])


class IssueForm(CommandForm):
    """Settle what is decided for one payer."""

    mutual = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, waiting: Sequence[Waiting], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.waiting = {one.mutual: one for one in waiting}

    def clean_mutual(self) -> str:
        """A payer for whom something waits."""
        mutual: str = self.cleaned_data["mutual"]
        if mutual not in self.waiting:
            raise forms.ValidationError(_("Rien n’attend plus d’être réglé pour ce payeur."))
        return mutual

    def message(self) -> Command:
        one = self.waiting[self.cleaned_data["mutual"]]
        return IssueStatements(mutual=one.mutual, bordereaux=one.bordereaux)


class SignForm(CommandForm):
    """Sign a statement for one party."""

    party = forms.ChoiceField(label=_("Vous signez pour"), widget=forms.RadioSelect)

    def __init__(self, number: str, parties: list[str], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.number = number
        field = self.fields["party"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(party, PARTY_NAMES[party]) for party in parties]
        if len(parties) == 1:
            field.initial = parties[0]

    def message(self) -> Command:
        return SignStatement(number=self.number, party=self.cleaned_data["party"])


class PayForm(CommandForm):
    """Record the payment of a statement."""

    columns = {"ETAT-DATE": "day", "ETAT-MONTANT": "amount"}

    day = forms.DateField(
        label=_("Date du paiement"),
        initial=clock.today,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    method = forms.ChoiceField(
        label=_("Mode de paiement"), choices=[("virement", _("Virement")), ("cheque", _("Chèque"))]
    )
    bank_reference = forms.CharField(
        label=_("Numéro du virement ou du chèque"),
        max_length=60,
        help_text=_("Tel que la banque l’écrit : il sert au rapprochement."),
    )
    amount = forms.IntegerField(label=_("Montant payé"), min_value=1)

    def __init__(self, number: str, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.number = number

    def message(self) -> Command:
        data = self.cleaned_data
        return PayStatement(
            number=self.number,
            day=data["day"],
            method=data["method"],
            bank_reference=data["bank_reference"],
            amount=data["amount"],
        )
