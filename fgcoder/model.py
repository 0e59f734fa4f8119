"""The nouns of the program, as frozen dataclasses. No I/O, nothing heavy, known to every other module.

Offsets are codepoints into `Transcript.text`, ends exclusive.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from functools import cached_property

from fgcoder.rounding import decimals_for, per_cent

_SEGMENT_ID = re.compile(r"(?P<transcript>.+)#(?P<number>[0-9]{1,9})", re.DOTALL)


class Role(StrEnum):
    """What a speaker is in the focus group."""

    PARTICIPANT = "participant"
    MODERATOR = "moderator"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A stretch of a transcript's text."""

    start: int
    """Codepoint of the first character."""
    end: int
    """Codepoint after the last character."""

    def of(self, text: str) -> str:
        """Give the words the span covers."""
        return text[self.start : self.end]

    def overlaps(self, other: Span) -> bool:
        """Say whether the two spans share a character."""
        return self.start < other.end and other.start < self.end


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of a transcript, by name."""

    transcript: str
    """The transcript's id."""
    span: Span

    def overlaps(self, other: Passage) -> bool:
        """Say whether the two share a character."""
        return self.transcript == other.transcript and self.span.overlaps(other.span)


@dataclass(frozen=True, slots=True)
class Speaker:
    """Somebody who speaks in one transcript."""

    label: str
    """As it stands in the transcript, without details in parentheses: `P3`, `MODERATOR`."""
    role: Role
    """Participant, moderator, or unknown where the text names nobody."""
    attributes: Mapping[str, str] = field(default_factory=dict)
    """What is known of the speaker: stakeholders, role, gender, age."""


@dataclass(frozen=True, slots=True)
class Turn:
    """What one speaker says until another speaks. The turns of a transcript tile its text."""

    number: int
    """Counted from 1 within the transcript."""
    speaker: str
    """The speaker's label; empty where the text names nobody."""
    start: int
    """Where the turn begins, its label included."""
    words_start: int
    """Where the words begin, after the label."""
    end: int
    """Where the next turn begins; trailing blank lines belong to the turn."""
    seconds: float | None = None
    """The timestamp of its beginning, in seconds from the start of the recording."""


@dataclass(frozen=True)
class Transcript:
    """One focus group's text, immutable once imported."""

    id: str
    """The file name without its ending; unique in a study."""
    title: str
    """For people to read."""
    text: str
    """The whole text, labels included, in NFC with `\\n` line ends."""
    hash: str
    """SHA-256 of the text in UTF-8, in hexadecimal: proof that nobody edited the evidence."""
    language: str
    """ISO 639-1 code."""
    attributes: Mapping[str, str]
    """Country, sector, date and whatever else the study declares."""
    speakers: Mapping[str, Speaker]
    """By label."""
    turns: tuple[Turn, ...]
    """In reading order; they tile the text."""
    source: str
    """The name of the file it was read from."""
    notices: tuple[str, ...] = ()
    """What the reader found odd but could live with, each a sentence with its line."""

    def speaker_of(self, turn: Turn) -> Speaker:
        """Give the speaker of one of the transcript's turns."""
        return self.speakers.get(turn.speaker) or Speaker(turn.speaker, Role.UNKNOWN)

    def spoken(self, span: Span) -> str:
        """Give the words of a span, white space single, without the labels of those who say them."""
        parts = (self.text[max(span.start, turn.words_start) : min(span.end, turn.end)] for turn in self.turns)
        return " ".join(" ".join(parts).split())


