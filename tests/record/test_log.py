"""A log gives back the decisions that went in, and names the line that is not one."""

from __future__ import annotations

import json
import stat
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fgcoder.errors import StoreError
from fgcoder.model import Action, Decision, Mode, Relation, Shown, Span
from fgcoder.record import log as decision_log

words = st.text(st.characters(codec="utf-8", exclude_categories=["Cc"]), min_size=1, max_size=12)
offsets = st.tuples(st.integers(0, 10**7), st.integers(0, 10**7)).map(sorted)
listed = st.lists(st.builds(Shown, words, st.floats(-100, 100).map(lambda score: round(score, 4))), max_size=3).map(
    tuple
)
some_decisions = st.lists(
    st.builds(
        Decision,
        id=words,
        coder=words,
        made_at=st.datetimes(datetime(1970, 1, 1), datetime(2026, 1, 1), timezones=st.just(UTC)),
        action=st.sampled_from(Action),
        transcript=words,
        transcript_hash=st.text("0123456789abcdef", min_size=64, max_size=64),
        span=offsets.map(lambda ends: Span(*ends)),
        code=words,
        mode=st.sampled_from(Mode),
        shown=listed,
        withheld=listed,
        draw=st.just("") | words,
        gesture=st.just("") | words,
        withdraws=st.none() | words,
        model=st.just("") | words,
        codebook_version=st.just("") | words,
        at=st.none() | offsets.map(lambda ends: Span(*ends)),
        text=st.just("") | words,
        finding=words,
        relation=st.sampled_from(Relation),
        changes=st.just("") | words,
        reverses=st.just("") | words,
    ).map(lambda one: replace(one, code="") if one.action is Action.NOTHING else one),
    max_size=4,
)

