"""Learning: from a study's vectors and one coder's decisions to a ranking."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from threadpoolctl import threadpool_limits

from fgcoder.model import Codebook, Decision, Segment
from fgcoder.suggesting.lessons import Lessons
from fgcoder.suggesting.lines import Line
from fgcoder.suggesting.ranking import Material, Ranking
from fgcoder.suggesting.starting import starting_scores
from fgcoder.suggesting.suggester import CodeSuggester
from fgcoder.suggesting.surroundings import features_of, survey_surroundings
from fgcoder.suggesting.voices import numbered

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


class Learner:
    """Learns one coder's way of coding a study, again after each decision.

    What does not depend on decisions is computed once. A coder learns from own decisions only: were another's work to
    show in the suggestions, agreement between the two would mean nothing.

    Parameters
    ----------
    material
        The study, as `prepare` gives it.
    segments
        The segments that can be coded.
    """

    def __init__(self, material: Material, segments: Sequence[Segment]) -> None:
        self.material = material
        self._lessons = Lessons(segments, material.rows, material.codes)

    def learn(self, decisions: Iterable[Decision]) -> Ranking:
        """Give the ranking that follows from one coder's decisions.

        Where a code was applied, or the coder said that none fits, the codes not named count as not given; where
        codes were only rejected, the others stay open.

        Parameters
        ----------
        decisions
            In any order. A code on a passage counts for the segments that the passage lies in or covers by half.
            Decisions about codes that are no longer in the codebook teach nothing: what took such a code's place was
            not there to be given.
        """
        lessons = self._lessons
        lessons.take(decisions)
        rows, known = lessons.truth()
        # With matrices so small threads cost more than they save, and most of all beside a screen that is in use.
        with threadpool_limits(1):
            material = self.material
            suggester = CodeSuggester().fit(
                material.features[rows], known, material.starting[rows], material.voices[rows]
            )
            given = {code: rows[known[:, column] == 1] for column, code in enumerate(material.codes)}
            return Ranking(material, suggester, tuple(rows.tolist()), given, lessons.refused)


def prepare(
    model: str,
    codebook: Codebook,
    lines: Sequence[Line],
    line_vectors: NDArray[np.float32],
    segments: Sequence[Segment],
    texts: Sequence[str],
    segment_vectors: NDArray[np.float32],
    languages: Sequence[str],
    asked: NDArray[np.float32] | None = None,
    speakers: Sequence[str] | None = None,
) -> Learner:
    """Prepare for learning all that does not depend on decisions.

    Parameters
    ----------
    model
        The name of the embedding model.
    codebook
        Whose codes are the columns.
    lines, line_vectors
        The codebook's lines and their vectors of norm 1, shape (n_lines, d).
    segments, texts, segment_vectors, languages
        The segments that can be coded, in reading order, transcript by transcript; their words, their vectors of norm
        1, shape (n_segments, d), and their languages.
    asked
        The vectors of the moderator's words before each segment, as for `survey_surroundings`.
    speakers
        The label of who speaks each segment, empty where the text names nobody; None where it never does.
    """
    codes = tuple(code.id for code in codebook.codes)
    transcripts = [segment.transcript for segment in segments]
    labels = speakers or [""] * len(segments)
    voices = numbered((group, label) if label else None for group, label in zip(transcripts, labels, strict=True))
    # A large study takes a while to prepare, and the screen beside it needs a processor, too.
    with threadpool_limits(1):
        around = survey_surroundings(line_vectors, segment_vectors, languages, transcripts, asked)
        material = Material(
            model=model,
            lines=tuple(lines),
            codes=codes,
            rows={segment.id: row for row, segment in enumerate(segments)},
            texts=tuple(texts),
            segments=around.segments,
            line_vectors=around.lines,
            features=features_of(around),
            starting=starting_scores(lines, around, codes, texts, voices),
            voices=voices,
        )
    return Learner(material, segments)
