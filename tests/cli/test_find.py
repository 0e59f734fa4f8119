"""`fgcoder find`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

UK, DK = "uk-local-environment", "dk-public-health"


def find(fgcoder: Any, study: Path, *options: object) -> list[dict[str, Any]]:
    ran = fgcoder("-C", study, "find", "--json", *options)
    assert ran.code == 0, ran.err
    rows: list[dict[str, Any]] = json.loads(ran.out)
    return rows


def code_first(fgcoder: Any, study: Path, code: str, *segments: str, coder: str = "ana") -> None:
    lines = "".join(f"{segment} {code}\n" for segment in segments)
    assert fgcoder("-C", study, "--coder", coder, "decisions", "add", "-", stdin=lines).code == 0


def test_words_are_found_where_they_stand(fgcoder: Any, study: Path) -> None:
    rows = find(fgcoder, study, r"\bcouncil\w*")
    assert {row["transcript"] for row in rows} == {UK}
    for row in rows:
        assert row["matches"]
        assert all("council" in row["words"][start:end].casefold() for start, end in row["matches"])
        assert row["attributes"]["country"] == "United Kingdom"
        assert row["citation"].endswith(f"; {UK}, turn {row['turn']}")
        assert "likeness" not in row
    text = fgcoder("-C", study, "find", r"\bcouncil\w*")
    assert all(row["segment"] in text.out for row in rows)
    assert f"{len(rows)} quotes by" in text.err


def test_nothing_found_is_exit_code_1(fgcoder: Any, study: Path) -> None:
    ran = fgcoder("-C", study, "find", "xylophone")
    assert (ran.code, ran.out) == (1, "")
    assert "Nothing found" in ran.err
    ran = fgcoder("-C", study, "find", "xylophone", "--json")
    assert (ran.code, json.loads(ran.out)) == (1, [])


def test_quotes_under_a_code_and_words_among_them(fgcoder: Any, study: Path) -> None:
    first, second, other = (row["segment"] for row in find(fgcoder, study, "the", "--where", "role=participant")[:3])
    code_first(fgcoder, study, "red-tape", first, second)
    code_first(fgcoder, study, "no-time", other, first, coder="ben")
    assert [row["segment"] for row in find(fgcoder, study, "--code", "red-tape")] == [first, second]
    assert [row["segment"] for row in find(fgcoder, study, "the", "--code", "red-tape")] == [first, second]
    assert [row["segment"] for row in find(fgcoder, study, "the", "--of", "ben")] == sorted(
        [first, other], key=lambda name: int(name.rpartition("#")[2])
    )
    (row,) = find(fgcoder, study, "--code", "no-time", "--where", "code=red-tape")
    assert (row["segment"], row["coders"]) == (first, ["ana", "ben"])
    assert [one["code"] for one in row["codes"]] == ["no-time", "red-tape"]
    shown = fgcoder("-C", study, "find", "--code", "no-time").out
    assert "(ana, ben)" in shown


def test_like_a_segment_and_like_a_text(fgcoder: Any, study: Path) -> None:
    named = find(fgcoder, study, "--like", f"{UK}#5", "--limit", "6")
    assert len(named) == 6
    assert f"{UK}#5" not in [row["segment"] for row in named]
    scores = [row["likeness"] for row in named]
    assert scores == sorted(scores, reverse=True)
    danish = find(fgcoder, study, "--like", "Jeg har ikke tid til at hjælpe", "--where", "language=da")
    assert {row["transcript"] for row in danish} == {DK}


def test_the_turns_around_are_shown_on_request(fgcoder: Any, study: Path) -> None:
    row, *_ = find(fgcoder, study, "council", "--context", "--limit", "1")
    assert [one["turn"] for one in row["around"] if one["quoted"]] == [row["turn"]]
    assert len(row["around"]) == 3
    text = " ".join(fgcoder("-C", study, "find", "council", "--context", "--limit", "1").out.split())
    for one in row["around"]:
        if not one["quoted"]:
            assert f"{one['speaker']}: {' '.join(one['words'].split())}" in text


def test_a_limit_says_that_there_is_more(fgcoder: Any, study: Path) -> None:
    ran = fgcoder("-C", study, "find", "the", "--limit", "2")
    assert ran.out.count(f"{UK}#") == 2
    assert "the first 2 shown" in " ".join(ran.err.split())


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ([], "it is not said what to search for"),
        (["x", "--like", "y"], "are two searches"),
        (["(a"], "missing )"),
        (["x", "--where", "country"], "not of the form ATTRIBUTE=VALUE"),
        (["x", "--where", "contry=Denmark"], "Did you mean 'country'"),
        (["x", "--where", "country=Danmark"], "There is no country 'Danmark'"),
        (["--code", "no-tme"], "There is no code 'no-tme'"),
        (["--like", f"{UK}#9999"], "there is no segment"),
    ],
)
def test_a_search_that_is_not_clear_is_refused_in_words(
    fgcoder: Any, study: Path, options: list[str], said: str
) -> None:
    ran = fgcoder("-C", study, "find", *options)
    assert (ran.code, ran.out) == (2, "")
    assert said in " ".join(ran.err.split())


def test_in_a_study_without_transcripts_nothing_is_found(fgcoder: Any, tmp_path: Path) -> None:
    assert fgcoder("new", tmp_path / "new").code == 0
    ran = fgcoder("-C", tmp_path / "new", "find", "x")
    assert (ran.code, ran.out) == (1, "")
    assert ran.err == "Nothing found.\n"
