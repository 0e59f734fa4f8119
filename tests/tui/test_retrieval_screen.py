"""The screen of quotes, on a real store with the real searches; alike in meaning means here: the same letters."""

from __future__ import annotations

import asyncio
import hashlib
import time
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from textual.app import App
from textual.pilot import Pilot
from textual.widgets import Static

from fgcoder.coding.session import CodingSession
from fgcoder.pipeline import contents
from fgcoder.retrieval.filters import Filters
from fgcoder.retrieval.finder import Finder
from fgcoder.retrieval.quotes import Found
from fgcoder.storage.store import Store
from fgcoder.study import open_study
from fgcoder.tui.messages import GoTo
from fgcoder.tui.screens.help import HelpScreen
from fgcoder.tui.screens.memo import MemoScreen
from fgcoder.tui.screens.retrieval import RETRIEVAL, RetrievalScreen
from fgcoder.tui.widgets.chooser.field import QueryField
from fgcoder.tui.widgets.quotes import ConditionBar, Kind, Question, QuoteList, QuotePreview

UNDER = Question(Kind.CODE, "not-asked")


class Letters:
    """An encoder that needs no model."""

    name = "letters"

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        counts = np.array(
            [[text.casefold().count(letter) + 0.01 for letter in "abcdefghijklmnoprstuvwy"] for text in texts]
        )
        return np.asarray(counts / np.linalg.norm(counts, axis=1, keepdims=True), np.float32)


class SlowFinder(Finder):
    """The searches, as slow as on a large study; remembers what it was asked."""

    seconds = 0.0
    asked: list[str]

    def keyword(self, pattern: str, filters: Filters = Filters()) -> Found:  # noqa: B008 - frozen
        self.asked = [*getattr(self, "asked", []), pattern]
        time.sleep(self.seconds)
        return super().keyword(pattern, filters)


@dataclass
class Host(App[None]):
    """An app with nothing but the screen of quotes over an empty one."""

    finder: SlowFinder
    codebook: Any
    question: Question | None
    session: CodingSession | None = None
    """Whose marks are made; none can be without."""
    went: list[GoTo] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__()

    def on_mount(self) -> None:
        marks = self.session.marks if self.session is not None else None
        self.push_screen(RetrievalScreen(self.finder, self.codebook, self.question, ("country",), marks))

    def on_go_to(self, event: GoTo) -> None:
        self.went.append(event)

    def __hash__(self) -> int:
        return id(self)


@dataclass
class Seen:
    """The screen, and what can be read off it."""

    app: Host
    pilot: Pilot[None]

    async def settle(self) -> None:
        async with asyncio.timeout(60):
            while self.screen._since is not None or self.screen._wanted is not None or self.screen._pause is not None:
                await self.pilot.pause(0.02)
        await self.pilot.pause()

    async def press(self, *keys: str) -> None:
        await self.pilot.press(*keys)
        await self.pilot.pause()
        if isinstance(self.app.screen, RetrievalScreen):
            await self.settle()

    @property
    def screen(self) -> RetrievalScreen:
        return next(screen for screen in self.app.screen_stack if isinstance(screen, RetrievalScreen))

    def text(self, selector: Any) -> str:
        return str(self.screen.query_one(selector, Static).render())

    @property
    def found(self) -> str:
        return self.text("#retrieval-found")

    @property
    def conditions(self) -> str:
        return self.text(ConditionBar).replace("\n", "  ")

    @property
    def preview(self) -> str:
        return str(self.screen.query_one(QuotePreview).query_one(Static).render())

    @property
    def listing(self) -> QuoteList:
        return self.screen.query_one(QuoteList)

    @property
    def lines(self) -> list[str]:
        return [self.listing.render_line(y).text.rstrip() for y in range(self.listing.size.height)]

    @property
    def typed(self) -> str:
        field = self.screen.query_one(QueryField)
        return field.value if field.display else ""


Look = Callable[..., Any]


