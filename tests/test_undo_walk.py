"""Undo and redo without limit, of whatever a coder does, against a plain model: a list of states and a place in it."""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from pathlib import Path

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from fgcoder.codebook import editing
from fgcoder.coding.session import CodingSession, Step
from fgcoder.model import Action, Code, Codebook, Decision, Link, Relation, Segment, Span, Suggestion, Target
from fgcoder.record.decisions import following, in_force, verdicts
from fgcoder.record.notes import flags, links, memos

NAMES = ("park", "bridge")


class AsListed:
    """Suggests the first codes of the codebook everywhere."""

    model = "as listed"

    def __init__(self, book: Codebook) -> None:
        self.codes = [code.id for code in book.codes]

    def suggestions(
        self, segment: Segment, without: Iterable[str] = (), limit: int | None = None
    ) -> Sequence[Suggestion]:
        left = [code for code in self.codes if code not in set(without)][:limit]
        return [Suggestion(code, rank, 1 / (rank + 1), "", "label") for rank, code in enumerate(left, 1)]

    def queue(self, *_: object) -> list[str]:
        return []


def lower(words: str) -> str:
    return words[:1].lower() + words[1:]


def what_stands(decisions: Iterable[Decision], book: Codebook) -> tuple[frozenset[object], ...]:
    """Give all that one coder's record comes to: verdicts, memos, flags and links."""
    standing = in_force(following(decisions, book))
    return (
        frozenset((one.transcript, one.span, one.code, one.action) for one in verdicts(standing)),
        frozenset((one.target, one.text) for one in memos(standing)),
        frozenset((one.transcript, one.span, one.text) for one in flags(standing)),
        frozenset((one.transcript, one.span, one.finding, one.relation, one.text) for one in links(standing)),
    )


class Memory:
    """One coder, with what the record should come to after each gesture that can still be undone or done again."""

    def __init__(self, study, coder: str, book: Codebook | None) -> None:
        self._study, self._coder, self._book = study, coder, book
        self.restart()
        self.states = [self.state()]
        self.said: list[str] = []
        self.at = 0

    def restart(self) -> None:
        self.session: CodingSession = self._study.sit(self._coder, at=None, book=self._book)
        self.session.resume()
        self.session.ranking = AsListed(self.session.codebook)

    def record(self) -> list[Decision]:
        return self._study.store.decisions(coder=self._coder)

    def state(self) -> tuple[object, ...]:
        file = b"" if self._book else self._study.codebook_file.read_bytes()
        return (*what_stands(self.record(), self.session.codebook), file)

    def do(self, gesture: Callable[[], object], told: str) -> None:
        known = len(self.record())
        gesture()
        if len(self.record()) > known:
            self.said[self.at :] = [told]
            self.states[self.at + 1 :] = [self.state()]
            self.at += 1
            if len(self.record()) % 3 == 0:
                self.step(self.session.undo, -1)
                self.step(self.session.redo, 1)

    def step(self, step: Callable[[], Step | None], way: int) -> None:
        possible = self.at > 0 if way < 0 else self.at < len(self.said)
        made = step()
        if not possible:
            assert made is None
            return
        assert made is not None
        assert made.what == self.said[min(self.at, self.at + way)]
        self.at += way
        if made.segment:
            here = self.session.current
            assert here is not None
            assert (made.transcript, made.segment) == (here.transcript, here.number)
        assert self.state() == self.states[self.at]


