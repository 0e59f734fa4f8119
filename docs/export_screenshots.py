"""Export the pictures for the README and the docs, by the program itself, on the sample study.

Tables are those of the sample as it comes; see `export_tables`. Before the screens are taken a made-up coder has worked
on one transcript, always in the same way and as on the same day, so that a picture changes only where the program does.
"""

from __future__ import annotations

import asyncio
import shutil
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import export_tables
from textual.pilot import Pilot
from textual.widgets import Input, TextArea

from fgcoder.cli.demo import copy_sample
from fgcoder.coding.session import CodingSession
from fgcoder.config import Settings
from fgcoder.model import Codebook, Relation, Span, Target
from fgcoder.overview import StudyOverview
from fgcoder.pipeline.contents import codebook_of, findings_of
from fgcoder.pipeline.embedding import embed_study, encoder_of
from fgcoder.pipeline.preparing import Preparation
from fgcoder.pipeline.taking_in import take_in
from fgcoder.reporting.linking import FindingsForQuotes
from fgcoder.reporting.tables_source import TableSource
from fgcoder.retrieval.finder import Finder
from fgcoder.storage.store import Store
from fgcoder.study import Study, open_study
from fgcoder.tui.app import FgcoderApp
from fgcoder.tui.opening import Views
from fgcoder.tui.widgets.overview import coders, flags, listing, signs

PICTURES = Path(__file__).parent / "pictures"
CODER = "anna"
"""One of the two coders whose decisions are in the sample, so that there is something to learn from and to look at."""
TRANSCRIPT = "uk-local-environment"
STOPS_AT = "I would not. I said it to one boy once"
"""The words at which the coder has stopped."""
SMALL, LARGE = (80, 24), (120, 36)
STARTED, BEFORE = datetime.now(UTC), date(2026, 11, 23)
"""When the work that is done here began, and the day of the decisions in the sample."""


def as_on_one_day(moment: datetime | None, _today: date) -> str:
    """Say when, as on the day of the work that is done here: what was done before was two days ago."""
    if moment is None:
        return ""
    return signs.day(moment, moment.astimezone().date() if moment >= STARTED else BEFORE + timedelta(days=2))


@dataclass(frozen=True)
class Coded:
    """A coding that was made before the pictures are taken."""

    words: str
    """Words of the segment that has the code; with `until`, the first words that have it."""
    code: str
    until: str = ""
    """The last words, where it is not the segment that has the code."""


WORK = (
    Coded("To be fair, most people do it", "low-effort"),
    Coded("Tin, rinse, bag", "low-effort"),
    Coded("this sort of plastic, only that sort", "red-tape"),
    Coded("I’d sooner give you a whole day", "collective-action"),
    Coded("by four o’clock", "seeing-results", until="you can see it’s done"),
    Coded("we got fifty-odd people", "collective-action"),
    Coded("put a sign up", "young-people"),
    Coded("nineteen trolleys is one lift", "professional-scepticism"),
    Coded("Have you got till Friday?", "red-tape"),
    Coded("Eight weeks, for a Saturday", "red-tape"),
    Coded("nobody told. The landlord", "left-out"),
    Coded("It was one picture we needed", "being-asked"),
    Coded("That’s me square with the polar bears", "done-my-part"),
    Coded("You could walk to the shop", "lifestyle-change"),
    Coded("I drive mine to school", "lifestyle-change"),
    Coded("It’s the habit, isn’t it", "lifestyle-change"),
    Coded("On the big days, yes", "usual-suspects", until="They look at their shoes."),
    Coded("they’re eighty, the pair of them", "older-people", until="the pair of them"),
    Coded("I can’t get a treasurer", "volunteer-scarcity", until="They look at their shoes."),
    Coded("You couldn’t get in the hall", "collective-action"),
    Coded("And I rang every one", "usual-suspects"),
    Coded("You want forty men", "other-associations"),
    Coded("Well, we always done it", "civic-duty"),
    Coded("I do the lane by the allotments", "older-people", until="not a soul."),
)
"""What the coder has applied; in all other segments before `STOPS_AT` no code fitted."""


@dataclass(frozen=True)
class Shot:
    """A picture, and how to come to it."""

    size: tuple[int, int]
    theme: str
    keys: Sequence[str]
    """Pressed before it is taken."""
    overview: bool = False
    """Whether the app begins with the overview."""


UP = ["up"] * 3
"""To a segment with a code on it."""
SHOTS = {
    "overview": Shot(LARGE, "textual-dark", [], overview=True),
    "coding": Shot(LARGE, "textual-dark", []),
    "coding-small": Shot(SMALL, "textual-light", []),
    "words": Shot(LARGE, "textual-dark", ["v", "up", "tab", "down"]),
    "pick": Shot(LARGE, "textual-dark", ["c", *"cont"]),
    "link": Shot(LARGE, "textual-dark", ["l", *"others", "enter", *"told off once; since then he picks it up himself"]),
    "codebook": Shot(LARGE, "textual-light", [*UP, "B"]),
    "quotes": Shot(LARGE, "textual-light", [*UP, "f", "c", *"avoid", "enter", "1", *"united", "enter", "down", "down"]),
    "tables": Shot(LARGE, "textual-light", ["A", "down", "down", "down", "right", "p"]),
    "help": Shot(LARGE, "high-contrast-dark", ["question_mark"]),
}
"""The pictures by name."""


