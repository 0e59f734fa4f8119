"""The methods paragraphs as files that go into a paper: Markdown, and Word."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import UTC, datetime

from fgcoder.export.zipped import timeless
from fgcoder.reporting.methods import Paragraph

CREATED = datetime(2000, 1, 1, tzinfo=UTC)
"""Stands in for the date of creation, so that the same study gives the same bytes."""
A4_CM = (21.0, 29.7)


def as_markdown(title: str, paragraphs: Sequence[Paragraph]) -> bytes:
    """Give the paragraphs as Markdown."""
    parts = [f"# Methods: {_plain(title)}", *(f"**{one.heading}.** {_plain(one.text)}" for one in paragraphs)]
    return ("\n\n".join(parts) + "\n").encode()


def as_word(title: str, paragraphs: Sequence[Paragraph]) -> bytes:
    """Give the paragraphs as a Word document."""
    from docx import Document
    from docx.shared import Cm

    document = Document()
    section = document.sections[0]
    section.page_width, section.page_height = map(Cm, A4_CM)
    properties = document.core_properties
    properties.title, properties.author, properties.comments = f"Methods: {title}", "", ""
    properties.created = properties.modified = CREATED
    document.add_heading(f"Methods: {title}", 1)
    for one in paragraphs:
        paragraph = document.add_paragraph()
        paragraph.add_run(f"{one.heading}. ").bold = True
        paragraph.add_run(one.text)
    out = io.BytesIO()
    document.save(out)
    return timeless(out.getvalue())


def _plain(text: str) -> str:
    """Keep what has a meaning in Markdown from having it."""
    for sign in "\\`*_[]<>":
        text = text.replace(sign, f"\\{sign}")
    return text