@dataclass(frozen=True, slots=True)
class Segment:
    """The unit put before the coder: a turn, or a sentence-bounded part of a long one.

    The segments of a transcript tile its text, so that joining them gives the text back; `words` is the part that is
    read, coded and embedded: no speaker label, no white space at its ends.
    """

    transcript: str
    """The transcript's id."""
    number: int
    """Counted from 1 within the transcript."""
    turn: int
    """The number of the turn it belongs to."""
    start: int
    end: int
    words: Span
    """What a coder codes when coding the segment."""
    role: Role
    """The role of its speaker."""
    sentences: tuple[int, ...] = ()
    """Where each of its sentences after the first begins."""

    @property
    def id(self) -> str:
        """The segment's name on the command line: `TRANSCRIPT#NUMBER`."""
        return f"{self.transcript}#{self.number}"

    @property
    def is_codable(self) -> bool:
        """Whether it is put before coders: it holds words, and they are not the moderator's."""
        return self.role is not Role.MODERATOR and self.words.start < self.words.end


def parts_of(segment_id: str) -> tuple[str, int]:
    """Give the transcript of a segment and its number there, from its id."""
    transcript, _, number = segment_id.rpartition("#")
    return transcript, int(number)


def parts_written(name: str) -> tuple[str, int | None]:
    """Take apart what somebody writes as a segment's id; the number is None where none stands at its end.

    A transcript's own name may hold a `#`, so that only whether there is such a transcript can tell what is meant by
    `Group #3`.
    """
    written = _SEGMENT_ID.fullmatch(name)
    return (written["transcript"], int(written["number"])) if written else (name, None)


@dataclass(frozen=True, slots=True)
class Code:
    """A code of the codebook, or a theme when it has children."""

    id: str
    """Stable; what codings refer to."""
    label: str
    definition: str = ""
    use: tuple[str, ...] = ()
    """When to use the code."""
    avoid: tuple[str, ...] = ()
    """When not to use it."""
    examples: tuple[str, ...] = ()
    children: tuple[Code, ...] = ()
    was: tuple[str, ...] = ()
    """Former ids: its own before it was renamed, and those of codes merged into it. Codings under them are its own."""
    retired: bool = False
    """Not offered or suggested any more, nor is anything below it; its codings stay."""

    @property
    def is_theme(self) -> bool:
        """Whether the code groups others."""
        return bool(self.children)

    def walk(self, path: tuple[str, ...] = ()) -> Iterator[tuple[Code, tuple[str, ...]]]:
        """Yield the code and all below it, each with the ids of the themes above it."""
        yield self, path
        for child in self.children:
            yield from child.walk((*path, self.id))


@dataclass(frozen=True)
class Codebook:
    """The tree of codes that a study uses."""

    title: str
    version: str
    language: str
    roots: tuple[Code, ...]

    @cached_property
    def by_id(self) -> dict[str, Code]:
        """Every code and theme, in the order of the file."""
        return {code.id: code for root in self.roots for code, _ in root.walk()}

    @cached_property
    def path_of(self) -> dict[str, tuple[str, ...]]:
        """For every code the ids of the themes above it, outermost first."""
        return {code.id: path for root in self.roots for code, path in root.walk()}

    @cached_property
    def codes(self) -> tuple[Code, ...]:
        """The codes that can be suggested and applied: those without children that are not retired."""
        return tuple(code for code in self.by_id.values() if not code.is_theme and code.id not in self.retired)

    @cached_property
    def retired(self) -> frozenset[str]:
        """The ids of all codes and themes that are retired, themselves or with a theme above them."""
        return frozenset(
            code_id
            for code_id, path in self.path_of.items()
            if any(self.by_id[above].retired for above in (*path, code_id))
        )

    @cached_property
    def former(self) -> dict[str, str]:
        """For every former id the code that it has become."""
        return {old: code.id for code in self.by_id.values() for old in code.was}

    def current(self, code_id: str) -> str:
        """Give the id that a former one has become through renaming and merging; itself where it is none."""
        return self.former.get(code_id, code_id)

    def label(self, code_id: str) -> str:
        """Give a code's label, or its id where the codebook no longer has it."""
        code = self.by_id.get(self.current(code_id))
        return code.label if code else code_id


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A ranked, explained proposal of a code for a segment. Derived, never stored as data."""

    code: str
    """The code's id."""
    rank: int
    """1 for the first."""
    score: float
    """The probability that the coder gives the segment this code."""
    reason: str
    """The line of the codebook, or the segment given this code, that is nearest to the segment."""
    reason_kind: str
    """What that is: label, definition, use, example; or quote."""

    @property
    def why(self) -> str:
        """The reason in words."""
        if not self.reason:
            return ""
        return f"{'coded quote' if self.reason_kind == 'quote' else self.reason_kind}: {self.reason}"


