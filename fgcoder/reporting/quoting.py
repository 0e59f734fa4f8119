"""Quotes as they leave the program: verbatim, with a citation and with speakers called as the researcher wants it.

What a `Quote` is on screen is a passage among others; here it becomes something that can stand in print, and every
table, page and text that quotes goes through this one place.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from fgcoder.model import Codebook, Passage, Transcript, parts_of
from fgcoder.reporting.citing import Cite, citing
from fgcoder.reporting.naming import AS_THEY_STAND, Names
from fgcoder.retrieval.filters import CODE, CODED, CODER
from fgcoder.retrieval.finder import Finder
from fgcoder.retrieval.quotes import Quote
from fgcoder.tabular import Quoted

NOT_CITED = {CODE, CODED, CODER, "role"}
"""What quotes can be filtered by and says nothing of whose words they are."""


@dataclass(frozen=True, slots=True)
class Spoken:
    """What somebody says before or after a quote."""

    speaker: str
    words: str


@dataclass(frozen=True, slots=True)
class Listed:
    """A quote under one code, ready to be printed."""

    number: int
    """Of the passage in the list; the same wherever the passage stands in it."""
    quote: Quote
    name: str
    """By which `fgcoder quotes use` knows it: `dk-public-health#12`, or `dk-public-health:120-260`."""
    code: str
    """The code's id."""
    path: tuple[str, ...]
    """The labels of the themes above the code, outermost first, and its own."""
    coders: tuple[str, ...]
    """Those who gave the passage this code."""
    speaker: str
    words: str
    translation: str
    citation: str
    time: str
    """When it begins in the recording, as `1:02:03`; empty where the transcript does not say."""
    before: tuple[Spoken, ...] = ()
    after: tuple[Spoken, ...] = ()


