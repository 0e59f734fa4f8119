"""`fgcoder status`: what is in the study and how far its coders have come."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from fgcoder.cli.context import Context
from fgcoder.rounding import percent_done
from fgcoder.wording import counted

if TYPE_CHECKING:
    from fgcoder.overview import Met, Overview
    from fgcoder.storage.store import Store


PIPED_WIDTH = 160
"""Columns to lay out for where the output is no terminal."""
ROOM_FOR_ATTRIBUTES = 100
"""Columns from which the attributes have a place in the summary."""


def status(
    context: typer.Context,
    json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Show the transcripts, what is known of each, and how much of it each coder has coded."""
    from fgcoder.cli.console import show_note
    from fgcoder.reading import SUFFIXES

    at: Context = context.obj
    with at.current_store() as store:
        for fault in at.study.passed_over(SUFFIXES):
            show_note(fault)
        if not json:
            show_status(at, store)
            return
        from json import dumps

        overview = _overview(at, store)
        known = {
            "title": at.study.title,
            "folder": str(at.study.folder),
            "transcripts": _rows(store, overview),
            "agreement": _agreement(overview),
            "set_aside": store.set_aside(),
        }
    typer.echo(dumps(known, ensure_ascii=False, indent=2))


def show_status(at: Context, store: Store) -> None:
    """Print the study's summary."""
    from rich.box import SIMPLE_HEAD
    from rich.markup import escape
    from rich.table import Table

    from fgcoder.cli.console import Console, stdout, tell_set_aside, tell_without_file
    from fgcoder.pipeline.taking_out import without_file

    overview = _overview(at, store)
    rows = _rows(store, overview)
    coders = sorted({name for row in rows for name in row["coders"]})
    console = stdout if stdout.is_terminal else Console(width=PIPED_WIDTH)
    attributes = list(at.study.settings.attributes) if console.width >= ROOM_FOR_ATTRIBUTES else []
    table = Table(box=SIMPLE_HEAD, pad_edge=False)
    for name in ("Transcript", *(name.capitalize() for name in attributes), "Language"):
        table.add_column(escape(name), no_wrap=True)
    for name in ("Turns", "Segments", *coders):
        table.add_column(escape(name), no_wrap=True, justify="right")
    for row in rows:
        done = [_share(row["coders"].get(name), row["codable"]) for name in coders]
        known = [escape(row["attributes"].get(name, "")) for name in attributes]
        table.add_row(row["transcript"], *known, row["language"], str(row["turns"]), str(row["codable"]), *done)
    console.print(f"[bold]{escape(at.study.title)}[/]")
    codings = sum(coder["codings"] for row in rows for coder in row["coders"].values())
    console.print(
        f"{counted(len(rows), 'transcript')}, {counted(sum(row['turns'] for row in rows), 'turn')}, "
        f"{counted(sum(row['codable'] for row in rows), 'segment')} to code; "
        f"{counted(codings, 'coding')} by {counted(len(coders), 'coder')}.",
        soft_wrap=True,
    )
    if rows:
        console.print(table)
        if coders:
            console.print("Under each coder: codings, and the share of segments decided about.")
        if overview.flagged:
            console.print(f"{counted(len(overview.flagged), 'passage')} flagged to be discussed.")
        if overview.met is not None:
            console.print(_agreed(overview.met), soft_wrap=True)
    tell_set_aside(store.set_aside())
    tell_without_file(without_file(at.study, store))


def _overview(at: Context, store: Store) -> Overview:
    from fgcoder.overview import StudyOverview
    from fgcoder.pipeline.contents import codebook_of

    codebook = codebook_of(at.study)
    return StudyOverview(at.study, lambda: store, at.coder, lambda: codebook).count()


def _agreed(met: Met) -> str:
    alpha = met.overall.alpha
    if alpha.value is None:
        figure = "cannot be told yet"
    elif alpha.low is None or alpha.high is None:
        figure = f"{alpha.value:z.2f}"
    else:
        figure = f"{alpha.value:z.2f} ({alpha.low:z.2f} to {alpha.high:z.2f})"
    segments = counted(met.overall.segments, "segment")
    was = "was" if met.alone == 1 else "were"
    on = f"{segments} ({met.alone:,} more {was} decided about by one coder alone)" if met.alone else segments
    return f"Krippendorff's alpha where coders met, on {on}: {figure}; `fgcoder table agreement` says more."


def _share(done: dict[str, int] | None, codable: int) -> str:
    return "·" if done is None else f"{done['codings']} ({percent_done(done['decided'], codable)} %)"


def _rows(store: Store, overview: Overview) -> list[dict[str, Any]]:
    rows = []
    transcripts = store.transcripts()
    for line in overview.lines:
        transcript = transcripts[line.id]
        coders = {
            coder: {
                "decided": work.decided,
                "codings": work.codings,
                "blind": work.blind,
                "last": work.last.isoformat() if work.last else None,
            }
            for coder, work in sorted(line.work.items())
            if work.decided
        }
        rows.append(
            {
                "transcript": line.id,
                "title": line.title,
                "language": line.language,
                "attributes": dict(line.attributes),
                "participants": sum(speaker.role == "participant" for speaker in transcript.speakers.values()),
                "turns": len(transcript.turns),
                "segments": len(store.segments(line.id)),
                "codable": line.codable,
                "flags": line.flags,
                "coders": coders,
            }
        )
    return rows


def _agreement(overview: Overview) -> dict[str, Any] | None:
    met = overview.met
    if met is None:
        return None
    alpha = met.overall.alpha
    return {
        "coders": list(met.coders),
        "segments": met.overall.segments,
        "alone": met.alone,
        "alpha": alpha.value,
        "interval": None if alpha.low is None else [alpha.low, alpha.high],
        "lowest": {label: one.value for label, one in met.lowest},
    }
