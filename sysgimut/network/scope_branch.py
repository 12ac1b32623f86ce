"""The organisations as scopes: their names in the tree over which mandates are held."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import Q

from sysgimut.identity.scopes import under
from sysgimut.network.models import Organisation


class Organisations:
    """From the union down to the village committees."""

    def names(self, paths: Sequence[str]) -> dict[str, str]:
        """Path → name of the organisations at these paths."""
        return dict(Organisation.objects.filter(path__in=paths).values_list("path", "name"))

    def search(self, text: str, limit: int) -> list[tuple[str, str]]:
        """Organisations whose code is this text, or whose name holds it."""
        found = Organisation.objects.filter(Q(code__iexact=text) | Q(name__icontains=text))
        return list(found.order_by("kind", "path").values_list("path", "name")[:limit])

    def entities(self, scopes: Sequence[str]) -> list[tuple[str, str]]:
        """The union and the mutuals inside these scopes."""
        found = Organisation.objects.filter(under("path", scopes), kind__in=["union", "mutual"])
        return list(found.values_list("code", "name"))

    def entity_path(self, code: str) -> str | None:
        """The scope path of the union or of a mutual."""
        found = Organisation.objects.filter(code=code, kind__in=["union", "mutual"])
        return found.values_list("path", flat=True).first()