def session_of(study: Study, store: Store, codebook: Codebook, coder: str) -> CodingSession:
    """Give a session as `fgcoder` opens it."""
    findings = findings_of(study)
    return CodingSession(store, codebook, coder, draw=study.draw, findings=findings, codebook_file=study.codebook)


def do_the_work(study: Study, store: Store, codebook: Codebook) -> None:
    """Code the transcript up to where the coder has stopped, with a memo, a link and flags."""
    session = session_of(study, store, codebook, CODER)
    preparation = Preparation(study, store, CODER)
    preparation.take_in(lambda _: None)
    session.ranking = preparation.rank(lambda _: None)
    session.open(TRANSCRIPT)
    transcript = session.transcript
    assert transcript is not None
    text = transcript.text

    def span(words: str, until: str = "") -> Span:
        start = text.index(words)
        return Span(start, text.index(until or words, start) + len(until or words))

    for coded in WORK:
        session.go_to(TRANSCRIPT, span(coded.words))
        session.apply(coded.code, span=span(coded.words, coded.until) if coded.until else None)
    session.first()
    while (segment := session.current) is not None and STOPS_AT not in segment.words.of(text):
        if not session.is_decided(segment):
            session.nothing_fits()
        session.next()
    duty = Target(TRANSCRIPT, span("Well, we always done it", "where that went."), "civic-duty")
    session.notes.write_memo(duty, "Duty is shame here: nobody told you. And it went when the works went.")
    session.notes.write_memo(
        Target(code="civic-duty"), "Also where people mourn it? Yes, see Llanelli. Ask the others."
    )
    reason = "They do turn out, and every week, only not for what the survey asked about."
    session.notes.link(span("It’s the rugby, see", "touchline."), "few-organised", Relation.CONTRADICTS, reason)
    session.notes.flag(span("And I wouldn’t mind", "what a state it’s in."), "duty again, or blame?")
    session.keep_place()
    other = session_of(study, store, codebook, "jonas")
    other.open("uk-community-safety")
    other.next_uncoded()
    if other.current is not None:
        other.notes.flag(other.current.words, "code of its own for joking?")


async def take(shot: Shot, study: Study, store: Store) -> str:
    """Run the app up to where the picture is taken, and give the picture."""
    codebook = codebook_of(study)
    session = session_of(study, store, codebook, CODER)

    def finder() -> Finder:
        return Finder(store, lambda: session.codebook, lambda: encoder_of(study))

    views = Views(
        StudyOverview(study, lambda: store, CODER, lambda: session.codebook),
        finder,
        tuple(study.settings.attributes),
        lambda: TableSource(study, store, lambda: session.codebook, finder),
        lambda: FindingsForQuotes(findings_of(study), finder(), lambda: session.codebook),
    )
    preparation = Preparation(study, store, CODER)
    settings = Settings(theme=shot.theme)
    app = FgcoderApp(lambda: session, settings, lambda: preparation, views=views, overview_first=shot.overview)
    async with app.run_test(size=shot.size) as pilot:
        await _at_rest(pilot)
        for key in shot.keys:
            await pilot.press(key)
            await _at_rest(pilot)
        for box in (*app.screen.query(Input), *app.screen.query(TextArea)):
            box.cursor_blink = False
        await pilot.wait_for_scheduled_animations()
        await pilot.pause()
        return app.export_screenshot(title="fgcoder")


async def _at_rest(pilot: Pilot[None]) -> None:
    """Wait for what threads have to tell, and until it is shown; a search is given up when another letter is typed."""
    await pilot.pause()
    while not all(worker.is_finished for worker in pilot.app.workers):
        await pilot.pause()
    await pilot.pause()


async def export() -> None:
    """Take every picture, each on a copy of the study as the coder has left it."""
    for region in (coders, flags, listing):
        vars(region)["day"] = as_on_one_day
    PICTURES.mkdir(exist_ok=True)
    for old in PICTURES.glob("*.svg"):
        old.unlink()
    with tempfile.TemporaryDirectory() as folder:
        sample = Path(folder) / "sample"
        copy_sample(sample, fresh=False)
        study = open_study(sample)
        with Store.open(study.store) as store:
            take_in(study, store)
            embed_study(study, store, codebook_of(study))
        left = Path(shutil.copytree(sample, Path(folder) / "left"))
        export_tables.export(sample, PICTURES, CODER)
        study = open_study(left)
        with Store.open(study.store) as store:
            do_the_work(study, store, codebook_of(study))
        for name, shot in SHOTS.items():
            copy = open_study(Path(shutil.copytree(left, Path(folder) / name)))
            with Store.open(copy.store) as store:
                picture = await take(shot, copy, store)
            (PICTURES / f"{name}.svg").write_text(picture, encoding="utf-8")


if __name__ == "__main__":
    asyncio.run(export())
