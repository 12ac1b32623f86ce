"""`sysgimut serve`: the development server of the demo. Production runs on gunicorn (docs/installation.md)."""

from __future__ import annotations

import argparse
import socket
from contextlib import closing
from pathlib import Path
from typing import Any

from sysgimut.site.cli import console
from sysgimut.site.cli.arguments import whole, with_database
from sysgimut.site.cli.environment import prepare, require_tables
from sysgimut.site.cli.stopping import DONE, Stop
from sysgimut.site.cli.wording import say

HOST = "127.0.0.1"
PORT = 8000
TRIED = 20
"""How many ports are tried when the wanted one is taken."""


def add(commands: Any) -> None:
    """Declare the command."""
    name = say("servir la démonstration sur cette machine", "serve the demo on this machine")
    parser = commands.add_parser("serve", help=name, description=name)
    with_database(parser)
    with_port(parser)
    parser.set_defaults(run=run)


def with_port(parser: argparse.ArgumentParser) -> None:
    """Add `--port`."""
    parser.add_argument(
        "--port",
        type=whole(1, 65535),
        default=PORT,
        metavar="N",
        help=say(f"port à essayer d'abord ({PORT})", f"port to try first ({PORT})"),
    )


def run(options: argparse.Namespace) -> int:
    """Serve until interrupted."""
    prepare_demo(options.database)
    require_tables()
    return serve(options.port)


def prepare_demo(database: str | None) -> None:
    """Django in demo mode. Raises Stop when the environment says that this is production."""
    import os

    if os.environ.get("SYSGIMUT_MODE", "demo") not in ("demo", "test"):
        raise Stop(
            "Ceci est la démonstration, et SYSGIMUT_MODE dit autre chose. En production, le site tourne avec "
            "gunicorn (docs/installation.md).",
            "This is the demo, and SYSGIMUT_MODE says otherwise. In production the site runs on gunicorn "
            "(docs/installation.md).",
        )
    prepare(database, mode="demo", force=database is not None)


def free_port(wanted: int) -> int:
    """The wanted port, or the next one that nobody listens on. Raises Stop when none of the next ones is free."""
    for port in range(wanted, min(wanted + TRIED, 65536)):
        with closing(socket.socket(socket.AF_INET, socket.SOCK_STREAM)) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((HOST, port))
            except OSError:
                continue
            return port
    last = min(wanted + TRIED, 65536) - 1
    raise Stop(
        f"Aucun port libre de {wanted} à {last} : donnez-en un autre avec --port.",
        f"No free port from {wanted} to {last}: give another with --port.",
    )


def serve(wanted: int) -> int:
    """Serve the site on this machine only, one thread a request, until Ctrl-C."""
    from django.conf import settings
    from django.core.servers.basehttp import ThreadedWSGIServer, WSGIRequestHandler
    from django.core.wsgi import get_wsgi_application

    Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)
    application = get_wsgi_application()
    port = free_port(wanted)
    with ThreadedWSGIServer((HOST, port), WSGIRequestHandler, ipv6=False) as server:
        server.daemon_threads = True
        server.set_app(application)
        console.line(say("Adresse :", "Address:") + f" http://{HOST}:{port}/", "bold")
        console.line(say("Ctrl-C pour arrêter.", "Ctrl-C to stop."))
        try:
            server.serve_forever()
        except KeyboardInterrupt:
            console.line(say("Arrêté.", "Stopped."))
    return DONE
