"""What the coding screen lets its user choose from: codes, transcripts, orders; each with what helps to choose."""

from __future__ import annotations

from collections.abc import Iterable

from fgcoder.coding import CodingSession
from fgcoder.model import Code, Codebook, Queue
from fgcoder.tui.widgets.chooser import Choice

QUEUES = {
    Queue.READING: (
        "reading order",
        "Transcript by transcript, from where you left off reading. The usual way: nothing is taken out of its talk.",
    ),
    Queue.UNSURE: (
        "least sure",
        "Undecided segments about which the suggestions are least sure come first. Deciding them teaches most.",
    ),
    Queue.LIKELIEST: (
        "likeliest",
        "Undecided segments that one code fits best come first; you are asked which code. To gather what is said about "
        "one thing. Segments drawn for blind coding are left out.",
    ),
    Queue.MISSED: (
        "possibly missed",
        "Segments you have decided about where a code was expected and not applied, the strongest first. To look over "
        "your work: agree or reject. Segments drawn for blind coding that you have not decided about are left out.",
    ),
}
"""For each order what the screen calls it, and what it is for."""


def queue_choices() -> list[Choice]:
    """Give the orders in which segments can be put before the coder."""
    return [Choice(queue.value, name.capitalize(), what, what) for queue, (name, what) in QUEUES.items()]


def queue_name(queue: Queue, code: str | None, codebook: Codebook) -> str:
    """Say in a few words which order is being followed."""
    name = QUEUES[queue][0]
    return f"{name}: {codebook.label(code)}" if code else name


def code_choices(codebook: Codebook, recent: Iterable[str]) -> list[Choice]:
    """Give every code that can be applied, those used recently first."""
    first = [codebook.by_id[code] for code in recent if code in codebook.by_id]
    others = [code for code in codebook.codes if code not in first]
    return [code_choice(codebook, code, "recent") for code in first] + [code_choice(codebook, code) for code in others]


def code_choice(codebook: Codebook, code: Code, note: str = "") -> Choice:
    """Give a code as something to choose, with all that helps to decide whether it fits."""
    themes = [codebook.label(theme) for theme in codebook.path_of[code.id]]
    parts = [" › ".join([*themes, code.label]), code.definition]
    for heading, lines in (("Use:", code.use), ("Do not use:", code.avoid), ("Examples:", code.examples[:3])):
        if lines:
            parts.append("\n".join([heading, *(f"• {line}" for line in lines)]))
    also = " ".join([code.definition, *code.use])
    return Choice(code.id, code.label, "\n\n".join(part for part in parts if part), also, note)


def transcript_choices(session: CodingSession) -> list[Choice]:
    """Give the transcripts, each with how far the coder has come."""
    choices = []
    for progress in session.overview():
        done = f"{progress.decided} of {progress.codable} segments decided\n{progress.codings} codings"
        share = f"{100 * progress.decided // max(progress.codable, 1)} %"
        choices.append(
            Choice(progress.transcript, progress.transcript, f"{progress.title}\n\n{done}", progress.title, share)
        )
    return choices
