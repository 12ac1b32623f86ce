"""What a viewer sees of the requests: a facility its own, a mutual what it pays, an office all of its region."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Q

from sysgimut.claims.models import Decision
from sysgimut.identity.access import Viewer
from sysgimut.identity.scopes import ROOT, under, within
from sysgimut.network.models import Organisation


@dataclass(frozen=True, slots=True)
class Sight:
    """The scope paths of a viewer for one operation, and the codes of the mutuals inside them."""

    scopes: tuple[str, ...]
    mutuals: tuple[str, ...]

    @property
    def everything(self) -> bool:
        """Whether nothing is hidden."""
        return ROOT in self.scopes

    def includes(self, scope_path: str, mutual: str) -> bool:
        """Whether a decision on a bordereau at `scope_path`, for the payer `mutual`, is seen."""
        return mutual in self.mutuals or any(within(scope_path, scope) for scope in self.scopes)

    def places(self, prefix: str) -> Q:
        """The filter of what lies with facilities of the scopes; `prefix` is the path to the bordereau."""
        return Q() if self.everything else under(f"{prefix}scope_path", self.scopes)

    def decisions(self, prefix: str = "") -> Q:
        """The filter of the decisions seen; `prefix` is the path to the decision."""
        if self.everything:
            return Q()
        places = under(f"{prefix}request__bordereau__scope_path", self.scopes)
        return places | Q(**{f"{prefix}mutual__in": self.mutuals})

    def bordereaux(self) -> Q:
        """The filter of the bordereaux of which something is seen."""
        if self.everything:
            return Q()
        paid = Decision.objects.filter(
            request__bordereau=OuterRef("pk"), superseded_by__isnull=True, mutual__in=self.mutuals
        )
        return under("scope_path", self.scopes) | (Q(Exists(paid)) if self.mutuals else Q(pk__in=[]))


def sight(viewer: Viewer, operation: str) -> Sight:
    """What `viewer` sees for `operation`, in one query."""
    scopes = viewer.scopes(operation)
    if not scopes:
        return Sight((), ())
    mutuals: Any = Organisation.objects.filter(under("path", scopes), kind="mutual")
    return Sight(scopes, tuple(mutuals.order_by("code").values_list("code", flat=True)))
