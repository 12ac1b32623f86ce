"""Accounts and mandates, for administrators; and the policy in plain words, for everybody."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sysgimut.identity import queries
from sysgimut.identity.models import Assignment, User
from sysgimut.identity.roles import ROLES
from sysgimut.identity.scope_tree import TREE
from sysgimut.identity.web import forms
from sysgimut.identity.web.access import for_everyone, requires
from sysgimut.identity.web.submission import language
from sysgimut.journal import clock

PER_PAGE = 50


def role_name(code: str) -> str:
    """A role in the language of the page."""
    return ROLES[code][1 if language() == "en" else 0] if code in ROLES else code


@requires("identity.read_accounts")
@require_safe
def account_list(request: HttpRequest) -> HttpResponse:
    """Who may log in, and what they hold today."""
    filters = forms.AccountFilters(request.GET)
    given = filters.cleaned_data if filters.is_valid() else {}
    found = queries.accounts(request.viewer, given.get("q", ""), given.get("role", ""), given.get("etat", ""))  # type: ignore[attr-defined]
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    held = {user.pk: queries.held_today(user) for user in page.object_list}
    names = TREE.names(one.scope for mandates in held.values() for one in mandates)
    rows = [
        {
            "name": user.full_name,
            "login": user.login,
            "url": reverse("account", args=[user.login]),
            "mandates": " · ".join(f"{role_name(m.role)} ({names.get(m.scope, m.scope)})" for m in held[user.pk])
            or "—",
            "state": state_of(user),
        }
        for user in page.object_list
    ]
    columns = [
        {"key": "name", "label": _("Nom"), "url": "url"},
        {"key": "login", "label": _("Identifiant"), "kind": "code"},
        {"key": "mandates", "label": _("Mandats du jour")},
        {"key": "state", "label": _("État"), "kind": "status"},
    ]
    context = {"rows": rows, "columns": columns, "page": page, "filters": filters}
    return render(request, "identity/account_list.html", context)


def _said(mandate: Assignment, names: Mapping[str, str]) -> str:
    return f"{role_name(mandate.role)} ({names.get(mandate.scope, mandate.scope)})"


def state_of(user: User) -> str:
    """The state of an account, as a code of the statuses of pages."""
    if not user.is_active:
        return "closed"
    return "login_closed" if user.closed_until and user.closed_until > clock.now() else "active"


@requires("identity.open_account")
@require_http_methods(["GET", "HEAD", "POST"])
def account_new(request: HttpRequest) -> HttpResponse:
    """Open an account with its first mandate."""
    form = forms.OpenAccountForm(request.POST or None)
    if request.method == "POST" and form.submit(request) is not None:
        messages.success(request, _("Compte ouvert. Remettez le mot de passe provisoire à son titulaire."))
        return redirect("account", login=form.cleaned_data["login"])
    return render(request, "identity/account_new.html", {"form": form}, status=422 if form.errors else 200)


@requires("identity.read_accounts")
@require_safe
def account_page(request: HttpRequest, login: str) -> HttpResponse:
    """One account: its mandates, past ones too, and what can be done with it."""
    user = _found(request, login)
    return render(request, "identity/account.html", _context(request, user))


def _found(request: HttpRequest, login: str) -> User:
    user = queries.account(request.viewer, login)  # type: ignore[attr-defined]
    if user is None:
        raise Http404
    return user


def _context(request: HttpRequest, user: User, **bound: Any) -> dict[str, Any]:
    mandates = list(user.assignments.all())
    names = TREE.names(one.scope for one in mandates)
    today = clock.today()
    rows = [
        {
            "role": role_name(one.role),
            "scope": names.get(one.scope, one.scope),
            "start": one.start,
            "end": one.end,
            "state": "closed" if one.end and one.end <= today else "not_yet" if one.start > today else "active",
        }
        for one in mandates
    ]
    lasting = [
        (one.pk, f"{role_name(one.role)} — {names.get(one.scope, one.scope)}")
        for one in mandates
        if one.end is None or one.end > today
    ]
    viewer = request.viewer  # type: ignore[attr-defined]
    available = {
        "give": ("identity.give_mandate", lambda: forms.GiveMandateForm(login=user.login)),
        "end": ("identity.end_mandate", lambda: forms.EndMandateForm(login=user.login, mandates=lasting)),
        "reset": ("identity.reset_password", lambda: forms.ResetPasswordForm(login=user.login)),
        "close": ("identity.close_account", lambda: forms.CloseForm(login=user.login)),
        "reopen": ("identity.reopen_account", lambda: forms.ReopenForm(login=user.login)),
    }
    state = state_of(user)
    hidden = {"close"} if state == "closed" else {"reopen"} if state == "active" else set()
    own = {"give", "end", "reset", "close"} if user.pk == viewer.id else set()
    if not lasting:
        hidden |= {"end"}
    shown = {
        name: make() for name, (op, make) in available.items() if viewer.may_somewhere(op) and name not in hidden | own
    }
    return {"account": user, "mandates": rows, "state": state, "own": user.pk == viewer.id, **shown, **bound}


def _act(request: HttpRequest, login: str, name: str, form_class: Any, done: str) -> HttpResponse:
    """Carry out one of the account's forms, or show the page again with what is wrong."""
    user = _found(request, login)
    extra = {"mandates": [(m.pk, "") for m in user.assignments.all()]} if name == "end" else {}
    form = form_class(request.POST, login=user.login, **extra)
    if form.submit(request) is None:
        return render(request, "identity/account.html", _context(request, user, **{name: form}), status=422)
    messages.success(request, done)
    return redirect("account", login=user.login)


