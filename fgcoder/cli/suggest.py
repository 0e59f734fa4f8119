"""`fgcoder suggest`: the ranked codes for segments, for people and for scripts; and the report on how they did."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from fgcoder.cli.context import Context
from fgcoder.cli.fallback import CommandOrArguments
from fgcoder.cli.suggest_report import report
from fgcoder.model import Mode, Queue, parts_written
from fgcoder.rounding import per_cent

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from fgcoder.coding.session import CodingSession
    from fgcoder.model import Codebook, Segment, Transcript

app = typer.Typer(cls=CommandOrArguments, invoke_without_command=True)
app.command("report")(report)


@app.callback()
def suggest(
    context: typer.Context,
    what: Annotated[
        list[str] | None,
        typer.Argument(help="Transcripts (`dk-public-health`) or segments (`dk-public-health#12`); all by default."),
    ] = None,
    top: Annotated[int, typer.Option("--top", min=1, help="How many codes for each segment.")] = 3,
    all_: Annotated[
        bool, typer.Option("--all", help="Show codes that are not likely enough to be suggested on screen, too.")
    ] = False,
    codebook_only: Annotated[
        bool, typer.Option("--codebook-only", help="Go by the codebook alone; learn from no decision.")
    ] = False,
    queue: Annotated[
        Queue, typer.Option("--queue", help="In what order; `likeliest` wants --code.", case_sensitive=False)
    ] = Queue.READING,
    code: Annotated[str | None, typer.Option("--code", help="The code whose likeliest segments come first.")] = None,
    json: Annotated[bool, typer.Option("--json", help="Print JSON, with all codes up to --top.")] = False,
) -> None:
    """Rank the codes for segments, with their probability and the codebook's line or coded quote that is nearest.

    Learns from your own decisions, as the coding screen does.
    """
    from fgcoder.cli.console import progress, stderr
    from fgcoder.coding.session import CodingSession
    from fgcoder.pipeline.contents import codebook_of
    from fgcoder.pipeline.preparing import rank_study

    at: Context = context.obj
    codebook = codebook_of(at.study)
    _refuse_unclear(queue, code, codebook)
    with at.current_store() as store:
        chosen = _choose(store, what)
        with progress() as on_progress:
            ranking = rank_study(at.study, store, codebook, on_progress, None if codebook_only else at.coder)
        session = CodingSession(store, codebook, at.coder, ranking, draw=at.study.draw)
        if queue is not Queue.READING:
            session.follow(queue, code)
            place = {name: number for number, name in enumerate(session.walk.segments if session.walk else ())}
            chosen = sorted((one for one in chosen if one[1].id in place), key=lambda one: place[one[1].id])
            if not chosen:
                stderr.print("There is nothing for this order now.")
        hidden = set() if all_ else _drawn(session, chosen)
    rows: list[dict[str, Any]] = []
    for transcript, segment in chosen:
        turn = transcript.turns[segment.turn - 1]
        likely = {suggestion.code for suggestion in ranking.suggestions(segment)}
        rows.append(
            {
                "segment": segment.id,
                "transcript": transcript.id,
                "language": transcript.language,
                "speaker": turn.speaker,
                "words": " ".join(segment.words.of(transcript.text).split()),
                "suggestions": [
                    {
                        "rank": suggestion.rank,
                        "code": suggestion.code,
                        "label": codebook.label(suggestion.code),
                        "score": round(suggestion.score, 3),
                        "suggested": suggestion.code in likely,
                        "reason": suggestion.reason,
                        "reason_kind": suggestion.reason_kind,
                        "why": suggestion.why,
                    }
                    for suggestion in ranking.suggestions(segment, limit=top, silent=False)
                ],
            }
        )
    if json:
        from json import dumps

        typer.echo(dumps(rows, ensure_ascii=False, indent=2))
    else:
        _print(rows, hidden, everything=all_)


def _refuse_unclear(queue: Queue, code: str | None, codebook: Codebook) -> None:
    from fgcoder.errors import CodebookError, Fault

    known = codebook.by_id.get(code) if code is not None else None
    if (queue is Queue.LIKELIEST) != (code is not None):
        todo = "Name one of the codebook's codes with `--code`, for this order and no other."
        fault = Fault("`--queue likeliest` and `--code` go together.", todo=todo)
    elif code is not None and known is None:
        fault = Fault(f"there is no code `{code}`.", todo="`fgcoder codebook show` lists them.")
    elif known is not None and known.is_theme:
        below = ", ".join(child.id for child in known.children)
        fault = Fault(f"`{code}` is a theme, and only codes are suggested.", todo=f"Below it are: {below}.")
    else:
        return
    raise CodebookError("Nothing was put in order.", fault)


def _print(rows: list[dict[str, Any]], hidden: Collection[str], *, everything: bool) -> None:
    from rich.text import Text

    from fgcoder.cli.console import stdout

    for row in rows:
        stdout.print(Text.assemble((row["segment"], "bold"), f"  {row['speaker']}  ", (row["words"], "italic")))
        shown = [one for one in row["suggestions"] if everything or one["suggested"]]
        if row["segment"] in hidden:
            stdout.print(Text("  Drawn for blind coding: not shown before you have decided (--all shows it)."))
            shown = []
        elif not shown:
            stdout.print(Text("  Nothing is likely enough to be suggested (--all shows the first codes)."))
        for one in shown:
            head = f"  {one['rank']}. {per_cent(one['score'])}  {one['label']}  "
            stdout.print(Text.assemble(head, (one["why"], "dim")))
        stdout.print()


def _drawn(session: CodingSession, chosen: Sequence[tuple[Transcript, Segment]]) -> set[str]:
    """Give the segments whose suggestions are to stay hidden from the coder."""
    found: set[str] = set()
    for transcript, segment in chosen:
        if session.transcript is None or session.transcript.id != transcript.id:
            session.open(transcript.id)
        if session.concealment(segment) is Mode.DRAWN:
            found.add(segment.id)
    return found


def _choose(store: Any, what: list[str] | None) -> list[tuple[Transcript, Segment]]:
    """Give the segments asked for that can be coded, in reading order, each with its transcript."""
    from fgcoder.cli.console import stderr
    from fgcoder.errors import Fault, StoreError

    chosen: list[tuple[Transcript, Segment]] = []
    known = store.transcript_ids()
    for name in what or known:
        written = parts_written(name)
        transcript_id, number = (name, None) if name in known or written[0] not in known else written
        transcript = store.transcript(transcript_id)
        segments = store.segments(transcript_id)
        if number is not None and not 1 <= number <= len(segments):
            fault = Fault(
                f"there is no segment `{name}`.", todo=f"{transcript_id} has segments #1 to #{len(segments)}."
            )
            raise StoreError("There is nothing to suggest for.", fault)
        wanted = segments if number is None else [segments[number - 1]]
        if number is not None and not wanted[0].is_codable:
            stderr.print(f"{name} is the moderator's or holds no words; nothing is suggested for it.")
        chosen.extend((transcript, segment) for segment in wanted if segment.is_codable)
    return chosen
