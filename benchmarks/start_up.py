"""How long until the command line answers and until the coding screen stands."""

from __future__ import annotations

import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.opening import BARE, CODING, opened, python_with
from benchmarks.terminal import fgcoder
from benchmarks.timing import line, run_times

BARE_TYPER = "import typer; app = typer.Typer(); app.command()(lambda: None); app(['--help'])"


def main() -> None:
    """Print the ratios."""
    python = sys.executable
    bare = run_times([python, "-c", BARE_TYPER])
    print(line("fgcoder --help", run_times([python, "-m", "fgcoder", "--help"]), "a bare Typer command --help", bare))
    with TemporaryDirectory() as folder, TemporaryDirectory() as bytecode:
        study, environment = Path(folder) / "demo", python_with(bytecode)
        run_times([python, "-m", "fgcoder", "demo", str(study)], runs=1)
        environment |= {"FGCODER_STATE": folder, "FGCODER_SETTINGS": f"{folder}/none.yaml"}
        (Path(folder) / "tour-seen").touch()
        screen, bare_screen = (
            [seconds for seconds, _ in opened(command, environment, shows)[0]]
            for command, shows in (
                (fgcoder(study, "code"), CODING[0]),
                ([python, "-c", BARE], lambda text: "bare" in text),
            )
        )
        print(line("coding screen, sample study, painted", screen, "a bare Textual app", bare_screen))


if __name__ == "__main__":
    main()
