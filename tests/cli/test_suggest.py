"""`fgcoder suggest`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from fgcoder.pipeline.contents import codebook_of
from fgcoder.study import open_study
from fgcoder.suggesting.lines import lines_of

UK = "uk-local-environment"


def suggest(fgcoder, study: Path, *options: object) -> list[dict[str, Any]]:
    ran = fgcoder("-C", study, "suggest", "--json", *options)
    assert ran.code == 0, ran.err
    return json.loads(ran.out)


def test_json_holds_every_segment_with_ranked_explained_codes(fgcoder, study: Path):
    rows = suggest(fgcoder, study, "--top", "5")
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
        assert all(0 < score < 1 for score in scores)
        for one in row["suggestions"]:
            assert set(one) == {"rank", "code", "label", "score", "suggested", "reason", "reason_kind", "why"}
            assert one["label"] == book.label(one["code"])
            assert (one["code"], one["reason_kind"], one["reason"]) in lines
            assert one["why"] == f"{one['reason_kind']}: {one['reason']}"
    assert {one["suggested"] for row in rows for one in row["suggestions"]} == {True, False}


def test_one_segment_or_one_transcript_can_be_asked_for(fgcoder, study: Path):
    everything = suggest(fgcoder, study)
    one = everything[10]
    (alone,) = suggest(fgcoder, study, one["segment"])
    assert alone == one
    danish = suggest(fgcoder, study, "dk-public-health")
    assert danish == [row for row in everything if row["transcript"] == "dk-public-health"]
    assert {row["language"] for row in danish} == {"da"}


def test_a_transcript_whose_name_holds_a_number_sign_is_named_like_any_other(fgcoder, study: Path):
    (study / "transcripts" / "dk-public-health.txt").rename(study / "transcripts" / "Group #3.txt")
    rows = suggest(fgcoder, study, "Group #3")
    assert {row["transcript"] for row in rows} == {"Group #3"}
    one = rows[4]["segment"]
    assert one.startswith("Group #3#")
    assert suggest(fgcoder, study, one) == [rows[4]]
    assert fgcoder("-C", study, "suggest", "--json").code == 0
    code = codebook_of(open_study(study)).codes[0].id
    assert fgcoder("-C", study, "decisions", "add", one, code).code == 0
    found = fgcoder("-C", study, "find", "--code", code, "--json")
    assert one in {row["segment"] for row in json.loads(found.out)}
    like = json.loads(fgcoder("-C", study, "find", "--like", one, "--json", "--limit", "3").out)
    assert len(like) == 3
    assert one not in {row["segment"] for row in like}
    refused = fgcoder("-C", study, "suggest", "Group #4")
    assert refused.code == 2
    assert "there is no transcript `Group #4`" in refused.err


def line(one: dict[str, Any]) -> str:
    """A suggestion as it is printed."""
    return f"{one['rank']}. {100 * one['score']:.0f} % {one['label']} {one['why']}"


def test_text_shows_what_is_likely_enough_and_with_all_the_rest(fgcoder, study: Path):
    rows = suggest(fgcoder, study)
    for count in (0, 2):
        row = next(row for row in rows if sum(one["suggested"] for one in row["suggestions"]) == count)
        likely = [line(one) for one in row["suggestions"] if one["suggested"]]
        ran = fgcoder("-C", study, "suggest", row["segment"])
        assert ran.code == 0
        text = " ".join(ran.out.split())
        assert row["segment"] in text
        assert row["words"] in text
        assert [line(one) for one in row["suggestions"] if line(one) in text] == likely
        assert ("Nothing is likely enough to be suggested" in text) == (not likely)
        text = " ".join(fgcoder("-C", study, "suggest", row["segment"], "--all").out.split())
        assert all(line(one) in text for one in row["suggestions"])
        assert "Nothing is likely enough" not in text


# Learning


def decide(fgcoder, study: Path, rows: list[dict[str, Any]], *codes: str, coder: str = "ana") -> None:
    lines = "".join(f"{row['segment']} {' '.join(codes)}\n" for row in rows)
    ran = fgcoder("-C", study, "--coder", coder, "decisions", "add", "-", stdin=lines)
    assert ran.code == 0, ran.err


def test_suggestions_learn_from_one_s_own_decisions_unless_told_otherwise(fgcoder, study: Path):
    before = suggest(fgcoder, study)
    assert suggest(fgcoder, study, "--codebook-only") == before
    decide(fgcoder, study, before[:12], "red-tape")
    assert suggest(fgcoder, study, "--codebook-only") == before
    after = suggest(fgcoder, study, "--top", "26")
    known = {row["segment"]: scores(row) for row in suggest(fgcoder, study, "--top", "26", "--codebook-only")}
    rest = after[12:]
    assert sum(scores(row)["red-tape"] > known[row["segment"]]["red-tape"] for row in rest) > len(rest) / 2
    words = {row["words"] for row in before[:12]}
    quotes = [one for row in after for one in row["suggestions"] if one["reason_kind"] == "quote"]
    assert quotes
    assert all((one["code"], one["why"]) == ("red-tape", f"coded quote: {one['reason']}") for one in quotes)
    assert {one["reason"] for one in quotes} <= words
    assert json.loads(fgcoder("-C", study, "--coder", "ben", "suggest", "--json").out) == before


def scores(row: dict[str, Any]) -> dict[str, float]:
    return {one["code"]: one["score"] for one in row["suggestions"]}


# Orders


def test_one_code_s_likeliest_segments_come_first(fgcoder, study: Path):
    everything = suggest(fgcoder, study, "--top", "26")
    decide(fgcoder, study, everything[:1], "no-time")
    found = suggest(fgcoder, study, "--top", "26", "--queue", "likeliest", "--code", "red-tape")
    assert sorted(row["segment"] for row in found) == sorted(row["segment"] for row in everything[1:])
    likely = [scores(row)["red-tape"] for row in found]
    assert likely == sorted(likely, reverse=True)
    danish = suggest(fgcoder, study, "dk-public-health", "--queue", "likeliest", "--code", "red-tape")
    order = [row["segment"] for row in found if row["transcript"] == "dk-public-health"]
    assert [row["segment"] for row in danish] == order


def test_what_is_unsure_is_undecided_and_what_was_missed_is_decided(fgcoder, study: Path):
    ran = fgcoder("-C", study, "suggest", "--queue", "missed", "--json")
    assert (ran.code, json.loads(ran.out)) == (0, [])
    assert "nothing for this order" in ran.err
    everything = suggest(fgcoder, study)
    decide(fgcoder, study, everything[:40], "red-tape")
    decided = {row["segment"] for row in everything[:40]}
    unsure = {row["segment"] for row in suggest(fgcoder, study, "--queue", "unsure")}
    assert unsure == {row["segment"] for row in everything} - decided
    missed = [row["segment"] for row in suggest(fgcoder, study, "--queue", "missed")]
    assert set(missed) <= decided


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--queue", "likeliest"], "`--queue likeliest` and `--code` go together"),
        (["--code", "red-tape"], "`--queue likeliest` and `--code` go together"),
        (["--queue", "unsure", "--code", "red-tape"], "`--queue likeliest` and `--code` go together"),
        (["--queue", "likeliest", "--code", "no-such"], "there is no code `no-such`"),
        (["--queue", "likeliest", "--code", "obstacles"], "`obstacles` is a theme"),
        (["--queue", "loudest"], "'reading', 'unsure', 'likeliest', 'missed'"),
    ],
)
def test_an_order_that_is_not_clear_is_refused_in_words(fgcoder, study: Path, options: list[str], words: str):
    ran = fgcoder("-C", study, "suggest", *options)
    assert (ran.code, ran.out) == (2, "")
    assert words in " ".join(ran.err.replace("│", " ").split())


# Blind coding


def test_what_is_drawn_for_blind_coding_is_hidden_until_it_is_decided(fgcoder, study: Path):
    file = study / "study.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace("share: 0", "share: 1"), encoding="utf-8")
    rows = suggest(fgcoder, study)
    row = next(row for row in rows if any(one["suggested"] for one in row["suggestions"]))
    labels = [one["label"] for one in row["suggestions"]]
    hidden = fgcoder("-C", study, "suggest", row["segment"]).out
    assert "Drawn for blind coding" in hidden
    assert not any(label in hidden for label in labels)
    everything = fgcoder("-C", study, "suggest", row["segment"], "--all").out
    assert all(label in everything for label in labels)
    assert "Drawn" not in everything
    assert suggest(fgcoder, study, "--queue", "likeliest", "--code", "red-tape") == []
    decide(fgcoder, study, [row], "red-tape")
    assert "Drawn" not in fgcoder("-C", study, "suggest", row["segment"]).out


# What can go wrong


@pytest.mark.parametrize("name", ["nowhere", "nowhere#1", f"{UK}#0", f"{UK}#9999", f"{UK}#x", f"{UK}#²"])
def test_a_name_that_is_not_there_is_told(fgcoder, study: Path, name: str):
    ran = fgcoder("-C", study, "suggest", name)
    assert (ran.code, ran.out) == (2, "")
    assert f"`{name}`" in ran.err


def test_the_moderator_s_words_get_a_notice_and_no_suggestions(fgcoder, study: Path):
    ran = fgcoder("-C", study, "suggest", f"{UK}#1", "--json")
    assert (ran.code, json.loads(ran.out)) == (0, [])
    assert f"{UK}#1 is the moderator's" in ran.err


def test_what_is_new_in_the_folder_is_taken_in_first(fgcoder, study: Path):
    text = (study / "transcripts/dk-public-health.txt").read_text()
    (study / "transcripts/new.txt").write_text(text)  # its texts are embedded already
    ran = fgcoder("-C", study, "suggest", "new#3", "--json")
    assert json.loads(ran.out)[0]["transcript"] == "new"
