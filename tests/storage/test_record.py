"""Decisions are only ever added and outlive a crash; merging is a set union; a coder goes on where they left."""

from __future__ import annotations

import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from itertools import islice
from pathlib import Path
from threading import Barrier

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy.exc import IntegrityError

from fgcoder.model import Action, Mode, Relation, Span
from fgcoder.record.decisions import in_force, in_order
from fgcoder.storage.store import Store


def test_decisions_come_out_as_they_went_in_and_in_order_of_time(file, make):
    made = [
        make(3),
        make(1, action=Action.REJECT, mode=Mode.BLIND, shown=(), gesture="", model="", codebook_version=""),
        make(2, action=Action.WITHDRAW, withdraws=make(1).id, span=Span(0, 10**6), code="ě😀"),
    ]
    with Store.open(file) as store:
        store.append(made)
    with Store.open(file) as store:
        assert store.decisions() == [made[1], made[2], made[0]]
        assert [one.made_at.tzinfo for one in store.decisions()] == [UTC] * 3


def test_what_is_written_beside_codings_comes_out_as_it_went_in(store, make):
    nowhere = {"transcript": "", "transcript_hash": "", "span": Span(0, 0)}
    made = [
        make(1, at=Span(10, 40)),
        make(2, action=Action.MEMO, text="Who says so?\nNobody. ě😀"),
        make(3, action=Action.MEMO, text="", **nowhere),
        make(4, action=Action.FLAG, code="", text="why"),
        make(5, action=Action.LINK, code="", finding="f1", relation=Relation.CONTRADICTS, text="not quite"),
        make(6, action=Action.CODEBOOK, text="Added the code X", changes='[[1,[],["é"],[],[]]]', **nowhere),
        make(7, action=Action.WITHDRAW, withdraws=make(6).id, reverses="g6", **nowhere),
    ]
    store.append(made)
    assert store.decisions() == made
    assert store.decisions("") == [made[2], *made[5:]]
    assert store.merge(made) == 0


def test_times_of_another_zone_are_the_same_times(store, make):
    there = make(1).made_at.astimezone(timezone(timedelta(hours=5)))
    store.append([make(1, made_at=there)])
    assert store.decisions() == [make(1)]


def test_decisions_of_one_transcript_and_of_one_coder(store, make):
    made = [make(1), make(2, coder="jonas"), make(3, transcript="de"), make(4, coder="jonas", transcript="de")]
    store.append(made)
    assert store.decisions("de") == made[2:]
    assert store.decisions(coder="jonas") == [made[1], made[3]]
    assert store.decisions("de", "jonas") == [made[3]]
    assert store.decisions("none") == []
    assert store.coders() == ["anna", "jonas"]


def test_the_latest_first(store, make):
    made = [make(number, coder="jonas" if number % 10 == 0 else "anna") for number in range(120)]
    store.append(made)
    anna = [one for one in made if one.coder == "anna"]
    assert list(store.decisions_latest_first("anna")) == anna[::-1]
    assert list(islice(store.decisions_latest_first("anna"), 3)) == anna[:-4:-1]


def test_the_decisions_of_one_key_press(store, make):
    made = [
        make(1, gesture="g"),
        make(2, gesture="g", coder="jonas"),
        make(3, gesture=""),
        make(4, gesture="h"),
        make(5, gesture="g"),
    ]
    store.append(made[::-1])
    assert store.decisions_of_gesture("anna", "g") == [made[0], made[4]]
    assert store.decisions_of_gesture("jonas", "g") == [made[1]]
    assert store.decisions_of_gesture("anna", made[2].id) == [made[2]], "one without a gesture stands for itself"
    assert store.decisions_of_gesture("anna", "none") == []


def test_decisions_by_id(store, make):
    made = [make(number) for number in range(700)]
    store.append(made)
    assert store.decisions_by_id(one.id for one in made) == {one.id: one for one in made}
    assert store.decisions_by_id([made[3].id, "none"]) == {made[3].id: made[3]}
    assert store.decisions_by_id([]) == {}


