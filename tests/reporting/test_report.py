"""The report: everything is there, nothing is strange to it, and the same study gives the same bytes."""

from __future__ import annotations

import hashlib
import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from html.parser import HTMLParser
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from docx import Document

from fgcoder import __version__, export
from fgcoder.errors import TableError
from fgcoder.pipeline import taking_in
from fgcoder.pipeline.events import Progress
from fgcoder.reporting.chapters import chapters
from fgcoder.reporting.manifest import study_digest
from fgcoder.reporting.material import Material
from fgcoder.reporting.methods import methods
from fgcoder.reporting.naming import pseudonyms
from fgcoder.reporting.report import formats_named, write_report
from fgcoder.study import open_study
from fgcoder.tables.comparison.table import comparison
from fgcoder.tables.frequency.table import frequency

FEW = ("html", "csv", "svg")


def material(desk: Any, where: dict[str, list[str]] | None = None, **options: Any) -> Material:
    return Material(desk.study, desk.store, desk.quoting(**options), where or {}, None)


def written(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


class Page(HTMLParser):
    """What a page points to, and what it would load."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.loaded: list[str] = []
        self.ids: list[str] = []
        self.tags: set[str] = set()
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        known = dict(attrs)
        self.tags.add(tag)
        self.links += [known["href"] or ""] if "href" in known else []
        self.loaded += [known["src"] or ""] if "src" in known else []
        self.ids += [known["id"] or ""] if "id" in known else []


def test_every_file_is_there_is_linked_and_is_for_its_owner_alone(coded: Any, tmp_path: Path) -> None:
    folder = tmp_path / "out" / "report"
    report = write_report(material(coded), folder)
    files = written(folder)
    assert report.files == len(files)
    assert {path.stat().st_mode & 0o777 for path in folder.rglob("*") if path.is_file()} == {0o600}
    assert {path.stat().st_mode & 0o777 for path in (folder, *folder.rglob("*")) if path.is_dir()} == {0o700}
    page = Page(files["index.html"].decode())
    targets = {unquote(link) for link in page.links if not link.startswith("#")}
    assert targets == set(files) - {"index.html"}
    assert {link[1:] for link in page.links if link.startswith("#")} <= set(page.ids)
    for name in ("frequency-by-country", "agreement", "framework-by-group"):
        for made in export.FORMATS.values():
            assert files[f"tables/{name}{made.suffix}"]
    assert "tables/quotes.xlsx" in files
    assert "tables/quotes-by-code.docx" in files
    assert "no survey files" in " ".join(report.missing)
    assert "no survey files" in files["index.html"].decode()


def test_no_note_under_a_table_speaks_of_the_command_line(coded: Any) -> None:
    """Who reads a report has none."""
    notes = [note for one in chapters(material(coded), None) for piece in one.pieces for note in piece.table.notes]
    assert notes
    assert not [note for note in notes if re.search(r"--[a-z]|`fgcoder", note)]


def test_the_page_loads_nothing_and_runs_nothing(coded: Any, tmp_path: Path) -> None:
    write_report(material(coded), tmp_path / "report", FEW)
    text = (tmp_path / "report/index.html").read_text(encoding="utf-8")
    page = Page(text)
    assert page.loaded
    assert all(source.startswith("data:image/svg+xml;base64,") for source in page.loaded)
    assert not page.tags & {"script", "link", "iframe", "object", "form"}
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', text)
    assert policy is not None
    style = re.search(r"<style>(.*?)</style>", text, re.DOTALL)
    assert style is not None
    assert "unsafe" not in policy.group(1)
    import base64

    assert f"'sha256-{base64.b64encode(hashlib.sha256(style.group(1).encode()).digest()).decode()}'" in policy.group(1)
    assert "url(" not in style.group(1)
    assert "Parks &amp; paths" in text


def test_the_same_study_gives_the_same_bytes(lay: Callable[[str], Any], tmp_path: Path) -> None:
    """Also from decisions that arrived in another order, as from two coders' logs."""
    one, other = lay("one"), lay("other")
    from_conftest(one)
    other.store.append(list(reversed(one.made)))
    other.embed()
    for desk, name in ((one, "a"), (other, "b")):
        write_report(material(desk), tmp_path / name)
    assert written(tmp_path / "a") == written(tmp_path / "b")


def test_agreement_is_drawn_where_two_coders_have_decided_about_the_same(
    lay: Callable[[str], Any], tmp_path: Path
) -> None:
    alone, both, again = lay("alone"), lay("both"), lay("again")
    for desk, coders in ((alone, ["ana"]), (both, ["ana", "ben"]), (again, ["ana", "ben"])):
        for coder in coders:
            desk.decide("park", "I have no time.", "no-time", coder)
            desk.decide("sti", "Vi har ikke tid til at feje stien på søndag.", "red-tape", coder)
        desk.embed()
    missing = write_report(material(alone), tmp_path / "a", ("html", "svg", "png")).missing
    assert "pictures/agreement-dots.svg" not in written(tmp_path / "a")
    assert any("greement" in why for why in missing)
    for desk, name in ((both, "b"), (again, "c")):
        write_report(material(desk), tmp_path / name, ("html", "svg", "png"))
    files = written(tmp_path / "b")
    assert b"Hollow: too little was seen for an interval" in files["pictures/agreement-dots.svg"]
    assert files["pictures/agreement-dots.png"].startswith(b"\x89PNG")
    assert {"pictures/agreement-dots.svg", "pictures/agreement-dots.png"} <= set(
        Page(files["index.html"].decode()).links
    )
    assert files == written(tmp_path / "c")


def test_another_process_with_other_hashes_gives_the_same_bytes(coded: Any, tmp_path: Path) -> None:
    """Nothing in a report may follow the order of a set, which differs from run to run."""
    formats = ("html", "csv", "json", "svg")
    write_report(material(coded), tmp_path / "here", formats, at_most=25)
    command = [sys.executable, "-m", "fgcoder", "-C", str(coded.study.folder), "report", str(tmp_path / "there")]
    environment = {**os.environ, "PYTHONHASHSEED": "1"}  # here it is another one each time
    ran = subprocess.run([*command, "--formats", ",".join(formats)], env=environment, capture_output=True, text=True)
    assert ran.returncode == 0, ran.stderr
    assert written(tmp_path / "there") == written(tmp_path / "here")


def from_conftest(desk: Any) -> None:
    desk.decide("park", "I have no time.", "no-time")
    desk.decide("park", "Then we sweep it ourselves", "litter", coder="ben")
    desk.decide("sti", "Nej.", "no-time")
    desk.embed()


def test_the_manifest_names_what_it_was_made_from_and_every_hash(coded: Any, tmp_path: Path) -> None:
    write_report(material(coded), tmp_path / "report", FEW)
    files = written(tmp_path / "report")
    told = json.loads(files.pop("manifest.json"))
    assert told["sha256"] == {name: hashlib.sha256(content).hexdigest() for name, content in sorted(files.items())}
    assert told["version"] == __version__
    assert told["study"]["last_decision"] == "2026-03-01"
    before = told["study"]["digest"]
    assert before == study_digest(material(coded))
    coded.decide("park", "Then we sweep it ourselves", "litter")
    assert study_digest(material(coded)) != before


def test_a_report_is_replaced_and_nothing_else_is(coded: Any, tmp_path: Path) -> None:
    folder = tmp_path / "report"
    write_report(material(coded), folder, FEW)
    coded.decide("park", "Then we sweep it ourselves", "litter")
    write_report(material(coded), folder, ("csv",))
    files = written(folder)
    assert not [name for name in files if name.endswith((".svg", ".tables.html"))]
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".report")] == []
    for change in (
        lambda: (folder / "mine.txt").write_text("notes"),
        lambda: (folder / "methods.md").write_text("edited"),
        lambda: (folder / "manifest.json").unlink(),
        lambda: (folder / "manifest.json").write_text('{"made_by": "somebody else", "sha256": {}}'),
        lambda: (folder / "manifest.json").write_text("[]"),
    ):
        change()
        before = written(folder)
        with pytest.raises(TableError, match=r"no report|not written by the report"):
            write_report(material(coded), folder, FEW)
        assert written(folder) == before
        (folder / "mine.txt").unlink(missing_ok=True)
        for name, content in files.items():
            (folder / name).write_bytes(content)
    write_report(material(coded), folder, FEW)


