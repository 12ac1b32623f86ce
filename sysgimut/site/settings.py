"""Settings, read from the environment. Four modes (SYSGIMUT_MODE): production, demo, tool, test.

`tool` is for commands on files with an embedded database (run-dir): it serves no page and no login.
`production` is the default and refuses to start without its own secret, its hosts and PostgreSQL, or with a
secret that the demo made; see docs/installation.md.
"""

from __future__ import annotations

import os
import secrets
from pathlib import Path
from typing import Any

import dj_database_url
from django.core.exceptions import ImproperlyConfigured

PACKAGE = Path(__file__).resolve().parent.parent
MODE = os.environ.get("SYSGIMUT_MODE", "production")
if MODE not in ("production", "demo", "tool", "test"):
    raise ImproperlyConfigured(f"SYSGIMUT_MODE must be production, demo, tool or test, not {MODE!r}")
DEMO = MODE == "demo"
DEMO_SECRET_PREFIX = "demo-only-"
VAR = Path(os.environ.get("SYSGIMUT_VAR", "var")).resolve()


def _secret_key() -> str:
    """The site's secret: given by the environment in production, made once and kept in var/ otherwise."""
    given = os.environ.get("SYSGIMUT_SECRET_KEY", "")
    if MODE == "production":
        if len(given) < 50 or given.startswith(DEMO_SECRET_PREFIX):
            raise ImproperlyConfigured(
                "SYSGIMUT_SECRET_KEY must hold at least 50 characters of your own in production "
                "(make one with: sysgimut secret); a secret of the demo is refused."
            )
        return given
    if MODE == "tool":
        return secrets.token_urlsafe(48)
    if MODE == "test":
        return given or DEMO_SECRET_PREFIX + "test" * 12
    VAR.mkdir(parents=True, exist_ok=True)
    kept = VAR / "demo-secret"
    if not kept.exists():
        kept.write_text(DEMO_SECRET_PREFIX + secrets.token_urlsafe(48))
    return kept.read_text()


def _postgresql_options(given: dict[str, Any]) -> dict[str, Any]:
    """What the address says (sslmode and the like), and how sessions behave.

    Statements are many and short: one core each, nothing compiled for them, no fear of look-ups by an index, and the
    server keeps the plans of what comes again and again.
    """
    own = "-c max_parallel_workers_per_gather=0 -c jit=off -c random_page_cost=1.1"
    options = f"{own} {given.get('options', '')}".strip()  # the address has the last word
    return {**given, "options": options, "server_side_binding": True, "prepare_threshold": 3}


def _database() -> dict[str, Any]:
    """The database of DATABASE_URL; outside production the embedded SQLite of var/ when none is given."""
    url = os.environ.get("DATABASE_URL", "")
    if not url:
        if MODE == "production":
            raise ImproperlyConfigured("DATABASE_URL must name the PostgreSQL database in production.")
        VAR.mkdir(parents=True, exist_ok=True)
        url = f"sqlite:///{VAR / 'sysgimut.sqlite3'}"
    config: dict[str, Any] = dict(dj_database_url.parse(url, conn_max_age=60, conn_health_checks=True))
    if config["ENGINE"] == "django.db.backends.sqlite3":
        config["OPTIONS"] = {
            "transaction_mode": "IMMEDIATE",
            "timeout": 30,
            "init_command": (
                "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON; "
                "PRAGMA recursive_triggers=ON; PRAGMA cache_size=-65536; PRAGMA temp_store=MEMORY;"
            ),
        }
    elif MODE == "production" and config["ENGINE"] != "django.db.backends.postgresql":
        raise ImproperlyConfigured("Production runs on PostgreSQL 15 or later; SQLite serves demo and training.")
    else:
        config["OPTIONS"] = _postgresql_options(dict(config.get("OPTIONS") or {}))
    return config


SECRET_KEY = _secret_key()
DEBUG = False
ALLOWED_HOSTS = [host for host in os.environ.get("SYSGIMUT_HOSTS", "").split(",") if host]
if MODE == "production" and not ALLOWED_HOSTS:
    raise ImproperlyConfigured("SYSGIMUT_HOSTS must list the host names of the site, separated by commas.")
if MODE in ("demo", "test"):
    ALLOWED_HOSTS = [*ALLOWED_HOSTS, "localhost", "127.0.0.1", "[::1]", "testserver"]
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in ALLOWED_HOSTS if MODE == "production"]
DATABASES = {"default": _database()}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "identity.User"

APPS = [
    "journal",
    "identity",
    "parameters",
    "ledger",
    "jobs",
    "network",
    "benefits",
    "membership",
    "providers",
    "contributions",
    "claims",
    "settlement",
    "interop",
    "desk",
    "site",
]
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
    *[f"sysgimut.{name}" for name in APPS],
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "sysgimut.site.middleware.ContentSecurityPolicy",
    "sysgimut.identity.web.middleware.Viewer",
]
ROOT_URLCONF = "sysgimut.site.urls"
WSGI_APPLICATION = "sysgimut.site.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
                "sysgimut.site.web.context.shell",
            ],
        },
    }
]

# Background work: in place on SQLite and in the demo, by `sysgimut worker` elsewhere; or any backend of django-tasks.
_IN_PLACE = "django_tasks.backends.immediate.ImmediateBackend"
_BY_WORKERS = "django_tasks_db.DatabaseBackend"
_WORKED = MODE in ("production", "tool") and DATABASES["default"]["ENGINE"] == "django.db.backends.postgresql"
TASKS = {
    "default": {"BACKEND": os.environ.get("SYSGIMUT_TASKS_BACKEND") or (_BY_WORKERS if _WORKED else _IN_PLACE)},
}
BATCH_LEASE = int(os.environ.get("SYSGIMUT_BATCH_LEASE", "300"))
"""Seconds for which a worker has a chunk for itself: more than any chunk takes."""

LANGUAGE_CODE = "fr"
LANGUAGES = [("fr", "Français"), ("en", "English")]
LOCALE_PATHS = [PACKAGE / "locale"]
TIME_ZONE = "Africa/Bamako"
USE_TZ = True
USE_I18N = True

STATIC_URL = "static/"
STATIC_ROOT = VAR / "static"
if MODE in ("demo", "test"):
    STATIC_ROOT.mkdir(parents=True, exist_ok=True)
WHITENOISE_USE_FINDERS = MODE != "production"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if MODE == "production"
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}

LOGIN_URL = "login"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "login"
AUTHENTICATION_BACKENDS = ["sysgimut.identity.backend.Backend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.MD5PasswordHasher"
    if MODE == "test"
    else "django.contrib.auth.hashers.Argon2PasswordHasher"
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]

SESSION_COOKIE_AGE = 12 * 3600
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
if MODE == "production":
    SECURE_SSL_REDIRECT = True
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_HSTS_SECONDS = 365 * 24 * 3600
    SESSION_COOKIE_SECURE = True
    CSRF_COOKIE_SECURE = True

# Bounds on what a browser may send: an upload is at most 25 MB and is streamed to disk above 2.5 MB.
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_621_440
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2_000
UPLOAD_MAX_BYTES = 25 * 1024 * 1024

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    # A refusal (403) or an unknown address (404) is an answer, not a fault of the site.
    "loggers": {"django.request": {"level": "ERROR"}},
}