class Action(StrEnum):
    """What a coder did."""

    APPLY = "apply"
    REJECT = "reject"
    NOTHING = "nothing"
    """No code fits here; the decision names none."""
    MEMO = "memo"
    """Wrote about a coding, a passage, a transcript, a code or a finding. The latest text counts; an empty one takes it
    away."""
    FLAG = "flag"
    """Marked a passage to be discussed."""
    LINK = "link"
    """Tied a passage to a survey finding."""
    TRANSLATION = "translation"
    """Wrote what a passage says in the language of the report. The latest text counts; an empty one takes it away."""
    USE = "use"
    """Marked a passage as quoted in the report."""
    CODEBOOK = "codebook"
    """Changed the codebook."""
    WITHDRAW = "withdraw"

    @property
    def is_verdict(self) -> bool:
        """Whether it says which codes a passage has."""
        return self in {Action.APPLY, Action.REJECT, Action.NOTHING}


class Relation(StrEnum):
    """What a passage does to a survey finding."""

    CONFIRMS = "confirms"
    EXPANDS = "expands"
    CONTRADICTS = "contradicts"


class Mode(StrEnum):
    """Whether suggestions were on screen when the decision was made."""

    ASSISTED = "assisted"
    BLIND = "blind"
    """The coder had hidden them, or there were none."""
    DRAWN = "drawn"
    """Hidden because the segment was drawn at random for blind coding."""


class Queue(StrEnum):
    """In what order segments are put before the coder."""

    READING = "reading"
    UNSURE = "unsure"
    """What the suggestions are least sure of comes first."""
    LIKELIEST = "likeliest"
    """One code's likeliest segments come first."""
    MISSED = "missed"
    """What was expected to be coded and is not: possibly missed."""


@dataclass(frozen=True, slots=True)
class Shown:
    """One suggestion that was on screen when a decision was made."""

    code: str
    score: float


@dataclass(frozen=True, slots=True)
class Decision:
    """What a coder did, when, and what the screen was suggesting. Append-only."""

    id: str
    """A UUID, so that merging two stores is a set union."""
    coder: str
    made_at: datetime
    """In UTC; strictly increasing within one store."""
    action: Action
    transcript: str
    """The transcript's id; empty for what is about a code or the codebook alone."""
    transcript_hash: str
    """Of the text the offsets refer to."""
    span: Span
    """Empty for what is about a transcript as a whole."""
    code: str
    mode: Mode
    shown: tuple[Shown, ...] = ()
    """The suggestions on screen, first one first; empty when blind."""
    withheld: tuple[Shown, ...] = ()
    """When blind: the suggestions that would have been on screen."""
    draw: str = ""
    """The random draw for blind coding that the segment was subject to, drawn or not: its share and seed."""
    gesture: str = ""
    """Decisions made by one key press share it, and are undone together."""
    withdraws: str | None = None
    """For a withdrawal, the id of the decision that it takes back."""
    reverses: str = ""
    """The gesture that this one undoes or, where that was an undo, does again."""
    model: str = ""
    """The name of the embedding model behind the suggestions."""
    codebook_version: str = ""
    at: Span | None = None
    """The words of the segment in hand, where the decision is about another span."""
    text: str = ""
    """Of a memo or translation; of a flag or link why; of a use where; of a change of the codebook what was done."""
    finding: str = ""
    """Of a link, and of a memo about a finding: the finding's id."""
    relation: Relation | None = None
    """Of a link."""
    changes: str = ""
    """Of a change of the codebook: the lines taken out and put in, as JSON."""
    code_then: str = ""
    """The id that the code had when this was decided, where it has another now. Not stored: the codebook says so."""

    @property
    def rank(self) -> int | None:
        """The rank at which the code was shown, if it was."""
        return next((rank for rank, shown in enumerate(self.shown, 1) if shown.code == self.code), None)


