"""Export the pictures of the screens for the README and the docs, by the app itself, on the sample study."""

from __future__ import annotations

import asyncio
import tempfile
from pathlib import Path

from fgcoder.cli.demo import copy_sample
from fgcoder.coding import CodingSession
from fgcoder.config import Settings
from fgcoder.pipeline import Preparation, codebook_of
from fgcoder.storage.store import Store
from fgcoder.study import open_study
from fgcoder.tui.app import FgcoderApp

PICTURES = Path(__file__).parent / "pictures"
START = "uk-local-environment"
CODED = [*["down"] * 53, "c", *"usual", "enter", "down", "c", *"older", "enter", *["down"] * 4]
"""To a passage on volunteers, with two of its segments coded on the way."""
SHOTS = {
    "coding": ((120, 36), "textual-dark", CODED),
    "coding-small": ((80, 24), "textual-light", CODED),
    "pick": ((120, 36), "textual-dark", [*CODED, "c", *"vol"]),
    "transcripts": ((120, 36), "textual-light", [*CODED, "t"]),
    "help": ((120, 36), "textual-dark", ["question_mark"]),
}
"""For each picture the size, the theme, and the keys pressed before it is taken."""


async def export() -> None:
    """Take every picture on a fresh copy of the sample study."""
    PICTURES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        copy_sample(Path(folder) / "demo", fresh=False)
        study = open_study(Path(folder) / "demo")
        codebook = codebook_of(study)
        with Store.open(study.store) as store:
            for number, (name, (size, theme, keys)) in enumerate(SHOTS.items(), 1):
                session = CodingSession(store, codebook, f"coder {number}")
                preparation = Preparation(study, store, codebook, session.coder)
                app = FgcoderApp(session, Settings(theme=theme), preparation, start_at=START)
                async with app.run_test(size=size) as pilot:
                    await app.workers.wait_for_complete()
                    await pilot.pause()
                    for key in keys:
                        await pilot.press(key)
                    await app.workers.wait_for_complete()
                    await pilot.pause()
                    (PICTURES / f"{name}.svg").write_text(app.export_screenshot(title="fgcoder"), encoding="utf-8")


if __name__ == "__main__":
    asyncio.run(export())
