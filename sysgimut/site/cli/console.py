"""What the command line shows: lines, tables, progress. Nothing moves when nobody watches (a file, a pipe)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from rich import box
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.table import Table
from rich.text import Text

from sysgimut.site.cli.wording import number

Advance = Callable[[int], None]


def output() -> Console:
    """The console on the standard output, made anew so that it follows a redirection."""
    return Console(highlight=False, soft_wrap=True)


def errors() -> Console:
    """The console on the standard error."""
    return Console(stderr=True, highlight=False, soft_wrap=True)


def line(text: str = "", style: str = "") -> None:
    """One line of text; never read as rich markup."""
    output().print(Text(text, style=style))


def complain(text: str) -> None:
    """A sentence about what went wrong, on the standard error."""
    errors().print(Text(text, style="bold red"))


class Steps:
    """Steps of a long work, each with how much of it is done."""

    def __init__(self, progress: Progress | None) -> None:
        self._progress = progress
        self._name = ""
        self._done = 0
        self._task: object = None

    def step(self, name: str, total: int | None = None) -> Advance:
        """A step begins; what is given back is told how many more things are done."""
        self.close()
        self._name, self._done = name, 0
        if self._progress is not None:
            self._task = self._progress.add_task(name, total=total)
        return self._advance

    def _advance(self, done: int) -> None:
        self._done += done
        if self._progress is not None:
            self._progress.update(self._task, advance=done)  # type: ignore[arg-type]

    def close(self) -> None:
        """End the step that is under way."""
        if not self._name:
            return
        if self._progress is None:
            line(f"  {self._name} : {number(self._done)}" if self._done else f"  {self._name}")
        else:
            self._progress.update(self._task, total=max(self._done, 1), completed=max(self._done, 1))  # type: ignore[arg-type]
        self._name = ""


@contextmanager
def steps() -> Iterator[Steps]:
    """Progress bars on a terminal, one plain line a step elsewhere."""
    console = output()
    if not console.is_terminal:
        plain = Steps(None)
        yield plain
        plain.close()
        return
    columns = (
        SpinnerColumn(finished_text="✓"),
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=console) as progress:
        moving = Steps(progress)
        yield moving
        moving.close()


def table(title: str, headings: Sequence[str], rows: Sequence[Sequence[str | int]], texts: int = 1) -> None:
    """A table whose first `texts` columns are texts and the others numbers, aligned on the right."""
    shown = Table(title=title, title_justify="left", title_style="bold", box=box.SIMPLE_HEAD, pad_edge=False)
    for at, heading in enumerate(headings):
        shown.add_column(heading, justify="left" if at < texts else "right", overflow="fold")
    for row in rows:
        shown.add_row(*(Text(number(cell) if isinstance(cell, int) else cell) for cell in row))
    console = output()
    console.soft_wrap = False
    if not console.is_terminal:
        console.width = max(console.width, 120)
    console.print(shown)
