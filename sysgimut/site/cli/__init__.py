"""The console script `sysgimut`: one module per command, read by `entry`."""

from __future__ import annotations


def main() -> int:
    """What the console script calls."""
    from sysgimut.site.cli.entry import main as carry_out

    return carry_out()
