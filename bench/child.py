"""One measure in a process of its own: `python -m bench.child NAME PEOPLE ROUNDS WORK`, the database in DATABASE_URL.

Its last line is the samples as JSON. `install` prepares an empty database, `populate` generates people into it.
"""

from __future__ import annotations

import json
import sys
from importlib import import_module
from typing import Any

MEASURES = ("floors", "requests", "rights", "search", "enrolment", "register", "batch", "copying", "documents")


def main() -> int:
    """The command line: see the head of this file."""
    name, people, rounds, work = sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), float(sys.argv[4])
    import django

    django.setup()
    if name == "install":
        from sysgimut.site.installation import initialise, load_catalogue

        if refused := load_catalogue(initialise()):
            raise RuntimeError(" ".join(refused))
        samples: list[Any] = []
    elif name == "populate":
        from bench.population import populate

        populate(people)
        samples = []
    else:
        from bench.timing import Size

        samples = import_module(f"bench.measures.{name}").measure(Size(people, rounds, work))
    print(json.dumps([sample.plain() for sample in samples]))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
