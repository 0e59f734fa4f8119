"""`fgcoder decisions`: the record of what coders did, made from scripts, written to and read from portable logs."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from textwrap import shorten
from typing import TYPE_CHECKING, Annotated

import typer

from fgcoder.cli.context import Context
from fgcoder.errors import Fault, StoreError
from fgcoder.wording import counted

if TYPE_CHECKING:
    from fgcoder.model import Decision, Span
    from fgcoder.storage.store import Store

TEXT = 60
"""Letters of a memo or a reason that fit on a line of the list."""

_NAMED = re.compile(r"(?P<segment>.+#[0-9]+)(?P<codes>(?:\s.*)?)")
"""A transcript may have spaces in its name, so that a segment ends with the last number that follows a `#`."""
_ANY = re.compile(r"(?P<segment>\S+)(?P<codes>.*)")

app = typer.Typer(help="Record, export and merge decisions.", no_args_is_help=True)


@app.command("add")
def add(
    context: typer.Context,
    segment: Annotated[str, typer.Argument(help="A segment (`dk-public-health#12`), or `-` to read lines from stdin.")],
    codes: Annotated[list[str] | None, typer.Argument(help="The codes to apply.")] = None,
    reject: Annotated[bool, typer.Option("--reject", help="Reject the codes instead of applying them.")] = False,
) -> None:
    """Apply or reject codes from a script; recorded as made blind, since nothing was on screen.

    With `-` each line of stdin is `SEGMENT CODE…`, with spaces or tabs between; a faulty line is named and nothing of
    the input is recorded.
    """
    from fgcoder.coding.session import CodingSession
    from fgcoder.model import Action
    from fgcoder.pipeline.contents import codebook_of

    at: Context = context.obj
    wanted = _from_stdin() if segment == "-" else [(0, segment, codes or [])]
    with at.current_store() as store:
        session = CodingSession(store, codebook_of(at.study), at.coder, blind=True)
        count = session.record(wanted, Action.REJECT if reject else Action.APPLY)
    typer.echo(f"{counted(count, 'decision')} recorded for {at.coder}.")


def _from_stdin() -> list[tuple[int, str, list[str]]]:
    lines = [_NAMED.fullmatch(line.strip()) or _ANY.fullmatch(line.strip()) for line in sys.stdin]
    return [(number, line["segment"], line["codes"].split()) for number, line in enumerate(lines, 1) if line]


@app.command("export")
def export(
    context: typer.Context,
    output: Annotated[Path, typer.Option("--output", "-o", help="The log to write (JSON Lines).")],
    by: Annotated[str | None, typer.Option("--of", help="Only the decisions of this coder.")] = None,
) -> None:
    """Write decisions to a log: one a line, without the transcripts, but with what coders wrote in memos and codes."""
    from fgcoder.record import log as decision_log

    at: Context = context.obj
    with at.current_store() as store:
        if by is not None and by not in store.coders():
            known = ", ".join(store.coders()) or "none yet"
            raise StoreError("Nothing was written.", Fault(f"there is no coder `{by}`.", todo=f"There are: {known}."))
        try:
            count = decision_log.write(store.decisions(coder=by, set_aside=True), output)
        except OSError as problem:
            todo = "Name another file, in a folder that exists."
            fault = Fault(f"cannot be written: {problem.strerror}.", output, todo=todo)
            raise StoreError("Nothing was written.", fault) from problem
    typer.echo(f"{output}: {counted(count, 'decision')}.")


@app.command("import")
def import_logs(
    context: typer.Context,
    files: Annotated[list[Path], typer.Argument(help="Logs that `fgcoder decisions export` wrote.")],
) -> None:
    """Merge logs into the study: a set union, so that the same log twice changes nothing.

    If a line of one of them is faulty it is named, and nothing of any is merged.
    """
    from fgcoder.cli.console import show_note, tell_set_aside
    from fgcoder.pipeline.taking_in import contradictions, import_decisions

    at: Context = context.obj
    with at.store() as store:
        count = import_decisions(store, files)
        aside = store.set_aside()
        for fault in contradictions(store, files):
            show_note(fault)
    typer.echo(f"{counted(count, 'new decision')}.")
    tell_set_aside(aside)


@app.command("list")
def list_decisions(
    context: typer.Context,
    transcript: Annotated[str | None, typer.Argument(help="Only those about this transcript.")] = None,
    json: Annotated[bool, typer.Option("--json", help="Print JSON Lines, with everything that is recorded.")] = False,
) -> None:
    """Print the decisions in order of time: the audit trail."""
    from fgcoder.cli.console import stdout
    from fgcoder.record.log import to_line

    at: Context = context.obj
    with at.current_store() as store:
        decisions = store.decisions(transcript, set_aside=True)
        if transcript is not None and not decisions:
            store.transcript(transcript)  # a name that is not there is told
        names = {} if json else _segment_names(store, {decision.transcript for decision in decisions})
    known = {decision.id: decision for decision in decisions}
    for decision in decisions:
        if json:
            typer.echo(to_line(decision))
        else:
            stdout.print(_in_words(decision, names, known), markup=False, soft_wrap=True)


def _segment_names(store: Store, transcripts: Iterable[str]) -> dict[tuple[str, Span], str]:
    """Give the ids of segments by what decisions say of where they are: the text's hash and the span."""
    known = set(store.transcript_ids())
    return {
        (store.transcript(name).hash, segment.words): segment.id
        for name in sorted(known.intersection(transcripts))
        for segment in store.segments(name)
    }


