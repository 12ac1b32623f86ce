"""Coming in and going out, and the language of the pages."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.views import LoginView, LogoutView
from django.contrib.sessions.models import Session
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST
from django.views.i18n import set_language as django_set_language

from sysgimut.identity.demo import demo_logins
from sysgimut.identity.domain.lockout import ATTEMPTS, CLOSED_FOR
from sysgimut.identity.models import OpenSession, User
from sysgimut.identity.web.access import public
from sysgimut.identity.web.middleware import MUST_CHANGE
from sysgimut.journal import clock

LIMITS = {"attempts": ATTEMPTS, "minutes": int(CLOSED_FOR.total_seconds() // 60)}


class LoginForm(AuthenticationForm):
    """One sentence for whatever is wrong: nobody learns which logins exist, nor which are closed."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["username"].label = _("Identifiant")
        self.fields["username"].widget.attrs |= {"autocapitalize": "none", "autocomplete": "username"}
        self.fields["password"].label = _("Mot de passe")
        sentence = _(
            "Identifiant ou mot de passe refusé. "
            "Après %(attempts)d échecs, un identifiant est bloqué %(minutes)d minutes."
        )
        self.error_messages["invalid_login"] = sentence % LIMITS


class Login(LoginView):
    """The login page. Someone who is in already goes home."""

    form_class = LoginForm
    redirect_authenticated_user = True

    def form_valid(self, form: AuthenticationForm) -> HttpResponse:
        """Open the session, note where, and open the pages in the user's language."""
        answer = super().form_valid(form)
        user = form.get_user()
        assert isinstance(user, User)
        note_session(self.request, user)
        if user.must_change_password:
            self.request.session[MUST_CHANGE] = True
            answer = redirect("own_password")
        remember_language(answer, user.language)
        return answer

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The demo shows its logins; nothing else ever does."""
        logins = demo_logins() if settings.DEMO else []
        return super().get_context_data(**kwargs, demo_logins=logins)


def note_session(request: HttpRequest, user: User) -> None:
    """Keep where someone is logged in, and forget their sessions that are over."""
    alive = Session.objects.filter(expire_date__gt=clock.now()).values("session_key")
    OpenSession.objects.filter(user=user).exclude(key__in=alive).delete()
    key = request.session.session_key
    assert key is not None
    browser = request.headers.get("user-agent", "")[:120]
    OpenSession.objects.update_or_create(key=key, defaults={"user": user, "opened_at": clock.now(), "browser": browser})


def remember_language(answer: HttpResponse, language: str) -> None:
    """The cookie that Django reads the language from."""
    answer.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        language,
        max_age=365 * 24 * 3600,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )


login = public(Login.as_view())
logout = public(LogoutView.as_view())


@public
@require_POST
def set_language(request: HttpRequest) -> HttpResponse:
    """Change the language of the pages in this browser, and come back to the page."""
    return django_set_language(request)
