"""`make docs` writes docs/constraints.lock."""

from __future__ import annotations

import os

import django

if __name__ == "__main__":
    os.environ.setdefault("SYSGIMUT_MODE", "test")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sysgimut.site.settings")
    django.setup()
    from tests.guards.lock import LOCK, text

    LOCK.write_text(text(), "utf-8")
