"""What goes to stderr: progress, notices, errors. Results are printed by the commands themselves, to stdout."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from shlex import quote
from time import monotonic
from typing import TYPE_CHECKING

from rich.console import Console as RichConsole
from rich.console import ConsoleOptions, ConsoleRenderable, RenderHook, RenderResult
from rich.markup import escape
from rich.segment import Segment

from fgcoder.controls import without_controls
from fgcoder.errors import Fault, FgcoderError
from fgcoder.wording import counted

if TYPE_CHECKING:
    from fgcoder.pipeline.events import OnProgress, Progress
    from fgcoder.pipeline.taking_in import Imported

WORTH_A_LINE = 1.0
"""Seconds after which a step is mentioned where no bar can be shown."""


@dataclass(frozen=True)
class _Harmless:
    """Something to be printed without what would steer the terminal; what rich steers it by stays."""

    what: ConsoleRenderable

    def __rich_console__(self, console: RichConsole, options: ConsoleOptions) -> RenderResult:
        for one in console.render(self.what, options):
            yield one if one.control else Segment(without_controls(one.text), one.style)


class _MakingHarmless(RenderHook):
    def process_renderables(self, renderables: list[ConsoleRenderable]) -> list[ConsoleRenderable]:
        return [_Harmless(one) for one in renderables]


class Console(RichConsole):
    """A console that prints no control characters, wherever they may come from: a file's name, an old record."""

    def __init__(self, *, stderr: bool = False, width: int | None = None) -> None:
        super().__init__(stderr=stderr, width=width, highlight=False)
        self.push_render_hook(_MakingHarmless())


stderr = Console(stderr=True)
stdout = Console()


def show_error(error: FgcoderError) -> None:
    """Print a user's mistake: what was wrong, where, what to do."""
    stderr.print(f"[bold red]Error:[/] [bold]{escape(error.title)}[/]", soft_wrap=True)
    for fault in error.faults:
        show_fault(fault)


def show_fault(fault: Fault) -> None:
    """Print one fault, its file and line in the form that editors and terminals can follow."""
    where = "" if fault.path is None else f"{fault.path}" + (f":{fault.line}" if fault.line else "") + ": "
    stderr.print(f"  [cyan]{escape(where)}[/]{escape(fault.what)}", soft_wrap=True)
    if fault.todo:
        stderr.print(f"    → {escape(fault.todo)}", soft_wrap=True)


def show_note(fault: Fault) -> None:
    """Print something that is odd but stops nothing."""
    stderr.print(f"[yellow]note:[/] {escape(str(fault))}", soft_wrap=True)


@contextmanager
def progress() -> Iterator[OnProgress]:
    """Show the progress of a pipeline as bars while the block lasts; embedding says its rate and the time left.

    Where stderr is not a terminal each step that takes a while leaves one line when it ends.
    """
    from rich.progress import BarColumn, MofNCompleteColumn, SpinnerColumn, TextColumn
    from rich.progress import Progress as Bars

    tasks: dict[str, int] = {}
    if not stderr.is_terminal:
        yield _plain()
        return
    with Bars(
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("[dim]{task.fields[detail]}"),
        console=stderr,
        transient=True,
    ) as bars:

        def show(event: Progress) -> None:
            scale = 100 if event.total == 1.0 and event.step.startswith("Unpacking") else 1
            if event.step not in tasks:
                tasks[event.step] = bars.add_task(event.step, total=event.total * scale, detail="")
            task = bars.tasks[tasks[event.step]]
            bars.update(task.id, completed=event.done * scale, total=event.total * scale, detail=event.detail)

        yield show


def _plain() -> OnProgress:
    """Say of each step that took long enough to be wondered about that it is over."""
    began: dict[str, float] = {}

    def show(event: Progress) -> None:
        started = began.setdefault(event.step, monotonic())
        if event.done >= event.total and monotonic() - started > WORTH_A_LINE:
            amount = "" if event.total == 1.0 else f": {event.total:g}"
            stderr.print(f"{event.step}{amount}, done.")

    return show


def report_imports(results: Sequence[Imported], *, quiet: bool = False) -> None:
    """Say what became of each file; when quiet only what went wrong and what is new."""
    for result in results:
        if result.error is not None:
            show_error(result.error)
        elif not quiet:
            what = f"{counted(result.turns, 'turn')}, {counted(result.segments, 'segment')}"
            stderr.print(
                f"{escape(result.path.name)}: {result.change} as [bold]{escape(result.transcript)}[/] ({what})"
            )
        if result.error is None and (result.change != "unchanged" or not quiet):
            for notice in result.notices:
                stderr.print(f"  [yellow]note:[/] {escape(result.path.name)}: {escape(notice)}", soft_wrap=True)


def tell_set_aside(decisions: Mapping[str, int]) -> None:
    """Say what does not count since it was decided on another text, by transcript, and what to do about it."""
    if not decisions:
        return
    many, where = counted(sum(decisions.values()), "decision"), ", ".join(decisions)
    stderr.print(
        f"{many} set aside, made on another text than the study has: {where}. Other words stand at their places here. "
        "They count once all coders have the same file: ask who made them which one it was.",
        soft_wrap=True,
        markup=False,
    )


def tell_without_file(names: Sequence[str]) -> None:
    """Say which transcripts count although their files are gone."""
    for name in names:
        stderr.print(
            f"{name}: its file is no longer in the transcripts folder, and it still counts. Put the file back, or "
            f"take it out of the study with `fgcoder remove {quote(name)}`.",
            soft_wrap=True,
            markup=False,
        )