def test_an_empty_folder_is_taken_and_a_file_is_not(coded: Any, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    write_report(material(coded), tmp_path / "empty", ("csv",))
    assert (tmp_path / "empty/index.html").is_file()
    (tmp_path / "file").write_text("x")
    with pytest.raises(TableError, match="is a file"):
        write_report(material(coded), tmp_path / "file", ("csv",))
    with pytest.raises(TableError, match="no format called 'cvs'"):
        formats_named(["cvs"])
    assert formats_named(["png", "csv"]) == ("csv", "png")


def test_progress_is_told_to_its_end(coded: Any, tmp_path: Path) -> None:
    told: list[Progress] = []
    write_report(material(coded), tmp_path / "report", ("csv",), on_progress=told.append)
    for step in {one.step for one in told}:
        done = [one.done for one in told if one.step == step]
        assert done == sorted(done)
        assert done[-1] == next(one.total for one in told if one.step == step)


def test_no_label_of_a_transcript_is_in_a_report_with_pseudonyms(coded: Any, tmp_path: Path) -> None:
    names = pseudonyms(coded.store.transcripts())
    write_report(
        material(coded, names=names), tmp_path / "report", ("html", "csv", "tidy", "markdown", "json", "latex")
    )
    for name, content in written(tmp_path / "report").items():
        text = content.decode("utf-8", errors="ignore")
        assert "MARY" not in text, name
        assert "Deltager" not in text, name


def test_a_report_about_a_part_counts_that_part_and_holds_no_other_words(coded: Any, tmp_path: Path) -> None:
    from fgcoder.model import Mode, Shown

    screen = {"shown": (Shown("litter", 0.5),), "model": "letters", "mode": Mode.ASSISTED}
    coded.decide("walk", "Nobody has time to walk the dogs.", "no-time", **screen)
    coded.decide("park", "Then we sweep it ourselves", "litter", **screen, coder="zoe")
    write_report(material(coded, {"country": ["Denmark"]}), tmp_path / "report", ("html", "csv"))
    files = written(tmp_path / "report")
    told = files["methods.md"].decode()
    assert "The figures are about a part of the study: country = Denmark." in told
    assert "2 focus groups across 1 country (Denmark), held on 1 April 2013 (of 1 group no date is known)" in told
    assert "Two participants took part (by stakeholders: citizen 1, third sector 1)." in told
    assert "(Danish and English)" in told
    assert "gives 3 segments. All of them have been coded." in told
    assert "One coder applied it" in told
    assert "3 codings by 1 March 2026" in told
    assert "Of 3 decisions of a coder about a segment 2 (67 %) were made blind" in told
    assert "**Agreement.**" not in told
    page = files["index.html"].decode()
    for name, value in (
        ("Part of the study", "country = Denmark"),
        ("Groups coded", "2 of 2"),
        ("Participants", "2"),
        ("Segments coded", "3 of 3"),
        ("Codings", "3"),
        ("Coders", "ana"),
    ):
        assert f"<dt>{name}</dt><dd>{value}</dd>" in page
    assert not [name for name, content in files.items() if b"longer than all of the sweeping" in content]
    assert [name for name, content in files.items() if b"Nej." in content]


def test_a_part_by_speakers_and_coders_is_counted_so(coded: Any) -> None:
    part = Material(coded.study, coded.store, coded.quoting(), {"stakeholders": ["professional"]}, ("ben",))
    scope = part.scope
    assert scope.told == "stakeholders = professional; codings of ben"
    assert (list(scope.groups), scope.segments, scope.decided, scope.codings) == (["park"], 2, 1, 2)
    assert (scope.active, scope.modes.total()) == (["ben"], 1)


def test_outside_the_tables_a_part_is_counted_as_in_them(coded: Any) -> None:
    part = {"country": ["United Kingdom"]}
    scope = material(coded, part).scope
    counts = frequency(material(coded).corpus, where=part).frame["United Kingdom"]
    assert scope.segments == counts["(segments)"] == 3
    assert len(scope.participants) == counts["(participants)"] == 2


def test_participants_are_the_same_in_tables_and_outside_them(coded: Any) -> None:
    """The walk names nobody; what is said in it is counted, and nobody is made up who says it."""
    everything = material(coded)
    counts = frequency(everything.corpus)
    assert dict(counts.facts)["Base"] == "3 groups, 4 participants, 6 segments"
    assert len(everything.scope.participants) == counts.frame["Total"]["(participants)"] == 4
    by_people = comparison(everything.corpus, by="country", unit="participants")
    assert dict(by_people.facts)["Base"] == "4 participants"


def test_a_study_that_declares_nothing_has_its_tables_by_group(lay: Callable[[str], Any], tmp_path: Path) -> None:
    desk = lay("plain")
    for name in ("park", "sti", "walk"):
        file = desk.study.transcripts / f"{name}.txt"
        file.write_text(re.sub(r"(?m)^(country|date):.*\n", "", file.read_text(encoding="utf-8")), encoding="utf-8")
    settings = desk.study.folder / "study.yaml"
    settings.write_text(settings.read_text(encoding="utf-8").split("attributes:")[0], encoding="utf-8")
    desk.study = open_study(settings.parent)
    taking_in.take_in(desk.study, desk.store)
    from_conftest(desk)
    write_report(material(desk), tmp_path / "report", ("html", "csv"))
    files = set(written(tmp_path / "report"))
    assert {"frequency-by-group", "frequency-share-by-group", "comparison-by-group-of-segments"} <= {
        Path(name).stem for name in files
    }
    assert all(chapter.pieces or chapter.missing for chapter in chapters(material(desk), None))
    assert "across" not in methods(material(desk))[0].text


# Methods


def test_the_methods_count_what_is_there(coded: Any) -> None:
    told = {one.heading: one.text for one in methods(material(coded))}
    assert "3 focus groups across 2 countries (Denmark and United Kingdom)" in told["Material"]
    assert "Four participants took part" in told["Material"]
    assert "held between 1 April 2013 and 1 May 2013 (of 1 group no date is known)" in told["Material"]
    assert "Coders have decided about 4 (67 %) of them, in 2 of 3 groups" in told["Segments"]
    assert "Nothing has been coded yet in walk." in told["Segments"]
    assert "“Parks” (version 1), has 3 codes under 1 theme." in told["Coding"]
    assert "Two coders applied it" in told["Coding"]
    assert "6 codings by 1 March 2026" in told["Coding"], "the moderator's words are not counted"
    assert "No suggestions were on screen" in told["Coding"]
    assert told["Agreement"].startswith("One segment was decided about by two coders or more (25 % of those")
    assert (
        "Code by code, the two agree about 50 % of these segments; that is the mean over the codes that any of them "
        "gave in these segments." in told["Agreement"]
    ), "of red tape and litter, as both left the third code out"
    assert "alone" in told["Agreement"]
    assert f"fgcoder {__version__}." in told["Figures and quotes"]


def test_the_period_of_fieldwork_is_that_of_the_dates_that_can_be_read(coded: Any) -> None:
    """Sorted as they are written, `05.04.2024` would come first and `2024-2` last."""

    def told(**dates: str) -> str:
        for name, stated in dates.items():
            file = coded.study.transcripts / f"{name}.txt"
            text = re.sub(r"^date: .*\n", "", file.read_text(encoding="utf-8"), flags=re.MULTILINE)
            file.write_text(text.replace("---\n", f"---\ndate: {stated}\n", 1), encoding="utf-8")
        assert not [one.error for one in taking_in.take_in(coded.study, coded.store) if one.error]
        return methods(material(coded))[0].text

    text = told(park="2024-03-05", sti="2024-2", walk="05.04.2024")
    assert "3 focus groups across 2 countries (Denmark and United Kingdom), held on 5 March 2024." in text
    assert "The date of 2 groups cannot be read: sti (“2024-2”) and walk (“05.04.2024”)." in text
    assert ", held between February 2024 and 5 March 2024. The date of 1 group" in told(sti="2024-02")
    assert "held" not in told(park="spring", sti="2024-2")
    assert "cannot be read" not in told(park="2024-03", sti="2024-03", walk="2024-03")
    assert "held in March 2024." in told()


def test_the_share_of_blind_decisions_is_told(coded: Any) -> None:
    from fgcoder.model import Mode, Shown

    screen = {"shown": (Shown("litter", 0.5),), "model": "letters", "draw": "0.1/7"}
    coded.decide("walk", "Nobody has time to walk the dogs.", "no-time", mode=Mode.ASSISTED, **screen)
    coded.decide("park", "Then we sweep it ourselves", "litter", mode=Mode.DRAWN, draw="0.1/7", model="letters")
    told = {one.heading: one.text for one in methods(material(coded))}
    assert "(sentence embedding: letters)" in told["Coding"]
    assert "In a random draw of 10 % (seed 7) of the segments suggestions were withheld" in told["Coding"]
    assert (
        "Of 7 decisions of a coder about a segment 6 (86 %) were made blind, without suggestions on screen: 1 because "
        "the segment was drawn and 5 because the coder had hidden them or there were none." in told["Coding"]
    )
    assert "Two coders decided blind about 1 of them." in told["Agreement"]


def test_nothing_coded_is_told_and_is_no_error(desk: Any, tmp_path: Path) -> None:
    report = write_report(material(desk), tmp_path / "report", ("html", "csv"))
    told = {one.heading: one.text for one in methods(material(desk))}
    assert "Nothing has been coded yet." in told["Segments"]
    assert "Agreement" not in told
    assert report.missing
    assert (tmp_path / "report/index.html").is_file()


def test_the_methods_are_the_same_in_word_and_in_markdown(coded: Any, tmp_path: Path) -> None:
    write_report(material(coded), tmp_path / "report", ("csv",))
    files = written(tmp_path / "report")
    document = Document(BytesIO(files["methods.docx"]))
    paragraphs = [one.text for one in document.paragraphs[1:]]
    markdown = files["methods.md"].decode().replace("\\", "").replace("**", "")
    assert [one for one in markdown.split("\n\n")[1:] if one.strip()] == [
        *paragraphs[:-1],
        paragraphs[-1] + "\n",
    ]
