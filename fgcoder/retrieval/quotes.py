"""Quotes: passages of the transcripts with all one needs to judge and to cite them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, overload

from fgcoder.model import Passage, Role, Span
from fgcoder.wording import counted

NOBODY = "(nobody named)"
"""Stands for the speaker where the text names none."""
_CITED = ("country", "sector")
"""What a citation says about the group, where it is known; of the speaker it says the stakeholders."""


@dataclass(frozen=True, slots=True)
class Quote:
    """A passage, who speaks, what it was coded with."""

    passage: Passage
    title: str
    """Of the transcript."""
    attributes: Mapping[str, str]
    """Of the transcript and of the speaker, by name; with the language."""
    speaker: str
    """The label; empty where the text names nobody."""
    role: Role
    turn: int
    """The number of the turn it begins in."""
    segment: str
    """The id of the segment it begins in."""
    words: str
    """White space in it is single spaces; where it runs over turns, the label of each further speaker is in it."""
    marks: tuple[Span, ...] = ()
    """What was searched for, as spans of `words`."""
    codes: tuple[str, ...] = ()
    """Ids of the codes on it or on a part of it: first those that were asked for, each once."""
    coders: tuple[str, ...] = ()
    """Those who applied them, by name."""
    score: float | None = None
    """How near it is in meaning to what was asked for: 0 as far as any passage; 1 is reached by no short one."""
    has_memo: bool = False
    is_flagged: bool = False
    is_segment: bool = False
    """Whether it is all the words of its segment, and no others."""
    is_used: bool = False
    """Whether it, or a part of it, is marked as quoted in the report."""
    translation: str = ""
    """What a coder wrote that it says, in the language of the report."""

    @property
    def who(self) -> str:
        """The speaker, as people are to read it."""
        return "moderator" if self.role is Role.MODERATOR else self.speaker or NOBODY

    @property
    def about(self) -> str:
        """What is known of who said it: `P3, citizen, Denmark, public health`."""
        of_speaker = [] if self.role is Role.MODERATOR else [self.attributes.get("stakeholders")]
        known = [self.who, *of_speaker, *(self.attributes.get(name) for name in _CITED)]
        return ", ".join(part for part in known if part)

    @property
    def citation(self) -> str:
        """Who said it and where, for print: `P3, citizen, Denmark, public health; dk-public-health, turn 12`."""
        return f"{self.about}; {self.passage.transcript}, turn {self.turn}"

    @property
    def cited(self) -> str:
        """The words in quotation marks, and the citation."""
        return f"“{self.words}” ({self.citation})"


@dataclass(frozen=True, slots=True)
class Utterance:
    """A turn beside a quote, or the quote's own."""

    turn: int
    speaker: str
    """As `Quote.who`."""
    role: Role
    words: str
    quoted: Span | None = None
    """The part of the words that the quote covers; None in turns before and after."""


@dataclass(frozen=True, slots=True)
class Base:
    """What a number of quotes is to be read against."""

    quotes: int
    speakers: int
    """Different people among them; the moderator counts, too, where the moderator is quoted."""
    transcripts: int
    of_transcripts: int
    """In the study."""
    countries: int = 0
    of_countries: int = 0
    """In the study; 0 where its transcripts name no country."""

    def __str__(self) -> str:
        text = counted(self.quotes, "quote")
        if not self.quotes:
            return text
        text += f" by {counted(self.speakers, 'speaker')} in {self.transcripts:,} of "
        text += counted(self.of_transcripts, "transcript")
        if self.of_countries > 1:
            text += f", {self.countries} of {self.of_countries} countries"
        return text


@dataclass(frozen=True, slots=True)
class Hit:
    """What a search found, before it is dressed as a quote."""

    row: int
    """The segment in which it begins, by its row in the corpus."""
    span: Span
    """In the transcript."""
    score: float | None = None
    codes: tuple[str, ...] = ()
    """Those that were asked for."""


@dataclass(frozen=True)
class Found(Sequence[Quote]):
    """The quotes that a search found. Each is put together when it is looked at: thousands may have been found."""

    hits: Sequence[Hit]
    dress: Callable[[Hit], Quote]
    base: Base
    notes: tuple[str, ...] = field(default=())
    """What one has to know about the result, each a sentence."""

    def __len__(self) -> int:
        return len(self.hits)

    @overload
    def __getitem__(self, index: int) -> Quote: ...

    @overload
    def __getitem__(self, index: slice) -> list[Quote]: ...

    def __getitem__(self, index: Any) -> Any:
        if isinstance(index, slice):
            return [self.dress(hit) for hit in self.hits[index]]
        return self.dress(self.hits[index])

    def __iter__(self) -> Iterator[Quote]:
        return map(self.dress, self.hits)
