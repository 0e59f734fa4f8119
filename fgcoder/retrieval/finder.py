"""The searches of a study: the one thing that the command line and the screens are handed."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from threading import Lock
from typing import TYPE_CHECKING

from fgcoder.errors import Fault, SearchError
from fgcoder.model import Codebook, Passage, Span, parts_written
from fgcoder.retrieval.coded import Coded
from fgcoder.retrieval.corpus import Corpus, read_corpus
from fgcoder.retrieval.filters import ANY, Filters
from fgcoder.retrieval.keywords import keyword_hits, marks_in
from fgcoder.retrieval.nearness import Encoder, Map, draw_map
from fgcoder.retrieval.patterns import compiled
from fgcoder.retrieval.quotes import Base, Found, Hit, Quote, Utterance
from fgcoder.retrieval.selecting import COUNTRY, TITLE, People, Selecting
from fgcoder.storage.searching import Searching, Stamp
from fgcoder.storage.store import Store
from fgcoder.tables.coded import NOT_GIVEN
from fgcoder.tables.selection import pick

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_PLACE = re.compile(r"(?P<transcript>.+):(?P<start>\d+)-(?P<end>\d+)")
MOST_ALIKE = 100
"""Passages given as like another one; further down little is alike."""


@dataclass(frozen=True)
class Snapshot:
    """A study as it was when it was read."""

    corpus: Corpus
    people: People
    stamp: Stamp


class Finder:
    """Finds passages of a study; may be used from several threads.

    The study is read at the first search, and again when transcripts have changed; what is decided meanwhile is
    taken in before each search.

    Parameters
    ----------
    store
        The study's database.
    codebook
        Gives the codebook in use.
    encoder
        Gives the study's embedding model; asked for at the first search by meaning.
    """

    def __init__(self, store: Store, codebook: Callable[[], Codebook], encoder: Callable[[], Encoder]) -> None:
        self._searching = Searching(store)
        self._codebook = codebook
        self._encoder = encoder
        self._coded = Coded(self._searching)
        self._snapshot: Snapshot | None = None
        self._map: Map | None = None
        self._reading = Lock()

    def quotes_under(self, code: str, filters: Filters = ANY) -> Found:
        """Give the passages coded with a code, or with any of a theme's codes, in reading order.

        A passage is given once, whoever coded it and with however many of the codes. With `coder` among the filters
        only what those coders coded counts; with `code` the passage has to be coded with that one, too.

        Raises
        ------
        TableError
            If there is no such code, or no such name or value among the filters.
        """
        now, selecting = self._now()
        codebook = self._codebook()
        filters = selecting.checked(filters)
        wanted = pick(codebook.current(code), selecting.codes, task=TITLE, noun="code")
        codings = self._coded.columns(now.corpus)
        kept = selecting.segments(filters)
        asked = selecting.with_below([wanted])
        passages: dict[tuple[int, int, int], dict[str, None]] = {}
        for at in selecting.chosen(codings, filters, [wanted]).nonzero()[0].tolist():
            key = int(codings.group[at]), int(codings.start[at]), int(codings.end[at])
            passages.setdefault(key, {})[codings.names[codings.code[at]]] = None
        hits = []
        for (number, start, end), codes in sorted(passages.items()):
            group = now.corpus.groups[number]
            span = Span(start - group.origin, end - group.origin)
            rows = now.corpus.rows_of(Passage(group.id, span))
            if rows and kept[rows.start]:
                hits.append(Hit(rows.start, span, codes=tuple(one for one in codes if one in asked)))
        return self._found(now, hits)

    def keyword(self, pattern: str, filters: Filters = ANY) -> Found:
        """Give the segments in which a regular expression matches, the moderator's too, in reading order.

        It ignores case unless it has a capital.

        Raises
        ------
        SearchError
            If the pattern is faulty or takes too long.
        TableError
            If there is no such name or value among the filters.
        """
        now, selecting = self._now()
        kept = selecting.segments(selecting.checked(filters))
        wanted = compiled(pattern)

        def marks(hit: Hit) -> tuple[Span, ...]:
            return marks_in(wanted, now.corpus.groups[int(now.corpus.group[hit.row])].text, hit.span)

        return self._found(now, keyword_hits(now.corpus, kept, wanted), marks=marks)

    def similar(self, like: Passage | str, filters: Filters = ANY, limit: int = MOST_ALIKE) -> Found:
        """Give the segments that are nearest in meaning to a passage or a text, nearest first, in any language.

        The passage itself is left out, and the moderator's words are never among them.

        Raises
        ------
        ModelError
            If the embedding model cannot be had, or nothing has been embedded yet.
        SearchError
            If there is no such passage, or the text is empty.
        TableError
            If there is no such name or value among the filters.
        """
        import numpy as np

        now, selecting = self._now()
        kept = selecting.segments(selecting.checked(filters))
        encoder = self._encoder()
        places = self._places(now, encoder.name)
        own = now.corpus.rows_of(like) if isinstance(like, Passage) else range(0)
        vector, language = self._meaning(now, places, encoder, like, own)
        scores = places.scores(vector, language)
        fits = kept[places.rows] & ((places.rows < own.start) | (places.rows >= own.stop)) & (scores > 0)
        best = np.flatnonzero(fits)
        if len(best) > limit:
            best = best[np.argpartition(-scores[best], limit)[:limit]]
        best = best[np.argsort(-scores[best], kind="stable")]
        hits = [
            Hit(row, now.corpus.span(row), score=min(score, 1.0))
            for row, score in zip(places.rows[best].tolist(), scores[best].tolist(), strict=True)
        ]
        notes = (f"{places.missing:,} passages have not been embedded yet.",) if places.missing else ()
        return self._found(now, hits, notes)

    def around(self, passage: Passage, turns: int = 1) -> list[Utterance]:
        """Give the turns that a passage is in, with so many before and after; quick once the study has been read."""
        now = self._snapshot or self._now()[0]
        return now.corpus.around(passage, turns)

    def quotes_at(self, passages: Iterable[Passage]) -> list[Quote]:
        """Give passages as quotes, in their order; those in transcripts that are not there are left out."""
        now, _ = self._now()
        found = ((passage, now.corpus.rows_of(passage)) for passage in passages)
        return [self._dress(now, Hit(rows.start, passage.span), ()) for passage, rows in found if rows]

    def quote(self, passage: Passage) -> Quote:
        """Give a passage as a quote.

        Raises
        ------
        SearchError
            If there is no such transcript, or nothing is said in it.
        """
        found = self.quotes_at([passage])
        if not found:
            todo = "`fgcoder status` lists the transcripts."
            raise SearchError(
                TITLE, Fault(f"there is no transcript `{passage.transcript}` with words in it.", todo=todo)
            )
        return found[0]

    def coders_of(self, passage: Passage, code: str) -> tuple[str, ...]:
        """Give those who gave this very passage this code, by name."""
        codings = self._coded.codings_on(passage)
        return tuple(sorted({one.coder for one in codings if one.span == passage.span and one.code == code}))

    def meanings(self, passages: Sequence[Passage]) -> NDArray[np.float32]:
        """Say where passages lie in the space of meanings, each from the middle of its language.

        Returns
        -------
        NDArray[float32]
            Shape (n, d). Of norm 1, the mean of the segments that a passage touches; 0 where none is embedded.

        Raises
        ------
        ModelError
            If nothing has been embedded yet, or the model cannot be had.
        """
        now, _ = self._now()
        places = self._places(now, self._encoder().name)
        return places.placed([now.corpus.rows_of(passage) for passage in passages])

    def values(self) -> dict[str, list[str]]:
        """Give every name that a filter can have, with the values that there are."""
        return self._now()[1].values()

    def passage(self, segment_id: str) -> Passage:
        """Give the words of a segment, by its id; or others, by `TRANSCRIPT:START-END`.

        Raises
        ------
        SearchError
            If there is no such segment, or the transcript has no words there.
        """
        corpus = self._now()[0].corpus
        place = _PLACE.fullmatch(segment_id)
        if place is not None and place["transcript"] in corpus.group_named:
            passage = Passage(place["transcript"], Span(int(place["start"]), int(place["end"])))
            if corpus.quoted(passage)[0]:
                return passage
        transcript, number = parts_written(segment_id)
        group = corpus.group_named.get(transcript)
        if group is not None and number is not None:
            first = corpus.groups[group].first
            after = corpus.groups[group + 1].first if group + 1 < len(corpus.groups) else len(corpus.number)
            if 1 <= number <= after - first:
                return Passage(transcript, corpus.span(first + number - 1))
        todo = "A segment is named like `dk-public-health#12`; `fgcoder suggest` lists them."
        if place is not None:
            todo = "Words are named like `dk-public-health:120-260`, by the first character and the one after the last."
        raise SearchError(TITLE, Fault(f"there is no segment `{segment_id}`.", todo=todo))

    def _now(self) -> tuple[Snapshot, Selecting]:
        """Read what has changed."""
        with self._reading:
            stamp = self._searching.transcripts_stamp()
            if self._snapshot is None or self._snapshot.stamp != stamp:
                corpus = read_corpus(self._searching)
                self._snapshot, self._map = Snapshot(corpus, People(corpus), stamp), None
            codebook = self._codebook()
            self._coded.refresh(codebook)
            now = self._snapshot
            return now, Selecting(now.corpus, now.people, self._coded, codebook)

    def _places(self, now: Snapshot, model: str) -> Map:
        with self._reading:
            places = self._map
            if places is None or places.missing:  # what was missing may have been embedded meanwhile
                places = draw_map(now.corpus, self._searching, model)
                self._map = places if now is self._snapshot else None
            return places

    def _meaning(
        self, now: Snapshot, places: Map, encoder: Encoder, like: Passage | str, own: Sequence[int]
    ) -> tuple[NDArray[np.float32], int]:
        """Give the vector of what is asked for, and its language."""
        if isinstance(like, Passage):
            known = places.vector_of(range(own[0], own[-1] + 1)) if own else None
            if known is not None:
                return known
            like = now.corpus.quoted(like)[0]
        if not like.strip():
            raise SearchError(TITLE, Fault("there is nothing to search for."))
        vector = encoder.encode([" ".join(like.split())])[0]
        return vector, places.language_of(vector)

    def _found(
        self,
        now: Snapshot,
        hits: Sequence[Hit],
        notes: tuple[str, ...] = (),
        marks: Callable[[Hit], tuple[Span, ...]] = lambda _: (),
    ) -> Found:
        people = {int(now.corpus.person[hit.row]) for hit in hits}
        groups = {now.corpus.people[person].group for person in people}
        countries = now.people.columns.get(COUNTRY, [])
        base = Base(
            quotes=len(hits),
            speakers=len(people),
            transcripts=len(groups),
            of_transcripts=len(now.corpus.groups),
            countries=len(_given(countries[person] for person in people) if countries else ()),
            of_countries=len(_given(countries)),
        )
        return Found(hits, lambda hit: self._dress(now, hit, marks(hit)), base, notes)

    def _dress(self, now: Snapshot, hit: Hit, wanted: tuple[Span, ...]) -> Quote:
        corpus = now.corpus
        group, person = corpus.groups[int(corpus.group[hit.row])], int(corpus.person[hit.row])
        passage = Passage(group.id, hit.span)
        words, marks = corpus.quoted(passage, wanted)
        codings = self._coded.codings_on(passage)
        folded = self._coded.of(group.id)
        speaker = corpus.people[person].speaker
        return Quote(
            passage=passage,
            title=group.title,
            attributes=now.people.known[person],
            speaker=speaker.label,
            role=speaker.role,
            turn=int(corpus.turn[hit.row]),
            segment=f"{group.id}#{corpus.number[hit.row]}",
            words=words,
            marks=marks,
            codes=tuple(dict.fromkeys([*hit.codes, *(coding.code for coding in codings)])),
            coders=tuple(sorted({coding.coder for coding in codings})),
            score=hit.score,
            has_memo=any(span.overlaps(hit.span) for span in folded.memos),
            is_flagged=any(span.overlaps(hit.span) for span in folded.flags),
            is_segment=corpus.span(hit.row) == hit.span,
            is_used=any(span.overlaps(hit.span) for span in folded.uses),
            translation=folded.translations.get(hit.span, ""),
        )


def _given(values: Iterable[str]) -> Collection[str]:
    return {value for value in values if value != NOT_GIVEN}
