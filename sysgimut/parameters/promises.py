"""What the database promises of parameters."""

from __future__ import annotations

from sysgimut.journal.promise import apart

PROMISES = [
    apart(
        "parameters_value_apart",
        "parameters_parametervalue",
        "on one day a parameter has one value for a product at a level",
        ["key", "product", "level"],
        "start",
        "end",
    ),
]
