"""What the coding screen lets its user choose from: codes, transcripts, orders; each with what helps to choose."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from functools import partial

from textual.content import Content

from fgcoder.model import Code, Codebook, Progress, Queue, Suggestion
from fgcoder.rounding import per_cent, percent_done
from fgcoder.tui.widgets.chooser import Choice
from fgcoder.tui.widgets.overview.signs import WAITING
from fgcoder.wording import counted

APPLIED = "◆"
"""The sign of a code that is on the words already."""
EXAMPLES = 5
"""How many examples of a code are shown; the sample codebook has two dozen for some."""
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


def code_choices(
    codebook: Codebook,
    recent: Iterable[str] = (),
    *,
    applied: Collection[str] = (),
    suggested: Iterable[Suggestion] = (),
    used: Mapping[str, int] | None = None,
) -> list[Choice]:
    """Give every code that can be applied, those used recently first.

    Parameters
    ----------
    codebook, recent
        The codes; the ids of those applied last, the last one first.
    applied
        The ids of those that are on the words already.
    suggested
        What is suggested for the words; nothing where suggestions are concealed, since the list would tell them.
    used
        How often the coder has applied each code, where that is known.
    """
    scores = {suggestion.code: suggestion.score for suggestion in suggested}
    offered = {code.id: code for code in codebook.codes}
    first = [offered.pop(code) for code in dict.fromkeys(recent) if code in offered]
    return [
        code_choice(
            codebook,
            code,
            per_cent(scores[code.id]) if code.id in scores else "",
            sign=APPLIED if code.id in applied else "",
            recent=at < len(first),
            times=used.get(code.id, 0) if used is not None else None,
        )
        for at, code in enumerate([*first, *offered.values()])
    ]


def code_choice(
    codebook: Codebook, code: Code, note: str = "", *, sign: str = "", recent: bool = False, times: int | None = None
) -> Choice:
    """Give a code as something to choose, with all that helps to decide whether it fits."""
    path = " › ".join(codebook.label(theme) for theme in codebook.path_of.get(code.id, ()))
    also = " ".join([code.definition, *code.use, *code.avoid])
    return Choice(code.id, code.label, partial(_about, code, path, times, sign), also, note, path, sign, recent)


def _about(code: Code, path: str, times: int | None, sign: str) -> Content:
    """Say what a code means, when to use it and when not, and how often the coder did."""
    parts = [Content.assemble((f"{path} › " if path else "", "italic"), (code.label, "bold"))]
    parts += [Content(code.definition)] if code.definition else []
    for heading, lines in (("Use", code.use), ("Do not use", code.avoid), ("Examples", code.examples[:EXAMPLES])):
        if lines:
            listed = "\n".join(f"• {line}" for line in lines)
            parts.append(Content.assemble((heading, "bold $text-primary"), f"\n{listed}"))
    if sign:
        parts.append(Content(f"{sign} on these words already."))
    if times is not None:
        often = "once" if times == 1 else f"{times} times"
        parts.append(Content(f"You have applied it {often}." if times else "You have not applied it yet."))
    return Content("\n\n").join(parts)


def transcript_choices(titles: Mapping[str, str], come_to: Iterable[Progress] | None = None) -> list[Choice]:
    """Give the transcripts with these titles by id, each with how far the coder has come, where that is counted yet."""
    known = {progress.transcript: progress for progress in come_to or ()}
    choices = []
    for name, title in titles.items():
        done, share = f"Counting what is decided {WAITING}", WAITING
        if (progress := known.get(name)) is not None:
            done = f"{progress.decided} of {progress.codable} segments decided\n{counted(progress.codings, 'coding')}"
            share = f"{percent_done(progress.decided, progress.codable)} %"
        choices.append(Choice(name, name, f"{title}\n\n{done}", title, share))
    return choices


def theme_choices(codebook: Codebook) -> list[Choice]:
    """Give the places where a new code can stand: under each theme, or under none."""
    themes = [code for code in codebook.by_id.values() if code.is_theme and code.id not in codebook.retired]
    top = Choice("", "No theme", "The code stands by itself, at the end of the codebook.")
    return [*(code_choice(codebook, theme) for theme in themes), top]
