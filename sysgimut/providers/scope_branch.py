"""The facilities as scopes: their names in the tree over which mandates are held."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import Q

from sysgimut.providers.models import Facility


class Facilities:
    """Each facility, under the office that made agreements with it."""

    def names(self, paths: Sequence[str]) -> dict[str, str]:
        """Path → name of the facilities at these paths."""
        current = Facility.objects.filter(scope_path__in=paths, superseded_by__isnull=True)
        return dict(current.values_list("scope_path", "name"))

    def search(self, text: str, limit: int) -> list[tuple[str, str]]:
        """Facilities whose code is this text, or whose name holds it."""
        current = Facility.objects.filter(superseded_by__isnull=True)
        found = current.filter(Q(code__iexact=text) | Q(name__icontains=text)).order_by("name", "code")
        return list(found.values_list("scope_path", "name")[:limit])

    def entities(self, scopes: Sequence[str]) -> list[tuple[str, str]]:
        """None: a facility's books are its own."""
        return []

    def entity_path(self, code: str) -> str | None:
        """None: a facility's books are its own."""
        return None
