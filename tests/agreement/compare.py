"""Run a directory through the product, for comparison with the oracle (tests/agreement/rows.py)."""

from __future__ import annotations

from pathlib import Path

from sysgimut.identity.access import Viewer
from sysgimut.interop.run_dir import Report, run_dir


def quiet(_: str) -> object:
    """A step that shows no progress."""
    return lambda done: None


def run_product(directory: Path, out: Path, author: Viewer) -> Report:
    """The product's run, without a progress bar and without PDFs."""
    return run_dir(directory, out, author, quiet, pdf=False)  # type: ignore[arg-type]