class Quoting:
    """Makes quotes of a study ready for print.

    Parameters
    ----------
    finder
        Finds the passages.
    transcripts, codebook
        The study's, transcripts by id.
    template
        Of the citations; `citing` says what it may hold.
    names
        What speakers are called.
    written_in
        The file that the template is from, for faults in it; None where it was typed.

    The template is looked at when the first quote is cited, since a table without quotes needs none; `check` does it
    before.
    """

    def __init__(
        self,
        finder: Finder,
        transcripts: Mapping[str, Transcript],
        codebook: Codebook,
        template: str,
        names: Names = AS_THEY_STAND,
        written_in: Path | None = None,
    ) -> None:
        self.finder = finder
        self.transcripts = transcripts
        self.codebook = codebook
        self._names = names
        self._made: dict[Passage, Quoted] = {}
        self._named: dict[str, None] = {}
        self._template = template
        self._written_in = written_in

    def check(self) -> None:
        """See that quotes can be cited, before anything is printed.

        Raises
        ------
        TableError
            If the template is faulty.
        """
        _ = self._cite

    @property
    def are_pseudonyms(self) -> bool:
        """Whether the speakers' labels are not those of the transcripts."""
        return self._names.are_pseudonyms

    @property
    def still_named(self) -> tuple[str, ...]:
        """The quotes given out so far that have the label of a speaker in what was said, though none is to be there."""
        return tuple(self._named)

    def speaker(self, quote: Quote) -> str:
        """Say what its speaker is called."""
        return self._names.of(quote.passage.transcript, quote.speaker, quote.role)

    def words(self, quote: Quote) -> str:
        """Give its words; where it runs over turns each further speaker is called as everywhere."""
        own = [one for one in self.finder.around(quote.passage, 0) if one.quoted is not None]
        name = quote.passage.transcript
        parts = [
            f"{self._names.of(name, one.speaker, one.role)}: {one.quoted.of(one.words)}" for one in own if one.quoted
        ]
        if any(one.quoted and self._names.are_broken_by(one.quoted.of(one.words)) for one in own):
            self._named[self.name(quote)] = None
        first = f"{self._names.of(name, own[0].speaker, own[0].role)}: " if own else ""
        return " ".join(parts).removeprefix(first)

    def time(self, quote: Quote) -> str:
        """Say when the turn that it begins in begins in the recording, as `1:02:03`; empty where nobody knows."""
        seconds = self._seconds.get((quote.passage.transcript, quote.turn))
        return "" if seconds is None else clock(seconds)

    def citation(self, quote: Quote) -> str:
        """Say by the template whose words they are."""
        place = quote.passage
        known = {
            **quote.attributes,
            "speaker": self.speaker(quote),
            "group": place.transcript,
            "transcript": place.transcript,
            "title": quote.title,
            "turn": str(quote.turn),
            "segment": str(parts_of(quote.segment)[1]),
            "time": self.time(quote),
            "start": str(place.span.start),
            "end": str(place.span.end),
        }
        return self._cite(known)

    def quoted(self, quote: Quote) -> Quoted:
        """Give a quote as it stands behind the cells of tables; a translation follows the citation."""
        translated = f" – In translation: “{quote.translation}”" if quote.translation else ""
        return Quoted(self.words(quote), self.citation(quote) + translated)

    def at(self, passages: Iterable[Passage]) -> list[Quoted]:
        """Give passages as they stand behind cells; those in transcripts that are not there are left out."""
        wanted = list(passages)
        new = dict.fromkeys(passage for passage in wanted if passage not in self._made)
        self._made |= {quote.passage: self.quoted(quote) for quote in self.finder.quotes_at(new)}
        return [self._made[passage] for passage in wanted if passage in self._made]

    def one(self, passage: Passage) -> Quoted:
        """Give a passage as it stands in a cell.

        Raises
        ------
        SearchError
            If there is no such transcript.
        """
        return next(iter(self.at([passage])), None) or self.quoted(self.finder.quote(passage))

    def name(self, quote: Quote) -> str:
        """Give the name by which `fgcoder quotes use` knows it."""
        span = quote.passage.span
        return quote.segment if quote.is_segment else f"{quote.passage.transcript}:{span.start}-{span.end}"

    def listed(
        self, quote: Quote, number: int, code: str, *, turns: int = 0, coders: Collection[str] | None = None
    ) -> Listed:
        """Make a quote ready for print.

        Parameters
        ----------
        quote, number
            The quote, and its number in the list.
        code
            The id of the code that it stands under.
        turns
            How many of the turns before and after to give, too.
        coders
            Those to name, if they gave it the code; everybody by default.
        """
        before, after = self._beside(quote.passage, turns)
        if any(self._names.are_broken_by(one.words) for one in (*before, *after)):
            self._named[self.name(quote)] = None
        themes = self.codebook.path_of.get(code, ())
        who = self.finder.coders_of(quote.passage, code)
        return Listed(
            number=number,
            quote=quote,
            name=self.name(quote),
            code=code,
            path=tuple(self.codebook.label(one) for one in (*themes, code)),
            coders=tuple(one for one in who if coders is None or one in coders),
            speaker=self.speaker(quote),
            words=self.words(quote),
            translation=quote.translation,
            citation=self.citation(quote),
            time=self.time(quote),
            before=before,
            after=after,
        )

    def _beside(self, passage: Passage, turns: int) -> tuple[tuple[Spoken, ...], tuple[Spoken, ...]]:
        around = self.finder.around(passage, turns) if turns else []
        own = [at for at, one in enumerate(around) if one.quoted is not None]
        if not own:
            return (), ()
        spoken = [Spoken(self._names.of(passage.transcript, one.speaker, one.role), one.words) for one in around]
        return tuple(spoken[: own[0]]), tuple(spoken[own[-1] + 1 :])

    @cached_property
    def _cite(self) -> Cite:
        own = {"transcript", "title", "turn", "segment", "time", "start", "end"}
        return citing(self._template, (set(self.finder.values()) - NOT_CITED) | own, self._written_in)

    @cached_property
    def _seconds(self) -> dict[tuple[str, int], float | None]:
        return {
            (name, turn.number): turn.seconds
            for name, transcript in self.transcripts.items()
            for turn in transcript.turns
        }


def clock(seconds: float) -> str:
    """Write seconds as on a player's display: `1:02:03`, `2:03`."""
    minutes, left = divmod(int(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{left:02}" if hours else f"{minutes}:{left:02}"


def attributes_of(transcripts: Iterable[Transcript], declared: Collection[str] = ()) -> Sequence[str]:
    """Give the names of all attributes of transcripts, those that the study declares first."""
    there = dict.fromkeys(name for transcript in transcripts for name in transcript.attributes)
    return [*(name for name in declared if name in there), *(name for name in there if name not in declared)]
