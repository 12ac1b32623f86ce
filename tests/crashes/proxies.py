"""A line to the server that is cut once, at a COMMIT: before the server has it, or after it has carried it out."""

from __future__ import annotations

import os
import selectors
import signal
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Literal

from django.db import connection

Where = Literal["before", "after"]
WHERE: tuple[Where, ...] = ("before", "after")
ASKED, DONE = b"COMMIT", b"COMMIT\0"
"""What a client sends to commit, and how the server's answer ends (its CommandComplete message)."""
BUFFER = 65_536


@contextmanager
def cutting_proxy(where: Where, back: bool) -> Iterator[dict[str, Any]]:
    """The settings of a connection through the proxy, a process of its own. After the cut, further connections are
    passed on when the line comes `back`, and refused otherwise."""
    listening = socket.create_server(("127.0.0.1", 0))
    child = os.fork()
    if child == 0:
        try:
            _serve(listening, where, back)
        finally:
            os._exit(0)
    port = listening.getsockname()[1]
    listening.close()
    try:
        # The proxy reads what passes: nothing is encrypted on this line.
        yield {"HOST": "127.0.0.1", "PORT": str(port), "OPTIONS": {"sslmode": "disable", "gssencmode": "disable"}}
    finally:
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)


def _serve(listening: socket.socket, where: Where, back: bool) -> None:
    client, _ = listening.accept()
    with client, _server() as server:
        _pass_until_cut(client, server, where)
    if not back:
        listening.close()
        return
    while True:
        client, _ = listening.accept()
        with client, _server() as server:
            _pass_until_cut(client, server, None)


def _server() -> socket.socket:
    """A line to the server itself, by its socket file or its port."""
    host, port = connection.settings_dict["HOST"], connection.settings_dict["PORT"] or 5432
    if host and not host.startswith("/"):
        return socket.create_connection((host, int(port)))
    line = socket.socket(socket.AF_UNIX)
    line.connect(f"{host or '/var/run/postgresql'}/.s.PGSQL.{port}")
    return line


def _pass_until_cut(client: socket.socket, server: socket.socket, where: Where | None) -> None:
    """Pass on what comes, both ways, until one side ends or the line is cut."""
    asked = False
    with selectors.DefaultSelector() as ready:
        ready.register(client, selectors.EVENT_READ, server)
        ready.register(server, selectors.EVENT_READ, client)
        while True:
            for key, _ in ready.select():
                source, target = key.fileobj, key.data
                assert isinstance(source, socket.socket)
                passed = source.recv(BUFFER)
                if not passed:
                    return
                if source is client and ASKED in passed:
                    asked = True
                    if where == "before":
                        return
                if source is server and asked and DONE in passed and where == "after":
                    return
                target.sendall(passed)
