"""Export the pictures of tables and plots for the docs, by running the commands that stand beside them.

They run on a copy of the sample study as `fgcoder` runs them, on a console that keeps what is printed. So a picture
shows what a reader gets who types the command, and changes only where the program or the sample does.
"""

from __future__ import annotations

import io
import shlex
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from rich.terminal_theme import DEFAULT_TERMINAL_THEME

from fgcoder.cli import giving
from fgcoder.cli.main import app

WIDTH = 108
"""Columns of the terminal, unless a table is better seen in another."""


@dataclass(frozen=True)
class Printed:
    """A table as it is laid out for the terminal."""

    command: str
    """As it stands in the docs, without `fgcoder`."""
    width: int = WIDTH


@dataclass(frozen=True)
class Drawn:
    """A plot of a table."""

    command: str
    """As it stands in the docs, without `fgcoder`; the file's name comes last."""


TABLES: dict[str, Printed | Drawn] = {
    "table-frequency": Printed("table frequency"),
    "table-share": Printed("table frequency --by stakeholders --count participants --as share --level themes"),
    "plot-heatmap": Drawn("table frequency --by country --by sector --level themes --output themes.svg"),
    "table-comparison": Printed("table comparison", 109),
    "plot-diverging": Drawn("table comparison --output differences.svg"),
    "table-cooccurrence": Printed("table cooccurrence --level themes --within turn"),
    "table-pairs": Printed("table cooccurrence --pairs --minimum 3"),
    "plot-network": Drawn("table cooccurrence --output together.svg"),
    "table-saturation": Printed("table saturation"),
    "plot-saturation": Drawn("table saturation --output saturation.svg"),
    "table-coverage": Printed("table coverage --by sector"),
    "table-framework": Printed("table framework --by country --code no-time --most 1"),
    "table-agreement": Printed("table agreement"),
    "plot-agreement": Drawn("table agreement --output agreement.svg"),
}
"""The pictures of tables by name."""
JOINT: dict[str, Printed | Drawn] = {
    "joint-display": Printed("joint-display generated-organised"),
}
"""Those of a study in which somebody has linked quotes to findings."""
LINKING = (
    'finding link generated-organised fr-community-safety#66 --relation confirms --note "The same faces every year."',
    'finding infer generated-organised "Few, and the same ones: whoever asks for a board meets those who sit on one."',
)
"""The commands with which that was done."""


def run(study: Path, command: str, coder: str, console: Console | None = None) -> None:
    """Run a command on a study, with a console for the tables that it prints."""
    before = giving.console_for_tables
    if console is not None:
        vars(giving)["console_for_tables"] = lambda: console
    try:
        app(["--study", str(study), "--coder", coder, *shlex.split(command)], standalone_mode=False)
    finally:
        vars(giving)["console_for_tables"] = before


def picture(name: str, made: Printed | Drawn, study: Path, coder: str) -> str:
    """Give a picture as SVG."""
    if isinstance(made, Printed):
        console = Console(record=True, width=made.width, file=io.StringIO(), highlight=False)
        run(study, made.command, coder, console)
        return console.export_svg(title=f"fgcoder {made.command}", theme=DEFAULT_TERMINAL_THEME, unique_id=name)
    command, _, file = made.command.rpartition(" ")
    run(study, f"{command} {study / file}", coder)
    return (study / file).read_text(encoding="utf-8")


def export(study: Path, pictures: Path, coder: str) -> None:
    """Write every picture; the study is the sample as it comes, and has links and an inference afterwards."""
    for name, made in TABLES.items():
        (pictures / f"{name}.svg").write_text(picture(name, made, study, coder), encoding="utf-8")
    for command in LINKING:
        run(study, command, coder)
    for name, made in JOINT.items():
        (pictures / f"{name}.svg").write_text(picture(name, made, study, coder), encoding="utf-8")
