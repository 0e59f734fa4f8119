"""How long until a study of 100,000 segments stands on the screen, and how much memory it takes, in a pseudo-terminal.

Beside a bare Textual app, started in the same way. Each is started once before that does not count, so that Python has
its bytecode, as an installed program has it. Memory is read when the first screen stands, and again when every
transcript and decision has been taken in and counted, before suggestions are ranked; no model is loaded by then.
"""

from __future__ import annotations

import statistics
import sys
from collections.abc import Sequence
from tempfile import TemporaryDirectory

from benchmarks.big_study import CODER, LONG, borrowed
from benchmarks.terminal import Terminal, fgcoder

RUNS = 5
BARE = """
from textual.app import App
from textual.widgets import Footer, Static
class Bare(App):
    def compose(self):
        yield Static("bare"); yield Footer()
Bare().run()
"""


def main() -> None:
    """Print the table."""
    with borrowed() as folder, TemporaryDirectory() as bytecode:
        state = folder / "state"
        state.mkdir(exist_ok=True)
        (state / "tour-seen").touch()
        python = python_with(bytecode)
        environment = python | {"FGCODER_SETTINGS": str(folder / "none.yaml"), "FGCODER_STATE": str(state)}
        bare = opened([sys.executable, "-c", BARE], python, "bare", counts=False)
        print(f"{'first paint':<44}{'median':>9}{'least':>9}  s    ratio{'memory':>10}{'counted':>10}  MB")
        tell("a bare Textual app", bare, bare)
        tell("the study overview", opened(fgcoder(folder, coder=CODER), environment, "A big study"), bare)
        tell("the coding screen", opened(fgcoder(folder, "code", LONG, coder=CODER), environment, "segment "), bare)


def python_with(bytecode: str) -> dict[str, str]:
    """Give the environment in which Python keeps its bytecode in a folder."""
    return {"PYTHONPYCACHEPREFIX": bytecode, "PYTHONDONTWRITEBYTECODE": ""}


def opened(
    command: Sequence[str], environment: dict[str, str], shows: str, *, counts: bool = True
) -> list[tuple[float, float, float]]:
    """Start a program several times; give the seconds until it shows something, its memory then, and once counted."""
    found = []
    for _ in range(1 + RUNS):
        with Terminal(command, environment) as terminal:
            seconds = terminal.until(lambda text: shows in text)
            first = terminal.megabytes()
            if counts:
                terminal.until(lambda text: "Ranking the codes" in text or "█" in text)
            found.append((seconds, first, terminal.megabytes()))
    return found[1:]


def tell(what: str, found: Sequence[tuple[float, float, float]], bare: Sequence[tuple[float, float, float]]) -> None:
    """Print a line."""
    seconds, first, rest = (statistics.median(column) for column in zip(*found, strict=True))
    beside = statistics.median(one[0] for one in bare)
    least = min(one[0] for one in found)
    print(f"{what:<44}{seconds:>9.2f}{least:>9.2f}{seconds / beside:>10.1f}{first:>10.0f}{rest:>10.0f}")


if __name__ == "__main__":
    main()
