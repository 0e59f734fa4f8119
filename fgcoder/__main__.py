"""`python -m fgcoder`."""

from __future__ import annotations

from fgcoder.cli.main import run

run()
