"""Word documents: paragraphs, tables, corrections."""

from __future__ import annotations

import io
import zipfile

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from fgcoder.errors import ReadingError
from fgcoder.reading import read


def saved(document) -> bytes:
    """Give a document as the bytes of its file."""
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def test_paragraphs_tabs_and_line_breaks(write, spoken):
    document = docx.Document()
    document.add_paragraph("MODERATOR:\tWell?")
    document.add_paragraph("")
    document.add_paragraph("P1: One,\ntwo.")
    document.add_paragraph("Three.")
    transcript = read(write("a.docx", saved(document)))
    assert transcript.text == "MODERATOR: Well?\n\nP1: One,\ntwo.\n\nThree."
    assert spoken(transcript) == [("MODERATOR", "Well?"), ("P1", "One,\ntwo.\n\nThree.")]
    assert transcript.notices == ()


def test_a_table_of_speakers_and_words_stands_in_its_place(write, spoken):
    document = docx.Document()
    document.add_paragraph("MODERATOR: Well?")
    table = document.add_table(rows=0, cols=3)
    for time, speaker, words in [("00:10", "P1", "One."), ("00:20", "P2:", "Two.")]:
        for cell, text in zip(table.add_row().cells, (time, speaker, words), strict=True):
            cell.text = text
    table = document.add_table(rows=1, cols=2)
    table.rows[0].cells[0].text = "P1"
    table.rows[0].cells[1].text = "Three."
    table.rows[0].cells[1].add_table(rows=1, cols=1).rows[0].cells[0].text = "Four."
    document.add_paragraph("P2: Five.")
    transcript = read(write("a.docx", saved(document)))
    assert spoken(transcript) == [
        ("MODERATOR", "Well?"), ("P1", "One."), ("P2", "Two."), ("P1", "Three.\nFour."), ("P2", "Five."),
    ]  # fmt: skip
    assert [turn.seconds for turn in transcript.turns] == [None, 10, 20, None, None]


def test_tracked_changes_count_as_accepted(write, spoken):
    document = docx.Document()
    paragraph = document.add_paragraph("P1: We ")._p
    run = "<w:r><w:t xml:space='preserve'>{}</w:t></w:r>"
    paragraph.append(parse_xml(f"<w:ins {nsdecls('w')} w:id='1'>{run.format('never ')}</w:ins>"))
    deleted = "<w:r><w:delText>always</w:delText></w:r>"
    paragraph.append(parse_xml(f"<w:del {nsdecls('w')} w:id='2'>{deleted}</w:del>"))
    paragraph.append(parse_xml(f"<w:sdt {nsdecls('w')}><w:sdtContent>{run.format('ask.')}</w:sdtContent></w:sdt>"))
    assert spoken(read(write("a.docx", saved(document)))) == [("P1", "We never ask.")]


def test_text_before_the_first_label_is_placed_and_what_is_left_out_is_said(write):
    document = docx.Document()
    document.add_paragraph("")
    document.add_paragraph("A talk")
    paragraph = document.add_paragraph("P1: Yes.")._p
    paragraph.append(parse_xml(f"<w:r {nsdecls('w')}><w:footnoteReference w:id='1'/></w:r>"))
    transcript = read(write("a.docx", saved(document)))
    assert transcript.notices == (
        "Footnotes and their marks were left out.",
        "paragraph 2: text before the first speaker.",
    )


def test_an_empty_document_is_a_fault(write):
    with pytest.raises(ReadingError, match="no talk"):
        read(write("a.docx", saved(docx.Document())))


def test_a_damaged_document_is_a_fault(write):
    whole = saved(docx.Document())
    other = io.BytesIO()
    with zipfile.ZipFile(other, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
    for content in (b"words", whole[: len(whole) // 2], other.getvalue()):
        with pytest.raises(ReadingError, match="damaged or not a Word document"):
            read(write("a.docx", content))
