"""The sources of the territory, by the identifiers that its files bear (docs/sources.md)."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

SOURCES: Mapping[str, str | Promise] = {
    "etude_mopti": _("UTM, étude de capitalisation de Mopti"),
    "presentation_utm": _("UTM, présentation"),
    "ocha_cod": _("OCHA, limites administratives du Mali, 2013–2015"),
    "codes_region": _("codes administratifs des régions"),
    "loi_2023_006": _("loi n° 2023-006 du 13 mars 2023"),
}


def source_names(identifiers: str) -> str:
    """The sources in words; one that is not in the list keeps its identifier."""
    return " ; ".join(str(SOURCES.get(one, one)) for one in identifiers.split())
