"""`fgcoder finding` and `fgcoder joint-display`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

UK, DK = "uk-local-environment", "dk-public-health"


@pytest.fixture
def finding(fgcoder: Any, study: Path) -> Any:
    """Run `fgcoder finding …` on the study; what fails is told."""

    def run(*arguments: object, coder: str = "ana") -> str:
        ran = fgcoder("-C", study, "--coder", coder, "finding", *arguments)
        assert ran.code == 0, ran.err
        return str(ran.out)

    return run


@pytest.fixture
def spoken(fgcoder: Any, study: Path) -> list[str]:
    """Three segments of the British group that participants speak, and a Danish one."""
    found = []
    for where, count in ((UK, 3), (DK, 1)):
        ran = fgcoder("-C", study, "find", r"\w", "--json", "--where", f"group={where}", "--where", "role=participant")
        found += [row["segment"] for row in json.loads(ran.out)[:count]]
    return found


def code(fgcoder: Any, study: Path, name: str, *segments: str) -> None:
    lines = "".join(f"{segment} {name}\n" for segment in segments)
    assert fgcoder("-C", study, "decisions", "add", "-", stdin=lines).code == 0


def test_links_are_made_listed_shown_and_taken_away(finding: Any, spoken: list[str]) -> None:
    one, two, _, danish = spoken
    assert finding("link", "low-effort-highest", one, "--relation", "confirms", "--note", "Word for word.") == (
        f"{one} confirms low-effort-highest.\n"
    )
    again = finding("link", "low-effort-highest", one, "-r", "confirms", "--note", "Word for word.")
    assert again == "That is linked already; nothing was changed.\n"
    finding("link", "low-effort-highest", danish, "-r", "contradicts", coder="ben")
    finding("link", "contact-last", two, "-r", "expands")
    listed = {row["id"]: row for row in json.loads(finding("list", "--json"))}
    assert listed["low-effort-highest"]["linked"] == {"confirms": 1, "expands": 0, "contradicts": 1}
    assert listed["contact-last"]["linked"]["expands"] == 1
    assert "confirms 1, contradicts 1" in finding("list")
    shown = json.loads(finding("show", "low-effort-highest", "--json"))
    assert [(row["segment"], row["relation"], row["coder"], row["note"]) for row in shown["links"]] == [
        (one, "confirms", "ana", "Word for word."),
        (danish, "contradicts", "ben", ""),
    ]
    text = finding("show", "low-effort-highest")
    assert "= confirms  ana  “" in text
    assert "≠ contradicts  ben  “" in text
    assert finding("unlink", "low-effort-highest", one) == "1 link taken away.\n"
    assert finding("unlink", "low-effort-highest", danish) == "Nothing was linked there.\n", "it is ben's"
    assert len(json.loads(finding("show", "low-effort-highest", "--json"))["links"]) == 1


def test_the_list_counts_passages_as_the_joint_display_does(
    finding: Any, fgcoder: Any, study: Path, spoken: list[str]
) -> None:
    one, two, *_ = spoken
    for segment, coder, relation in (
        (one, "ana", "confirms"),
        (one, "ben", "confirms"),
        (one, "cleo", "contradicts"),
        (two, "ben", "confirms"),
    ):
        finding("link", "uk-lonely", segment, "-r", relation, coder=coder)
    listed = {row["id"]: row for row in json.loads(finding("list", "--json"))}
    assert listed["uk-lonely"]["linked"] == {"confirms": 2, "expands": 0, "contradicts": 1}
    assert "uk-lonely  confirms 2, contradicts 1" in finding("list")
    ran = fgcoder("-C", study, "joint-display", "uk-lonely", "--format", "json")
    assert "confirms 2, contradicts 1" in ran.out
    assert len(json.loads(finding("show", "uk-lonely", "--json"))["links"]) == 4, "these are links, each its coder's"


def test_computed_figures_are_shown_with_interval_and_base(finding: Any) -> None:
    text = finding("show", "generated-lifestyle")
    assert "France: " not in text
    assert "France, public health: 38 % (35–41), base 989, 22 gave no answer" in text
    assert "generated data" in text
    figures = json.loads(finding("show", "generated-lifestyle", "--json"))["figures"]
    france = next(one for one in figures if one["country"] == "France")
    assert france["share"]["base"] == 989
    assert france["share"]["low"] < france["share"]["value"] < france["share"]["high"]


def test_an_inference_is_kept_and_stands_in_the_joint_display(finding: Any, fgcoder: Any, study: Path) -> None:
    assert finding("infer", "uk-lonely", "They do it alone.") == "Written down.\n"
    assert finding("infer", "uk-lonely", "They do it alone.") == "Nothing was changed.\n"
    assert "Inference  ana: They do it alone." in finding("show", "uk-lonely")
    ran = fgcoder("-C", study, "joint-display", "uk-lonely", "--format", "json")
    assert "They do it alone." in ran.out
    log = fgcoder("-C", study, "decisions", "list").out
    assert "wrote a memo on finding uk-lonely: They do it alone." in log
    assert finding("infer", "uk-lonely", "") == "Taken away.\n"
    assert "Inference" not in finding("show", "uk-lonely")


def test_inferences_and_links_travel_in_logs(
    finding: Any, fgcoder: Any, study: Path, spoken: list[str], tmp_path: Path
) -> None:
    finding("infer", "uk-lonely", "They do it alone.")
    finding("link", "uk-lonely", spoken[0], "-r", "expands")
    log = tmp_path / "ana.jsonl"
    assert fgcoder("-C", study, "decisions", "export", "--output", log).code == 0
    before = finding("show", "uk-lonely")
    (study / ".fgcoder").rename(tmp_path / "old")
    assert fgcoder("-C", study, "decisions", "import", log).code == 0
    assert finding("show", "uk-lonely") == before


def test_quotes_are_proposed_for_a_finding_and_findings_for_a_quote(
    finding: Any, fgcoder: Any, study: Path, spoken: list[str]
) -> None:
    code(fgcoder, study, "low-effort", spoken[2])
    code(fgcoder, study, "red-tape", spoken[0])
    finding("link", "low-effort-highest", spoken[2], "-r", "expands", coder="ben")
    rows = json.loads(finding("suggest", "low-effort-highest", "--json"))
    assert rows[0]["segment"] == spoken[2]
    assert rows[0]["tied codes"] == ["low-effort"]
    assert rows[0]["linked"] == [{"finding": "low-effort-highest", "relation": "expands", "coder": "ben"}]
    assert {row["segment"] for row in rows} <= {spoken[0], spoken[2]}
    text = finding("suggest", "low-effort-highest", "--limit", "1")
    assert "coded Low-effort contribution, likeness" in text
    assert "linked: expands (ben)" in text
    assert finding("suggest", "low-effort-highest", "--where", "country=Denmark") == ""
    rows = json.loads(finding("suggest", spoken[2], "--json"))
    tied = [row["finding"] for row in rows if row["tied codes"]]
    assert "low-effort-highest" in tied
    assert [row["finding"] for row in rows][: len(tied)] == tied
    assert len(rows) == 13


def test_codes_are_tied_and_untied_in_the_file(finding: Any, study: Path) -> None:
    path = study / "surveys/coproduction.yaml"
    before = path.read_text(encoding="utf-8")
    assert finding("tie", "uk-lonely", "red-tape", "low-effort") == "Tied to uk-lonely: low-effort, red-tape.\n"
    after = path.read_text(encoding="utf-8")
    assert after == before[: before.rindex("codes: [low-effort]")] + "codes: [low-effort, red-tape]\n"
    assert finding("tie", "uk-lonely", "red-tape") == "That is so already; nothing was changed.\n"
    assert finding("untie", "uk-lonely", "red-tape") == "Tied to uk-lonely: low-effort.\n"
    assert path.read_text(encoding="utf-8") == before


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("show", "low-efort-highest"), "Did you mean 'low-effort-highest'?"),
        (("link", "uk-lonely", f"{UK}#5", "-r", "confirm"), "Did you mean 'confirms'?"),
        (("link", "uk-lonely", f"{UK}#5000", "-r", "confirms"), f"there is no segment `{UK}#5000`."),
        (("infer", "nowhere", "x"), "there is no finding `nowhere`."),
        (("tie", "uk-lonely", "red-tap"), "Did you mean 'red-tape'?"),
        (("untie", "uk-lonely", "red-tape"), "There is: low-effort."),
    ],
)
def test_what_is_not_there(fgcoder: Any, study: Path, arguments: tuple[str, ...], told: str) -> None:
    ran = fgcoder("-C", study, "finding", *arguments)
    assert ran.code == 2
    assert told in " ".join(ran.err.split())


def test_the_joint_display_on_the_terminal_and_in_files(
    finding: Any, fgcoder: Any, study: Path, spoken: list[str], tmp_path: Path
) -> None:
    code(fgcoder, study, "low-effort", *spoken)
    finding("link", "low-effort-highest", spoken[0], "-r", "confirms", "--note", "Word for word.")
    ran = fgcoder("-C", study, "joint-display", "low-effort-highest", "generated-lifestyle")
    assert ran.code == 0, ran.err
    for told in (
        "Engagement is highest where it takes little effort",
        "Confirms: “",
        "Low-effort contribution: 4 segments (Denmark 1, United Kingdom 3)",
        "United Kingdom: confirms 1",
        "France: 38 % (35–41), base 989",
        "Base: generated data",
        "(not written yet)",
    ):
        assert told in ran.out
    assert ran.out.index("Engagement is highest") < ran.out.index("About half often walk")
    file = tmp_path / "joint.html"
    assert fgcoder("-C", study, "joint-display", "--output", file).code == 0
    again = tmp_path / "again.html"
    assert fgcoder("-C", study, "joint-display", "--output", again).code == 0
    assert file.read_bytes() == again.read_bytes()
    named = fgcoder("-C", study, "joint-display", "low-effort-highest", "--template", "{country}", "--most", "0").out
    assert "” (United Kingdom)" in named
    assert "(Denmark)" not in named


def test_the_gaps_are_listed(finding: Any, fgcoder: Any, study: Path, spoken: list[str]) -> None:
    code(fgcoder, study, "low-effort", spoken[0])
    finding("link", "low-effort-highest", spoken[0], "-r", "confirms")
    ran = fgcoder("-C", study, "joint-display", "--gaps")
    assert ran.code == 0, ran.err
    assert "Findings without a linked quote" in ran.out
    assert "Engagement is highest where" not in ran.out
    assert "contact-last: Last in the ranking" in ran.out
    assert "What could make it easier" in ran.out
    assert "France  no linked quote for low-effort-highest" in ran.out


def test_faulty_data_are_told_by_line(fgcoder: Any, study: Path) -> None:
    path = study / "surveys/generated.yaml"
    text = path.read_text(encoding="utf-8").replace("values: often", "values: oftn", 1)
    path.write_text(text, encoding="utf-8")
    line = text[: text.index("oftn")].count("\n") + 1
    ran = fgcoder("-C", study, "finding", "list")
    assert ran.code == 2
    assert f"generated.yaml:{line}: nobody has `oftn` in `little_effort`" in ran.err
    assert "Did you mean `often`? There are: never, often, rarely." in ran.err
    other = study / "surveys/coproduction.yaml"
    other.write_text(other.read_text(encoding="utf-8").replace("statement:", "statment:", 1), encoding="utf-8")
    ran = fgcoder("-C", study, "finding", "check")
    assert ran.code == 2
    assert f"generated.yaml:{line}: nobody has `oftn`" in ran.err
    assert "coproduction.yaml:" in ran.err
    assert "`statment`" in ran.err


def test_survey_files_are_checked(fgcoder: Any, study: Path) -> None:
    ran = fgcoder("-C", study, "finding", "check")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.startswith("2 files, 13 findings with ")
    path = study / "surveys/coproduction.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("[low-effort]", "[low-efort]", 1), encoding="utf-8")
    ran = fgcoder("-C", study, "finding", "check")
    assert ran.code == 0
    assert "is tied to the code `low-efort`, which the codebook does not have" in ran.err
    assert "Did you mean `low-effort`?" in ran.err
    assert "1 remark; no finding is left out for that." in ran.err
