"""Sample data of the component page. Invented, and said to be so on the page; no database is read."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Any

from django import forms
from django.core.paginator import Page, Paginator
from django.utils.translation import gettext_lazy as _

TODAY = date(2024, 9, 15)


class SampleForm(forms.Form):
    """One field of each sort; bound to wrong values on the page, so that errors show."""

    name = forms.CharField(label=_("Nom de famille"), help_text=_("Comme sur la pièce d’identité."))
    birth = forms.DateField(label=_("Date de naissance"), widget=forms.DateInput(attrs={"type": "date"}))
    contribution = forms.IntegerField(
        label=_("Cotisation versée"),
        min_value=0,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )
    mode = forms.ChoiceField(
        label=_("Mode de paiement"),
        choices=[("especes", _("Espèces")), ("orange_money", "Orange Money"), ("banque", _("Banque"))],
    )
    sex = forms.ChoiceField(label=_("Sexe"), choices=[("F", _("Femme")), ("M", _("Homme"))], widget=forms.RadioSelect)
    note = forms.CharField(label=_("Remarque"), required=False, widget=forms.Textarea(attrs={"rows": 3}))
    agreed = forms.BooleanField(label=_("Le reçu a été remis au ménage"), help_text=_("Le volet 1 du carnet."))


class SampleUpload(forms.Form):
    """A file to send."""

    file = forms.FileField(
        label=_("Bordereau"), help_text=_("Une ligne par acte ; les colonnes en trop sont laissées.")
    )


class SampleFilters(forms.Form):
    """Filters of a list."""

    q = forms.CharField(label=_("Nom ou référence"), required=False)
    section = forms.ChoiceField(
        label=_("Section"),
        required=False,
        choices=[("", _("Toutes")), ("sangha", "Sangha"), ("dourou", "Dourou")],
    )
    state = forms.ChoiceField(
        label=_("Droits"),
        required=False,
        choices=[("", _("Tous")), ("open", _("Ouverts")), ("expired", _("Expirés"))],
    )
    since = forms.DateField(
        label=_("Adhésion depuis le"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )


def sample_form() -> SampleForm:
    """The form with two mistakes."""
    return SampleForm(data={"name": "", "contribution": "1 730 F", "birth": "1987-03-12", "sex": "F", "mode": "banque"})


def navigation() -> list[dict[str, Any]]:
    """A main menu, as the context processor gives it."""
    words = [
        ("home", _("Accueil")),
        ("household", _("Ménages")),
        ("receipt", _("Reçus")),
        ("facility", _("Établissements")),
        ("bordereau", _("Bordereaux")),
        ("statement", _("États de remboursement")),
        ("network", _("Réseau")),
        ("history", _("Journal")),
    ]
    counts = {"bordereau": 12}
    return [
        {"icon": icon, "label": label, "url": f"#{icon}", "current": icon == "household", "count": counts.get(icon)}
        for icon, label in words
    ]


def tiles() -> list[dict[str, Any]]:
    """Figures of a home page."""
    return [
        {
            "label": _("Personnes à droits ouverts"),
            "value": 9_214,
            "denominator": _("sur 12 480 inscrites (73,8 %)"),
            "url": "#tableau",
        },
        {
            "label": _("Cotisations encaissées"),
            "value": 15_940_220,
            "kind": "amount",
            "denominator": _("sur 18 200 000 F CFA attendus"),
            "url": "#tableau",
        },
        {
            "label": _("Taux de recouvrement"),
            "value": Fraction(1594, 1820),
            "kind": "percent",
            "denominator": _("encaissé ÷ attendu, 2024"),
        },
        {"label": _("Bordereaux à contrôler"), "value": 12, "note": _("le plus ancien : 34 jours"), "status": "held"},
    ]


def households() -> list[dict[str, Any]]:
    """Rows of a list."""
    names = [
        ("MOP-000123-01-A", "Guindo Amadou", "Sangha", 9, date(2023, 4, 1), 15_570, "open"),
        ("MOP-000124-01-8", "Tembely Yapèrè", "Sangha", 4, date(2024, 7, 20), 6_920, "observation"),
        ("MOP-000125-01-6", "Coulibaly Djénéba", "Dourou", 17, date(2021, 1, 9), 0, "expired"),
        ("MOP-000126-01-4", "Ouologuem Hawa", "Kani-Gogouna", 2, date(2024, 9, 2), 1_000, "not_validated"),
        ("MOP-000127-01-2", "Dolo Sékou Amadou dit « le vieux »", "Dourou", 6, date(2020, 2, 29), 10_380, "open"),
    ]
    keys = ("reference", "head", "section", "people", "since", "paid", "rights")
    return [{**dict(zip(keys, row, strict=True)), "url": "#tableau"} for row in names]


def household_columns() -> list[dict[str, Any]]:
    """Columns of that list."""
    return [
        {"key": "head", "label": _("Adhérent"), "sort": "adherent", "url": "url", "heading": True},
        {"key": "reference", "label": _("Référence"), "kind": "code"},
        {"key": "section", "label": _("Section"), "sort": "section"},
        {"key": "people", "label": _("Personnes"), "kind": "number", "total": 38},
        {"key": "since", "label": _("Adhésion"), "kind": "day", "sort": "adhesion"},
        {"key": "paid", "label": _("Payé"), "kind": "amount", "sort": "paye", "total": 33_870},
        {"key": "rights", "label": _("Droits"), "kind": "status"},
    ]


def page_of(rows: list[dict[str, Any]]) -> Page[dict[str, Any]]:
    """The third of forty pages."""
    return Paginator(rows * 40, len(rows)).page(3)


def coverage() -> list[tuple[str, list[tuple[date, date | None, str]]]]:
    """Coverage of three people."""
    return [
        (
            "Guindo Amadou",
            [
                (date(2022, 4, 1), date(2022, 7, 1), "observation"),
                (date(2022, 7, 1), date(2023, 4, 1), "open"),
                (date(2023, 4, 1), date(2023, 9, 12), "expired"),
                (date(2023, 9, 12), date(2023, 12, 12), "observation"),
                (date(2023, 12, 12), date(2024, 12, 12), "open"),
            ],
        ),
        (
            "Guindo Yassa",
            [
                (date(2022, 4, 1), date(2022, 7, 1), "observation"),
                (date(2022, 7, 1), date(2023, 2, 3), "open"),
                (date(2023, 2, 3), None, "left"),
            ],
        ),
        (
            "Guindo Hawa",
            [(date(2022, 4, 1), date(2023, 9, 12), "not_validated"), (date(2023, 9, 12), date(2024, 12, 12), "open")],
        ),
    ]


def decisions() -> list[dict[str, Any]]:
    """Four lines of a request, one of each outcome."""
    return [
        _line(1, "CONS-GEN", _("Consultation générale"), 1, 1_000, (700, 700, 0, 0)),
        _line(2, "AMOX-500", _("Amoxicilline 500 mg, gélule"), 20, 75, (1_200, 1_050, 150, 0), _reduced()),
        _line(3, "ECHO-ABD", _("Échographie abdominale"), 1, 7_500, (5_250, 0, 0, 5_250), _to_justify()),
        _line(4, "VERRES", _("Verres correcteurs"), 1, 15_000, (10_500, 0, 10_500, 0), _refused()),
    ]


def _line(
    number: int,
    act: str,
    label: object,
    quantity: int,
    price: int,
    amounts: tuple[int, int, int, int],
    reasons: list[dict[str, object]] | None = None,
) -> dict[str, Any]:
    claimed, granted, rejected, to_justify = amounts
    return {
        "number": number,
        "act": act,
        "label": label,
        "quantity": quantity,
        "price": price,
        "rate": Fraction(7, 10),
        "claimed": claimed,
        "granted": granted,
        "rejected": rejected,
        "to_justify": to_justify,
        "overpaid": 150 if reasons and reasons[0]["code"] == "TX-1" else 0,
        "reasons": reasons or [],
    }


def _reduced() -> list[dict[str, object]]:
    return [
        {
            "code": "TX-1",
            "effect": "remark",
            "sentence": _("Le taux appliqué n’est pas celui du produit : 80 % au lieu de 70 %."),
        },
        {
            "code": "TR-2",
            "effect": "reduction",
            "sentence": _("Le prix demandé (75 F CFA) dépasse le tarif (60 F CFA)."),
        },
    ]


def _to_justify() -> list[dict[str, object]]:
    return [
        {
            "code": "AP-1",
            "effect": "to_justify",
            "sentence": _("Cet acte demande un accord préalable ; aucun n’est valable le 12/03/2024."),
        }
    ]


def _refused() -> list[dict[str, object]]:
    return [
        {"code": "LN-2", "effect": "refuse", "sentence": _("Cet acte n’est pas couvert par le produit de l’assuré.")}
    ]


def months() -> list[date]:
    """Twelve months."""
    return [date(2023 + (m > 3), (m + 8) % 12 + 1, 1) for m in range(12)]


def series() -> list[tuple[object, list[int | None]]]:
    """Contributions over twelve months, one without a figure."""
    thousands = (820, 910, 1_240, 1_610, 1_380, 990, None, 760, 690, 880, 1_020, 1_150)
    paid = [None if each is None else each * 1_000 for each in thousands]
    return [(_("Attendu"), [1_500_000] * 12), (_("Encaissé"), paid)]