A_DECISION = Decision(
    "11111111-1111-4111-8111-111111111111",
    "anna",
    datetime(2026, 3, 1, 9, 30, 0, 17, tzinfo=UTC),
    Action.APPLY,
    "dk-public-health",
    "ab" * 32,
    Span(10, 20),
    "low-effort",
    Mode.ASSISTED,
    (Shown("low-effort", 1.23456789), Shown("done-my-part", 0.5)),
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(some_decisions)
def test_what_was_written_is_what_is_read(tmp_path, decisions):
    log = tmp_path / "log.jsonl"
    assert decision_log.write(decisions, log) == len(decisions)
    assert list(decision_log.read(log)) == decisions


@pytest.mark.parametrize(
    ("odd", "read"),
    [("\u2028", "\u2028"), ('"', '"'), ("\t", "\t"), ("\0", "")]
    + [(end, "\n") for end in ("\x85", "\x1e", "\v", "\r", "\n")],
)
def test_a_character_that_some_take_for_a_line_end_tears_no_line(tmp_path, odd, read):
    named = replace(A_DECISION, coder=f"anna{odd}b", shown=())
    decision_log.write([named, named], tmp_path / "log.jsonl")
    assert list(decision_log.read(tmp_path / "log.jsonl")) == [replace(named, coder=f"anna{read}b")] * 2
    assert (tmp_path / "log.jsonl").read_bytes().count(b"\n") == 2


def test_what_would_steer_a_terminal_is_left_out_of_every_text(tmp_path):
    odd = "\x1b]0;x\a\x9b31mwhy\r\n"
    made = replace(A_DECISION, coder=odd, code=odd, text=odd, finding=odd, model=odd, shown=(Shown(odd, 1.0),))
    decision_log.write([made], tmp_path / "log.jsonl")
    (read,) = decision_log.read(tmp_path / "log.jsonl")
    assert {read.coder, read.code, read.text, read.finding, read.model, read.shown[0].code} == {"]0;x31mwhy\n"}


def test_scores_are_kept_to_four_decimals():
    line = json.loads(decision_log.to_line(replace(A_DECISION, withheld=(Shown("no-time", 2 / 3),))))
    assert line["shown"] == [["low-effort", 1.2346], ["done-my-part", 0.5]]
    assert line["withheld"] == [["no-time", 0.6667]]


def test_that_no_code_fits_and_the_taking_back_of_it_name_no_code(tmp_path):
    nothing = replace(A_DECISION, action=Action.NOTHING, code="", shown=(), mode=Mode.DRAWN, draw="0.1/7")
    back = replace(nothing, id="back", action=Action.WITHDRAW, withdraws=nothing.id)
    decision_log.write([nothing, back], tmp_path / "log.jsonl")
    assert list(decision_log.read(tmp_path / "log.jsonl")) == [nothing, back]


def test_a_log_from_before_there_was_a_draw_can_be_read(tmp_path):
    fields = json.loads(decision_log.to_line(replace(A_DECISION, shown=())))
    del fields["withheld"], fields["draw"]
    (tmp_path / "log.jsonl").write_text(json.dumps(fields), encoding="utf-8")
    assert list(decision_log.read(tmp_path / "log.jsonl")) == [replace(A_DECISION, shown=())]


OLD_LINE = (
    '{"id": "11111111-1111-4111-8111-111111111111", "coder": "anna", "made_at": "2026-03-01T09:30:00.000017+00:00", '
    f'"action": "apply", "transcript": "dk-public-health", "transcript_hash": "{"ab" * 32}", "start": 10, "end": 20, '
    '"code": "low-effort", "mode": "assisted", "shown": [["low-effort", 1.2346], ["done-my-part", 0.5]], '
    '"withheld": [], "draw": "0.1/7", "gesture": "g1", "withdraws": null, "model": "m", "codebook_version": "1.0"}'
)
"""As it was written before there were memos and redoing."""


def test_a_log_from_before_there_were_memos_can_be_read_and_is_written_as_it_was(tmp_path):
    (tmp_path / "log.jsonl").write_text(OLD_LINE + "\n", encoding="utf-8")
    (read,) = decision_log.read(tmp_path / "log.jsonl")
    assert (read.at, read.relation) == (None, None)
    assert (read.text, read.finding, read.changes, read.reverses) == ("", "", "", "")
    assert (read.gesture, read.draw, read.span) == ("g1", "0.1/7", Span(10, 20))
    decision_log.write([read], tmp_path / "again.jsonl")
    assert (tmp_path / "again.jsonl").read_text(encoding="utf-8") == OLD_LINE + "\n"


NOWHERE = {"transcript": "", "transcript_hash": "", "span": Span(0, 0)}


@pytest.mark.parametrize(
    "fields",
    [
        {"action": Action.MEMO, "text": "Who says so?\nNobody."},
        {"action": Action.MEMO, "text": ""},
        {"action": Action.MEMO, "span": Span(0, 0), "code": ""},
        {"action": Action.MEMO, **NOWHERE},
        {"action": Action.MEMO, **NOWHERE, "code": "", "finding": "few-organised", "text": "Who would?"},
        {"action": Action.FLAG, "code": ""},
        {"action": Action.LINK, "code": "", "finding": "f1", "relation": Relation.EXPANDS, "text": "why"},
        {"action": Action.TRANSLATION, "code": "", "text": "We have no time."},
        {"action": Action.TRANSLATION, "code": "", "text": ""},
        {"action": Action.USE, "code": "", "text": "chapter 3"},
        {"action": Action.CODEBOOK, "text": "Added the code X", "changes": '[[1,[],["é"],[],[]]]', **NOWHERE},
        {"action": Action.WITHDRAW, "withdraws": "there", "reverses": "g1", **NOWHERE},
        {"at": Span(10, 40)},
    ],
    ids=lambda fields: "-".join(map(str, fields.values()))[:20],
)
def test_what_is_written_beside_codings_goes_out_and_comes_back(tmp_path, fields):
    made = replace(A_DECISION, shown=(), **fields)
    decision_log.write([made], tmp_path / "log.jsonl")
    assert list(decision_log.read(tmp_path / "log.jsonl")) == [made]


def test_times_are_written_in_utc():
    there = replace(A_DECISION, made_at=A_DECISION.made_at.astimezone(timezone(timedelta(hours=2))))
    assert decision_log.to_line(there) == decision_log.to_line(A_DECISION)
    assert json.loads(decision_log.to_line(there))["made_at"] == "2026-03-01T09:30:00.000017+00:00"


def test_a_log_is_for_its_owner_alone(tmp_path):
    decision_log.write([A_DECISION], tmp_path / "log.jsonl")
    assert stat.S_IMODE((tmp_path / "log.jsonl").stat().st_mode) == 0o600


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"coder": ""}, "coder: is empty"),
        ({"coder": "\x1b"}, "coder: is empty"),
        ({"made_at": "2026-03-01T09:30:00"}, "made_at"),
        ({"action": "paint"}, "action"),
        ({"transcript_hash": "AB" * 32}, "transcript_hash"),
        ({"start": -1}, "start"),
        ({"end": 9}, "before the start"),
        ({"mode": None}, "mode"),
        ({"shown": [["low-effort"]]}, "shown"),
        ({"withheld": [["low-effort"]]}, "withheld"),
        ({"draw": 0.1}, "draw"),
        ({"code": ""}, "code: is empty"),
        ({"code": "", "action": "reject"}, "code: is empty"),
        ({"action": "nothing"}, "`nothing` says that no code fits"),
        ({"colour": "red"}, "colour"),
        ({"transcript": "", "transcript_hash": ""}, "transcript: is empty"),
        ({"transcript": "", "transcript_hash": "", "action": "flag"}, "transcript: is empty"),
        ({"transcript_hash": ""}, "transcript, transcript_hash: one of the two is missing"),
        ({"at_start": 3}, "at_start, at_end: one of the two is missing"),
        ({"at_start": 3, "at_end": 2}, "at_end: 2 lies before the start, 3"),
        ({"at_start": -1, "at_end": 2}, "at_start"),
        ({"action": "link", "finding": "f1"}, "finding, relation: one of the two is missing"),
        ({"action": "link", "relation": "confirms"}, "finding, relation: one of the two is missing"),
        ({"action": "link", "finding": "f1", "relation": "likes"}, "relation"),
        (
            {"action": "memo", "code": "", "transcript": "", "transcript_hash": ""},
            "transcript, code, finding: all are empty",
        ),
        ({"text": None}, "text"),
        ({"made_at": "0001-01-01T00:00:00+14:00"}, "made_at: 0001-01-01T00:00:00+14:00 lies before 1970"),
        ({"made_at": "1969-12-31T23:59:59+00:00"}, "made_at: 1969-12-31T23:59:59+00:00 lies before 1970"),
        ({"made_at": "9999-12-31T23:59:59.999999+00:00"}, "lies ahead"),
        ({"made_at": "9999-12-31T23:59:59-12:00"}, "lies ahead"),
        ({"made_at": (datetime.now(UTC) + timedelta(days=2)).isoformat()}, "lies ahead"),
        ({"end": 2**31}, "end"),
        ({"start": 2**63, "end": 2**63}, "start"),
        ({"at_start": 0, "at_end": 2**63}, "at_end"),
        ({"shown": [["low-effort", float("nan")]]}, "shown"),
        ({"withheld": [["low-effort", float("inf")]]}, "withheld"),
    ],
)
def test_a_faulty_line_is_named(tmp_path, change, says):
    good = decision_log.to_line(A_DECISION)
    bad = json.dumps(json.loads(good) | change)
    log = tmp_path / "log.jsonl"
    log.write_text(f"{good}\n\n{bad}\n{good}\n", encoding="utf-8")
    with pytest.raises(StoreError) as caught:
        list(decision_log.read(log))
    (fault,) = caught.value.faults
    assert (fault.path, fault.line) == (log, 3)
    assert says in fault.what