def _in_words(decision: Decision, names: Mapping[tuple[str, Span], str], known: Mapping[str, Decision]) -> str:
    """Say on one line when who did what, where, and whether suggestions were on screen."""
    from fgcoder.model import Mode

    span = decision.span
    where = names.get((decision.transcript_hash, span), f"{decision.transcript} {span.start}-{span.end}")
    if not decision.transcript:
        where = "findings" if decision.finding else "codebook"
    elif span.start == span.end:
        where = decision.transcript
    how = {
        Mode.ASSISTED: "assisted" if decision.rank is None else f"assisted, suggestion {decision.rank}",
        Mode.BLIND: "blind",
        Mode.DRAWN: "blind, drawn at random",
    }[decision.mode]
    told = f"{decision.made_at:%Y-%m-%d %H:%M:%S}  {decision.coder}  {where}  {_what(decision, known)}"
    about, _ = _in_the_end(decision, known)
    return f"{told}  ({how})" if about is None or about.action.is_verdict else told


def _in_the_end(decision: Decision, known: Mapping[str, Decision]) -> tuple[Decision | None, int]:
    """Give the decision that a chain of withdrawals is about, if it is here, and how many withdrawals there are."""
    from fgcoder.model import Action

    about: Decision | None = decision
    count = 0
    while about is not None and about.action is Action.WITHDRAW and count <= len(known):  # a faulty log may go round
        about, count = known.get(about.withdraws or ""), count + 1
    return about, count


def _what(decision: Decision, known: Mapping[str, Decision]) -> str:
    from fgcoder.model import Action

    about, withdrawals = _in_the_end(decision, known)
    if withdrawals:
        here = about is not None and about.action is not Action.WITHDRAW
        what = _what(about, known) if about is not None and here else "a decision that is not here"
        return f"{'took back' if withdrawals % 2 else 'put back'}: {what}"
    named = decision.code or (f"finding {decision.finding}" if decision.finding else "")
    on = f" on {named}" if named else ""
    why = shorten(decision.text, TEXT)
    return {
        Action.APPLY: f"applied {decision.code}",
        Action.REJECT: f"rejected {decision.code}",
        Action.NOTHING: "no code fits",
        Action.MEMO: f"wrote a memo{on}: {why}" if why else f"took away the memo{on}",
        Action.FLAG: f"flagged: {why}" if why else "flagged",
        Action.TRANSLATION: f"translated: {why}" if why else "took away the translation",
        Action.USE: f"used in the report: {why}" if why else "used in the report",
        Action.LINK: f"{decision.relation} finding {decision.finding}{f': {why}' if why else ''}",
        Action.CODEBOOK: decision.text,
    }[decision.action]
