"""What stands under a joint display: what each of its columns is, where it comes from, and what it is not."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from fgcoder.tables.coded import NOT_GIVEN
from fgcoder.tables.joint.parts import COUNTRY, Gathered
from fgcoder.tables.part import shared_notes
from fgcoder.tabular import NO_DATA
from fgcoder.wording import counted, enumerated

CAUTION: Final = (
    "Counts from focus groups are no shares of a population: taking part is no random sample, and people in a group "
    "take up each other's words. What a passage does to a finding is a researcher's judgement."
)


def notes(found: Gathered, most: int) -> tuple[str, ...]:
    """Give the notes, column by column."""
    return (
        *_survey(found),
        *_themes(found),
        _quotes(most),
        *_links(found),
        CAUTION,
        *shared_notes(found.part, are_left_out=False),
    )


def _survey(found: Gathered) -> Iterator[str]:
    by_source: dict[str, list[str]] = {}
    for joint in found.joints:
        by_source.setdefault(joint.finding.source.rstrip("."), []).append(joint.finding.id)
    for source, ids in by_source.items():
        yield f"Source of {'the figures' if len(by_source) == 1 else enumerated(ids)}: {source}."
    by_note: dict[str, list[str]] = {}
    for joint in found.joints:
        for note in joint.finding.notes:
            by_note.setdefault(note, []).append(joint.finding.id)
    for note, ids in by_note.items():
        yield note if len(ids) > 1 or len(found.joints) == 1 else f"{ids[0]}: {note[:1].lower()}{note[1:]}"


def _themes(found: Gathered) -> Iterator[str]:
    yield "Behind a theme or code stand the distinct segments that have it; a theme counts each segment once."
    if any(len(joint.groups) < len(found.part.groups) for joint in found.joints):
        yield (
            "Of a finding about some countries or sectors alone, figures, segments and the quotes that nobody has "
            "linked are of these."
        )
    spoken = found.part.spoken
    if COUNTRY in spoken:
        counts = spoken[COUNTRY].astype(str).value_counts()
        listed = [f"{country} {counts.get(country, 0):,}" for country in found.of_groups]
        unnamed = int(counts.get(NOT_GIVEN, 0))
        listed += [f"{NOT_GIVEN} {unnamed:,}"] if unnamed else []
        yield f"Of all segments: {', '.join(listed)}. A {NO_DATA} stands where nobody has coded anything yet."


def _quotes(most: int) -> str:
    linked = "Quotes: all that are linked to the finding, with what they do to it and why"
    beside = f"; then up to {most} that nobody has linked, of each country in turn, with the code they stand under"
    return f"{linked}{beside if most else ''}."


def _links(found: Gathered) -> Iterator[str]:
    yield "Relation: passages by what they are said to do; one of which two things are said counts for both."
    if found.unseen:
        yield f"{counted(found.unseen, 'link')} on words that are left out here."
    if found.orphans:
        yield f"In the record, but in no survey file: {enumerated(found.orphans)}."
