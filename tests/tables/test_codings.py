"""Codings in columns are the codings that the decisions come to."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from typing import Any

import pytest

from fgcoder.model import Action, Code, Codebook, Coding, Span
from fgcoder.pipeline import contents
from fgcoder.record.decisions import codings, following
from fgcoder.tables.coded import CodedCorpus
from fgcoder.tables.codings import CodingColumns

BOOK = Codebook("Small", "1.0", "en", (Code("new", "New", was=("old", "older")), Code("other", "Other")))


def place(coding: Coding) -> tuple[str, Span, str, str]:
    return coding.transcript, coding.span, coding.code, coding.coder


@pytest.mark.parametrize("seed", range(6))
def test_the_tables_codings_are_those_that_the_decisions_come_to(record: Any, seed: int):
    draw = random.Random(seed)
    made: list[Any] = []
    for _ in range(60):
        if made and draw.random() < 0.25:
            made.append(record.withdraw(draw.choice(made)))
            continue
        action = draw.choice([Action.APPLY, Action.APPLY, Action.REJECT, Action.FLAG])
        code = draw.choice(["old", "older", "new", "other", "gone"])
        where = f"g{draw.randrange(3)}#{draw.randrange(3)}"
        made += record.decide(draw.choice(["anna", "ben"]), where, code, action=action)
    wanted = codings(following(record.decisions(), BOOK))
    corpus = contents.coded_corpus(record._store, BOOK)
    assert list(corpus.codings) == sorted(wanted, key=place)
    assert wanted
    assert corpus.worked == {
        (d.transcript, d.coder): max(
            e.made_at for e in record.decisions() if (e.transcript, e.coder) == (d.transcript, d.coder)
        )
        for d in record.decisions()
    }


def test_columns_are_a_sequence_of_codings(three_countries: CodedCorpus):
    made: Sequence[Coding] = list(three_countries.codings)
    columns = CodingColumns.of(made)
    assert CodingColumns.of(columns) is columns
    assert columns == made
    assert columns != made[:-1]
    assert columns != 7
    assert (columns[1], columns[-1], columns[1:3]) == (made[1], made[-1], made[1:3])
    assert [columns[at] for at in range(len(columns))] == list(columns) == made
    assert CodingColumns.of([]) == []
    with pytest.raises(IndexError):
        columns[len(made)]


def test_one_coder_s_columns(three_countries: CodedCorpus):
    columns = CodingColumns.of(three_countries.codings)
    assert columns.by({"ben"}) == [one for one in three_countries.codings if one.coder == "ben"]
    assert columns.by({"ben"}).coders_there == ["ben"]
    assert set(columns.by({"ben"}).codes_there) == {"no-time", "gone"}
    assert columns.by([]) == []


def test_a_store_without_decisions_has_no_codings(new_record: Callable[[], Any]):
    corpus = contents.coded_corpus(new_record()._store, BOOK)
    assert corpus.codings == []
    assert corpus.overlaps[0].tolist() == []
    assert corpus.decided is not None