@pytest.fixture
def host(study_folder: Path) -> Iterator[Callable[..., Host]]:
    """Make the app: `host(question)`. Four codings are on three passages."""
    study = open_study(study_folder)
    codebook = contents.codebook_of(study)
    with Store.open(study.store) as store:
        for coder, transcript, number, code in (
            ("ana", "park", 2, "not-asked"),
            ("ben", "park", 2, "pride"),
            ("ana", "river", 2, "not-asked"),
            ("ana", "park", 3, "no-time"),
        ):
            session = CodingSession(store, codebook, coder)
            session.open(transcript)
            session.move_to(number - 1)
            session.apply(code)
        encoder = Letters()
        texts = [
            " ".join(one.words.of(transcript.text).split())
            for name, transcript in store.transcripts().items()
            for one in store.segments(name)
            if one.is_codable
        ]
        keys = [hashlib.sha256(text.encode("utf-8")).hexdigest() for text in texts]
        store.add_vectors(encoder.name, dict(zip(keys, encoder.encode(texts), strict=True)))
        finder = SlowFinder(store, lambda: codebook, lambda: encoder)
        yield lambda question=UNDER: Host(finder, codebook, question, CodingSession(store, codebook, "ana"))


@pytest.fixture
def look(host: Callable[..., Host]) -> Look:
    """Open the screen: `async with look(question) as seen`."""

    @asynccontextmanager
    async def look(question: Question | None = UNDER, size: tuple[int, int] = (120, 36)) -> AsyncIterator[Seen]:
        app = host(question)
        async with app.run_test(size=size) as pilot:
            seen = Seen(app, pilot)
            await seen.settle()
            yield seen

    return look


@pytest.mark.parametrize("theme", ["textual-dark", "textual-light"])
@pytest.mark.parametrize(
    ("name", "question", "keys"),
    [("code", UNDER, ("down",)), ("words", Question(Kind.WORDS, "broom"), ("down", "slash")), ("like", UNDER, ("p",))],
    ids=lambda value: value if isinstance(value, str) else "",
)
@pytest.mark.parametrize("size", [(80, 24), (120, 36)], ids=lambda size: str(size[0]))
def test_screen(
    host: Any,
    snap_compare: Any,
    name: str,
    question: Question,
    keys: tuple[str, ...],
    theme: str,
    size: tuple[int, int],
) -> None:
    app = host(question)

    async def drive(pilot: Any) -> None:
        app.theme = theme
        seen = Seen(app, pilot)
        await seen.settle()
        for key in keys:
            await seen.press(key)

    assert snap_compare(app, terminal_size=size, run_before=drive)


async def test_the_quotes_under_a_code_with_their_base_and_what_is_around(look: Look) -> None:
    async with look() as seen:
        assert seen.found == "2 quotes by 2 speakers in 2 of 2 transcripts, 2 of 2 countries"
        assert seen.text("#retrieval-what") == "Obstacles › Nobody asked"
        assert seen.lines[0].startswith("▌ P1  citizen · United Kingdom")
        assert "◆ Pride in the place" in seen.lines[0]
        assert "Nobody asked" not in seen.lines[0], "all of them have that"
        assert seen.lines[1] == "▌ I sweep the path in front of the gate. Nobody asked me to."
        assert "moderator: What do people here put into the park?" in seen.preview
        assert "P1: “I sweep the path in front of the gate. Nobody asked me to.”" in seen.preview
        assert "P2: She does." in seen.preview
        assert "coded by ana, ben" in seen.preview


async def test_words_are_searched_while_they_are_typed_and_marked(look: Look) -> None:
    async with look(None) as seen:
        await seen.press(*"broom")
        assert seen.typed == "broom"
        assert seen.found.startswith("3 quotes by 3 speakers")
        await seen.press("enter", "down")
        assert seen.typed == ""
        assert seen.listing.at == 1
        strip = next(seen.listing.render_line(y) for y in range(20) if "broom?" in seen.listing.render_line(y).text)
        marked = [part.text for part in strip if part.style and part.style.underline]
        assert marked == ["broom"]


