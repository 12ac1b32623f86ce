"""The WSGI application, for gunicorn. Production does not start on a database that holds the demo's accounts."""

from __future__ import annotations

import os

from django.core.handlers.wsgi import WSGIHandler
from django.core.wsgi import get_wsgi_application
from django.db import connections


def start() -> WSGIHandler:
    """The application, once it is sure that it may run."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sysgimut.site.settings")
    ready = get_wsgi_application()
    from sysgimut.site.safety import refuse_demo_accounts  # models can be imported only now

    refuse_demo_accounts()
    connections.close_all()  # a server that forks from here opens its own
    return ready


application = start()