def test_how_often_a_code_was_applied_is_by_what_is_in_force_however_often_it_was_taken_back(store, make):
    store.append([make(1, code="b", coder="jonas"), make(2, code="b"), make(3, action=Action.REJECT, code="b")])
    store.append([make(10)])
    for depth in range(1, 7):
        store.append([make(10 + depth, action=Action.WITHDRAW, withdraws=make(9 + depth).id)])
        stands = depth % 2 == 0
        assert store.times_applied("anna") == ({"b": 1, "low-effort": 1} if stands else {"b": 1})
    assert store.times_applied("jonas") == {"b": 1}
    assert store.times_applied("nobody") == {}


codes_and_targets = st.lists(st.tuples(st.sampled_from("ab"), st.none() | st.integers(0, 20)), max_size=20)


@settings(max_examples=25, deadline=None)
@given(codes_and_targets)
def test_codes_are_counted_as_the_fold_counts_them(empty_store, make, record):
    made = []
    for number, (code, target) in enumerate(record):
        if target is not None and target < number:
            made.append(make(number, action=Action.WITHDRAW, code=code, withdraws=make(target).id))
        else:
            made.append(make(number, code=code))
    with tempfile.TemporaryDirectory() as folder:
        shutil.copy(empty_store, Path(folder) / "store")
        with Store.open(Path(folder) / "store") as store:
            store.append(made)
            standing = Counter(one.code for one in in_force(made) if one.action is Action.APPLY)
            assert store.times_applied("anna") == standing


def test_nothing_is_appended_twice_nor_in_part(store, make):
    store.append([make(1)], place=("dk-public-health", 4))
    with pytest.raises(IntegrityError):
        store.append([make(2), make(1, code="other")], place=("dk-public-health", 9))
    assert store.decisions() == [make(1)]
    assert store.places("anna") == {"dk-public-health": 4}


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE decisions SET code = 'other'",
        "UPDATE decisions SET made_at = made_at WHERE id IN (SELECT id FROM decisions)",
        "DELETE FROM decisions",
        "DELETE FROM decisions WHERE coder = 'anna'",
        "INSERT OR REPLACE INTO decisions SELECT * FROM decisions",
    ],
)
def test_decisions_cannot_be_changed_even_by_another_program(file, make, statement):
    with Store.open(file) as store:
        store.append([make(1), make(2)])
    with closing(sqlite3.connect(file)) as other, pytest.raises(sqlite3.IntegrityError, match="append-only"):
        other.execute(statement)
    with Store.open(file) as store:
        assert store.decisions() == [make(1), make(2)]


def test_merging_adds_what_is_lacking(store, make):
    store.append([make(1)])
    assert store.merge([make(1, code="forged"), make(2), make(2), make(3)]) == 2
    assert store.decisions() == [make(1), make(2), make(3)]
    assert store.merge([make(3), make(1)]) == 0
    assert store.merge([]) == 0
    assert store.decisions() == [make(1), make(2), make(3)]


numbers = st.sets(st.integers(0, 30), max_size=12)


@settings(max_examples=25, deadline=None)
@given(numbers, numbers)
def test_two_stores_merged_either_way_hold_the_union(empty_store, make, one, other):
    with tempfile.TemporaryDirectory() as folder:
        held = []
        for name, own, foreign in (("one", one, other), ("other", other, one)):
            shutil.copy(empty_store, Path(folder) / name)
            with Store.open(Path(folder) / name) as store:
                store.append([make(number) for number in own])
                assert store.merge(make(number) for number in foreign) == len(foreign - own)
                held.append(store.decisions())
    assert held[0] == held[1] == in_order(make(number) for number in one | other)


def test_a_moment_is_later_than_every_decision_there_is(store, make):
    assert store.next_moment() <= datetime.now(UTC)
    ahead = datetime.now(UTC).replace(microsecond=0) + timedelta(days=1)
    store.append([make(1, made_at=ahead)])
    assert store.next_moment() == ahead + timedelta(microseconds=1)
    store.merge([make(2, made_at=ahead + timedelta(days=1))])
    assert store.next_moment() == ahead + timedelta(days=1, microseconds=1)
    assert store.next_moment() == ahead + timedelta(days=1, microseconds=2)


