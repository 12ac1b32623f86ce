"""Stage 1 of adjudication: the form of a bordereau, of a request, of a line (File formats, section 3)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from tests.oracle.bordereaux import BordereauValues, Line, Request, RequestValues
from tests.oracle.registers import Act

# Marked `rejet facultatif` in data/controle_bordereaux.csv and data/controle_ordonnances.csv.
REMARKS = {
    "BOR-01", "BOR-02",
    "ORD-01", "ORD-02", "ORD-06", "ORD-07", "ORD-08", "ORD-09", "ORD-10", "ORD-11",
}  # fmt: skip


def bordereau_findings(values: BordereauValues) -> Iterator[str]:
    """The codes of level B."""
    if values.bordereau is None:
        yield "BOR-01"
    if values.telephone is None:
        yield "BOR-02"
    if values.etablissement is None:
        yield "BOR-03"
    if values.periode is None:
        yield "BOR-07"
    if values.pieces_jointes is not True:
        yield "BOR-13"
    if values.signature_etablissement is not True:
        yield "BOR-14"


def beneficiary_findings(values: RequestValues) -> Iterator[str]:
    """The codes of level R about the beneficiary."""
    if values.nom is None or values.prenoms is None:
        yield "BOR-04"
        yield "ORD-04"
    if values.reference_beneficiaire is None:
        yield "BOR-05"
        yield "ORD-05"
    if values.contact is None:
        yield "ORD-01"
    if values.activite is None:
        yield "ORD-06"
    if values.sexe is None:
        yield "ORD-07"
    if values.age is None:
        yield "ORD-08"


def prescription_findings(values: RequestValues) -> Iterator[str]:
    """The codes of level R about the care and the prescription."""
    if values.code_praticien is None:
        yield "ORD-09"
    if values.cim10 is None:
        yield "ORD-10"
    if values.ald is None:
        yield "ORD-11"
    if values.type_soins is None:
        yield "ORD-12"
        yield "ORD-13"
        yield "ORD-14"
    if values.renseignements_cliniques is None:
        yield "ORD-15"
    if values.date_soins is None:
        yield "ORD-16"
    if values.signature_prescripteur is not True:
        yield "ORD-20"
    if values.cachet_etablissement is not True:
        yield "ORD-24"
    if values.cachet_validation is not True:
        yield "ORD-25"


def request_findings(request: Request, acts: dict[str, Act]) -> Iterator[str]:
    """The codes of levels B and R."""
    yield from bordereau_findings(request.bordereau)
    yield from beneficiary_findings(request.values)
    yield from prescription_findings(request.values)
    if request.bordereau.etablissement is None:
        yield "ORD-03"
    if all(line.values.quantite is None for line in request.lines):
        yield "BOR-08"
    if request.values.accord_prealable is None:
        for line in request.lines:
            if line.values.acte in acts and acts[line.values.acte].needs_authorisation:
                yield "ORD-02"


def line_findings(line: Line) -> Iterator[str]:
    """The codes of level L: each refuses the line that lacks something."""
    values = line.values
    if values.prestation is None:
        yield "BOR-06"
    if values.libelle is None:
        yield "ORD-17"
    if values.quantite is None:
        yield "ORD-18"
    if values.prix_unitaire is None:
        yield "ORD-19"
    if values.montant is None:
        yield "BOR-09"
        yield "ORD-21"
    if values.part_mutuelle is None:
        yield "BOR-10"
        yield "ORD-22"
    if values.part_assure is None:
        yield "BOR-11"
        yield "ORD-23"


def refuses(codes: Iterable[str]) -> bool:
    """Whether one of these codes of stage 1 refuses."""
    return any(code not in REMARKS for code in codes)


def control_form(request: Request, acts: dict[str, Act]) -> None:
    """Stage 1 on a request and on its lines."""
    request.codes.update(request_findings(request, acts))
    request.refused = refuses(request.codes)
    for line in request.lines:
        line.codes.update(line_findings(line))
        line.refused = refuses(line.codes)
