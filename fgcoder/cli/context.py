"""What every command needs: the study in hand, its store, and who is at the keyboard."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from fgcoder.storage.store import Store
    from fgcoder.study import Study

study_option = typer.Option(
    "--study", "-C", envvar="FGCODER_STUDY", help="The study's folder; the nearest one at or above here by default."
)
coder_option = typer.Option(
    "--coder", envvar="FGCODER_CODER", help="The name decisions are recorded under; your login name by default."
)


@dataclass(frozen=True)
class Context:
    """The common options, and what they lead to."""

    folder: Path
    coder_asked: str | None

    @cached_property
    def study(self) -> Study:
        """The study; a `StudyError` where there is none."""
        from fgcoder.study import open_study

        return open_study(self.folder)

    @cached_property
    def coder(self) -> str:
        """The name decisions are recorded under; a `StudyError` where it is none."""
        from fgcoder import config
        from fgcoder.controls import is_plain_name
        from fgcoder.errors import Fault, StudyError

        name = (self.coder_asked or config.read().coder_name).strip()
        if not name or not is_plain_name(name):
            what = "the coder's name is blank, has control characters, or is not UTF-8 text."
            raise StudyError("Nothing was recorded.", Fault(what, todo="Give another name with `--coder`."))
        return name

    @contextmanager
    def store(self) -> Iterator[Store]:
        """Open the study's store for as long as the block lasts."""
        from fgcoder.storage.store import Store

        with Store.open(self.study.store) as store:
            yield store

    @contextmanager
    def current_store(self) -> Iterator[Store]:
        """Open the store with everything in the study's folder taken in: new transcripts, decision logs."""
        from fgcoder.cli.console import progress, report_imports
        from fgcoder.pipeline.taking_in import take_in

        with self.store() as store:
            with progress() as on_progress:
                imported = take_in(self.study, store, on_progress)
            report_imports(imported, quiet=True)
            yield store
