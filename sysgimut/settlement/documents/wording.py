"""The fixed words of the documents, in French and in English, and the way values are written in each.

A document's language is that of its reader, not of the person who prints it: it does not follow the
interface, which is why these words are not in the gettext catalogue.
"""

from __future__ import annotations

from datetime import date

from sysgimut.kernel.explanations import show
from sysgimut.settlement.documents.parts import Facility, Heading, Language, Payer
from sysgimut.settlement.documents.printed_text import printable

NONE = "—"
"""Something that is absent."""

NOTHING = "–"
"""A zero where a 0 would only tire the eye."""

NAME_LIMIT = 90
"""Characters of a name or number where there is little room."""

_MONTHS: dict[Language, tuple[str, ...]] = {
    "fr": (
        "janvier", "février", "mars", "avril", "mai", "juin",
        "juillet", "août", "septembre", "octobre", "novembre", "décembre",
    ),
    "en": (
        "January", "February", "March", "April", "May", "June",
        "July", "August", "September", "October", "November", "December",
    ),
}  # fmt: skip

# Every word of the documents: key → (French, English).
_WORDS: dict[str, tuple[str, str]] = {
    "validation_sheet": ("Fiche de validation", "Validation sheet"),
    "statement": ("État de remboursement", "Reimbursement statement"),
    "settlement": ("Référence de la liquidation", "Settlement reference"),
    "bordereau": ("Bordereau", "Bordereau"),
    "no_number": ("sans numéro", "without a number"),
    "facility": ("Établissement", "Facility"),
    "period": ("Période de facturation", "Billing period"),
    "payer": ("Mutuelle qui paie", "Paying mutual"),
    "received_on": ("Bordereau reçu le", "Bordereau received on"),
    "settled_on": ("Date de la liquidation", "Date of settlement"),
    "by_delegation": ("par délégation de la mutuelle", "by delegation of the mutual"),
    "claimed": ("Réclamé", "Claimed"),
    "granted": ("Accordé", "Granted"),
    "rejected": ("Rejeté", "Rejected"),
    "to_justify": ("À justifier", "To justify"),
    "overpaid": ("Trop-perçu", "Overpaid"),
    "total": ("Total", "Total"),
    "request": ("Demande", "Request"),
    "beneficiary": ("Bénéficiaire", "Beneficiary"),
    "no_reference": ("référence absente", "no reference"),
    "care_on": ("soins du {day}", "care on {day}"),
    "care_undated": ("date des soins absente", "no care date"),
    "care_A": ("ambulatoire", "outpatient"),
    "care_H": ("hospitalisation", "inpatient"),
    "care_U": ("urgence obstétricale ou néonatale", "obstetric or neonatal emergency"),
    "care_none": ("type de soins absent", "no care type"),
    "line": ("Ligne", "Line"),
    "lines": ("Lignes", "Lines"),
    "act": ("Acte", "Act"),
    "service": ("Prestation", "Service"),
    "service_label": ("Libellé", "Label"),
    "no_service": ("Prestation non indiquée", "Service not given"),
    "quantity": ("Qté", "Qty"),
    "codes": ("Décision et codes", "Decision and codes"),
    "verdict_granted": ("Accordée", "Granted"),
    "verdict_partly": ("Accordée en partie", "Partly granted"),
    "verdict_rejected": ("Rejetée", "Rejected"),
    "verdict_to_justify": ("À justifier", "To justify"),
    "verdict_partly_to_justify": ("En partie à justifier", "Partly to justify"),
    "detail": ("Détail de la liquidation, en francs CFA", "Detail of the settlement, in CFA francs"),
    "summary": ("Récapitulatif par prestation, en francs CFA", "Summary by service, in CFA francs"),
    "legend": ("Codes de cette fiche", "Codes of this sheet"),
    "reasons": ("Motifs des montants non payés", "Reasons for the amounts not paid"),
    "code": ("Code", "Code"),
    "meaning": ("Ce que cela veut dire", "What it means"),
    "effect": ("Effet", "Effect"),
    "effect_refuse": ("Rejet", "Rejection"),
    "effect_to_justify": ("À justifier", "To justify"),
    "effect_reduction": ("Montant réduit", "Reduced amount"),
    "effect_remark": ("Remarque, sans effet", "Remark, no effect"),
    "to_do": ("Ce que l’établissement doit faire", "What the facility must do"),
    "do_justify": (
        "Envoyer les pièces qui justifient {lines}, pour {amount}. Ce montant n’est ni payé ni rejeté "
        "tant que les pièces n’ont pas été examinées.",
        "Send the documents that justify {lines}, for {amount}. This amount is neither paid nor rejected "
        "until they have been examined.",
    ),
    "do_give_back": (
        "Rendre aux assurés {amount} qu’ils ont payés en trop : la colonne « Trop-perçu » dit combien et à "
        "qui. Cette somme est à part des autres montants.",
        "Give back to the insured people {amount} that they paid in excess: the column “Overpaid” says how "
        "much and to whom. This sum is apart from the other amounts.",
    ),
    "do_nothing": ("Rien : tout est accordé ou rejeté.", "Nothing: everything is granted or rejected."),
    "counts": ("Contenu", "Contents"),
    "on_line": ("ligne {lines}", "line {lines}"),
    "on_lines": ("lignes {lines}", "lines {lines}"),
    "statement_number": ("État n°", "Statement no."),
    "net": ("Net à payer à l’établissement", "Net amount to pay to the facility"),
    "in_words": ("Arrêté le présent état à la somme de :", "This statement is closed at the sum of:"),
    "payment": ("Mode de paiement", "Payment"),
    "transfer": ("Virement", "Transfer"),
    "cheque": ("Chèque", "Cheque"),
    "payment_number": ("N° du virement ou du chèque\u00a0:", "Transfer or cheque number:"),
    "payment_bank": ("Banque\u00a0:", "Bank:"),
    "payment_date": ("Date du paiement\u00a0:", "Date of payment:"),
    "signatures": ("Signatures : trois personnes différentes", "Signatures: three different people"),
    "sign_mutual": ("Le responsable de la mutuelle", "For the mutual"),
    "sign_union": (
        "Le responsable de l’union, par délégation de la mutuelle",
        "For the union, by delegation of the mutual",
    ),
    "sign_manager": ("Le gestionnaire de la mutuelle", "The manager of the mutual"),
    "sign_facility": ("Le responsable de l’établissement", "For the facility"),
    "sign_name": ("Nom et prénoms\u00a0:", "Full name:"),
    "sign_date": ("Date\u00a0:", "Date:"),
    "sign_stamp": ("Signature et cachet\u00a0:", "Signature and stamp:"),
    "left_to_justify": (
        "Reste à justifier, hors de ce paiement : {amount}.",
        "Still to justify, outside this payment: {amount}.",
    ),
    "left_overpaid": (
        "Trop-perçu que l’établissement rend lui-même aux assurés, hors de ce paiement : {amount}.",
        "Overpaid, which the facility itself gives back to the insured people, outside this payment: {amount}.",
    ),
    "page": ("Page {page} sur {pages}", "Page {page} of {pages}"),
    "journal": (
        "Journal {journal} · empreinte SHA-256 {digest}",
        "Journal {journal} · SHA-256 digest {digest}",
    ),
}