class Walk(RuleBasedStateMachine):
    """Two coders at one study do whatever comes to mind; Ana changes the codebook, too."""

    def __init__(self, lay) -> None:
        super().__init__()
        self._folder = tempfile.TemporaryDirectory()
        self.study = lay(Path(self._folder.name))
        book = self.study.codebook
        self.desks = {"ana": Memory(self.study, "ana", None), "ben": Memory(self.study, "ben", book)}
        self.record: list[Decision] = []

    def teardown(self) -> None:
        self.study.store.close()
        self._folder.cleanup()

    who = st.sampled_from(["ana", "ben"])
    some = st.integers(0, 30)
    """Picks one of whatever there is."""
    said = st.sampled_from(["", "why", "who says so?"])

    def at(self, who: str) -> tuple[Memory, CodingSession, Codebook]:
        desk = self.desks[who]
        return desk, desk.session, desk.session.codebook

    def passage(self, session: CodingSession, start: int, length: int) -> Span:
        """Give some words of the open transcript."""
        spoken = [one.words for one in session.segments if one.is_codable]
        one = spoken[start % len(spoken)]
        begin = min(one.start + 3 * (start // len(spoken)), one.end - 1)
        return Span(begin, min(begin + 4 + length * 3, spoken[-1].end))

    def codes(self, book: Codebook, numbers: Iterable[int]) -> list[str]:
        return list(dict.fromkeys(book.codes[number % len(book.codes)].id for number in numbers))

    def labels(self, book: Codebook, codes: Iterable[str]) -> str:
        different = list(dict.fromkeys(book.label(code) for code in codes))
        return ", ".join(different) if len(different) <= 2 else f"{len(different)} codes"

    # Moving

    @rule(who=who, number=some)
    def go(self, who, number):
        _, session, _ = self.at(who)
        session.move_to(number % len(session.segments))

    @rule(who=who, name=st.sampled_from(NAMES))
    def open(self, who, name):
        self.desks[who].session.open(name)

    @rule(who=who)
    def restart(self, who):
        self.desks[who].restart()

    # Verdicts

    @rule(who=who, numbers=st.lists(some, min_size=1, max_size=2))
    def apply(self, who, numbers):
        desk, session, book = self.at(who)
        codes = self.codes(book, numbers)
        desk.do(partial(session.apply, *codes), f"applied {self.labels(book, codes)}")

    @rule(who=who, number=some, start=some, length=some)
    def apply_to_a_passage(self, who, number, start, length):
        desk, session, book = self.at(who)
        (code,) = self.codes(book, [number])
        span = self.passage(session, start, length)
        desk.do(partial(session.apply, code, span=span), f"applied {book.label(code)}")

    @rule(who=who, rank=st.integers(1, 3), accept=st.booleans())
    def take_or_leave(self, who, rank, accept):
        desk, session, book = self.at(who)
        shown = [one.code for one in session.suggestions(session.current)]
        if rank <= len(shown):
            gesture, word = (session.accept, "applied") if accept else (session.reject, "rejected")
            desk.do(partial(gesture, rank), f"{word} {book.label(shown[rank - 1])}")

    @rule(who=who)
    def none_of_these(self, who):
        desk, session, book = self.at(who)
        shown = [one.code for one in session.suggestions(session.current)]
        if shown:
            desk.do(session.reject_all, f"rejected {self.labels(book, shown)}")
        else:
            desk.do(session.nothing_fits, "recorded that no code fits")

    @rule(who=who)
    def nothing(self, who):
        desk, session, _ = self.at(who)
        desk.do(session.nothing_fits, "recorded that no code fits")

    @rule(who=who, numbers=st.lists(some, min_size=1, max_size=2))
    def remove(self, who, numbers):
        desk, session, book = self.at(who)
        known = session.all_codings
        if known:
            gone = {known[number % len(known)].decision for number in numbers}
            codings = [coding for coding in known if coding.decision in gone]
            keys = {(coding.span, coding.code) for coding in codings}
            told = [
                one.code
                for one in in_force(following(desk.record(), book))
                if one.action is Action.APPLY
                and one.transcript == session.transcript.id
                and (one.span, one.code) in keys
            ]
            desk.do(partial(session.remove, *codings), f"took away {self.labels(book, told)}")

    @rule(who=who, number=some, other=some)
    def recode(self, who, number, other):
        desk, session, book = self.at(who)
        known = session.all_codings
        if known:
            coding = known[number % len(known)]
            (code,) = self.codes(book, [other])
            desk.do(
                partial(session.replace, coding, code=code),
                f"changed {book.label(coding.code)} to {book.label(code)}",
            )

    @rule(who=who, number=some, start=some, length=some)
    def mend(self, who, number, start, length):
        desk, session, book = self.at(who)
        known = session.all_codings
        if known:
            coding = known[number % len(known)]
            span = self.passage(session, start, length)
            desk.do(partial(session.replace, coding, span=span), f"moved the edges of {book.label(coding.code)}")

    # Notes

    @rule(who=who, kind=st.sampled_from(["code", "transcript", "segment", "coding"]), number=some, text=said)
    def write(self, who, kind, number, text):
        desk, session, book = self.at(who)
        transcript, known = session.transcript.id, session.all_codings
        if kind == "code":
            target = Target(code=list(book.by_id)[number % len(book.by_id)])
        elif kind == "coding" and known:
            coding = known[number % len(known)]
            target = Target(transcript, coding.span, coding.code)
        else:
            target = Target(transcript, None if kind == "transcript" else session.current.words)
        desk.do(partial(session.notes.write_memo, target, text), "wrote a memo" if text else "took away a memo")
        assert session.notes.memo(target) == text

    @rule(who=who, start=some, length=some, text=said)
    def flag(self, who, start, length, text):
        desk, session, _ = self.at(who)
        span = self.passage(session, start, length)
        desk.do(partial(session.notes.flag, span, text), "flagged a passage")
        assert [one.text for one in session.notes.flags if one.span == span] == [text]

    @rule(who=who, start=some, length=some)
    def unflag(self, who, start, length):
        desk, session, _ = self.at(who)
        span = self.passage(session, start, length)
        desk.do(partial(session.notes.unflag, span), "took away a flag")
        assert session.notes.flags_on(span) == []

    @rule(
        who=who,
        start=some,
        length=some,
        finding=st.sampled_from(["f1", "f2"]),
        relation=st.sampled_from(Relation),
        text=said,
    )
    def link(self, who, start, length, finding, relation, text):
        desk, session, _ = self.at(who)
        span = self.passage(session, start, length)
        desk.do(partial(session.notes.link, span, finding, relation, text), f"linked a passage to finding {finding}")

    @rule(who=who, number=some)
    def unlink(self, who, number):
        desk, session, _ = self.at(who)
        known = session.notes.links
        if known:
            one: Link = known[number % len(known)]
            desk.do(partial(session.notes.unlink, one), f"took away the link to finding {one.finding}")
            assert (one.span, one.finding) not in {(link.span, link.finding) for link in session.notes.links}

    # The codebook, which Ana alone changes

    def change(self, edit, words: str, code: str) -> None:
        desk, session, _ = self.at("ana")
        desk.do(partial(session.change_codebook, edit, words, code), lower(words))
        session.ranking = AsListed(session.codebook)

    @rule(number=some)
    def add(self, number):
        _, _, book = self.at("ana")
        code = Code(editing.code_id_for("New", {*book.by_id, *book.former}), f"New {number}")
        theme = [None, *(one.id for one in book.by_id.values() if one.is_theme)][number % 2]
        self.change(
            lambda text, path: editing.add_code(text, path, code, theme), f"Added the code {code.label}", code.id
        )

    @rule(number=some)
    def rename(self, number):
        _, _, book = self.at("ana")
        old = list(book.by_id)[number % len(book.by_id)]
        new = editing.code_id_for(f"{old[:3]}", {*book.by_id, *book.former})
        self.change(lambda text, path: editing.rename_code(text, path, old, new), f"Renamed {old} to {new}", new)

    @precondition(lambda self: len(self.desks["ana"].session.codebook.codes) > 2)
    @rule(number=some, other=some)
    def merge(self, number, other):
        _, _, book = self.at("ana")
        one, into = self.codes(book, [number, other, other + 1])[:2]
        self.change(lambda text, path: editing.merge_codes(text, path, [one], into), f"Merged {one} into {into}", into)

    @rule(number=some, text=st.sampled_from(["Another definition.", "With:\n'all' “sorts” # of signs"]))
    def revise(self, number, text):
        _, _, book = self.at("ana")
        (code,) = self.codes(book, [number])
        words = f"Revised {code}"
        self.change(lambda old, path: editing.revise_code(old, path, code, definition=text), words, code)

    @precondition(lambda self: len(self.desks["ana"].session.codebook.codes) > 2)
    @rule(number=some)
    def retire(self, number):
        _, _, book = self.at("ana")
        (code,) = self.codes(book, [number])
        self.change(lambda old, path: editing.retire_code(old, path, code), f"Retired {code}", code)

    # Back and forth

    @rule(who=who, times=st.integers(1, 6))
    def undo(self, who, times):
        for _ in range(times):
            desk = self.desks[who]
            desk.step(desk.session.undo, -1)
        desk.session.ranking = AsListed(desk.session.codebook)

    @rule(who=who, times=st.integers(1, 6))
    def redo(self, who, times):
        for _ in range(times):
            desk = self.desks[who]
            desk.step(desk.session.redo, 1)
        desk.session.ranking = AsListed(desk.session.codebook)

    # What always holds

    @invariant()
    def the_record_comes_to_what_the_model_says(self):
        for desk in self.desks.values():
            assert desk.state() == desk.states[desk.at]

    @invariant()
    def what_the_session_shows_is_what_the_record_comes_to(self):
        for desk in self.desks.values():
            session, name = desk.session, desk.session.transcript.id
            said, written, flagged, linked, _ = desk.state()
            here = {one for one in said if one[0] == name}
            assert {(name, one.span, one.code, Action.APPLY) for one in session.all_codings} == {
                one for one in here if one[3] is Action.APPLY
            }
            for segment in session.segments:
                assert session.rejected(segment) == {
                    code for _, span, code, action in here if span == segment.words and action is Action.REJECT
                }
            notes = session.notes
            assert {(one.target, one.text) for one in notes.memos} == {
                one for one in written if one[0].transcript == name
            }
            assert {(name, one.span, one.text) for one in notes.flags} == {one for one in flagged if one[0] == name}
            assert {(name, one.span, one.finding, one.relation, one.text) for one in notes.links} == {
                one for one in linked if one[0] == name
            }
            for target, text in written:
                if not target.transcript:
                    assert notes.memo(target) == text

    @invariant()
    def codings_are_counted(self):
        for desk in self.desks.values():
            standing = in_force(following(desk.record(), desk.session.codebook))
            applied = Counter(one.code for one in standing if one.action is Action.APPLY)
            assert desk.session.times_applied == applied

    @invariant()
    def the_record_only_grows(self):
        now = self.study.store.decisions()
        assert now[: len(self.record)] == self.record
        self.record = now


def test_a_walk_through_all_gestures_and_back(lay_small):
    run_state_machine_as_test(
        lambda: Walk(lay_small),
        settings=settings(
            max_examples=10,
            phases=(Phase.explicit, Phase.reuse, Phase.generate),  # making a walk shorter takes minutes
            stateful_step_count=40,
            deadline=None,
            suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
        ),
    )
