"""Which parameters exist: key, type, unit, whether dated, per product or for the whole scheme.

Keys are French because the people who read and change the files are. A key that is not here is refused:
a misspelt key would silently leave the old value in force.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

ValueType = Literal["money", "count", "rate", "text", "flag", "table"]
ColumnType = Literal["money", "count", "rate", "text", "flag", "date"]

MAX_AMOUNT = 1_000_000_000_000
"""No single value is above a thousand billion XOF: larger is a slip of the keyboard."""
MAX_COUNT = 100_000


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table. `refers` names "key.column" of the table in which its values must stand."""

    name: str
    type: ColumnType = "text"
    required: bool = True
    choices: tuple[str, ...] = ()
    refers: str = ""


@dataclass(frozen=True, slots=True)
class Definition:
    """One parameter. `unit` is xof, mois, jours, personnes or empty; `row_key` is a table's unique column.

    `required` asks for a value without a gap, open at its end, for the scheme or for each product that
    is said to be complete; `sum_to_one` names the rate column whose rows must add up to 1.
    """

    key: str
    type: ValueType
    label_fr: str
    label_en: str
    unit: str = ""
    per_product: bool = False
    dated: bool = True
    required: bool = True
    minimum: int = 0
    choices: tuple[str, ...] = ()
    columns: tuple[Column, ...] = ()
    row_key: str = ""
    sum_to_one: str = ""

    def column(self, name: str) -> Column:
        """The column called `name`. Raises KeyError when there is none."""
        for column in self.columns:
            if column.name == name:
                return column
        raise KeyError(name)


Schema = Mapping[str, Definition]


def schema_of(*definitions: Definition) -> Schema:
    """A schema from its definitions, by key. Raises ValueError when a key is defined twice."""
    by_key = {definition.key: definition for definition in definitions}
    if len(by_key) != len(definitions):
        raise ValueError("a parameter is defined twice")
    return by_key


def _product(
    key: str, kind: ValueType, fr: str, en: str, unit: str = "", minimum: int = 0, dated: bool = True
) -> Definition:
    return Definition(key, kind, fr, en, unit, per_product=True, minimum=minimum, dated=dated)


def _control_grid(key: str, fr: str, en: str) -> Definition:
    columns = (
        Column("n", "count"),
        Column("code"),
        Column("parametre"),
        Column("champs", required=False),
        Column("niveau", choices=("B", "R", "L")),
        Column("effet", choices=("rejet", "rejet_facultatif")),
        Column("controle", "flag"),
    )
    return Definition(key, "table", fr, en, columns=columns, row_key="code")