def word(key: str, language: Language, **values: object) -> str:
    """The words of `key` in `language`, with its placeholders filled. Raises KeyError on an unknown key."""
    french, english = _WORDS[key]
    return (english if language == "en" else french).format(**values)


# What is counted: noun → ((French singular, plural), (English singular, plural)).
_NOUNS: dict[str, tuple[tuple[str, str], tuple[str, str]]] = {
    "request": (("demande", "demandes"), ("request", "requests")),
    "line": (("ligne", "lignes"), ("line", "lines")),
}


def count(number: int, noun: str, language: Language) -> str:
    """A number with its noun; French is singular for 0 and 1, English for 1 only.

    >>> count(0, "line", "fr"), count(0, "line", "en"), count(2, "request", "fr")
    ('0\\xa0ligne', '0\\xa0lines', '2\\xa0demandes')
    """
    french, english = _NOUNS[noun]
    singular, plural = english if language == "en" else french
    alone = number == 1 or (number == 0 and language == "fr")
    return f"{show(number, language)}\u00a0{singular if alone else plural}"


def month(first_day: date | None, language: Language) -> str:
    """« mars 2024 », or a dash for no month.

    >>> month(date(2024, 3, 1), "fr"), month(None, "en")
    ('mars 2024', '—')
    """
    return f"{_MONTHS[language][first_day.month - 1]} {first_day.year}" if first_day else NONE


def issuer(payer: Payer) -> list[str]:
    """The two names at the top of a document: the mutual and its union."""
    return [short(payer.name), short(payer.union)]


def heading_parties(heading: Heading, language: Language) -> list[tuple[str, str]]:
    """Label and name of the facility and of the payer: the two long facts of a heading."""
    return [
        (word("facility", language), facility_name(heading.facility)),
        (word("payer", language), f"{short(heading.payer.name)} ({short(heading.payer.code)})"),
    ]


def heading_facts(heading: Heading, language: Language) -> list[tuple[str, str]]:
    """Label and value of the short facts of a heading, in reading order."""
    return [
        (word("bordereau", language), short(heading.bordereau) or word("no_number", language)),
        (word("period", language), month(heading.period, language)),
        (word("received_on", language), show(heading.received_on, language)),
        (word("settled_on", language), show(heading.settled_on, language)),
    ]


def facility_name(facility: Facility) -> str:
    """Name, type, commune and code of a facility on one line, without what is not known.

    >>> facility_name(Facility("CSCOM07", "Dourou", "CSCOM", "Dourou"))
    'Dourou, CSCOM, Dourou (CSCOM07)'
    """
    told = ", ".join(short(part) for part in (facility.name, facility.kind, facility.commune) if part)
    code = short(facility.code)
    return f"{told} ({code})" if told else code or NONE


def short(name: str) -> str:
    """A name or number where there is little room: cut at `NAME_LIMIT` characters."""
    return printable(name, NAME_LIMIT)


def footer_trace(heading: Heading, language: Language) -> str:
    """Journal reference and digest, the digest in groups of 16 so that two sheets can be compared by eye."""
    digest = heading.trace.digest
    groups = " ".join(digest[start : start + 16] for start in range(0, len(digest), 16))
    return word("journal", language, journal=short(heading.trace.journal) or NONE, digest=short(groups) or NONE)
