"""What a code says, and what is known of it: the right half of the codebook screen."""

from __future__ import annotations

from collections.abc import Sequence

from textual.content import Content

from fgcoder.model import Code, Codebook

HEADING = "bold $text-accent"


def about_code(book: Codebook, code: Code, times: int, memo: str, quotes: Sequence[str]) -> Content:
    """Give all that a coder wants to know of a code before changing it.

    Parameters
    ----------
    times
        How often the coder has applied it; for a theme, it and all below it.
    memo
        What is written about it; empty for nothing.
    quotes
        The newest words under it.
    """
    path = " › ".join(book.label(theme) for theme in book.path_of[code.id])
    parts = [Content.assemble((f"{path} › " if path else "", "$foreground-muted"), (code.label, "bold"))]
    parts[0] = Content("\n").join([parts[0], Content.assemble((_known_as(code), "$foreground-muted"))])
    if code.id in book.retired:
        by_itself = code.retired or not book.path_of[code.id]
        above = next((one for one in book.path_of[code.id] if book.by_id[one].retired), "")
        because = "" if by_itself else f", because {book.label(above)} is"
        parts.append(Content(f"Retired{because}: not offered or suggested any more; its codings stay."))
    no_definition = Content.styled("No definition yet.", "$foreground-muted")
    parts.append(Content(code.definition) if code.definition else no_definition)
    for heading, lines in (("Use", code.use), ("Do not use", code.avoid), ("Examples", code.examples)):
        if lines:
            parts.append(_listed(heading, lines))
    if memo:
        parts.append(Content.assemble(("✎ Memo", HEADING), f"\n{memo}"))
    parts.append(Content(_applied(code, times)))
    if quotes:
        parts.append(_listed("Your newest quotes in this transcript", quotes))
    return Content("\n\n").join(parts)


def _known_as(code: Code) -> str:
    return f"id {code.id}" + (f", formerly {', '.join(code.was)}" if code.was else "")


def _listed(heading: str, lines: Sequence[str]) -> Content:
    return Content.assemble((heading, HEADING), "\n" + "\n".join(f"• {line}" for line in lines))


def _applied(code: Code, times: int) -> str:
    what = "it or a code below it" if code.is_theme else "it"
    if not times:
        return f"You have not applied {what} yet."
    return f"You have applied {what} {'once' if times == 1 else f'{times} times'}."