async def test_keys_that_are_typed_at_once_arrive_in_their_order(look: Look) -> None:
    async with look() as seen:
        for key in ("slash", *"sweep", "enter", "c", *"litter", "enter"):
            seen.app.simulate_key(key)
        await seen.pilot.pause()
        await seen.settle()
        assert seen.text("#retrieval-what") == "Litter"
        assert seen.found == "Nothing found."
        await seen.press("backspace")
        assert seen.text("#retrieval-what") == "sweep"
        assert seen.found.startswith("2 quotes")


async def test_a_faulty_pattern_is_told_and_what_was_found_stays(look: Look) -> None:
    async with look(None) as seen:
        await seen.press(*"broom")
        before = seen.lines
        await seen.press("left_parenthesis")
        assert "cannot be searched for" in seen.found
        assert seen.lines == before


async def test_only_the_last_of_many_questions_is_answered(look: Look) -> None:
    async with look(None) as seen:
        SlowFinder.seconds = 0.6
        try:
            for word in ("park", "path", "snow", "gate"):
                seen.screen.ask(Question(Kind.WORDS, word))
            async with asyncio.timeout(60):
                while not seen.found.startswith("Searching …"):  # a sign of life
                    await seen.pilot.pause(0.02)
            await seen.settle()
        finally:
            SlowFinder.seconds = 0.0
        assert seen.app.finder.asked in (["park", "gate"], ["gate"])
        assert "in front of the gate" in seen.lines[1]


async def test_conditions_are_set_by_digit_joined_and_dropped(look: Look) -> None:
    async with look() as seen:
        assert seen.conditions.startswith("1 country  2 stakeholders  3 speaker")
        await seen.press("1", *"denm", "enter")
        await seen.settle()
        assert "1 [country: Denmark]" in seen.conditions
        assert seen.found.startswith("1 quote by 1 speaker in 1 of 2 transcripts")
        await seen.press("1", *"king", "plus", *"denm", "plus", "enter")
        await seen.settle()
        assert "[country: Denmark or United Kingdom]" in seen.conditions
        assert seen.found.startswith("2 quotes")
        await seen.press("2", *"prof", "enter")
        await seen.settle()
        assert seen.found == "Nothing found. 0 drops the conditions."
        await seen.press("0")
        assert seen.found.startswith("2 quotes")
        assert "[" not in seen.conditions


async def test_any_condition_can_be_found_by_name(look: Look) -> None:
    async with look(Question(Kind.WORDS, "the")) as seen:
        everything = len(seen.screen._found or ())
        await seen.press("f", *"gender", "enter")
        await seen.press("f", "enter")
        await seen.settle()
        assert "[gender: f]" in seen.conditions
        assert 0 < len(seen.screen._found or ()) < everything


async def test_passages_like_the_one_in_hand_and_back(look: Look) -> None:
    async with look() as seen:
        await seen.press("down", "p")
        assert "▸p passages like" in seen.text("#retrieval-tabs")
        assert "nearest first" in seen.found
        assert " % · " in seen.lines[0]
        await seen.press("backspace")
        assert seen.text("#retrieval-what") == "Obstacles › Nobody asked"
        assert seen.listing.at == 1
        await seen.press("backspace")
        assert "nothing earlier" in seen.found


async def test_a_meaning_is_searched_on_enter(look: Look) -> None:
    async with look() as seen:
        await seen.press("F", *"ten minutes you have")
        assert seen.found.startswith("2 quotes"), "not while typing: the model is too slow for that"
        await seen.press("enter")
        assert "nearest first" in seen.found
        assert "Ten minutes you have" in seen.lines[1]


async def test_enter_goes_to_the_place_and_escape_back(look: Look) -> None:
    async with look() as seen:
        quote = seen.listing.current
        await seen.press("enter")
        assert seen.app.went == [GoTo("park", quote.passage.span)] or seen.app.went[0].span == quote.passage.span
        assert seen.app.went[0].transcript == "park"
        await seen.pilot.press("escape")
        await seen.pilot.pause()
        assert not isinstance(seen.app.screen, RetrievalScreen)


