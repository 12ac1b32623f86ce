"""Words that pages of contributions share: codes of the register and of the till, as people read them."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

Text = str | Promise

ROLES: dict[str, Text] = {
    "adherent": _("Adhérent"),
    "conjoint": _("Conjoint"),
    "enfant": _("Enfant"),
    "autre": _("Autre personne à charge"),
}
SEXES: dict[str, Text] = {"F": _("Femme"), "M": _("Homme")}
EXITS: dict[str, Text] = {
    "deces": _("Décès"),
    "depart": _("Départ du ménage"),
    "radiation": _("Radiation"),
}
METHODS: dict[str, Text] = {
    "especes": _("Espèces"),
    "orange_money": "Orange Money",
    "moov_money": "Moov Money",
    "wave": "Wave",
    "sama_money": "Sama Money",
    "banque": _("Banque"),
}
DOCUMENTS: dict[str, Text] = {
    "NINA": "NINA",
    "CNI": _("Carte d’identité"),
    "PASSEPORT": _("Passeport"),
    "ACTE": _("Acte de naissance"),
    "RAVEC": _("Fiche individuelle RAVEC"),
    "AUTRE": _("Autre pièce"),
}
PURPOSES: dict[str, Text] = {"fee": _("Droit d’admission"), "contribution": _("Cotisation")}
WHY: dict[str, Text] = {
    "names": _("mêmes noms"),
    "birth": _("même naissance"),
    "village": _("même village"),
    "phone": _("même téléphone"),
    "document": _("même pièce"),
    # What earlier imports wrote down.
    "likeness": _("mêmes noms"),
}
EVENTS: dict[str, Text] = {
    "contributions.import_households": _("Registre importé"),
    "contributions.import_receipts": _("Reçus importés"),
    "contributions.enrol_household": _("Ménage inscrit"),
    "contributions.add_person": _("Personne ajoutée"),
    "contributions.record_exit": _("Sortie enregistrée"),
    "contributions.correct_person": _("Identité corrigée"),
    "contributions.transfer_household": _("Ménage déplacé"),
    "contributions.record_receipt": pgettext_lazy("journal", "Reçu encaissé"),
    "contributions.cancel_receipt": _("Reçu annulé"),
    "contributions.place_receipt": _("Encaissement affecté"),
    "contributions.validate_household": _("Adhésion validée"),
    "contributions.transfer_credit": _("Crédit déplacé"),
}