@requires("identity.give_mandate")
@require_POST
def mandate_give(request: HttpRequest, login: str) -> HttpResponse:
    """Give the account one more mandate."""
    return _act(request, login, "give", forms.GiveMandateForm, _("Mandat donné."))


@requires("identity.end_mandate")
@require_POST
def mandate_end(request: HttpRequest, login: str) -> HttpResponse:
    """End one of the account's mandates."""
    return _act(request, login, "end", forms.EndMandateForm, _("Fin de mandat enregistrée."))


@requires("identity.reset_password")
@require_POST
def password_reset(request: HttpRequest, login: str) -> HttpResponse:
    """Give the account a provisional password."""
    done = _("Mot de passe provisoire enregistré : remettez-le à son titulaire.")
    return _act(request, login, "reset", forms.ResetPasswordForm, done)


@requires("identity.close_account")
@require_POST
def account_close(request: HttpRequest, login: str) -> HttpResponse:
    """Close the account."""
    return _act(request, login, "close", forms.CloseForm, _("Compte fermé."))


@requires("identity.reopen_account")
@require_POST
def account_reopen(request: HttpRequest, login: str) -> HttpResponse:
    """Reopen the account."""
    return _act(request, login, "reopen", forms.ReopenForm, _("Compte rouvert."))


@for_everyone
@require_safe
def policy_page(request: HttpRequest) -> HttpResponse:
    """Who may do what: the policy table in plain words."""
    role = request.GET.get("role", "")
    rows = queries.policy_rows(language(), role if role in ROLES else "")
    columns = [
        {"key": "words", "label": _("Ce qui peut être fait"), "heading": True},
        {"key": "own_text", "label": _("Dans son périmètre")},
        {"key": "everywhere_text", "label": _("Partout")},
    ]
    shown = [
        {"words": row.words, "own_text": ", ".join(row.own) or "—", "everywhere_text": ", ".join(row.everywhere) or "—"}
        for row in rows
    ]
    tabs = [{"label": _("Tous les rôles"), "url": "?", "current": not role}]
    tabs += [{"label": role_name(code), "url": f"?role={code}", "current": code == role} for code in ROLES]
    context = {"rows": shown, "columns": columns, "tabs": tabs, "role": role_name(role) if role in ROLES else ""}
    return render(request, "identity/policy.html", context)
