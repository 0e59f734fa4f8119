"""What notes can be about: targets of memos, survey findings to link to; each with what helps to choose."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from textwrap import shorten
from typing import TYPE_CHECKING

from fgcoder.model import Finding, Span, Target
from fgcoder.tui.widgets.chooser import Choice
from fgcoder.tui.widgets.overview.signs import day

if TYPE_CHECKING:
    from fgcoder.coding.notebook import Notebook
    from fgcoder.coding.session import CodingSession
    from fgcoder.overview.memos import Written

A_CODE = "a code"
"""What is chosen to write about a code, be it on the passage or not."""
WRITTEN = "✎"
"""The sign of what a memo is written on."""


def memo_choices(session: CodingSession, passage: Span | None) -> tuple[list[Choice], dict[str, tuple[Target, str]]]:
    """Give what a memo can be written on, and for each choice the target and what to call it."""
    targets: dict[str, tuple[Target, str]] = {}
    transcript = session.transcript
    if transcript is not None and passage is not None:
        for coding in session.all_codings:
            if coding.span.overlaps(passage):
                name = f"{session.codebook.label(coding.code)}, on these words"
                targets[f"coding {coding.decision}"] = (Target(transcript.id, coding.span, coding.code), name)
        targets["passage"] = (Target(transcript.id, passage), "these words")
    if transcript is not None:
        targets["transcript"] = (Target(transcript.id), f"the transcript {transcript.id}")
    choices = []
    for key, (target, name) in targets.items():
        written = session.notes.memo(target)
        choices.append(
            Choice(
                key,
                name[0].upper() + name[1:],
                written or "Nothing is written yet.",
                written,
                sign=WRITTEN if written else "",
            )
        )
    return [*choices, Choice(A_CODE, "A code …", "What you think about a code, wherever it is used.")], targets


def written_choices(found: Sequence[Written], today: date) -> list[Choice]:
    """Give memos from all over the study."""
    return [
        Choice(
            one.memo.decision,
            shorten(one.memo.text, 110, placeholder=" …"),
            "\n\n".join(
                part
                for part in (
                    f"{one.memo.coder}, {day(one.memo.made_at, today)}: {one.about}",
                    one.memo.text,
                    f"“{one.words}”" if one.words else "",
                )
                if part
            ),
            f"{one.memo.text} {one.memo.coder} {one.words}",
            one.about,
        )
        for one in found
    ]


def finding_choices(notes: Notebook, passage: Span, reasons: Mapping[str, str]) -> list[Choice]:
    """Give the study's findings, those that the passage is linked to first.

    Parameters
    ----------
    reasons
        By id why a finding may be what the passage speaks to, the likeliest first; empty where that is not known.
    """
    linked = {link.finding: link for link in notes.links_on(passage)}
    rank = {finding: place for place, finding in enumerate(reasons)}
    findings = sorted(
        notes.findings.values(), key=lambda finding: (finding.id not in linked, rank.get(finding.id, len(rank)))
    )
    return [
        Choice(
            finding.id,
            shorten(finding.statement, 110, placeholder=" …"),
            about_finding(finding),
            " ".join([finding.statement, finding.question, *finding.sectors, *finding.countries]),
            linked[finding.id].relation.value if finding.id in linked else reasons.get(finding.id, ""),
            sign="⇄" if finding.id in linked else "",
        )
        for finding in findings
    ]


def about_finding(finding: Finding) -> str:
    """Give a finding with its figures, question, base and source."""
    figures = [
        "  ".join(part for part in (figure.label, figure.printed, figure.country or "", figure.sector or "") if part)
        for figure in finding.figures
    ]
    parts = [finding.statement, "\n".join(figures)]
    parts += [
        f"{name}: {text}"
        for name, text in (("Question", finding.question), ("Base", finding.base), ("Source", finding.source))
        if text
    ]
    return "\n\n".join(part for part in parts if part)
