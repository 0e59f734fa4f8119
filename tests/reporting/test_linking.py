"""Proposals: tied codes first, then nearness; on the sample with the real model, and with what can be counted."""

from __future__ import annotations

from datetime import UTC, datetime

import numpy as np
import pytest

from fgcoder.model import Finding, Link, Passage, Relation
from fgcoder.pipeline import contents, embedding
from fgcoder.reporting.finding_texts import KeepingEncoder, text_of
from fgcoder.reporting.linking import FindingsForQuotes, nearest_first, quotes_for, tied_codes
from fgcoder.retrieval.filters import Filters
from fgcoder.retrieval.finder import Finder
from fgcoder.study import open_study
from fgcoder.tables.joint.parts import Unlinked

UK = "uk-local-environment"


@pytest.fixture
def study(ranked_copy):
    return open_study(ranked_copy)


@pytest.fixture
def book(study):
    return contents.codebook_of(study)


@pytest.fixture
def finder(study, store, book):
    return Finder(store, lambda: book, lambda: embedding.encoder_of(study))


@pytest.fixture
def coded(sit):
    """Three segments coded, two of them with codes that the first findings of the sample are tied to."""
    session = sit("ana", UK)
    places = [number for number, one in enumerate(session.segments) if one.is_codable][:3]
    for place, code in zip(places, ("red-tape", "low-effort", "lifestyle-change"), strict=True):
        session.move_to(place)
        session.apply(code)
    return [Passage(UK, session.segments[place].words) for place in places]


def finding(*codes, statement="Engagement is highest where it takes little effort."):
    return Finding("f", statement, (), (), "b", "s", codes=codes)


def test_what_is_under_a_tied_code_comes_first(finder, book, coded):
    proposed, notes = quotes_for(finding("low-effort"), finder, book, [])
    assert notes == ()
    assert proposed[0].quote.passage == coded[1]
    assert {one.quote.passage for one in proposed} <= set(coded), "only what is coded"
    assert proposed[0].why.codes == ("low-effort",)
    assert all(one.why.codes == () for one in proposed[1:])
    near = [one.why.near for one in proposed[1:]]
    assert near == sorted(near, reverse=True)
    assert proposed[0].why.reason(book).startswith("coded Low-effort contribution, likeness ")


def test_a_theme_stands_for_its_codes_and_former_ids_are_followed(finder, book, coded):
    theme = book.path_of["red-tape"][-1]
    assert "red-tape" in tied_codes(finding(theme), book)
    assert tied_codes(finding("nowhere"), book) == frozenset()
    proposed, _ = quotes_for(finding(theme), finder, book, [])
    assert proposed[0].quote.passage == coded[0]


def test_what_is_linked_already_is_marked_and_the_limit_holds(finder, book, coded):
    link = Link("d", "ben", datetime(2026, 1, 1, tzinfo=UTC), UK, coded[1].span, "f", Relation.EXPANDS, "")
    other = Link("e", "ben", datetime(2026, 1, 1, tzinfo=UTC), UK, coded[1].span, "g", Relation.EXPANDS, "")
    (one,), _ = quotes_for(finding("low-effort"), finder, book, [link, other], limit=1)
    assert one.why.links == (link,)
    none, _ = quotes_for(finding("low-effort"), finder, book, [], filters=Filters.of([("language", "da")]))
    assert none == []


def test_nothing_embedded_gives_what_is_under_the_codes_in_reading_order(study, store, book, coded):
    class Elsewhere:
        name = "a model that nothing was embedded with"

    unembedded = Finder(store, lambda: book, Elsewhere)
    proposed, notes = quotes_for(finding("lifestyle-change", "red-tape"), unembedded, book, [])
    assert [one.quote.passage for one in proposed] == [coded[0], coded[2]]
    assert all(one.why.near is None for one in proposed)
    assert "reading order" in notes[0]
    ranked = FindingsForQuotes([finding("low-effort")], unembedded, lambda: book).rank(coded[0], ())
    assert ranked[0].why.near is None
    passages = [Unlinked(one, "", ()) for one in coded]
    assert nearest_first(unembedded)(finding(), passages) == passages


def test_findings_are_ranked_for_a_quote(study, finder, book, coded):
    findings = contents.findings_of(study, compute=False)
    ranker = FindingsForQuotes(findings, finder, lambda: book)
    ranked = ranker.rank(coded[1], ["low-effort"])
    assert {one.finding.id for one in ranked} == {one.id for one in findings}
    tied = [one for one in ranked if one.why.codes]
    assert tied == ranked[: len(tied)]
    assert {one.finding.id for one in tied} == {one.id for one in findings if "low-effort" in one.codes}
    assert not any(one.why.codes for one in ranker.rank(coded[1], [])), "nobody is told what others coded"


def test_the_nearest_text_wins_whatever_its_language(finder, book, store):
    """Findings in words much like a quote's come first for it, and the quote comes first for them."""
    danish = next(
        Passage("dk-public-health", one.words)
        for one in store.segments("dk-public-health")
        if one.is_codable and one.words.end - one.words.start > 80
    )
    words = danish.span.of(store.transcript("dk-public-health").text)
    same = Finding("same", words, (), (), "b", "s")
    other = Finding("other", "The forms for a street party are too long.", (), (), "b", "s")
    ranked = FindingsForQuotes([other, same], finder, lambda: book).rank(danish, ())
    assert [one.finding.id for one in ranked] == ["same", "other"]
    elsewhere = next(Passage(UK, one.words) for one in store.segments(UK) if one.is_codable)
    order = nearest_first(finder)
    passages = [Unlinked(elsewhere, "", ()), Unlinked(danish, "", ())]
    assert order(same, passages) == passages, "nothing is coded, so no order is known"


def test_the_nearest_coded_passage_is_picked_first(finder, coded, store):
    text = store.transcript(UK).text
    passages = [Unlinked(one, "", ()) for one in coded]
    for one in passages:
        alike = Finding("f", one.passage.span.of(text), (), (), "b", "s")
        assert nearest_first(finder)(alike, passages)[0] == one


def test_the_question_counts(finder):
    asked = Finding("f", "About half do.", (), (), "b", "s", question="Do you cycle?")
    assert text_of(asked) == "About half do. Do you cycle?"


def test_what_is_made_of_findings_is_kept_and_nothing_else(study, store):
    class Counted:
        name = "counted"
        dimensions = 2

        def __init__(self):
            self.asked = []

        def encode(self, texts):
            self.asked += texts
            return np.array([[1.0, 0.0]] * len(texts), np.float32)

        def encode_batches(self, texts):
            yield range(len(texts)), self.encode(texts)

    findings = contents.findings_of(study, compute=False)
    encoder = Counted()
    keeping = KeepingEncoder(encoder, store, findings)
    text = text_of(findings[0])
    for _ in range(2):
        assert keeping.encode([text]).tolist() == [[1.0, 0.0]]
    assert encoder.asked == [text]
    for _ in range(2):
        keeping.encode(["What a coder types."])
    assert encoder.asked == [text, *["What a coder types."] * 2]
    assert keeping.name == "counted"