@pytest.mark.parametrize("moment", ["1970-01-01T00:00:00+00:00", None])
def test_the_first_time_of_a_clock_and_one_of_a_clock_half_a_day_ahead_are_times(tmp_path, moment):
    moment = moment or (datetime.now(UTC) + timedelta(hours=12)).isoformat()
    line = json.dumps(json.loads(decision_log.to_line(A_DECISION)) | {"made_at": moment})
    (tmp_path / "log.jsonl").write_text(line, encoding="utf-8")
    (read,) = decision_log.read(tmp_path / "log.jsonl")
    assert read.made_at == datetime.fromisoformat(moment)


@pytest.mark.parametrize(
    "field", ["id", "coder", "made_at", "action", "transcript", "transcript_hash", "start", "code"]
)
def test_a_line_that_lacks_a_field_is_named(tmp_path, field):
    fields = json.loads(decision_log.to_line(A_DECISION))
    del fields[field]
    (tmp_path / "log.jsonl").write_text(json.dumps(fields), encoding="utf-8")
    with pytest.raises(StoreError, match=rf"log\.jsonl:1: {field}"):
        list(decision_log.read(tmp_path / "log.jsonl"))


def test_a_log_that_an_editor_saved_with_a_mark_before_it_is_read(tmp_path):
    line = decision_log.to_line(A_DECISION)
    (tmp_path / "log.jsonl").write_text(line + "\n", encoding="utf-8-sig")
    assert list(map(decision_log.to_line, decision_log.read(tmp_path / "log.jsonl"))) == [line]


def test_a_line_that_is_not_json_is_named(tmp_path):
    (tmp_path / "log.jsonl").write_text("<html>", encoding="utf-8")
    with pytest.raises(StoreError, match=r"log\.jsonl:1: the line"):
        list(decision_log.read(tmp_path / "log.jsonl"))


def test_a_file_that_is_not_there_and_one_that_is_not_text(tmp_path):
    with pytest.raises(StoreError, match="No such file"):
        list(decision_log.read(tmp_path / "none.jsonl"))
    (tmp_path / "old.jsonl").write_bytes(b'{"coder": "Ren\xe9"}\n')
    with pytest.raises(StoreError, match="UTF-8"):
        list(decision_log.read(tmp_path / "old.jsonl"))
