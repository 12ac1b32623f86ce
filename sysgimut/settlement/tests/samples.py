"""Documents for the tests: an invented bordereau with every kind of decision, and one of any length."""

from __future__ import annotations

from datetime import date

from sysgimut.settlement.documents.parts import (
    Amounts,
    Effect,
    Facility,
    Finding,
    Heading,
    Language,
    Payer,
    Trace,
)
from sysgimut.settlement.documents.validation_sheet import CareType, SheetLine, SheetRequest, ValidationSheet

SERVICES = {
    "fr": {
        "100": "Tous les actes de l'ambulatoire",
        "200": "Médicaments de la liste nationale des médicaments essentiels",
        "300": "Examens et analyses de laboratoire",
        "400": "Hospitalisation médicale et chirurgicale",
        "510": "Urgence : actes obstétricaux",
    },
    "en": {
        "100": "All outpatient acts",
        "200": "Medicines of the national list of essential medicines",
        "300": "Laboratory tests",
        "400": "Medical and surgical hospital care",
        "510": "Emergency: obstetric acts",
    },
}

HEADING = Heading(
    reference="LIQ-MOPTI-2024-000123",
    bordereau="BD-CSCOM07-202403",
    period=date(2024, 3, 1),
    received_on=date(2024, 4, 8),
    settled_on=date(2024, 4, 15),
    facility=Facility("CSCOM07", "Centre de santé communautaire de Kɔlɔn-Ɲɛnɛ", "CSCOM", "Soye"),
    payer=Payer(
        "MOPTI",
        "Mutuelle interprofessionnelle du cercle de Mopti",
        "Union Technique de la Mutualité Malienne (UTM)",
    ),
    trace=Trace("MOPTI-0000004711", "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"),
)


def found(code: str, language: Language, effect: Effect, french: str, english: str, **figures: str) -> Finding:
    """A finding of the tests. The sentences are like the real ones, with a figure or two."""
    template = english if language == "en" else french
    return Finding(code, template.format_map(figures), template.format_map(dict.fromkeys(figures, "…")), effect)


def expired(language: Language, since: str, day: str) -> Finding:
    """Rights that had ended on the care date."""
    return found(
        "DR-EXPIRE", language, "refuse",
        "Droits expirés le {since} : les soins du {day} ne sont pas couverts. Dites au patient que sa cotisation "
        "n'est plus à jour.",
        "Rights expired on {since}: the care of {day} is not covered. Tell the patient that the contribution is no "
        "longer up to date.",
        since=since, day=day,
    )  # fmt: skip


def contact(language: Language) -> Finding:
    """A remark: it costs nothing."""
    return found(
        "ORD-01", language, "remark",
        "Le contact du bénéficiaire manque sur l'ordonnance. Demandez-lui un numéro de téléphone.",
        "The beneficiary's contact is missing on the prescription. Ask for a telephone number.",
    )  # fmt: skip


def above_tariff(language: Language) -> Finding:
    """A reduction."""
    return found(
        "TR-2", language, "reduction",
        "Prix unitaire de {price} F CFA au-dessus du tarif de {tariff} F CFA : la ligne est comptée au tarif.",
        "Unit price of XOF {price} above the tariff of XOF {tariff}: the line is counted at the tariff.",
        price="266", tariff="222",
    )  # fmt: skip


def over_limit(language: Language) -> Finding:
    """A quantity beyond the act's limit."""
    return found(
        "QT-1", language, "reduction",
        "Quantité {quantity} : l'acte 200-014 est limité à {limit} par demande. Le surplus n'est pas remboursé.",
        "Quantity {quantity}: the act 200-014 is limited to {limit} per request. The rest is not reimbursed.",
        quantity="40", limit="20",
    )  # fmt: skip


def unauthorised(language: Language) -> Finding:
    """An act that waits for its prior authorisation."""
    return found(
        "AP-1", language, "to_justify",
        "L'acte {act} demande un accord préalable en vigueur le {day} et l'accord donné n'en est pas un pour cette "
        "personne et cet acte. Envoyez l'accord : la ligne attend.",
        "The act {act} needs a prior authorisation in force on {day} and the one given is none for this person and "
        "act. Send the authorisation: the line is waiting.",
        act="400-060", day="20/03/2024",
    )  # fmt: skip


def missing(language: Language, code: str, french: str, english: str) -> Finding:
    """Something the form must carry and does not."""
    return found(
        code, language, "refuse",
        f"{french} manque sur l'ordonnance. Inscrivez-le et renvoyez la demande.",
        f"{english} is missing on the prescription. Write it and send the request again.",
    )  # fmt: skip


