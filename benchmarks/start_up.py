"""How long until the command line answers and until the coding screen stands."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from benchmarks.timing import line, run_times

BARE_TYPER = "import typer; app = typer.Typer(); app.command()(lambda: None); app(['--help'])"
BARE_TEXTUAL = """
from textual.app import App
from textual.widgets import Footer, Static
class Bare(App):
    def compose(self):
        yield Static('bare'); yield Footer()
    def on_ready(self):
        self.exit()
Bare().run(headless=True)
"""
CODING_SCREEN = """
import sys
from pathlib import Path
from fgcoder.coding.session import CodingSession
from fgcoder.config import Settings
from fgcoder.pipeline import Preparation, codebook_of
from fgcoder.storage.store import Store
from fgcoder.study import open_study
from fgcoder.tui.app import FgcoderApp
class Timed(FgcoderApp):
    def prepare(self):
        pass
    def on_ready(self):
        self.exit()
study = open_study(Path(sys.argv[1]))
codebook = codebook_of(study)
with Store.open(study.store) as store:
    session = CodingSession(store, codebook, 'bench')
    Timed(session, Settings(), Preparation(study, store, codebook)).run(headless=True)
"""


def main() -> None:
    """Print the ratios."""
    python = sys.executable
    bare = run_times([python, "-c", BARE_TYPER])
    print(line("fgcoder --help", run_times([python, "-m", "fgcoder", "--help"]), "a bare Typer command --help", bare))
    with tempfile.TemporaryDirectory() as folder:
        study = Path(folder) / "demo"
        run_times([python, "-m", "fgcoder", "demo", str(study)], runs=1)
        screen = run_times([python, "-c", CODING_SCREEN, str(study)])
        print(
            line(
                "coding screen, sample study, to ready",
                screen,
                "a bare Textual app",
                run_times([python, "-c", BARE_TEXTUAL]),
            )
        )


if __name__ == "__main__":
    main()
