"""One's own account: name and mandates, language, password, and where one is logged in."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.sessions.models import Session
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sysgimut.identity import queries
from sysgimut.identity.models import OpenSession, User
from sysgimut.identity.scope_tree import TREE
from sysgimut.identity.web.access import for_everyone
from sysgimut.identity.web.accounts import role_name
from sysgimut.identity.web.forms import LanguageForm, PasswordForm
from sysgimut.identity.web.login import note_session, remember_language
from sysgimut.identity.web.middleware import MUST_CHANGE
from sysgimut.identity.web.submission import language


def _own(request: HttpRequest) -> User:
    assert isinstance(request.user, User)
    return request.user


@for_everyone
@require_safe
def own_account(request: HttpRequest) -> HttpResponse:
    """Who I am here, what I hold, where I am logged in."""
    return render(
        request, "identity/own_account.html", _context(request, LanguageForm(initial={"language": language()}))
    )


def _context(request: HttpRequest, form: LanguageForm) -> dict[str, Any]:
    user = _own(request)
    held = queries.held_today(user)
    names = TREE.names(one.scope for one in held)
    return {
        "form": form,
        "facts": [(_("Nom"), user.full_name), (_("Identifiant"), user.login, "code")],
        "mandates": [
            {
                "role": role_name(one.role),
                "scope": names.get(one.scope, one.scope),
                "start": one.start,
                "end": one.end,
            }
            for one in held
        ],
        "sessions": queries.open_sessions(user.pk),
        "this_key": request.session.session_key,
    }


@for_everyone
@require_POST
def own_language(request: HttpRequest) -> HttpResponse:
    """Keep the language in which my pages open."""
    form = LanguageForm(request.POST)
    if form.submit(request) is None:
        return render(request, "identity/own_account.html", _context(request, form), status=422)
    answer = redirect("own_account")
    remember_language(answer, form.cleaned_data["language"])
    return answer


@for_everyone
@require_http_methods(["GET", "HEAD", "POST"])
def own_password(request: HttpRequest) -> HttpResponse:
    """Change my password; my other sessions end."""
    form = PasswordForm(request.POST or None)
    if request.method == "POST" and form.submit(request) is not None:
        user = User.objects.get(pk=_own(request).pk)
        update_session_auth_hash(request, user)
        note_session(request, user)
        request.session.pop(MUST_CHANGE, None)
        messages.success(request, _("Mot de passe changé. Vos autres sessions sont fermées."))
        return redirect("own_account")
    context = {"form": form, "provisional": request.session.get(MUST_CHANGE, False)}
    return render(request, "identity/own_password.html", context, status=422 if form.errors else 200)


@for_everyone
@require_POST
def close_session(request: HttpRequest, identifier: UUID) -> HttpResponse:
    """Close one of my sessions, wherever it is open."""
    found = OpenSession.objects.filter(pk=identifier, user=_own(request)).first()
    if found is None:
        raise Http404
    Session.objects.filter(session_key=found.key).delete()
    found.delete()
    messages.success(request, _("Session fermée."))
    return redirect("own_account")
