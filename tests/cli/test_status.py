"""`fgcoder status`."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path

UK, DK = "uk-local-environment", "dk-public-health"


def test_json_says_what_is_there_and_how_far_each_coder_is(fgcoder, study: Path):
    fgcoder("-C", study, "decisions", "add", "-", stdin=f"{UK}#3 red-tape no-time\n{UK}#4 red-tape\n")
    fgcoder("-C", study, "--coder", "ben", "decisions", "add", f"{DK}#5", "no-time", "--reject")
    ran = fgcoder("-C", study, "status", "--json")
    assert ran.code == 0
    status = json.loads(ran.out)
    assert status["title"] == "Co-production in five countries"
    assert status["folder"] == str(study)
    danish, british = status["transcripts"]
    assert (danish["transcript"], british["transcript"]) == (DK, UK)
    assert (danish["language"], danish["attributes"]["country"]) == ("da", "Denmark")
    (ben,), (ana,) = danish["coders"].items(), british["coders"].items()
    assert (ben[0], ben[1]["decided"], ben[1]["codings"]) == ("ben", 1, 0)
    assert (ana[0], ana[1]["decided"], ana[1]["codings"]) == ("ana", 2, 3)
    assert datetime.fromisoformat(ana[1]["last"]) < datetime.fromisoformat(ben[1]["last"])
    assert 0 < british["codable"] < british["segments"]
    assert british["participants"] > 2
    assert british["turns"] > british["participants"]


def test_text_has_a_line_a_transcript_and_a_column_a_coder(fgcoder, study: Path):
    assert "0 codings by 0 coders." in fgcoder("-C", study, "status").out
    fgcoder("-C", study, "decisions", "add", f"{UK}#3", "red-tape", "no-time")
    ran = fgcoder("-C", study, "status")
    assert ran.code == 0
    assert "2 transcripts" in ran.out
    assert "2 codings by 1 coder." in ran.out
    (head,) = [line for line in ran.out.splitlines() if line.strip().startswith("Transcript")]
    assert head.split() == ["Transcript", "Country", "Sector", "Language", "Turns", "Segments", "ana"]
    (british,) = [line for line in ran.out.splitlines() if line.strip().startswith(UK)]
    assert "United Kingdom" in british
    assert "2 (1 %)" in british
    (danish,) = [line for line in ran.out.splitlines() if line.strip().startswith(DK)]
    assert danish.rstrip().endswith("·")


def test_results_are_on_stdout_and_the_rest_on_stderr(fgcoder, study: Path):
    (study / "transcripts/broken.txt").write_text("P1: No attributes.\n")
    ran = fgcoder("-C", study, "status", "--json")
    assert ran.code == 0
    assert len(json.loads(ran.out)["transcripts"]) == 2
    assert "broken.txt" in ran.err
    assert "language is missing" in ran.err


def test_agreement_is_told_where_coders_met(fgcoder, study: Path):
    fgcoder("-C", study, "decisions", "add", f"{UK}#3", "red-tape")
    assert json.loads(fgcoder("-C", study, "status", "--json").out)["agreement"] is None
    fgcoder("-C", study, "--coder", "ben", "decisions", "add", "-", stdin=f"{UK}#3 red-tape no-time\n")
    agreement = json.loads(fgcoder("-C", study, "status", "--json").out)["agreement"]
    assert (agreement["coders"], agreement["segments"], agreement["interval"]) == (["ana", "ben"], 1, None)
    assert agreement["lowest"] == {"No time": 0.0}
    assert "alpha where coders met, on 1 segment: 0.00;" in fgcoder("-C", study, "status").out
    fgcoder("-C", study, "decisions", "add", f"{UK}#4", "red-tape")
    told = "alpha where coders met, on 1 segment (1 more was decided about by one coder alone): 0.00;"
    assert told in fgcoder("-C", study, "status").out
    assert json.loads(fgcoder("-C", study, "status", "--json").out)["agreement"]["alone"] == 1


def test_files_that_are_not_read_are_told_once(fgcoder, study: Path):
    (study / "transcripts" / "lost.odt").write_text("P1: Yes.\n")
    for command in (["status"], ["status", "--json"], ["import"]):
        ran = fgcoder("-C", study, *command)
        assert ran.code == 0
        assert ran.err.count("note: ") == 1
        assert "lost.odt: is not read: it ends in `.odt`" in ran.err
