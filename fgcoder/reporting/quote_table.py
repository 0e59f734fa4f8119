"""Quotes as the table that people take into a spreadsheet: a row for each quote and code, a column for each level.

A reader sorts and filters it by what stands in a column of its own: so country, sector and each theme have one.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Final

from fgcoder.model import Passage, parts_of
from fgcoder.reporting.choosing import Choice
from fgcoder.reporting.quoting import Listed, Quoting, Spoken, attributes_of
from fgcoder.retrieval.filters import CODER
from fgcoder.tables.coded import STAKEHOLDERS
from fgcoder.tables.selection import describe, in_order
from fgcoder.tabular import Row, RowKind, Table

WORDS: Final = "Words"
ALWAYS: Final = ("Transcript", WORDS, "Code")
"""Columns that a table without a quote has, too."""
USED: Final = "✓"
"""The sign of a quote that is used in the report already."""
UNNAMED: Final = "Speakers have labels that name nobody; names that are said in the words stay as they were said."


def quote_table(
    choice: Choice,
    quoting: Quoting,
    codes: Sequence[str],
    facts: Sequence[tuple[str, str]] = (),
    declared: Collection[str] = (),
) -> Table:
    """Lay quotes out as a table.

    Parameters
    ----------
    choice
        The quotes.
    quoting
        What they were made ready with.
    codes
        Those that were asked for, for the title.
    facts
        What the table rests on.
    declared
        The attributes that the study declares, which stand first.

    Returns
    -------
    Table
        A row for every quote and code it stands under: the quote's number (twice where it has two of the codes), the
        transcript and its attributes, the stakeholders that the speaker is one of, the speaker, the place (turn, time
        in the recording, segment, offsets), the words, the translation, the coders, a column for each level of the
        codebook, the code and its id, whether it is used in the report, the citation. Columns that would be empty
        throughout, but for those of the code, are left out.
    """
    import pandas as pd

    attributes = attributes_of(quoting.transcripts.values(), declared)
    depth = max((len(one.path) - 1 for one in choice.listed), default=0)
    ids = [f"{one.number}:{one.code}" for one in choice.listed]
    cells = [
        _cells(one, quoting.transcripts[one.quote.passage.transcript].attributes, attributes, depth)
        for one in choice.listed
    ]
    columns = list(cells[0]) if cells else list(ALWAYS)
    frame = pd.DataFrame(cells, index=ids, columns=columns, dtype="object")
    kept = [name for name in columns if name in ALWAYS or any(cell[name] != "" for cell in cells)]
    places: Mapping[str, Passage] = {name: one.quote.passage for name, one in zip(ids, choice.listed, strict=True)}
    return Table(
        frame=frame[kept],
        title=title_of(codes, quoting),
        index_label="Quote",
        rows=tuple(Row(RowKind.CODE, name, str(one.number)) for name, one in zip(ids, choice.listed, strict=True)),
        notes=notes_on(choice, quoting),
        name="quotes",
        facts=resting_on(choice, facts),
        is_list=True,
        behind=lambda row, column: [places[row]] if row in places and column == WORDS else [],
    )


def title_of(codes: Sequence[str], quoting: Quoting) -> str:
    """Say what the quotes stand under."""
    return f"Quotes: {', '.join(quoting.codebook.label(code) for code in codes)}"


def notes_on(choice: Choice, quoting: Quoting) -> tuple[str, ...]:
    """Give what has to be said of quotes beneath them."""
    return (*choice.notes, *([UNNAMED] if quoting.are_pseudonyms else []))


def resting_on(choice: Choice, about: Sequence[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    """Give what quotes rest on: how many of how many, the filters, whose codings, and what is said of the study."""
    where = {name: values for name, values in choice.filters.where.items() if name != CODER}
    coders = choice.filters.asked(CODER) or {coder for one in choice.listed for coder in one.coders}
    return (
        ("Base", choice.base),
        ("Filters", describe(where) if where else "none"),
        ("Coders", ", ".join(in_order(coders)) or "none"),
        *about,
    )


def _cells(one: Listed, given: Mapping[str, str], attributes: Sequence[str], depth: int) -> dict[str, str | int]:
    quote = one.quote
    themes = one.path[:-1]
    own: dict[str, str | int] = {
        "Language": quote.attributes.get("language", ""),
        "Stakeholders": quote.attributes.get(STAKEHOLDERS, ""),
        "Speaker": one.speaker,
        "Turn": quote.turn,
        "Time": one.time,
        "Segment": parts_of(quote.segment)[1],
        "Start": quote.passage.span.start,
        "End": quote.passage.span.end,
        "Before": _spoken(one.before),
        WORDS: one.words,
        "After": _spoken(one.after),
        "Translation": one.translation,
        "Coder": ", ".join(one.coders),
        **{f"Theme {level + 1}": themes[level] if level < len(themes) else "" for level in range(depth)},
        "Code": one.path[-1],
        "Code id": one.code,
        "Used": USED if quote.is_used else "",
        "Citation": one.citation,
    }
    about = {name: name[:1].upper() + name[1:] for name in attributes if name != STAKEHOLDERS}
    headings = {name: f"transcript.{name}" if heading in own else heading for name, heading in about.items()}
    of_group = {heading: given.get(name, "") for name, heading in headings.items()}
    return {"Transcript": quote.passage.transcript, **of_group, **own}


def _spoken(turns: Sequence[Spoken]) -> str:
    return "\n".join(f"{one.speaker}: {one.words}" for one in turns)
