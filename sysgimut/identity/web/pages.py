"""What pages have in common: who looks, one page of a list, a form that ends in a command."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from sysgimut.identity.access import Viewer
from sysgimut.identity.web.submission import CommandForm, sentences

PER_PAGE = 25


def viewer_of_request(request: HttpRequest) -> Viewer:
    """Who looks at the page, with the mandates they hold today."""
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    return viewer


def page_of_list(request: HttpRequest, items: Any, per_page: int = PER_PAGE) -> Page[Any]:
    """The page of a queryset or sequence that `?page=` asks for; the nearest one when there is none such."""
    return Paginator(items, per_page).get_page(request.GET.get("page"))


def form_page(
    request: HttpRequest, form: CommandForm, template: str, context: Mapping[str, Any], done: str, said: str
) -> HttpResponse:
    """Show a form; sent and accepted, go to the address `done` and say `said`, with the outcome's remarks.

    A form that is refused is shown again with its sentences and what was typed (422).
    """
    if request.method == "POST" and (outcome := form.submit(request)) is not None:
        messages.success(request, said)
        for sentence in sentences(outcome):
            messages.info(request, sentence)
        return redirect(done)
    return render(request, template, {**context, "form": form}, status=422 if form.errors else 200)