async def test_escape_while_typing_leaves_the_typing_first(look: Look) -> None:
    async with look() as seen:
        await seen.press("slash", *"gate", "escape")
        assert isinstance(seen.app.screen, RetrievalScreen)
        assert seen.typed == ""
    async with look(None) as seen:
        await seen.pilot.press("escape")
        await seen.pilot.pause()
        assert not isinstance(seen.app.screen, RetrievalScreen)


async def test_a_quote_is_copied_with_its_citation(look: Look) -> None:
    async with look() as seen:
        await seen.press("y")
        words = "I sweep the path in front of the gate. Nobody asked me to."
        assert seen.app.clipboard == f"“{words}” (P1, citizen, United Kingdom; park, turn 2)"
        assert seen.found == "Copied: P1, citizen, United Kingdom; park, turn 2"


async def test_the_mouse_takes_in_hand_and_opens(look: Look) -> None:
    async with look(size=(80, 24)) as seen:
        await seen.pilot.click(QuoteList, offset=(5, 4))
        assert seen.listing.at == 1
        await seen.pilot.click(QuoteList, offset=(5, 4))
        await seen.pilot.pause()
        assert [event.transcript for event in seen.app.went] == ["river"]


async def test_help_lists_every_key(look: Look) -> None:
    async with look() as seen:
        await seen.press("question_mark")
        assert isinstance(seen.app.screen, HelpScreen)
    names = [binding.id for group in RETRIEVAL.values() for binding in group]
    assert len(set(names)) == len(names)
    assert all(binding.tooltip for group in RETRIEVAL.values() for binding in group)


@pytest.mark.parametrize("size", [(80, 24), (120, 36), (200, 50)])
async def test_the_quote_in_hand_is_in_view_wherever_one_goes(look: Look, size: tuple[int, int]) -> None:
    async with look(Question(Kind.WORDS, "."), size) as seen:
        last = len(seen.screen._found or ()) - 1
        assert last > 8
        for key, place in (("end", last), ("up", last - 1), ("home", 0), ("n", 1), ("N", 0)):
            await seen.press(key)
            assert seen.listing.at == place
            assert sum(line.startswith("▌") for line in seen.lines) == 3
        await seen.press("pagedown")
        assert seen.listing.at > 2


async def test_a_quote_deep_in_a_long_turn_is_scrolled_to(look: Look) -> None:
    async with look(Question(Kind.WORDS, "forms for a volunteer"), (80, 24)) as seen:
        view = seen.screen.query_one(QuotePreview)
        await seen.pilot.pause()
        shown = " ".join(_line(seen, view.region.y + y).strip() for y in range(view.size.height + 1))
        assert "volunteer take longer than the sweeping.”" in shown
        before = view.scroll_offset.y
        await seen.press("J")
        assert view.scroll_offset.y >= before


def _line(seen: Seen, y: int) -> str:
    strips = list(seen.app.screen._compositor.render_strips())
    return "".join(segment.text for segment in strips[y])


async def test_a_quote_is_marked_as_used_and_the_mark_taken_away_and_both_undone(look: Look) -> None:
    async with look() as seen:
        await seen.press("down", "x")
        (marked,) = [line for line in seen.lines if "✓" in line]
        assert "山田太郎  ✓" in marked
        assert "✓ used in the report" in seen.preview
        assert seen.listing.at == 1, "the quote stays in hand"
        await seen.press("x")
        assert "✓" not in "".join(seen.lines)
        assert seen.app.session is not None
        step = seen.app.session.undo()
        assert step is not None
        assert step.what == "took away the mark that a passage is used in the report"
        assert seen.app.session.marks.uses(seen.listing.current.passage)
        assert seen.app.session.undo().what == "marked a passage as used in the report"
        assert not seen.app.session.marks.uses(seen.listing.current.passage)


async def test_a_translation_is_written_and_stands_beside_the_words(look: Look) -> None:
    async with look() as seen:
        await seen.press("t")
        assert isinstance(seen.app.screen, MemoScreen)
        await seen.press(*"Nej", "ctrl+s")
        assert "In translation: “Nej”" in seen.preview
        await seen.press("t")
        await seen.press("backspace", "backspace", "backspace", "ctrl+s")
        assert "In translation" not in seen.preview
