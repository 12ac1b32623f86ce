"""Pages of batches: the list, one with its progress, starting and resuming."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from sysgimut.identity.scope_tree import TREE
from sysgimut.identity.web.access import requires
from sysgimut.identity.web.pages import page_of_list, viewer_of_request
from sysgimut.identity.web.submission import CommandForm, language
from sysgimut.jobs import queries
from sysgimut.jobs.kinds import KINDS, names_of
from sysgimut.jobs.models import Batch
from sysgimut.jobs.queries import Progress
from sysgimut.jobs.tasks import in_place, wake
from sysgimut.jobs.web.forms import ResumeForm, StartForm, in_language


@requires(queries.READ)
@require_safe
def batch_list(request: HttpRequest) -> HttpResponse:
    """The batches of the viewer's scopes, the latest first, each with how far it has come."""
    viewer = viewer_of_request(request)
    page = page_of_list(request, queries.batches(viewer))
    come = queries.progress(one.pk for one in page.object_list)
    names = TREE.names(one.scope for one in page.object_list)
    rows = [
        {
            "name": in_language(names_of(one.kind)),
            "url": reverse("batch", args=[one.pk]),
            "scope": names.get(one.scope, one.scope),
            "author": one.author.full_name,
            "started_at": one.started_at,
            "items": come[one.pk].items,
            "done": come[one.pk].items_done,
            "state": queries.state_of(one, come[one.pk]),
        }
        for one in page.object_list
    ]
    columns = [
        {"key": "name", "label": _("Traitement"), "url": "url", "heading": True},
        {"key": "scope", "label": _("Périmètre")},
        {"key": "author", "label": _("Lancé par")},
        {"key": "started_at", "label": _("Lancé le"), "kind": "moment"},
        {"key": "items", "label": _("À traiter"), "kind": "number"},
        {"key": "done", "label": _("Traités"), "kind": "number"},
        {"key": "state", "label": _("État"), "kind": "status"},
    ]
    context = {"rows": rows, "columns": columns, "page": page, "may_start": bool(queries.kinds_for(viewer))}
    return render(request, "jobs/batches.html", context)


def batch_or_404(request: HttpRequest, identifier: UUID) -> Batch:
    """The batch, if the viewer may read it. Raises Http404 otherwise, whether it exists or not."""
    found = queries.batch(viewer_of_request(request), identifier)
    if found is None:
        raise Http404
    return found


def _bar(one: Batch, come: Progress) -> dict[str, Any]:
    """What the progress bar shows, and where to ask again while the batch goes on."""
    kind = KINDS.get(one.kind)
    going = one.finished_at is None
    return {
        "label": in_language(names_of(one.kind)),
        "unit": in_language(kind.things) if kind else "",
        "come": come,
        "planned": one.planned_at is not None,
        "url": reverse("batch_progress", args=[one.pk]) if going else "",
    }


@requires(queries.READ)
@require_safe
def batch_page(request: HttpRequest, identifier: UUID) -> HttpResponse:
    """One batch: progress, who started it and where, what it did, what failed in it."""
    one = batch_or_404(request, identifier)
    viewer = viewer_of_request(request)
    come = queries.progress_of(one.pk)
    name = in_language(names_of(one.kind))
    facts = [
        {"label": _("Périmètre"), "value": TREE.name(one.scope)},
        {"label": _("Lancé par"), "value": one.author.full_name},
        {"label": _("Lancé le"), "value": one.started_at, "kind": "moment"},
        {"label": _("Terminé le"), "value": one.finished_at, "kind": "moment"},
        {"label": _("Tranches"), "value": come.chunks, "kind": "number"},
        {"label": _("Postes de travail"), "value": ", ".join(queries.results(one).workers)},
    ]
    may_resume = viewer.may(queries.RESUME, one.scope) and viewer.may(one.kind, one.scope) and queries.may_resume(one)
    context = {
        "title": name,
        "state": queries.state_of(one, come),
        "bar": _bar(one, come),
        "facts": facts,
        "error": [reason.sentence(language()) for reason in queries.unpacked(one.error)],
        **_failures(one),
        "form": ResumeForm(one) if may_resume else None,
        "address": reverse("batch_resume", args=[one.pk]),
        "by_workers": one.finished_at is None and not in_place(),
        "idle": come.at_work == 0,
        "crumbs": [{"label": _("Traitements par lots"), "url": reverse("batches")}, {"label": name}],
    }
    return render(request, "jobs/batch.html", context)


def _failures(one: Batch) -> dict[str, Any]:
    rows = [
        {
            "number": failure.number,
            "size": failure.size,
            "why": " ".join(reason.sentence(language()) for reason in failure.reasons),
            "worker": failure.worker,
        }
        for failure in queries.failures(one)
    ]
    columns = [
        {"key": "number", "label": _("Tranche"), "kind": "number", "heading": True},
        {"key": "size", "label": _("À traiter"), "kind": "number"},
        {"key": "why", "label": _("Pourquoi")},
        {"key": "worker", "label": _("Poste de travail"), "kind": "code"},
    ]
    return {"failures": rows, "failure_columns": columns}


@requires(queries.READ)
@require_safe
def batch_progress(request: HttpRequest, identifier: UUID) -> HttpResponse:
    """The progress bar alone, for the page to ask again; the whole page once the batch is finished."""
    one = batch_or_404(request, identifier)
    answer = render(request, "jobs/progress.html", {"bar": _bar(one, queries.progress_of(one.pk))})
    if one.finished_at is not None:
        answer["HX-Refresh"] = "true"
    return answer


@requires(queries.START)
@require_http_methods(["GET", "HEAD", "POST"])
def start(request: HttpRequest) -> HttpResponse:
    """Start a batch, and go to its page."""
    viewer = viewer_of_request(request)
    form = StartForm(viewer, queries.kinds_for(viewer), request.POST or None)
    if request.method == "POST" and (outcome := form.submit(request)) is not None:
        return _woken(request, UUID(str(outcome.result["batch"])), _("Le lot est lancé."))
    crumbs = [{"label": _("Traitements par lots"), "url": reverse("batches")}, {"label": _("Lancer")}]
    context = {"form": form, "crumbs": crumbs}
    return render(request, "jobs/start.html", context, status=422 if form.errors else 200)


@requires(queries.RESUME)
@require_http_methods(["POST"])
def resume(request: HttpRequest, identifier: UUID) -> HttpResponse:
    """Resume a batch, and go back to its page."""
    one = batch_or_404(request, identifier)
    form = ResumeForm(one, request.POST)
    if form.submit(request) is not None:
        return _woken(request, one.pk, _("Le lot reprend."))
    for sentence in _sentences(form):
        messages.error(request, sentence)
    return redirect("batch", one.pk)


def _woken(request: HttpRequest, batch: UUID, said: str) -> HttpResponse:
    wake(batch)
    messages.success(request, said)
    return redirect("batch", batch)


def _sentences(form: CommandForm) -> list[str]:
    return [str(sentence) for sentences in form.errors.values() for sentence in sentences]
