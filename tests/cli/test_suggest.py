"""`fgcoder suggest`."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from fgcoder.pipeline import codebook_of
from fgcoder.study import open_study
from fgcoder.suggesting.lines import lines_of

UK = "uk-local-environment"


def test_json_holds_every_segment_with_ranked_explained_codes(fgcoder, study: Path):
    ran = fgcoder("-C", study, "suggest", "--json", "--top", "5")
    assert ran.code == 0
    rows = json.loads(ran.out)
    book = codebook_of(open_study(study))
    lines = {(line.code, line.kind, line.text) for line in lines_of(book)}
    assert {row["transcript"] for row in rows} == {UK, "dk-public-health"}
    assert len(rows) > 80
    for row in rows:
        assert set(row) == {"segment", "transcript", "language", "speaker", "words", "suggestions"}
        assert row["segment"].startswith(row["transcript"] + "#")
        assert row["words"]
        assert [one["rank"] for one in row["suggestions"]] == [1, 2, 3, 4, 5]
        scores = [one["score"] for one in row["suggestions"]]
        assert scores == sorted(scores, reverse=True)
        for one in row["suggestions"]:
            assert set(one) == {"rank", "code", "label", "score", "reason", "reason_kind"}
            assert one["label"] == book.label(one["code"])
            assert (one["code"], one["reason_kind"], one["reason"]) in lines


def test_one_segment_or_one_transcript_can_be_asked_for(fgcoder, study: Path):
    everything = json.loads(fgcoder("-C", study, "suggest", "--json").out)
    one = everything[10]
    (alone,) = json.loads(fgcoder("-C", study, "suggest", one["segment"], "--json").out)
    assert alone == one
    danish = json.loads(fgcoder("-C", study, "suggest", "dk-public-health", "--json").out)
    assert danish == [row for row in everything if row["transcript"] == "dk-public-health"]
    assert {row["language"] for row in danish} == {"da"}


def test_text_shows_words_rank_score_label_and_reason(fgcoder, study: Path):
    (row,) = json.loads(fgcoder("-C", study, "suggest", f"{UK}#3", "--json").out)
    ran = fgcoder("-C", study, "suggest", f"{UK}#3")
    assert ran.code == 0
    text = " ".join(ran.out.split())
    assert row["segment"] in text
    assert row["words"] in text
    for one in row["suggestions"]:
        assert f"{one['rank']}. {one['score']:+.1f} {one['label']} {one['reason_kind']}: {one['reason']}" in text


@pytest.mark.parametrize("name", ["nowhere", "nowhere#1", f"{UK}#0", f"{UK}#9999", f"{UK}#x", f"{UK}#²"])
def test_a_name_that_is_not_there_is_told(fgcoder, study: Path, name: str):
    ran = fgcoder("-C", study, "suggest", name)
    assert (ran.code, ran.out) == (2, "")
    assert f"`{name.partition('#')[0] if name.startswith('nowhere') else name}`" in ran.err


def test_the_moderator_s_words_get_a_notice_and_no_suggestions(fgcoder, study: Path):
    ran = fgcoder("-C", study, "suggest", f"{UK}#1", "--json")
    assert (ran.code, json.loads(ran.out)) == (0, [])
    assert f"{UK}#1 is the moderator's" in ran.err


def test_what_is_new_in_the_folder_is_taken_in_first(fgcoder, study: Path):
    text = (study / "transcripts/dk-public-health.txt").read_text()
    (study / "transcripts/new.txt").write_text(text)  # its texts are embedded already
    ran = fgcoder("-C", study, "suggest", "new#3", "--json")
    assert json.loads(ran.out)[0]["transcript"] == "new"
