"""Who acts in the simulation: login → roles over scopes."""

from __future__ import annotations

from tests.oracle.draw import Draw
from tests.simulation.model.state import FACILITIES, MUTUALS, SECTIONS, Household

OFFICERS: dict[str, tuple[tuple[str, str], ...]] = {
    "awa": (("gestionnaire", SECTIONS["Konna"]),),
    "boubacar": (("gestionnaire", SECTIONS["Soye"]),),
    "dramane": (("gestionnaire", SECTIONS["Dourou"]),),
    "assistante": (("assistant", MUTUALS["MOPTI"]),),
    "assistant-b": (("assistant", MUTUALS["BANDIAGARA"]),),
    "coordinateur": (("coordinateur", "UTM/R"),),
    "comptable": (("comptable", MUTUALS["MOPTI"]),),
    "comptable-b": (("comptable", MUTUALS["BANDIAGARA"]),),
    # Elected, and assistant as well: may not sign twice.
    "elue": (("elu", MUTUALS["MOPTI"]), ("assistant", MUTUALS["MOPTI"])),
    "elu-b": (("elu", MUTUALS["BANDIAGARA"]),),
    "guichet-konna": (("guichet", f"{FACILITIES}/CSCOM-KONNA"),),
    "guichet-hopital": (("guichet", f"{FACILITIES}/HOP-MOPTI"),),
    "medecin": (("medecin_conseil", "UTM/R"),),
    "direction": (("direction", "UTM"),),
    "racine": (("administrateur", "UTM"),),
}
OF_SECTION = {"Konna": "awa", "Soye": "boubacar", "Dourou": "dramane"}
ASSISTANT = {"MOPTI": "assistante", "BANDIAGARA": "assistant-b"}
ACCOUNTANT = {"MOPTI": "comptable", "BANDIAGARA": "comptable-b"}
ELECTED = {"MOPTI": "elue", "BANDIAGARA": "elu-b"}
COUNTER = {"CSCOM-KONNA": "guichet-konna", "HOP-MOPTI": "guichet-hopital"}


def near(draw: Draw, household: Household) -> str:
    """Who would see to a household: its section's officer mostly, sometimes somebody who may not."""
    usual = ((OF_SECTION[household.commune], 0.78), (ASSISTANT[household.mutual], 0.17))
    return draw.weighted((*usual, (draw.one(sorted(OFFICERS)), 0.05)))
