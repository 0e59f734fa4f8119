"""`fgcoder suggest`: the ranked codes for segments, for people and for scripts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from fgcoder.cli.context import Context

if TYPE_CHECKING:
    from fgcoder.model import Segment, Transcript


def suggest(
    context: typer.Context,
    what: Annotated[
        list[str] | None,
        typer.Argument(help="Transcripts (`dk-public-health`) or segments (`dk-public-health#12`); all by default."),
    ] = None,
    top: Annotated[int, typer.Option("--top", min=1, help="How many codes for each segment.")] = 3,
    json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Rank the codes for segments, with score and the codebook's line that matched.

    The score says how far the segment stands above the code's usual level, in standard deviations over the study.
    """
    from fgcoder.cli.console import progress, stdout
    from fgcoder.pipeline import codebook_of, rank_study

    at: Context = context.obj
    codebook = codebook_of(at.study)
    with at.current_store() as store:
        chosen = _choose(store, what)
        with progress() as on_progress:
            ranking = rank_study(at.study, store, codebook, on_progress)
    rows: list[dict[str, Any]] = []
    for transcript, segment in chosen:
        suggestions = ranking.suggestions(segment, limit=top)
        turn = transcript.turns[segment.turn - 1]
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
                        "reason": suggestion.reason,
                        "reason_kind": suggestion.reason_kind,
                    }
                    for suggestion in suggestions
                ],
            }
        )
    if json:
        from json import dumps

        typer.echo(dumps(rows, ensure_ascii=False, indent=2))
        return
    from rich.text import Text

    for row in rows:
        stdout.print(Text.assemble((row["segment"], "bold"), f"  {row['speaker']}  ", (row["words"], "italic")))
        for one in row["suggestions"]:
            why = f"{one['reason_kind']}: {one['reason']}"
            stdout.print(Text.assemble(f"  {one['rank']}. {one['score']:+.1f}  {one['label']}  ", (why, "dim")))
        stdout.print()


def _choose(store: Any, what: list[str] | None) -> list[tuple[Transcript, Segment]]:
    """Give the segments asked for that can be coded, in reading order, each with its transcript."""
    from fgcoder.cli.console import stderr
    from fgcoder.errors import Fault, StoreError

    chosen: list[tuple[Transcript, Segment]] = []
    for name in what or store.transcript_ids():
        transcript_id, _, number = name.partition("#")
        transcript = store.transcript(transcript_id)
        segments = store.segments(transcript_id)
        if number and not (number.isdecimal() and 1 <= int(number) <= len(segments)):
            fault = Fault(
                f"there is no segment `{name}`.", todo=f"{transcript_id} has segments #1 to #{len(segments)}."
            )
            raise StoreError("There is nothing to suggest for.", fault)
        wanted = [segments[int(number) - 1]] if number else segments
        if number and not wanted[0].is_codable:
            stderr.print(f"{name} is the moderator's or holds no words; nothing is suggested for it.")
        chosen.extend((transcript, segment) for segment in wanted if segment.is_codable)
    return chosen
