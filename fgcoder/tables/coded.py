"""The coded corpus as flat rows, so that every table counts from the same rows and none walks the nouns anew.

A coding is a span and knows nothing of segments, speakers or countries; here the two are laid over each other once.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from fgcoder.model import Codebook, Coding, Role, Segment, Speaker, Transcript

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    from numpy.typing import NDArray

NOT_GIVEN = "(not given)"
"""What stands for an attribute that a transcript or speaker says nothing about."""

STAKEHOLDERS = "stakeholders"
"""Asked of the speaker first, then of the whole group."""

OWN_COLUMNS = ("decision", "coder", "group", "segment", "turn", "speaker", "role", "code", "language")
"""Columns with a meaning of their own. An attribute of the same name is called `transcript.NAME` or `speaker.NAME`."""


@dataclass(frozen=True)
class CodedCorpus:
    """All that the tables are made from."""

    transcripts: Mapping[str, Transcript]
    """By id; those that nobody has coded yet too."""
    segments: Mapping[str, Sequence[Segment]]
    """By transcript id."""
    codings: Sequence[Coding]
    codebook: Codebook

    @cached_property
    def transcript_attributes(self) -> dict[str, str]:
        """The column for each attribute of the transcripts; `stakeholders` is left to the speakers."""
        names = dict.fromkeys(name for transcript in self.transcripts.values() for name in transcript.attributes)
        return {name: f"transcript.{name}" if name in OWN_COLUMNS else name for name in names if name != STAKEHOLDERS}

    @cached_property
    def speaker_attributes(self) -> dict[str, str]:
        """The column for each attribute of the speakers; `stakeholders` always among them."""
        everybody = (speaker for transcript in self.transcripts.values() for speaker in transcript.speakers.values())
        names = dict.fromkeys([STAKEHOLDERS, *(name for speaker in everybody for name in speaker.attributes)])
        taken = {*OWN_COLUMNS, *self.transcript_attributes}
        return {name: f"speaker.{name}" if name in taken else name for name in names}

    @cached_property
    def overlaps(self) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
        """Pairs of positions, in `codings` and in `segment_rows`: the segments that each coding overlaps."""
        return _overlaps(self)


def speakers(corpus: CodedCorpus) -> pd.DataFrame:
    """Give one row for everybody in every transcript, whether they speak or not.

    Columns: `group`, `speaker`, `role`, `language`, then every attribute of the transcripts and of the speakers. A
    turn whose speaker the text does not name belongs to a speaker with an empty label and the role `unknown`, so a
    transcript that names nobody has one row.
    """
    import pandas as pd

    records = []
    for group, transcript in corpus.transcripts.items():
        present = dict(transcript.speakers)
        for turn in transcript.turns:
            present.setdefault(turn.speaker, transcript.speaker_of(turn))
        present = present or {"": Speaker("", Role.UNKNOWN)}
        for label, speaker in present.items():
            records.append((group, label, speaker.role.value, *_attributes(corpus, transcript, speaker)))
    columns = ["group", "speaker", "role", "language"]
    columns += [*corpus.transcript_attributes.values(), *corpus.speaker_attributes.values()]
    return pd.DataFrame(records, columns=columns)


def segment_rows(corpus: CodedCorpus) -> pd.DataFrame:
    """Give one row for every segment, coded or not.

    Columns: `group`, `segment` (its id), `turn`, `speaker`, `role` (of the segment), `language`, and the attributes as
    in `speakers`. The rows keep the order of the transcripts and of the segments within them.
    """
    import pandas as pd

    records = []
    for group, transcript in corpus.transcripts.items():
        labels = {turn.number: turn.speaker for turn in transcript.turns}
        for segment in corpus.segments.get(group, ()):
            records.append((group, segment.id, segment.turn, labels.get(segment.turn, ""), segment.role.value))
    spoken = pd.DataFrame(records, columns=["group", "segment", "turn", "speaker", "role"])
    return spoken.merge(speakers(corpus).drop(columns="role"), on=["group", "speaker"], how="left")


def rows(corpus: CodedCorpus, *, include_moderator: bool = False) -> pd.DataFrame:
    """Give one row for every coding and segment that its span overlaps.

    A coding overlaps a segment when it shares a character with the segment's *words*, so that a span which runs on
    into the next speaker's label does not count there. One that touches no words at all (a label, a blank line)
    belongs to the segment it begins in.

    Parameters
    ----------
    corpus
        What to lay out.
    include_moderator
        Whether to keep segments that the moderator speaks.

    Returns
    -------
    pandas.DataFrame
        Columns `decision`, `coder`, `code`, `group` (transcript id), `segment` (id), `turn`, `speaker`, `role`,
        `language`, each transcript attribute (`country`, `sector` …), `stakeholders` and the other speaker
        attributes; `(not given)` where an attribute is missing. In the order of the codings, then of the text.
        Codings that fit no segment have no row; `unplaced` gives them.
    """
    import pandas as pd

    coding_at, segment_at = corpus.overlaps
    codings = pd.DataFrame(
        [(coding.decision, coding.coder, coding.code) for coding in corpus.codings],
        columns=["decision", "coder", "code"],
    )
    left = codings.take(coding_at).reset_index(drop=True)
    right = segment_rows(corpus).take(segment_at).reset_index(drop=True)
    both = pd.concat([left, right], axis=1)
    if include_moderator:
        return both
    return both[both["role"] != Role.MODERATOR.value].reset_index(drop=True)


def unplaced(corpus: CodedCorpus) -> list[Coding]:
    """Give the codings that fit no segment: their transcript is not here, not segmented, or shorter than the span."""
    import numpy as np

    coding_at, _ = corpus.overlaps
    placed = np.zeros(len(corpus.codings), dtype=bool)
    placed[coding_at] = True
    return [corpus.codings[at] for at in np.flatnonzero(~placed).tolist()]


def _attributes(corpus: CodedCorpus, transcript: Transcript, speaker: Speaker) -> tuple[str, ...]:
    """Give the values of `language` and of every attribute column, in the order of the columns."""
    of_group = (transcript.attributes.get(name) or NOT_GIVEN for name in corpus.transcript_attributes)
    fallback = {STAKEHOLDERS: transcript.attributes.get(STAKEHOLDERS)}
    of_speaker = (speaker.attributes.get(name) or fallback.get(name) or NOT_GIVEN for name in corpus.speaker_attributes)
    return (transcript.language, *of_group, *of_speaker)


def _overlaps(corpus: CodedCorpus) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Lay the codings over the segments.

    The transcripts are laid end to end on one axis, so that two binary searches place all codings at once: a corpus of
    a million codings takes seconds, where a loop over codings and segments would take hours.
    """
    import numpy as np

    origin: dict[str, int] = {}
    length: dict[str, int] = {}
    segments: list[tuple[int, int, int, int]] = []
    at = 0
    for group, transcript in corpus.transcripts.items():
        own = corpus.segments.get(group, ())
        origin[group], length[group] = at, max([len(transcript.text), *(segment.end for segment in own)])
        segments += [(at + s.start, at + s.end, at + s.words.start, at + s.words.end) for s in own]
        at += length[group]
    start, end, words_start, words_end = np.array(segments, dtype=np.int64).reshape(-1, 4).T
    by_start = np.argsort(start, kind="stable")
    spoken = by_start[(words_start < words_end)[by_start]]

    known = [number for number, coding in enumerate(corpus.codings) if coding.transcript in origin]
    known = [
        number for number in known if corpus.codings[number].span.start < length[corpus.codings[number].transcript]
    ]
    spans = [(origin[c.transcript], length[c.transcript], c.span) for c in (corpus.codings[number] for number in known)]
    numbers = np.array(known, dtype=np.intp)
    span_start = np.array([zero + span.start for zero, _, span in spans], dtype=np.int64)
    span_end = np.array([zero + min(span.end, size) for zero, size, span in spans], dtype=np.int64)

    first = np.searchsorted(words_end[spoken], span_start, side="right")
    count = np.maximum(np.searchsorted(words_start[spoken], span_end, side="left") - first, 0)
    offset = np.arange(count.sum()) - np.repeat(np.cumsum(count) - count, count)
    coding_at = np.repeat(numbers, count)
    segment_at = spoken[np.repeat(first, count) + offset]

    silent = np.flatnonzero(count == 0)
    tile = np.searchsorted(start[by_start], span_start[silent], side="right") - 1
    inside = tile >= 0
    silent, tile = silent[inside], by_start[tile[inside]]
    inside = span_start[silent] < end[tile]
    coding_at = np.concatenate([coding_at, numbers[silent[inside]]])
    segment_at = np.concatenate([segment_at, tile[inside]])
    in_order = np.argsort(coding_at, kind="stable")
    return coding_at[in_order], segment_at[in_order]
