"""Small shared tools: repeat, take the median, print a ratio."""

from __future__ import annotations

import statistics
import subprocess
import time
from collections.abc import Sequence


def run_times(command: Sequence[str], runs: int = 7) -> list[float]:
    """Run a command several times after one warm-up and give its wall times in seconds."""
    times = []
    for _ in range(runs + 1):
        began = time.perf_counter()
        subprocess.run(command, check=True, capture_output=True)
        times.append(time.perf_counter() - began)
    return times[1:]


def line(what: str, times: Sequence[float], other: str, other_times: Sequence[float]) -> str:
    """Give one line: both medians in milliseconds and their ratio."""
    ours, theirs = statistics.median(times), statistics.median(other_times)
    return f"{what:44} {1000 * ours:8.1f} ms   {other:30} {1000 * theirs:8.1f} ms   ratio {ours / theirs:5.2f}"


def percentile(times: Sequence[float], share: float) -> float:
    """Give the time below which a share of the times lie."""
    return sorted(times)[min(int(share * len(times)), len(times) - 1)]