@dataclass(frozen=True, slots=True)
class Coding:
    """A code applied by one coder to a span of a transcript: what the decisions come to."""

    decision: str
    """The id of the decision it rests on."""
    coder: str
    transcript: str
    span: Span
    code: str


@dataclass(frozen=True, slots=True)
class Target:
    """What a memo is about: a code on a passage, a passage, a transcript, a code, or a survey finding."""

    transcript: str = ""
    span: Span | None = None
    code: str = ""
    finding: str = ""
    """The id of a finding, where the memo is what a coder infers from it and the quotes linked to it."""


@dataclass(frozen=True, slots=True)
class Memo:
    """What a coder wrote down."""

    decision: str
    """The id of the decision it rests on."""
    coder: str
    made_at: datetime
    target: Target
    text: str


@dataclass(frozen=True, slots=True)
class Flag:
    """A passage that a coder wants to discuss."""

    decision: str
    """The id of the decision it rests on."""
    coder: str
    made_at: datetime
    transcript: str
    span: Span
    text: str
    """Why; may be empty."""


@dataclass(frozen=True, slots=True)
class Link:
    """A passage tied to a survey finding."""

    decision: str
    """The id of the decision it rests on."""
    coder: str
    made_at: datetime
    transcript: str
    span: Span
    finding: str
    """The finding's id."""
    relation: Relation
    text: str
    """Why; may be empty."""


@dataclass(frozen=True, slots=True)
class Translation:
    """What a passage says in the language of the report, in a coder's words."""

    decision: str
    """The id of the decision it rests on."""
    coder: str
    made_at: datetime
    transcript: str
    span: Span
    text: str


@dataclass(frozen=True, slots=True)
class Use:
    """A passage that is quoted in the report."""

    decision: str
    """The id of the decision it rests on."""
    coder: str
    made_at: datetime
    transcript: str
    span: Span
    text: str
    """Where in the report; may be empty."""


@dataclass(frozen=True, slots=True)
class Share:
    """A share of the people asked, computed from microdata. The three numbers are fractions between 0 and 1."""

    value: float
    """Weighted."""
    low: float
    high: float
    """Of the 95 % interval."""
    base: int
    """Answers it rests on, unweighted."""
    missing: int = 0
    """People asked who gave no answer; they are not in the base."""


@dataclass(frozen=True, slots=True)
class Figure:
    """One number of a survey finding, as its source prints it."""

    label: str
    value: str
    country: str | None = None
    sector: str | None = None
    share: Share | None = None
    """Where the figure was computed from microdata, and `value` is its print."""

    @property
    def printed(self) -> str:
        """The value, with the interval and the base where they are known: `52 % (49–55), base 998`."""
        if self.share is None:
            return self.value
        decimals = decimals_for(self.share.high)
        low, high = (per_cent(bound, decimals).removesuffix(" %") for bound in (self.share.low, self.share.high))
        return f"{self.value} ({low}–{high}), base {self.share.base:,}"


@dataclass(frozen=True, slots=True)
class Finding:
    """A survey result: a statement, its figures, the base and the source."""

    id: str
    statement: str
    sectors: tuple[str, ...]
    countries: tuple[str, ...]
    base: str
    source: str
    figures: tuple[Figure, ...] = ()
    question: str = ""
    codes: tuple[str, ...] = ()
    """Codes whose quotes may speak to the finding."""
    notes: tuple[str, ...] = ()
    """What one has to know about its figures, each a sentence."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a coder has come in a transcript."""

    transcript: str
    title: str
    decided: int
    """Codable segments about which the coder has decided anything."""
    codable: int
    """Segments that are not the moderator's and hold words."""
    codings: int