PRODUCT_PARAMETERS = (
    _product("libelle", "text", "Nom du produit", "Name of the product", dated=False),
    _product(
        "periodicite_mois",
        "count",
        "Durée d'une période de cotisation",
        "Length of a paid period",
        "mois",
        minimum=1,
        dated=False,
    ),
    _product(
        "cotisation",
        "money",
        "Cotisation par personne et par période",
        "Contribution per person and period",
        "xof",
        minimum=1,
    ),
    Definition(
        "financement",
        "table",
        "Qui paie la cotisation",
        "Who pays the contribution",
        per_product=True,
        columns=(
            Column("financeur", choices=("MUTUALISTE", "ETAT", "AFD", "A_TROUVER")),
            Column("part", "rate"),
        ),
        row_key="financeur",
        sum_to_one="part",
    ),
    _product(
        "droit_admission",
        "money",
        "Droit d'admission par groupe de personnes entamé",
        "Admission fee per started group of people",
        "xof",
    ),
    _product(
        "droit_admission_groupe",
        "count",
        "Taille du groupe que couvre un droit d'admission",
        "Size of the group that one admission fee covers",
        "personnes",
        minimum=1,
    ),
    _product("droit_admission_remboursable", "flag", "Droit d'admission remboursable", "Admission fee refundable"),
    _product(
        "observation_mois",
        "count",
        "Période d'observation après la première cotisation",
        "Observation after the first contribution",
        "mois",
    ),
    _product(
        "interruption_max_mois",
        "count",
        "Interruption au-delà de laquelle l'observation recommence",
        "Interruption beyond which observation starts again",
        "mois",
    ),
    _product(
        "reprise_jours",
        "count",
        "Délai d'ouverture des droits après une interruption courte",
        "Days before rights reopen after a short interruption",
        "jours",
    ),
    _product(
        "nouveau_ne_jours",
        "count",
        "Âge jusqu'auquel un nouveau-né inscrit n'a pas d'observation",
        "Age up to which an enrolled newborn has no observation",
        "jours",
    ),
    _product(
        "delai_depot_jours",
        "count",
        "Délai de dépôt d'une demande après les soins",
        "Days to file a request after the care",
        "jours",
    ),
    _product("taux_ambulatoire", "rate", "Taux de prise en charge, ambulatoire", "Rate, outpatient care"),
    _product("taux_hospitalisation", "rate", "Taux de prise en charge, hospitalisation", "Rate, hospital stay"),
    _product(
        "taux_urgence",
        "rate",
        "Taux de prise en charge, urgence obstétricale ou néonatale",
        "Rate, obstetric or neonatal emergency",
    ),
    Definition(
        "panier",
        "table",
        "Panier de prestations",
        "Package of benefits",
        per_product=True,
        columns=(
            Column("prestation", refers="codes_prestation.code"),
            Column("etendue", choices=("entiere", "partielle", "aucune")),
            Column("precision", required=False),
        ),
        row_key="prestation",
    ),
    Definition(
        "portabilite",
        "table",
        "Où les droits valent",
        "Where rights hold",
        per_product=True,
        required=False,
        columns=(Column("zone"), Column("libelle"), Column("libelle_en")),
        row_key="zone",
    ),
)

_NAMED = (Column("code"), Column("libelle"), Column("libelle_en"))
_ACCOUNTED = (*_NAMED, Column("compte", refers="plan_comptable.compte"))

SCHEME_PARAMETERS = (
    Definition(
        "produits",
        "table",
        "Produits",
        "Products",
        columns=(Column("code"), Column("libelle"), Column("ouverture", "date"), Column("complet", "flag")),
        row_key="code",
    ),
    Definition(
        "types_soins", "table", "Types de soins", "Care types", columns=(*_NAMED, Column("cle_taux")), row_key="code"
    ),
    Definition("codes_prestation", "table", "Codes de prestation", "Service codes", columns=_ACCOUNTED, row_key="code"),
    Definition(
        "types_etablissement", "table", "Types d'établissement", "Facility types", columns=_ACCOUNTED, row_key="code"
    ),
    _control_grid("controle_bordereau", "Contrôle des bordereaux", "Control of bordereaux"),
    _control_grid(
        "controle_ordonnance",
        "Contrôle des ordonnances et bulletins d'examen",
        "Control of prescriptions and examination slips",
    ),
    Definition(
        "moyens_paiement",
        "table",
        "Modes de paiement",
        "Payment methods",
        columns=(*_ACCOUNTED, Column("reference", "flag")),
        row_key="code",
    ),
    Definition("motifs_sortie", "table", "Motifs de sortie", "Exit reasons", columns=_NAMED, row_key="code"),
    Definition(
        "activites",
        "table",
        "Activités à patrimoine séparé",
        "Activities kept apart in the books",
        columns=_NAMED,
        row_key="code",
    ),
    Definition(
        "plan_comptable",
        "table",
        "Plan de comptes",
        "Chart of accounts",
        columns=(
            Column("compte"),
            Column("libelle"),
            Column("libelle_en"),
            Column("sens", choices=("D", "C")),
            Column("base"),
            Column("usage"),
        ),
        row_key="compte",
    ),
)

SCHEMA: Schema = schema_of(*PRODUCT_PARAMETERS, *SCHEME_PARAMETERS)
