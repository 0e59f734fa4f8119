"""The overview of a study on disk, against what sessions and the record say of it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from fgcoder.coding.session import CodingSession
from fgcoder.model import Action, Decision, Mode, Segment, Span
from fgcoder.overview import Overview, Stop, StudyOverview
from fgcoder.overview.figures import Line, Work
from fgcoder.pipeline import contents
from fgcoder.storage.store import Store
from fgcoder.study import open_study

UK, DK = "uk-local-environment", "dk-public-health"


class Study:
    """A part of the sample study, and decisions put into its record."""

    def __init__(self, folder: Path, store: Store) -> None:
        self.study = open_study(folder)
        self.store = store
        self.codebook = contents.codebook_of(self.study)

    def segment(self, transcript: str, at: int) -> Segment:
        """Give a segment by its place among those that can be coded, from 1."""
        return [one for one in self.store.segments(transcript) if one.is_codable][at - 1]

    def decide(self, coder: str, transcript: str, at: int | Span, code: str = "red-tape", **more: Any) -> Decision:
        span = at if isinstance(at, Span) else self.segment(transcript, at).words
        moment = self.store.next_moment()
        values = {"action": Action.APPLY, "mode": Mode.BLIND, **more}
        kept = self.store.transcript(transcript).hash
        made = Decision(f"{moment:%s%f}", coder, moment, values.pop("action"), transcript, kept, span, code, **values)
        self.store.append([made])
        return made

    def overview(self, coder: str = "ana") -> StudyOverview:
        return StudyOverview(self.study, lambda: self.store, coder, lambda: self.codebook)


@pytest.fixture
def study(ranked_copy: Path) -> Iterator[Study]:
    with Store.open(open_study(ranked_copy).store) as store:
        yield Study(ranked_copy, store)


def line(overview: Overview, name: str) -> Line:
    return next(one for one in overview.lines if one.id == name)


def test_a_glance_says_what_there_is_without_counting(study: Study):
    study.decide("ana", UK, 3)
    study.store.set_place("ana", DK, 5)
    glance = study.overview().glance()
    assert not glance.is_counted
    assert (glance.title, glance.axes) == ("Co-production in five countries", ("country", "sector"))
    assert [one.id for one in glance.lines] == [DK, UK]
    assert line(glance, UK).codable == sum(segment.is_codable for segment in study.store.segments(UK))
    assert glance.stop == Stop(DK, 5)
    assert glance.next_transcript == DK
    assert all(not one.work for one in glance.lines)


def test_every_coder_s_progress_is_what_their_session_says(study: Study):
    study.decide("ana", UK, 3)
    study.decide("ana", UK, 3, "no-time", action=Action.REJECT)
    study.decide("ana", UK, Span(study.segment(UK, 5).words.start + 3, study.segment(UK, 7).words.end))
    study.decide("ana", UK, 9, "", action=Action.NOTHING, mode=Mode.ASSISTED)
    study.decide("ana", UK, 11, mode=Mode.DRAWN)
    gone = study.decide("ben", UK, 3)
    study.decide("ben", UK, 3, action=Action.WITHDRAW, withdraws=gone.id)
    study.decide("ben", DK, 7)
    study.decide("ben", DK, 7)
    counted = study.overview().count()
    assert counted.coders == ("ana", "ben")
    for coder in counted.coders:
        session = CodingSession(study.store, study.codebook, coder)
        for name in (UK, DK):
            session.open(name)
            progress = session.progress()
            work = line(counted, progress.transcript).work.get(coder, Work())
            assert (work.decided, work.codings) == (progress.decided, progress.codings)
            assert line(counted, progress.transcript).codable == progress.codable
    mine = line(counted, UK).work["ana"]
    assert mine.decided - mine.blind == 1
    assert mine.last == max(one.made_at for one in study.store.decisions(UK, "ana"))
    assert line(counted, UK).work["ben"].decided == 0


def test_flags_are_listed_with_their_words_the_latest_first(study: Study):
    here = study.segment(DK, 7)
    study.decide("ana", DK, 7, "", action=Action.FLAG, text="Is this it?")
    gone = study.decide("ana", DK, 8, "", action=Action.FLAG)
    study.decide("ana", DK, 8, "", action=Action.WITHDRAW, withdraws=gone.id)
    study.decide("ben", UK, 3, "", action=Action.FLAG)
    counted = study.overview().count()
    latest, first = counted.flagged
    assert (latest.flag.transcript, latest.segment, latest.flag.coder) == (UK, study.segment(UK, 3).number, "ben")
    assert (first.flag.transcript, first.segment, first.flag.text) == (DK, here.number, "Is this it?")
    assert first.flag.span == here.words
    assert " ".join(here.words.of(study.store.transcript(DK).text).split()).startswith(first.words)
    assert [one.flags for one in counted.lines] == [1, 1]
    assert counted.done_on(counted.lines).decided == 0, "a flag decides nothing about codes"


def test_agreement_is_counted_where_coders_met(study: Study):
    study.decide("ana", UK, 3)
    assert study.overview().count().met is None
    study.decide("ben", UK, 3)
    study.decide("ana", UK, 5)
    study.decide("ben", UK, 5)
    study.decide("ben", UK, 5, "no-time")
    study.decide("ana", UK, 6, "", action=Action.NOTHING)
    study.decide("ben", UK, 6, "", action=Action.NOTHING)
    study.decide("cem", UK, 9)
    met = study.overview("cem").count().met
    assert met is not None
    assert met.coders == ("ana", "ben")
    assert met.overall.segments == 3
    assert met.alone == 0, "cem met nobody"
    assert met.lowest[0][0] == "No time"
    assert met.lowest[0][1].value < met.lowest[-1][1].value
    study.decide("ana", UK, 7)
    study.decide("ana", DK, 7)
    alone = study.overview().count().met
    assert alone is not None
    assert (alone.overall.segments, alone.alone) == (3, 1), "in a transcript where nobody met nothing is passed over"


def test_one_goes_on_where_one_worked_last_unless_a_place_was_kept(study: Study):
    assert study.overview().count().next_transcript == DK
    study.decide("ana", UK, 3)
    assert study.overview().count().next_transcript == UK
    study.store.set_place("ana", DK, 5)
    assert study.overview().count().next_transcript == DK
    study.store.set_place("ana", "not-there-any-more", 1)
    assert study.overview().count().stop == Stop(DK, 5)


def test_a_log_about_a_transcript_that_is_not_here_changes_nothing(study: Study):
    before = study.overview().count()
    stray = study.decide("ana", UK, 3, action=Action.FLAG)
    study.store.append([
        Decision("x1", "zoe", stray.made_at, Action.APPLY, "elsewhere", "", Span(0, 9), "red-tape", Mode.BLIND),
        Decision("x2", "zoe", stray.made_at, Action.FLAG, "elsewhere", "", Span(0, 9), "", Mode.BLIND),
        Decision("x3", "ana", study.store.next_moment(), Action.WITHDRAW, UK, stray.transcript_hash, Span(0, 9),
                 "", Mode.BLIND, withdraws=stray.id),
    ])  # fmt: skip
    after = study.overview().count()
    assert after.flagged == before.flagged == ()
    assert after.coders == ("ana",)
    assert after.met is None


def test_an_empty_study_has_an_overview(tmp_path: Path):
    (tmp_path / "study.yaml").write_text("title: Empty\n", encoding="utf-8")
    study = open_study(tmp_path)
    with Store.open(study.store) as store:
        counted = StudyOverview(study, lambda: store, "ana", lambda: pytest.fail("nothing to call by a name")).glance()
    assert (counted.lines, counted.axes, counted.next_transcript) == ((), (), "")