def line(number: int, act: str, label: str, quantity: int | None, amounts: Amounts, *findings: Finding) -> SheetLine:
    """A line whose service code is the first part of its act, as in the catalogue."""
    return SheetLine(str(number), act, label, act.partition("-")[0], quantity, amounts, findings)


def granted(amount: int) -> Amounts:
    """A line granted as claimed."""
    return Amounts(claimed=amount, granted=amount)


def rejected(amount: int) -> Amounts:
    """A line rejected whole."""
    return Amounts(claimed=amount, rejected=amount)


def request(
    number: int, reference: str, name: str, day: date | None, care: CareType | None, *lines: SheetLine
) -> SheetRequest:
    """A request of the bordereau."""
    return SheetRequest(f"{number:04}", reference, name, day, care, lines)


def sheet(language: Language = "fr", with_names: bool = False, heading: Heading = HEADING) -> ValidationSheet:
    """Five requests: granted, partly granted, expired, to justify, and one whose form lacks almost
    everything.
    """
    too_late, no_phone = expired(language, "28/02/2024", "12/03/2024"), contact(language)
    requests = (
        request(
            1, "M000010-01-K", "MAÏGA Amadou", date(2024, 3, 4), "A",
            line(1, "100-001", "Consultation externe", 1, granted(1_050), no_phone),
            line(2, "200-014", "Paracétamol 500 mg, comprimé", 20, granted(700), no_phone),
            line(3, "300-002", "Goutte épaisse", 1, granted(1_050), no_phone),
        ),
        request(
            2, "M000032-04-7", "KULIBALI Ɲɛnɛ", date(2024, 3, 9), "A",
            line(1, "100-001", "Consultation externe", 1, granted(1_050)),
            line(2, "200-031", "Amoxicilline 500 mg", 15, Amounts(2_797, 2_331, 466, 0, 200), above_tariff(language)),
            line(3, "200-014", "Paracétamol 500 mg", 40, Amounts(1_400, 700, 700, 0, 300), over_limit(language)),
        ),
        request(
            3, "M000057-02-B", "GUINDO Yadjèmè", date(2024, 3, 12), "A",
            line(1, "100-001", "Consultation externe", 1, rejected(1_050), too_late),
            line(2, "200-014", "Paracétamol 500 mg, comprimé", 10, rejected(350), too_late),
        ),
        request(
            4, "M000101-03-X", "TEMBELY Fanta", date(2024, 3, 20), "H",
            line(
                1, "400-060", "Hospitalisation, par jour", 4, Amounts(12_000, 0, 2_400, 9_600, 600),
                unauthorised(language),
            ),
            line(2, "300-011", "Numération formule sanguine", 1, granted(3_200)),
        ),
        request(
            5, "", "", None, None,
            line(
                1, "", "", None, rejected(0),
                missing(language, "ORD-16", "La date des soins", "The care date"),
                missing(language, "ORD-17", "Le libellé de l'acte", "The act's label"),
            ),
        ),
    )  # fmt: skip
    return ValidationSheet(heading, requests, SERVICES[language], language, with_names)


def long_sheet(requests: int, language: Language = "fr") -> ValidationSheet:
    """`requests` requests of three lines, one request in four rejected: a bordereau of as many pages as
    asked.
    """
    made = []
    for i in range(requests):
        day = date(2024, 3, 1 + i % 31)
        wrong = (expired(language, f"{1 + i % 28:02}/02/2024", f"{day:%d/%m/%Y}"),) if i % 4 == 0 else ()
        amounts = rejected if wrong else granted
        made.append(
            request(
                i + 1, f"M{i:06}-01-K", f"TRAORÉ Awa {i}", day, "A",
                line(1, "100-001", "Consultation externe", 1, amounts(1_050 + i), *wrong),
                line(2, "200-014", "Paracétamol 500 mg, comprimé", 20, amounts(700 + i), *wrong),
                line(3, "300-002", "Goutte épaisse", 1, amounts(1_000 + i), *wrong),
            )
        )  # fmt: skip
    return ValidationSheet(HEADING, tuple(made), SERVICES[language], language)


TWELVE_SERVICES = {
    "100": "Tous les actes de l'ambulatoire",
    "200": "Médicaments de la liste nationale des médicaments essentiels",
    "300": "Examens et analyses de laboratoire",
    "400": "Hospitalisation médicale et chirurgicale",
    "500": "Accouchement, consultations pré et postnatales",
    "510": "Urgence : actes obstétricaux",
    "520": "Urgence : actes néonataux",
    "600": "Soins ophtalmologiques et dentaires hors prothèse",
    "710": "Frais de transport intra-urbain",
    "720": "Frais de transport interurbain",
    "800": "Actes d'imagerie médicale y compris le scanner",
    "900": "Autres soins non catégorisés",
}
