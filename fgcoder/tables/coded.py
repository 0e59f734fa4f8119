"""The coded corpus as flat rows, so that every table counts from the same rows and none walks the nouns anew.

A coding is a span and knows nothing of segments, speakers or countries; here the two are laid over each other once.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING

from fgcoder.model import Codebook, Coding, Role, Segment, Speaker, Transcript
from fgcoder.tables.agreement.ratings import Verdicts
from fgcoder.tables.codings import CodingColumns
from fgcoder.tables.laying import SegmentColumns, lay_out, lay_over
from fgcoder.tables.spoken_words import SpokenWords, spoken_words

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
    verdicts: Verdicts | None = None
    """Each coder's last word on each span and code, rejections too; None where codings are all that is known."""
    worked: Mapping[tuple[str, str], datetime] = field(default_factory=dict)
    """By transcript and coder, when anything was last decided, as far as it is known."""
    set_aside: Mapping[str, int] = field(default_factory=dict)
    """By transcript, how many decisions were made on another text than is here, and are in nothing else of this."""

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
    def columns(self) -> CodingColumns:
        """The codings in columns, in their order."""
        return CodingColumns.of(self.codings)

    @cached_property
    def laid(self) -> SegmentColumns:
        """The segments in columns, in the order of `segment_rows`."""
        return lay_out(self.transcripts, self.segments)

    @cached_property
    def overlaps(self) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Pairs of positions, in `codings` and in `segment_rows`: the segments that each coding overlaps."""
        made = self.columns
        return lay_over(self.laid, made.transcripts, made.transcript, made.start, made.end)

    @cached_property
    def decided(self) -> tuple[NDArray[np.int64], NDArray[np.int64]] | None:
        """Pairs of numbers, of a coder in `verdicts` and a segment in `segment_rows` that the coder decided about.

        Whatever the coder decided; a pair may come up more than once. None where only the codings are known.
        """
        made = self.verdicts
        if made is None:
            return None
        at, segment = lay_over(self.laid, made.transcripts, made.transcript, made.start, made.end)
        return made.coder[at], segment

    @cached_property
    def words(self) -> SpokenWords:
        """The words of all segments, labels of speakers left out."""
        return spoken_words(self.laid, (transcript.text for transcript in self.transcripts.values()))

    @cached_property
    def everybody(self) -> pd.DataFrame:
        """What `speakers` gives; not to be changed."""
        return _everybody(self)

    @cached_property
    def person(self) -> NDArray[np.int64]:
        """For each of `segment_rows` who speaks, as a position in `speakers`."""
        import numpy as np

        at = {who: number for number, who in enumerate(zip(*_names(self.everybody), strict=True))}
        found = []
        for group, transcript in self.transcripts.items():
            of_turn = {turn.number: at[group, turn.speaker] for turn in transcript.turns}
            unnamed = at.get((group, ""), -1)
            found += [of_turn.get(segment.turn, unnamed) for segment in self.segments.get(group, ())]
        return np.array(found, dtype=np.int64)


def speakers(corpus: CodedCorpus) -> pd.DataFrame:
    """Give one row for everybody in every transcript, whether they speak or not.

    Columns: `group`, `speaker`, `role`, `language`, then every attribute of the transcripts and of the speakers. A
    turn whose speaker the text does not name belongs to a speaker with an empty label and the role `unknown`, so a
    transcript that names nobody has one row.
    """
    return corpus.everybody.copy(deep=False)


def segment_rows(corpus: CodedCorpus) -> pd.DataFrame:
    """Give one row for every segment, coded or not.

    Columns: `group`, `segment` (its id), `turn`, `speaker`, `role` (of the segment), `language`, and the attributes as
    in `speakers`. The rows keep the order of the transcripts and of the segments within them.
    """
    import pandas as pd

    own = [segment for group in corpus.transcripts for segment in corpus.segments.get(group, ())]
    frame = corpus.everybody.take(corpus.person).reset_index(drop=True)
    frame["role"] = pd.Series([segment.role.value for segment in own], dtype="str")
    frame.insert(1, "segment", pd.Series([segment.id for segment in own], dtype="str"))
    frame.insert(2, "turn", corpus.laid.turn)
    return frame


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
    made = corpus.columns
    left = {
        "decision": pd.Series(list(made.decision), dtype="str").take(coding_at),
        "coder": pd.Series(list(made.coders), dtype="str").take(made.coder[coding_at]),
        "code": pd.Series(list(made.codes), dtype="str").take(made.code[coding_at]),
    }
    right = segment_rows(corpus).take(segment_at).reset_index(drop=True)
    both = pd.concat([pd.DataFrame({name: column.array for name, column in left.items()}), right], axis=1)
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


def _names(people: pd.DataFrame) -> tuple[list[str], list[str]]:
    return people["group"].tolist(), people["speaker"].tolist()


def _everybody(corpus: CodedCorpus) -> pd.DataFrame:
    import pandas as pd

    records = []
    for group, transcript in corpus.transcripts.items():
        present = dict(transcript.speakers)
        for turn in transcript.turns:
            if turn.speaker not in present:
                present[turn.speaker] = transcript.speaker_of(turn)
        numbers = {turn.number for turn in transcript.turns}
        if not present or any(segment.turn not in numbers for segment in corpus.segments.get(group, ())):
            present.setdefault("", Speaker("", Role.UNKNOWN))
        for label, speaker in present.items():
            records.append((group, label, speaker.role.value, *_attributes(corpus, transcript, speaker)))
    columns = ["group", "speaker", "role", "language"]
    columns += [*corpus.transcript_attributes.values(), *corpus.speaker_attributes.values()]
    return pd.DataFrame(records, columns=columns, dtype="str")


def _attributes(corpus: CodedCorpus, transcript: Transcript, speaker: Speaker) -> tuple[str, ...]:
    """Give the values of `language` and of every attribute column, in the order of the columns."""
    of_group = (transcript.attributes.get(name) or NOT_GIVEN for name in corpus.transcript_attributes)
    fallback = {STAKEHOLDERS: transcript.attributes.get(STAKEHOLDERS)}
    of_speaker = (speaker.attributes.get(name) or fallback.get(name) or NOT_GIVEN for name in corpus.speaker_attributes)
    return (transcript.language, *of_group, *of_speaker)