def test_a_decision_at_the_end_of_time_does_not_stop_the_clock(store, make):
    ahead = datetime.now(UTC).replace(microsecond=0) + timedelta(days=1)
    store.append([make(1, made_at=datetime.max.replace(tzinfo=UTC)), make(2, made_at=ahead)])
    assert store.next_moment() == ahead + timedelta(microseconds=1)
    store.append([make(3, made_at=store.next_moment())])
    assert store.decisions()[1].made_at == ahead + timedelta(microseconds=2)


def test_a_moment_is_later_than_what_another_program_appended(file, make):
    with Store.open(file) as mine, Store.open(file) as theirs:
        mine.next_moment()
        ahead = datetime.now(UTC) + timedelta(hours=1)
        theirs.append([make(1, made_at=ahead)])
        assert mine.next_moment() > ahead


def test_no_two_threads_are_given_the_same_moment(store):
    with ThreadPoolExecutor(4) as pool:
        moments = [
            one for some in pool.map(lambda _: [store.next_moment() for _ in range(50)], range(4)) for one in some
        ]
    assert len(set(moments)) == 200


@pytest.mark.parametrize("shared", [True, False], ids=["one store object", "a store object each"])
def test_two_threads_write_at_once(file, make, shared):
    start = Barrier(2)

    def write(store, first):
        start.wait()
        for number in range(first, first + 40):
            store.append([make(number, coder=f"coder {first}")], place=("dk", number + 1))

    with Store.open(file) as one, Store.open(file) as other, ThreadPoolExecutor(2) as pool:
        for done in [pool.submit(write, one, 0), pool.submit(write, one if shared else other, 100)]:
            done.result()
        assert [int(one.id[-2:], 16) for one in other.decisions("dk-public-health", "coder 0")] == list(range(40))
        assert len(one.decisions()) == 80
        assert one.places("coder 100") == {"dk": 140}


def test_two_programs_merge_the_same_log_at_once(file, make):
    log = [make(number) for number in range(300)]
    start = Barrier(2)

    def merge(store):
        start.wait()
        return store.merge(log)

    with Store.open(file) as one, Store.open(file) as other, ThreadPoolExecutor(2) as pool:
        assert sum(pool.map(merge, [one, other])) == 300
        assert one.decisions() == log


def test_what_was_appended_outlives_a_killed_program(file, make):
    program = (
        "import os, signal, sys\n"
        "from pathlib import Path\n"
        "from fgcoder.record import log as decision_log\n"
        "from fgcoder.storage.store import Store\n"
        "store = Store.open(Path(sys.argv[1]))\n"
        "for one in decision_log.read(Path(sys.argv[2])):\n"
        "    store.append([one], place=(one.transcript, 7))\n"
        "os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    from fgcoder.record import log as decision_log

    made = [replace(make(number), shown=(), withheld=()) for number in range(3)]
    decision_log.write(made, file.parent / "log.jsonl")
    ended = subprocess.run([sys.executable, "-c", program, str(file), str(file.parent / "log.jsonl")], check=False)
    assert ended.returncode == -signal.SIGKILL
    with Store.open(file) as store:
        assert store.decisions() == made
        assert store.places("anna") == {"dk-public-health": 7}


def test_the_place_left_last_comes_first(store):
    assert store.places("anna") == {}
    for transcript, segment in (("dk", 3), ("de", 5), ("fr", 1), ("dk", 9)):
        store.set_place("anna", transcript, segment)
    store.set_place("jonas", "uk", 2)
    assert list(store.places("anna").items()) == [("dk", 9), ("fr", 1), ("de", 5)]
    assert store.places("jonas") == {"uk": 2}


def test_a_place_is_kept_with_the_decisions(store, make):
    store.append([make(1, coder="jonas")], place=("dk", 12))
    assert store.places("jonas") == {"dk": 12}
    store.append([make(2, coder="jonas")])
    assert store.places("jonas") == {"dk": 12}
