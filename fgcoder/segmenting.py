"""Turns -> segments: a turn is one segment, a long one is split at sentence ends.

Sentences are found by spaCy: with a named pipeline where the study names one for the language, otherwise by its
rule-based sentencizer on a blank pipeline, so that nothing need be downloaded. spaCy never changes the text, which is
what lets the segments tile it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from itertools import pairwise

from fgcoder.errors import Fault, ModelError
from fgcoder.model import Role, Segment, Span, Transcript

SentenceStarts = Callable[[str], list[int]]
"""Gives the offsets at which sentences start, white space before the first of them aside."""


def recipe(language: str, longest: int, pipelines: Mapping[str, str] | None = None) -> str:
    """Name how a transcript in a language is segmented; equal names give equal segments of equal texts."""
    return f"3/{longest}/{(pipelines or {}).get(language, 'rules')}"


def segment(transcript: Transcript, longest: int, pipelines: Mapping[str, str] | None = None) -> tuple[Segment, ...]:
    """Cut a transcript into segments that tile its text.

    Parameters
    ----------
    transcript
        Its turns tile its text.
    longest
        In words. A turn with more is split at sentence ends into parts of at most so many; a single sentence that is
        longer stays whole.
    pipelines
        Language code -> installed spaCy pipeline.

    Raises
    ------
    ModelError
        If a named pipeline is not installed.
    """
    language = transcript.language
    find = _sentence_starts(language, (pipelines or {}).get(language))
    segments: list[Segment] = []
    for turn in transcript.turns:
        role = Role(transcript.speaker_of(turn).role)
        words = transcript.text[turn.words_start : turn.end]
        sentences = [turn.words_start + start for start in find(words)]
        cuts = [turn.start, *_cuts(transcript.text, sentences, turn.end, longest), turn.end]
        for start, end in pairwise(cuts):
            spoken = _trimmed(transcript.text, max(start, turn.words_start), end)
            own = tuple(sentence for sentence in sentences if spoken.start < sentence < spoken.end)
            segments.append(Segment(transcript.id, len(segments) + 1, turn.number, start, end, spoken, role, own))
    return tuple(segments)


def _cuts(text: str, sentences: Sequence[int], end: int, longest: int) -> Iterator[int]:
    """Yield the offsets at which a turn is split: none where it is short enough."""
    length = 0
    for start, stop in pairwise([*sentences, end]):
        count = len(text[start:stop].split())
        if length and count and length + count > longest:
            yield start
            length = 0
        length += count


def _trimmed(text: str, start: int, end: int) -> Span:
    """Give the span without the white space at its ends; an empty one stays where it began."""
    words = text[start:end]
    lead = len(words) - len(words.lstrip())
    return Span(start + lead, start + len(words.rstrip())) if words.strip() else Span(start, start)


@cache
def _sentence_starts(language: str, pipeline: str | None) -> SentenceStarts:
    import spacy

    if pipeline is not None:
        try:
            nlp = spacy.load(pipeline)
        except OSError as problem:
            fault = Fault(
                f"the spaCy pipeline `{pipeline}` named for language `{language}` is not installed.",
                todo=f"Install it with `python -m spacy download {pipeline}`, or take it out of study.yaml.",
            )
            raise ModelError("The transcripts cannot be segmented.", fault) from problem
        if not {"parser", "senter", "sentencizer"} & set(nlp.pipe_names):
            nlp.add_pipe("sentencizer")
    else:
        try:
            nlp = spacy.blank(language)
        except ImportError:  # a language spaCy has no rules of its own for
            nlp = spacy.blank("xx")
        nlp.add_pipe("sentencizer")
    nlp.max_length = 10_000_000

    def starts(words: str) -> list[int]:
        # Two may become one: `Dr.  .` is two sentences to the sentencizer, of which the second is no more than a stop.
        openings = {_with_opening(words, sentence.start_char) for sentence in nlp(words).sents}
        return _outside_brackets(words, sorted(openings))

    return starts


def _with_opening(words: str, start: int) -> int:
    """Move a sentence's start past white space, and back over brackets and quotation marks that open it.

    The sentencizer leaves all punctuation after a full stop with the sentence before, and so tears `[laughter]` apart.
    """
    while start < len(words) and words[start].isspace():
        start += 1
    before = start
    while before and not words[before - 1].isspace() and not words[before - 1].isalnum():
        before -= 1
    return before if before and words[before - 1].isspace() else start


def _outside_brackets(words: str, starts: list[int]) -> list[int]:
    """Leave out the starts within square brackets: `[Laughter. A door.]` is one note of the transcriber."""
    notes = [note.span() for note in re.finditer(r"\[[^\[\]]*\]", words)]
    return [start for start in starts if not any(begin < start < end for begin, end in notes)]
