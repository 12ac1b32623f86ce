"""The journal for those who read it: every command, who submitted it, what came of it, whether it is sealed."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_safe

from sysgimut.claims.domain.disclosure import masked
from sysgimut.claims.request_views import HEALTH
from sysgimut.desk import queries
from sysgimut.desk.web.addresses import address
from sysgimut.identity.access import Viewer
from sysgimut.identity.queries import names_of, words
from sysgimut.identity.web.access import requires
from sysgimut.identity.web.pages import viewer_of_request
from sysgimut.identity.web.submission import language
from sysgimut.journal.health import note_access
from sysgimut.journal.models import Entry
from sysgimut.kernel.outcomes import Reason

PER_PAGE = 50
MOST_COUNTED = 10_000
STATUSES = [
    ("", lazy("Tous")),
    ("accepted", lazy("Enregistré")),
    ("held", lazy("En attente d’une vérification")),
    ("refused", lazy("Refusé")),
]
HEALTH_APPS = ("claims.",)
"""Commands whose messages hold acts and diagnoses: shown to those who may read health data, and noted."""


class Filters(forms.Form):
    """What narrows the journal."""

    statut = forms.ChoiceField(label=lazy("Résultat"), required=False, choices=STATUSES)
    operation = forms.ChoiceField(label=lazy("Opération"), required=False)
    chaine = forms.ChoiceField(label=lazy("Livres"), required=False)

    def __init__(self, *args: Any, chains: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["operation"].choices = [("", _("Toutes")), *_operations()]  # type: ignore[attr-defined]
        self.fields["chaine"].choices = [("", _("Tous")), *((code, code) for code in chains)]  # type: ignore[attr-defined]


def _operations() -> list[tuple[str, str]]:
    index = 1 if language() == "en" else 0
    return sorted(((name, said[index]) for name, said in words().items()), key=lambda pair: pair[1])


def operation_name(name: str) -> str:
    """An operation in plain words, or its own name."""
    known = words().get(name)
    return known[1 if language() == "en" else 0] if known else name


@requires(queries.READ_JOURNAL)
@require_safe
def journal(request: HttpRequest) -> HttpResponse:
    """The heads of the chains, and the entries, the last first."""
    viewer = viewer_of_request(request)
    chains = queries.chains(viewer)
    filters = Filters(request.GET, chains=[one.code for one in chains])
    given = filters.cleaned_data if filters.is_valid() else {}
    found = queries.journal_entries(
        viewer, given.get("chaine", ""), given.get("statut", ""), given.get("operation", "")
    )
    # Counted and paged to here and no further: the filters narrow it.
    page = Paginator(found[:MOST_COUNTED], PER_PAGE).get_page(request.GET.get("page"))
    names = names_of(entry.author for entry in page.object_list)
    rows = [
        {
            "number": entry.pk,
            "url": address("journal_entry", entry.pk),
            "at": entry.server_time,
            "operation": operation_name(entry.name),
            "author": names.get(entry.author, _("compte inconnu")),
            "chain": entry.chain,
            "status": entry.status,
            "seal": "sealed" if hasattr(entry, "seal") else "unsealed",
        }
        for entry in page.object_list
    ]
    context = {
        "chains": [
            {"code": one.code, "name": one.name, "number": one.number, "hash": one.hash, "waiting": one.waiting}
            for one in chains
        ],
        "chain_columns": _chain_columns(),
        "filters": filters,
        "rows": rows,
        "columns": _columns(),
        "page": page,
    }
    return render(request, "desk/journal.html", context)


def _chain_columns() -> list[dict[str, Any]]:
    return [
        {"key": "name", "label": _("Livres")},
        {"key": "number", "label": _("Écritures scellées"), "kind": "number"},
        {"key": "waiting", "label": _("À sceller"), "kind": "number"},
        {"key": "hash", "label": _("Tête de la chaîne"), "kind": "template", "template": "desk/digest.html"},
    ]


def _columns() -> list[dict[str, Any]]:
    return [
        {"key": "operation", "label": _("Opération"), "url": "url"},
        {"key": "at", "label": _("Quand"), "kind": "moment"},
        {"key": "author", "label": _("Auteur")},
        {"key": "chain", "label": _("Livres"), "kind": "code"},
        {"key": "status", "label": _("Résultat"), "kind": "status"},
        {"key": "seal", "label": _("Chaîne"), "kind": "status"},
    ]


@requires(queries.READ_JOURNAL)
@require_safe
def journal_entry(request: HttpRequest, number: int) -> HttpResponse:
    """One entry: who, when, why, what it wrote, and its place in the chain."""
    viewer = viewer_of_request(request)
    entry = queries.journal_entries(viewer).filter(pk=number).first()
    if entry is None:
        raise Http404
    seal = getattr(entry, "seal", None)
    context = {
        "entry": entry,
        "title": operation_name(entry.name),
        "facts": _facts(entry),
        "reasons": _reasons(viewer, entry),
        "seal": seal,
        "effects": [
            {"table": table, "rows": rows, "digest": digest} for table, (rows, digest) in entry.effects.items()
        ],
        "payload": _payload(viewer, entry),
        "crumbs": [{"label": _("Journal"), "url": address("journal")}, {"label": str(entry.pk)}],
    }
    return render(request, "desk/journal_entry.html", context)


def _reasons(viewer: Viewer, entry: Entry) -> list[tuple[str, str]]:
    """Why it was answered so; without the care for those who may not read health data."""
    reasons = [Reason.unpacked(one) for one in entry.reasons]
    if entry.name.startswith(HEALTH_APPS) and not viewer.may_somewhere(HEALTH):
        reasons = [masked(reason) for reason in reasons]
    return [(reason.code, reason.sentence(language())) for reason in reasons]


def _facts(entry: Entry) -> list[tuple[Any, ...]]:
    author = names_of([entry.author]).get(entry.author, _("compte inconnu"))
    return [
        (_("Auteur"), author),
        (_("Reçu par le serveur"), entry.server_time, "moment"),
        (_("Heure du client"), entry.client_time, "moment"),
        (_("Livres"), entry.chain, "code"),
        (_("Opération"), entry.name, "code"),
        (_("Commande"), str(entry.command_id), "code"),
    ]


def _payload(viewer: Viewer, entry: Entry) -> dict[str, Any] | None:
    """What was sent, as the journal keeps it. Acts and diagnoses only for those who may read them, and noted."""
    if entry.payload is None:
        return None
    if entry.name.startswith(HEALTH_APPS):
        if not viewer.may_somewhere(HEALTH):
            return None
        note_access(viewer.id, [f"journal:{entry.pk}"], "journal entry")
    return entry.payload
