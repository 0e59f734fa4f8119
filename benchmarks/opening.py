"""How long until a study of 100,000 segments stands on the screen, and how much memory it takes, in a pseudo-terminal.

Beside a bare Textual app, started in the same way. Each is started once before that does not count, so that Python has
its bytecode, as an installed program has it. The study overview comes in three steps: its frame with the study's title,
which is the first thing that is painted; what there is; what has been decided, counted. The coding screen comes with
everything at once; its second line is when every vector has been read and suggestions are about to be ranked. No model
is loaded by then.
"""

from __future__ import annotations

import statistics
import sys
from collections.abc import Callable, Sequence
from tempfile import TemporaryDirectory
from typing import Final

from benchmarks.big_study import CODER, LONG, borrowed
from benchmarks.terminal import Terminal, end_in_order, fgcoder

RUNS = 5
BARE = """
from textual.app import App
from textual.widgets import Footer, Static
class Bare(App):
    def compose(self):
        yield Static("bare"); yield Footer()
Bare().run()
"""

BARE_SHOWS: Final = (lambda text: "bare" in text,)
OVERVIEW: Final = (
    lambda text: "A big study" in text,
    lambda text: "Transcripts: 201" in text,
    lambda text: "Counting what is decided" not in text and "%" in text,
)
CODING: Final = (lambda text: "segment " in text, lambda text: "Ranking the codes" in text)


def main() -> None:
    """Print the table."""
    end_in_order()
    with borrowed() as folder, TemporaryDirectory() as bytecode:
        state = folder / "state"
        state.mkdir(exist_ok=True)
        (state / "tour-seen").touch()
        python = python_with(bytecode)
        environment = python | {"FGCODER_SETTINGS": str(folder / "none.yaml"), "FGCODER_STATE": str(state)}
        bare = opened([sys.executable, "-c", BARE], python, *BARE_SHOWS)[0]
        beside = statistics.median(seconds for seconds, _ in bare)
        print(f"{'':<48}{'median':>9}{'least':>9}  s    ratio{'memory':>10}  MB")
        for command, steps, names in (
            (fgcoder(folder, coder=CODER), OVERVIEW, ("overview: its frame", "what there is", "what is decided")),
            (fgcoder(folder, "code", LONG, coder=CODER), CODING, ("coding screen: painted", "about to rank")),
        ):
            for name, found in zip(names, opened(command, environment, *steps), strict=True):
                tell(name if ":" in name else f"    {name}", found, beside)


def python_with(bytecode: str) -> dict[str, str]:
    """Give the environment in which Python keeps its bytecode in a folder."""
    return {"PYTHONPYCACHEPREFIX": bytecode, "PYTHONDONTWRITEBYTECODE": ""}


def opened(
    command: Sequence[str], environment: dict[str, str], *steps: Callable[[str], bool]
) -> list[list[tuple[float, float]]]:
    """Start a program several times; give for each step the seconds until the screen shows it, and the memory then."""
    found: list[list[tuple[float, float]]] = [[] for _ in steps]
    for _ in range(1 + RUNS):
        with Terminal(command, environment) as terminal:
            for shows, of_step in zip(steps, found, strict=True):
                of_step.append((terminal.until(shows), terminal.megabytes()))
    return [of_step[1:] for of_step in found]


def tell(what: str, found: Sequence[tuple[float, float]], beside: float) -> None:
    """Print a line."""
    seconds, memory = (statistics.median(column) for column in zip(*found, strict=True))
    least = min(one[0] for one in found)
    print(f"{what:<48}{seconds:>9.2f}{least:>9.2f}{seconds / beside:>10.1f}{memory:>11.0f}")


if __name__ == "__main__":
    main()
