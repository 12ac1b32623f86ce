"""Send a bordereau: choose the file, and see at once what was recorded, decided, and what is to correct."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from io import StringIO
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_http_methods, require_safe

from sysgimut.identity.web.access import requires
from sysgimut.identity.web.pages import viewer_of_request
from sysgimut.identity.web.submission import language
from sysgimut.interop.delivery import OPERATION, Delivery, deliver, delivery_scope
from sysgimut.interop.domain.kinds import BORDEREAU
from sysgimut.interop.domain.problems import Problem
from sysgimut.interop.reports import ReportWriter

SHOWN = 200


class UploadForm(forms.Form):
    """The file of a bordereau."""

    file = forms.FileField(
        label=lazy("Fichier du bordereau"),
        help_text=lazy("CSV ou Excel (.xlsx), une ligne par acte. Envoyer deux fois le même fichier ne change rien."),
    )

    def clean_file(self) -> UploadedFile:
        """A file of a size that can be read while someone waits."""
        file: UploadedFile = self.cleaned_data["file"]
        if (file.size or 0) > settings.UPLOAD_MAX_BYTES:
            limit = settings.UPLOAD_MAX_BYTES // 2**20
            raise forms.ValidationError(
                _("Le fichier dépasse %(limit)d Mo. Coupez le bordereau en plusieurs fichiers.") % {"limit": limit}
            )
        return file


@requires(OPERATION)
@require_http_methods(["GET", "HEAD", "POST"])
def upload(request: HttpRequest) -> HttpResponse:
    """Choose a file; once sent, what became of each line."""
    viewer = viewer_of_request(request)
    scope = delivery_scope(viewer)
    if scope is None:
        raise PermissionDenied
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        delivery = deliver(file.read(), file.name[:120], viewer, scope)
        if "rapport" in request.POST:
            return _report(delivery)
        return render(request, "interop/delivered.html", _delivered(delivery))
    example = reverse("bordereau_template")
    context = {"form": form, "example": example, "limit": settings.UPLOAD_MAX_BYTES // 2**20}
    return render(request, "interop/upload.html", context, status=422 if form.errors else 200)


def _delivered(delivery: Delivery) -> dict[str, Any]:
    errors = delivery.errors
    problems = _grouped(delivery.problems)
    return {
        "delivery": delivery,
        "tiles": [
            {"label": _("Demandes enregistrées"), "value": delivery.requests},
            {"label": _("Lignes enregistrées"), "value": delivery.lines},
            {"label": _("Lignes déjà connues"), "value": delivery.unchanged},
            {"label": _("Problèmes à corriger"), "value": len(errors) + delivery.left_out},
        ],
        "problems": problems[:SHOWN],
        "hidden": max(0, len(problems) - SHOWN) + delivery.left_out,
        "columns": [
            {"key": "line", "label": _("Ligne du fichier"), "heading": True},
            {"key": "column", "label": _("Colonne"), "kind": "code"},
            {"key": "value", "label": _("Valeur")},
            {"key": "what", "label": _("Ce qui ne va pas")},
            {"key": "action", "label": _("Que faire")},
            {"key": "effect", "label": _("Effet"), "kind": "status"},
        ],
        "links": [link for link in map(_bordereau_link, delivery.bordereaux) if link],
        "crumbs": [{"label": _("Envoyer un bordereau"), "url": reverse("bordereau_upload")}, {"label": delivery.name}],
    }


def _grouped(problems: Sequence[Problem]) -> list[dict[str, Any]]:
    """One row for all the lines that have the same problem: a person corrects a column, not a line."""
    said = language()
    rows: dict[tuple[Any, ...], list[Problem]] = {}
    for problem in problems:
        key = (problem.code, problem.column, problem.value, problem.fatal)
        rows.setdefault(key, []).append(problem)
    return [
        {
            "line": _lines([problem.line for problem in same if problem.line]),
            "column": same[0].column or "—",
            "value": same[0].value or "—",
            "what": same[0].what(said),
            "action": same[0].action(said),
            "effect": "refuse" if same[0].fatal else "remark",
        }
        for same in rows.values()
    ]


def _lines(numbers: Sequence[int]) -> str:
    """The lines of a problem as people say them."""
    if not numbers:
        return _("tout le fichier")
    if len(numbers) == 1:
        return str(numbers[0])
    first, last = min(numbers), max(numbers)
    return _("%(count)d lignes, de %(first)d à %(last)d") % {"count": len(numbers), "first": first, "last": last}


def _bordereau_link(identifier: Any) -> str:
    try:
        return reverse("bordereau", args=[identifier])
    except NoReverseMatch:
        return ""


def _report(delivery: Delivery) -> HttpResponse:
    """The problems as the file that `run-dir` writes."""
    text = StringIO()
    with ReportWriter(text, language()) as report:
        for problem in delivery.problems:
            report.write(problem)
    response = HttpResponse("\ufeff" + text.getvalue(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="erreurs.csv"'
    return response


@requires(OPERATION)
@require_safe
def template_file(request: HttpRequest) -> HttpResponse:
    """An empty bordereau with its columns, to fill in."""
    text = StringIO()
    csv.writer(text, delimiter=";").writerow([column.name for column in BORDEREAU.columns])
    response = HttpResponse("\ufeff" + text.getvalue(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="modele-bordereau.csv"'
    return response
