"""`fgcoder find`: passages by their words, by their meaning, or under a code, as the screen of quotes finds them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from fgcoder.cli.conditions import Coders, filters
from fgcoder.cli.context import Context
from fgcoder.model import parts_written
from fgcoder.rounding import per_cent

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fgcoder.model import Codebook, Passage
    from fgcoder.retrieval.filters import Filters
    from fgcoder.retrieval.finder import Finder
    from fgcoder.retrieval.quotes import Found, Quote, Utterance
    from fgcoder.storage.store import Store

NOTHING_FOUND = 1
"""The exit code where nothing is found, as `grep` has it."""
TASK = "Nothing was searched."
MOST_ALIKE = 20
"""How many passages are given by meaning, unless told otherwise."""


def find(
    context: typer.Context,
    pattern: Annotated[
        str | None, typer.Argument(help="A regular expression; a capital in it makes case count.")
    ] = None,
    code: Annotated[
        str | None, typer.Option("--code", help="Only what is coded with this code, or with any of this theme's.")
    ] = None,
    like: Annotated[
        str | None,
        typer.Option("--like", help="What is like a segment (`dk-public-health#12`) or like a text, in any language."),
    ] = None,
    where: Annotated[
        list[str] | None,
        typer.Option("--where", help="Only a part, as ATTRIBUTE=VALUE: country, stakeholders, speaker, coded, coder …"),
    ] = None,
    coders: Coders = None,
    turns: Annotated[
        bool, typer.Option("--context", help="Show the turn before and the turn after each, too.")
    ] = False,
    limit: Annotated[
        int | None, typer.Option("--limit", min=1, help="At most so many; 20 by default with --like, else all.")
    ] = None,
    json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Find passages: words by a regular expression, meanings with `--like`, or all quotes under a `--code`.

    The conditions of `--where` are joined; several values for one attribute are alternatives. Exits with 1 where
    nothing is found.
    """
    from fgcoder.pipeline.contents import codebook_of
    from fgcoder.pipeline.embedding import encoder_of
    from fgcoder.retrieval.finder import Finder

    at: Context = context.obj
    _refuse_unclear(pattern, code, like)
    narrowed = filters(where, coders, TASK)
    codebook = codebook_of(at.study)
    with at.current_store() as store:
        finder = Finder(store, lambda: codebook, lambda: encoder_of(at.study))
        alike = None if like is None else _alike(finder, store, like)
        found = _search(finder, pattern, code, alike, narrowed, limit)
        quotes = found[:limit] if limit else list(found)
        around = [finder.around(quote.passage) if turns else [] for quote in quotes]
    if json:
        from json import dumps

        rows = [_row(quote, spoken, codebook) for quote, spoken in zip(quotes, around, strict=True)]
        typer.echo(dumps(rows, ensure_ascii=False, indent=2))
    else:
        _print(found, quotes, around, codebook)
    if not quotes:
        raise typer.Exit(NOTHING_FOUND)


def _refuse_unclear(pattern: str | None, code: str | None, like: str | None) -> None:
    from fgcoder.errors import Fault, SearchError

    if pattern is not None and like is not None:
        todo = "Give either a pattern or `--like`; `--code` and `--where` go with both."
        raise SearchError(TASK, Fault("a pattern and `--like` are two searches.", todo=todo))
    if pattern is None and code is None and like is None:
        todo = "Give a pattern, `--like SEGMENT`, `--like TEXT` or `--code CODE`."
        raise SearchError(TASK, Fault("it is not said what to search for.", todo=todo))


def _search(
    finder: Finder,
    pattern: str | None,
    code: str | None,
    like: Passage | str | None,
    narrowed: Filters,
    limit: int | None,
) -> Found:
    from fgcoder.retrieval.filters import CODE

    if code is not None and pattern is None and like is None:
        return finder.quotes_under(code, narrowed)
    if code is not None:
        narrowed = narrowed.with_values(CODE, {code})
    if pattern is not None:
        return finder.keyword(pattern, narrowed)
    assert like is not None  # else there would be nothing to search for
    return finder.similar(like, narrowed, limit or MOST_ALIKE)


def _alike(finder: Finder, store: Store, like: str) -> Passage | str:
    """Give the segment that is named, or the text itself where no transcript could be meant."""
    transcript, number = parts_written(like)
    is_segment = number is not None and (" " not in transcript or transcript in store.transcript_ids())
    return finder.passage(like) if is_segment else like


def _row(quote: Quote, around: Sequence[Utterance], codebook: Codebook) -> dict[str, Any]:
    row: dict[str, Any] = {
        "segment": quote.segment,
        "transcript": quote.passage.transcript,
        "start": quote.passage.span.start,
        "end": quote.passage.span.end,
        "turn": quote.turn,
        "speaker": quote.speaker,
        "role": quote.role.value,
        "attributes": dict(quote.attributes),
        "words": quote.words,
        "matches": [[mark.start, mark.end] for mark in quote.marks],
        "codes": [{"code": code, "label": codebook.label(code)} for code in quote.codes],
        "coders": list(quote.coders),
        "memo": quote.has_memo,
        "flagged": quote.is_flagged,
        "citation": quote.citation,
    }
    if quote.score is not None:
        row["likeness"] = round(quote.score, 3)
    if around:
        row["around"] = [
            {"turn": one.turn, "speaker": one.speaker, "words": one.words, "quoted": one.quoted is not None}
            for one in around
        ]
    return row


def _print(found: Found, quotes: Sequence[Quote], around: Sequence[Sequence[Utterance]], codebook: Codebook) -> None:
    from fgcoder.cli.console import stderr

    print_quotes(quotes, around, codebook)
    shown = f", the first {len(quotes):,} shown" if len(quotes) < len(found) else ""
    stderr.print(f"{found.base}{shown}." if quotes else "Nothing found.")
    for note in found.notes:
        stderr.print(note)


def print_quotes(quotes: Sequence[Quote], around: Sequence[Sequence[Utterance]], codebook: Codebook) -> None:
    """Print quotes one under another, each with the turns around it."""
    from rich.padding import Padding
    from rich.text import Text

    from fgcoder.cli.console import stdout

    def indented(text: Text, by: int) -> None:
        stdout.print(Padding(text, (0, 0, 0, by), expand=False))

    for quote, spoken in zip(quotes, around, strict=True):
        nearness = "" if quote.score is None else f"  {per_cent(quote.score)}"
        about = f"  {quote.about}, turn {quote.turn}"
        stdout.print(Text.assemble((quote.segment, "bold"), nearness, (about, "cyan")), soft_wrap=True)
        own = [place for place, one in enumerate(spoken) if one.quoted is not None]
        before, after = (spoken[: own[0]], spoken[own[-1] + 1 :]) if own else ((), ())
        for one in before:
            indented(Text(f"{one.speaker}: {one.words}", style="dim"), 4)
        words = Text(quote.words)
        for mark in quote.marks:
            words.stylize("bold underline", mark.start, mark.end)
        indented(words, 2)
        for one in after:
            indented(Text(f"{one.speaker}: {one.words}", style="dim"), 4)
        if quote.codes:
            by = f" ({', '.join(quote.coders)})" if quote.coders else ""
            indented(Text(f"◆ {', '.join(codebook.label(code) for code in quote.codes)}{by}", style="green"), 2)
        stdout.print()
