"""Learning: what decisions teach, what they do not, and that it carries over to other languages."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from fgcoder.model import Action, Code, Codebook, Decision, Mode, Role, Segment, Span
from fgcoder.suggesting.encoder import Encoder, load_encoder
from fgcoder.suggesting.learning import Learner, prepare
from fgcoder.suggesting.lines import lines_of
from fgcoder.suggesting.ranking import Ranking
from fgcoder.suggesting.suggester import CodeSuggester

BOOK = Codebook(
    "Parks",
    "1",
    "en",
    (
        Code("obstacles", "Obstacles", children=(Code("time", "No time"), Code("forms", "Forms"))),
        Code("trust", "Trust"),
    ),
)
APPLY, REJECT, NOTHING, WITHDRAW = Action.APPLY, Action.REJECT, Action.NOTHING, Action.WITHDRAW
NUMBERS = count(1)


def segment(number: int, transcript: str = "park") -> Segment:
    start = 10 * number
    return Segment(transcript, number, number, start, start + 10, Span(start, start + 9), Role.UNKNOWN)


def given_by(ranking: Ranking) -> dict[int, set[str]]:
    """The codes that were given, by row."""
    codes: dict[int, set[str]] = {}
    for code, rows in ranking.given.items():
        for row in rows.tolist():
            codes.setdefault(row, set()).add(code)
    return codes


def decide(action: Action, code: str = "", at: int = 1, **other: object) -> Decision:
    """Make one decision on the words of a segment of the park unless told otherwise, later than all before it."""
    number = next(NUMBERS)
    made_at = datetime(2024, 5, 1, tzinfo=UTC) + timedelta(minutes=number)
    values = {"coder": "ana", "transcript": "park", "transcript_hash": "h", "span": segment(at).words, **other}
    return Decision(id=f"{number:09}", made_at=made_at, action=action, code=code, mode=Mode.ASSISTED, **values)


@pytest.fixture(scope="module")
def learner() -> Learner:
    """Eight segments and three codes on a map of chance."""
    random = np.random.default_rng(5)

    def vectors(rows: int) -> NDArray[np.float32]:
        made = random.normal(size=(rows, 6))
        return (made / np.linalg.norm(made, axis=1, keepdims=True)).astype(np.float32)

    lines = lines_of(BOOK)
    segments = [segment(number) for number in range(1, 9)]
    texts = [f"words of a person {number}" for number in range(8)]
    return prepare("m", BOOK, lines, vectors(len(lines)), segments, texts, vectors(8), ["en"] * 8)


def of(learner: Learner, *decisions: Decision) -> NDArray[np.float32]:
    return learner.learn(decisions).probabilities()


OPEN = np.nan
"""Not known."""


@pytest.mark.parametrize(
    ("said", "known"),
    [
        pytest.param([(APPLY, "forms")], [0, 1, 0], id="what was applied settles the others"),
        pytest.param([(APPLY, "forms"), (APPLY, "trust")], [0, 1, 1], id="two were applied"),
        pytest.param([(APPLY, "forms"), (REJECT, "time")], [0, 1, 0], id="one was applied, one rejected"),
        pytest.param([(REJECT, "time")], [0, OPEN, OPEN], id="what was rejected leaves the others open"),
        pytest.param([(REJECT, "time"), (REJECT, "trust")], [0, OPEN, 0], id="two were rejected"),
        pytest.param([(NOTHING, "")], [0, 0, 0], id="no code fits"),
        pytest.param([(NOTHING, ""), (APPLY, "time")], [1, 0, 0], id="no code fits, but then one"),
        pytest.param([(NOTHING, ""), (REJECT, "time")], [0, 0, 0], id="no code fits, and one was rejected"),
        pytest.param([(APPLY, "time"), (REJECT, "time")], [0, OPEN, OPEN], id="the later verdict counts"),
        pytest.param([(APPLY, "gone"), (APPLY, "time")], [1, 0, 0], id="beside one that is no longer in the codebook"),
    ],
)
def test_what_decisions_on_a_segment_teach(learner: Learner, said: list[tuple[Action, str]], known: list[float]):
    ranking = learner.learn([decide(action, code, at=3) for action, code in said])
    material, row = learner.material, [2]
    expected = CodeSuggester().fit(material.features[row], np.array([known], float), material.starting[row])
    assert ranking.learnt == (2,)
    assert np.array_equal(ranking.probabilities(), expected.predict_proba(material.features, material.starting))
    for other in ([0, 0, 0], [0, OPEN, OPEN], [OPEN, OPEN, OPEN]):
        if not np.array_equal(other, known, equal_nan=True):
            wrong = CodeSuggester().fit(material.features[row], np.array([other], float), material.starting[row])
            assert not np.array_equal(
                ranking.probabilities(), wrong.predict_proba(material.features, material.starting)
            )


def test_with_no_decision_suggestions_are_the_codebooks(learner: Learner):
    ranking = learner.learn([])
    assert ranking.learnt == ()
    assert np.array_equal((-ranking.probabilities()).argsort(axis=1), (-learner.material.starting).argsort(axis=1))


def test_what_was_taken_back_teaches_nothing(learner: Learner):
    kept, first = decide(REJECT, "trust", at=2), decide(APPLY, "time")
    back = decide(WITHDRAW, "time", withdraws=first.id)
    assert np.array_equal(of(learner, kept, first, back), of(learner, kept))
    assert learner.learn([kept, first, back]).learnt == (1,)
    again = decide(WITHDRAW, "time", withdraws=back.id)
    assert np.array_equal(of(learner, kept, first, back, again), of(learner, kept, first))
    assert not np.array_equal(of(learner, kept, first), of(learner, kept))


@pytest.mark.parametrize(
    "elsewhere",
    [{"span": Span(19, 20)}, {"span": Span(500, 509)}, {"span": Span(0, 9)}, {"transcript": "bridge"}],
    ids=["between two segments", "beyond the last", "before the first", "another transcript"],
)
def test_decisions_on_other_spans_teach_nothing(learner: Learner, elsewhere: dict[str, object]):
    ranking = learner.learn([decide(APPLY, "time", **elsewhere)])
    assert ranking.learnt == ()
    assert given_by(ranking) == {}
    assert np.array_equal(ranking.probabilities(), of(learner))


@pytest.mark.parametrize(
    ("span", "rows"),
    [
        pytest.param(Span(12, 15), [0], id="a part"),
        pytest.param(Span(10, 11), [0], id="one letter at the start"),
        pytest.param(Span(18, 19), [0], id="one letter at the end"),
        pytest.param(Span(10, 29), [0, 1], id="two whole ones"),
        pytest.param(Span(5, 200), list(range(8)), id="all of them"),
        pytest.param(Span(10, 25), [0, 1], id="one and half of the next"),
        pytest.param(Span(10, 24), [0], id="one and less than half of the next"),
        pytest.param(Span(15, 29), [1], id="less than half of one, and the next"),
        pytest.param(Span(14, 29), [0, 1], id="half of one, and the next"),
        pytest.param(Span(17, 23), [1], id="a little of two, half of it in the second"),
        pytest.param(Span(16, 24), [1], id="a little of two, most of it in the second"),
        pytest.param(Span(19, 29), [1], id="from the blank before"),
        pytest.param(Span(80, 95), [7], id="the last and beyond"),
    ],
)
def test_a_passage_teaches_about_the_segments_it_lies_in_or_covers_by_half(
    learner: Learner, span: Span, rows: list[int]
):
    passage = decide(APPLY, "time", span=span, at=3)
    ranking = learner.learn([passage])
    assert list(ranking.learnt) == rows
    assert given_by(ranking) == {row: {"time"} for row in rows}
    whole = [decide(APPLY, "time", at=row + 1) for row in rows]
    assert np.array_equal(ranking.probabilities(), of(learner, *whole))


def test_what_was_rejected_on_a_passage_teaches_nothing_about_the_whole(learner: Learner):
    for action, code in ((REJECT, "time"), (NOTHING, "")):
        assert learner.learn([decide(action, code, span=Span(10, 15))]).learnt == ()


def test_a_passage_beside_the_whole_teaches_both_codes(learner: Learner):
    both = [decide(APPLY, "time", at=2), decide(APPLY, "trust", span=Span(22, 25))]
    ranking = learner.learn(both)
    assert given_by(ranking) == {1: {"time", "trust"}}
    assert np.array_equal(
        ranking.probabilities(), of(learner, decide(APPLY, "time", at=2), decide(APPLY, "trust", at=2))
    )
    back = decide(WITHDRAW, "trust", span=Span(22, 25), withdraws=both[1].id)
    assert given_by(learner.learn([*both, back])) == {1: {"time"}}


def test_notes_teach_nothing(learner: Learner):
    notes = [decide(action, "time") for action in (Action.MEMO, Action.FLAG, Action.LINK, Action.CODEBOOK)]
    assert learner.learn(notes).learnt == ()


@pytest.mark.parametrize("action", [APPLY, REJECT])
def test_decisions_about_codes_that_are_no_longer_in_the_codebook_teach_nothing(learner: Learner, action: Action):
    kept = decide(APPLY, "time", at=2)
    gone = decide(action, "gone", at=3)
    assert learner.learn([kept, gone]).learnt == (1,)
    assert np.array_equal(of(learner, kept, gone), of(learner, kept))


def test_the_order_in_which_decisions_come_in_does_not_matter(learner: Learner):
    decisions = [
        decide(APPLY, "time", at=1),
        decide(REJECT, "time", at=4),
        decide(NOTHING, at=2),
        decide(REJECT, "trust"),
    ]
    assert np.array_equal(of(learner, *decisions), of(learner, *reversed(decisions)))


def test_a_ranking_knows_what_was_given_and_what_was_refused(learner: Learner):
    decisions = [decide(APPLY, "time", at=1), decide(REJECT, "trust", at=1), decide(NOTHING, at=2)]
    ranking = learner.learn([*decisions, decide(REJECT, "forms", at=5)])
    assert ranking.learnt == (0, 1, 4)
    assert given_by(ranking) == {0: {"time"}}
    assert ranking.refused == {0: {"trust"}, 4: {"forms"}}


def test_segments_left_out_of_the_material_teach_nothing(learner: Learner):
    longer = Learner(learner.material, [*(segment(number) for number in range(1, 9)), segment(9)])
    assert longer.learn([decide(APPLY, "time", at=9)]).learnt == ()


def test_a_study_without_segments_can_be_learnt():
    vectors = np.eye(3, 6, dtype=np.float32)
    ranking = prepare("m", BOOK, lines_of(BOOK), vectors, [], [], np.zeros((0, 6), np.float32), []).learn([])
    assert ranking.probabilities().shape == (0, 3)
    assert ranking.suggestions(segment(1)) == []


# With the real model

CARE = Codebook(
    "Care",
    "1",
    "en",
    (
        Code("money", "Money", "There is not enough money for it."),
        Code("contact", "Contact", "How people hear of it and reach each other."),
        Code("trust", "Trust", "Whether people rely on those in office."),
    ),
)
ENGLISH = [
    "The doctor explained how to measure blood pressure at home.",
    "The council has cut the budget again this year.",
    "We have a group on the phone where everybody writes.",
    "Nobody believes what the mayor promises any more.",
    "The nurse showed me how to take my pulse myself.",
    "The bins in the park are never emptied.",
]
CZECH = [
    "Lékařka mi vysvětlila, jak si doma měřit tlak.",
    "Obec letos zase škrtla rozpočet.",
    "Máme skupinu na telefonu, kam všichni píšou.",
    "Starostovi už nikdo nevěří, co slibuje.",
    "Sestra mi ukázala, jak si mám sama změřit tep.",
    "Koše v parku nikdo nevyváží.",
]


@pytest.fixture(scope="module")
def bilingual(model_folder: Path) -> Learner:
    encoder: Encoder = load_encoder("bundled", Path("unused"), model_folder.parent)
    lines = lines_of(CARE)
    texts = [*ENGLISH, *CZECH]
    segments = [segment(number, "park" if number <= len(ENGLISH) else "les") for number in range(1, len(texts) + 1)]
    at = encoder.encode([line.text for line in lines])
    languages = ["en"] * len(ENGLISH) + ["cs"] * len(CZECH)
    return prepare("m", CARE, lines, at, segments, texts, encoder.encode(texts), languages)


def gain(learner: Learner, decisions: Sequence[Decision], code: str) -> NDArray[np.float64]:
    """By how much the log-odds of a code rise with decisions, segment by segment."""
    column = learner.material.codes.index(code)
    before, after = (found[:, column].astype(float) for found in (of(learner), of(learner, *decisions)))
    return np.log(after / (1 - after)) - np.log(before / (1 - before))


def test_a_code_confirmed_in_one_language_rises_for_segments_in_another(bilingual: Learner):
    # Of measuring one's health the codebook says nothing, so that only the coder can have taught it.
    gained = gain(bilingual, [decide(APPLY, "contact", at=1), decide(APPLY, "contact", at=5)], "contact")
    czech = gained[len(ENGLISH) :]
    like, unlike = czech[[0, 4]], czech[[1, 2, 3, 5]]
    assert like.min() > 0.1
    assert like.min() > unlike.max() + 0.1


def test_a_code_refused_in_one_language_falls_for_segments_in_another(bilingual: Learner):
    gained = gain(bilingual, [decide(REJECT, "contact", at=1), decide(REJECT, "contact", at=5)], "contact")
    czech = gained[len(ENGLISH) :]
    assert czech[[0, 4]].max() < -0.1
    assert czech[[0, 4]].max() < czech[[1, 2, 3, 5]].min()
