"""Microdata in three formats give the same findings; what does not fit is told by line, with what is there."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pyreadstat
import pytest

from fgcoder.errors import StudyError
from fgcoder.model import Share
from fgcoder.survey import file as survey

ROOT = Path(__file__).parents[2]
HEAD = """\
title: S
source: A paper
base: some people
microdata:
  file: {file}
  weight: w
  country: land
  names:
    land: {{1: Denmark, 2: France}}
findings:
  - id: walks
    statement: Some walk.
    shares:
      - label: walk
        variable: walks
        values: {values}
        missing: 99
"""
CODES = [1, 2, 3, 99, None, 1, 2, 1, 3, 1]
LANDS = [1, 1, 1, 1, 1, 2, 2, 2, 2, 2]
WEIGHTS = [1, 2, 1, 1, 1, 0.5, 1.5, 1, 1, 0]
LABELS = {1: "often", 2: "rarely", 3: "never", 99: "refused"}


@pytest.fixture
def write(tmp_path):
    def write(values="[1, 2]", file="data.csv", more="", head=HEAD):
        path = tmp_path / "survey.yaml"
        path.write_text(head.format(values=values, file=file) + more, encoding="utf-8")
        return path

    return write


@pytest.fixture
def data(tmp_path):
    frame = pd.DataFrame({"land": LANDS, "w": WEIGHTS, "walks": CODES, "name": ["secret"] * len(CODES)})
    frame.to_csv(tmp_path / "data.csv", index=False)
    frame.assign(w=[str(w).replace(".", ",") for w in WEIGHTS]).to_csv(tmp_path / "semicolon.csv", index=False, sep=";")
    labels = {"walks": LABELS, "land": {1: "DK", 2: "FR"}}
    pyreadstat.write_sav(frame, tmp_path / "data.sav", variable_value_labels=labels)
    pyreadstat.write_dta(frame, tmp_path / "data.dta", variable_value_labels=labels)
    return frame


@pytest.mark.usefixtures("data")
@pytest.mark.parametrize("file", ["data.csv", "semicolon.csv", "data.sav", "data.dta"])
def test_every_format_gives_the_same_shares(write, file):
    (finding,) = survey.read(write(file=file))
    total, denmark, france = finding.figures
    assert finding.countries == ("Denmark", "France")
    assert (total.country, denmark.country, france.country) == (None, "Denmark", "France")
    # Denmark: 1, 2, 3 answered with weights 1, 2, 1; 99 and the empty cell did not. In France one weighs nothing.
    assert denmark.share.value == pytest.approx(3 / 4)
    assert (denmark.share.base, denmark.share.missing) == (3, 2)
    assert france.share.value == pytest.approx(3 / 4)
    assert (france.share.base, france.share.missing) == (4, 0)
    assert total.share.value == pytest.approx(6 / 8)
    assert france.printed.startswith("75 % (")
    assert "People who gave no answer are left out of the bases." in finding.notes


@pytest.mark.usefixtures("data")
@pytest.mark.parametrize("file", ["data.sav", "data.dta"])
def test_labels_stand_for_values(write, file):
    by_label, by_value = (survey.read(write(values, file)) for values in ("[often, rarely]", "[1, 2.0]"))
    assert by_label == by_value


@pytest.mark.usefixtures("data")
def test_only_what_is_needed_is_read(write, monkeypatch):
    asked = []
    real = pyreadstat.read_sav

    def watched(path, **options):
        frame, about = real(path, **options)
        asked.append(list(frame.columns) if not options.get("metadataonly") else [])
        return frame, about

    monkeypatch.setattr(pyreadstat, "read_sav", watched)
    survey.read(write(file="data.sav"))
    assert sorted({name for columns in asked for name in columns}) == ["land", "w", "walks"]


@pytest.mark.usefixtures("data")
def test_what_is_not_there_is_told_with_what_is(write):
    more = "        where: {lnd: 1, land: Norway}\n      - {label: x, variable: walk, values: often}\n"
    with pytest.raises(StudyError) as caught:
        survey.read(write(more=more))
    assert [(one.line, one.what, one.todo) for one in caught.value.faults] == [
        (18, "there is no variable `lnd` in data.csv.", "Did you mean `land`?"),
        (19, "there is no variable `walk` in data.csv.", "Did you mean `walks`?"),
    ]
    with pytest.raises(StudyError) as caught:
        survey.read(write("[oftn, 1]", "data.sav", "        where: {land: Norway}\n    countries: [Denmrk]\n"))
    assert [(one.line, one.what) for one in caught.value.faults] == [
        (16, "nobody has `oftn` in `walks`, and no label says so."),
        (18, "nobody has `Norway` in `land`, and no label says so."),
        (19, "nobody has `Denmrk` in `land`, and no label says so."),
    ]
    assert caught.value.faults[0].todo == (
        "Did you mean `often`? There are: 1 (often), 2 (rarely), 3 (never), 99 (refused)."
    )
    assert caught.value.faults[2].todo == "Did you mean `Denmark`? There are: Denmark, France."


@pytest.mark.parametrize(
    ("name", "content", "what"),
    [
        ("data.xls", b"x", "is no format that is known here"),
        ("data.csv", None, "cannot be opened"),
        ("data.sav", None, "there is no such file"),
        ("data.sav", b"not this", "is not a file of the kind its ending says"),
        ("data.csv", "land,w,walks\nå".encode("latin-1"), "is not UTF-8 text"),
        ("data.csv", b"land,w,walks\n1,1,1\n1,2,3,4,5\n", "this row has 5 cells, and the first one 3 names."),
        ("data.csv", b"land,w,walks\n1,,1\n2,x,1\n1,-1,2\n2,1,99\n", "3 of 4 people have no weight in `w`"),
    ],
)
def test_data_that_cannot_be_used(write, tmp_path, name, content, what):
    if content is not None:
        (tmp_path / name).write_bytes(content)
    with pytest.raises(StudyError) as caught:
        survey.read(write("[1]", name))
    assert what in caught.value.faults[0].what


def test_shares_without_data(write):
    head = HEAD.replace(HEAD[HEAD.index("microdata") : HEAD.index("findings")], "")
    with pytest.raises(StudyError) as caught:
        survey.read(write(head=head))
    assert [(one.line, one.what) for one in caught.value.faults] == [
        (7, "`shares` of `walks` are computed from microdata, and none are named.")
    ]


def test_without_computing_nothing_but_the_file_is_read(write):
    (finding,) = survey.read(write(file="nowhere.csv"), compute=False)
    assert (finding.figures, finding.notes) == ((), ())


def test_strata_with_one_sampling_unit(write, tmp_path):
    pd.DataFrame({"land": [1, 1, 2, 2], "w": 1, "walks": [1, 2, 99, 1], "unit": [1, 1, 2, 3]}).to_csv(
        tmp_path / "data.csv", index=False
    )
    head = HEAD.replace("  country: land\n", "  country: land\n  cluster: unit\n")
    with pytest.raises(StudyError, match="1 of the strata hold one sampling unit alone"):
        survey.read(write("[1]", head=head))


def test_by_sector_and_by_both(write, tmp_path):
    pd.DataFrame(
        {"land": [1, 1, 2, 2] * 20, "w": 1, "walks": [1, 2, 1, 99] * 20, "field": ["safety", "health"] * 40}
    ).to_csv(tmp_path / "data.csv", index=False)
    head = HEAD.replace("  country: land\n", "  country: land\n  sector: field\n")
    (finding,) = survey.read(write("1", head=head))
    shares = {(one.country, one.sector): one.share for one in finding.figures}
    assert {key: (share.value, share.base) for key, share in shares.items()} == {
        (None, None): (pytest.approx(2 / 3), 60),
        ("Denmark", None): (0.5, 40),
        ("France", None): (1, 20),
        (None, "health"): (0, 20),
        (None, "safety"): (1, 40),
        ("Denmark", "health"): (0, 20),
        ("Denmark", "safety"): (1, 20),
        ("France", "safety"): (1, 20),
    }
    assert "Fewer than 30 answers, too few to rely on: France, all countries, Denmark." in finding.notes


def test_generated_data_are_what_the_generator_makes():
    made = {}
    exec(compile((ROOT / "surveys/generate.py").read_bytes(), "generate.py", "exec"), made)  # it is a script
    assert (ROOT / "surveys/generated.csv").read_bytes() == made["generate"]()


def test_the_generated_findings_say_what_they_are_everywhere():
    findings = survey.read(ROOT / "surveys/generated.yaml")
    assert len(findings) == 5
    for finding in findings:
        assert "generated data" in finding.statement
        assert "generated data" in finding.base
        assert "generated data" in finding.source
        assert len(finding.countries) == 5


def test_a_share_of_the_sample_by_hand():
    """The weighted share of one country, summed with nothing but pandas."""
    rows = pd.read_csv(ROOT / "surveys/generated.csv")
    rows = rows[(rows["country"] == "DK") & rows["own_lifestyle"].notna()]
    wanted = float(np.average(rows["own_lifestyle"] == "often", weights=rows["weight"]))
    finding = {one.id: one for one in survey.read(ROOT / "surveys/generated.yaml")}["generated-lifestyle"]
    share = next(one.share for one in finding.figures if one.country == "Denmark")
    assert isinstance(share, Share)
    assert (share.value, share.base) == (pytest.approx(wanted), len(rows))


def test_notes_name_the_method_of_the_figures_that_there_are(write, tmp_path):
    people = [(country, f"{country}{unit}") for country in "AB" for unit in range(5) for _ in range(40)]
    frame = pd.DataFrame(people, columns=["land", "unit"])
    yes_in = {"some": ["A0", "B0"], "few": ["B0", "B1"], "every": list(frame["unit"])}
    for name, units in yes_in.items():
        frame[name] = np.where(frame["unit"].isin(units), "yes", "no")
    frame.to_csv(tmp_path / "data.csv", index=False)
    head = """\
title: S
source: A paper
base: some people
microdata: {{file: {file}, country: land, cluster: unit}}
findings:
"""
    more = "".join(
        f'  - {{id: {name}, statement: S., shares: [{{label: yes, variable: {name}, values: "yes"}}]}}\n'
        for name in yes_in
    )
    some, few, every = survey.read(write(head=head, more=more))
    assert [one.printed for one in few.figures if one.country == "A"] == ["0.0 % (0.0–3.6), base 200"]
    assert [one.printed for one in every.figures if one.country == "A"] == ["100 % (96–100), base 200"]
    notes = [next(note for note in one.notes if note.startswith("In brackets")) for one in (some, few, every)]
    wald = "from the linearised variance on the scale of the log odds"
    exact = "Clopper and Pearson's, with an effective base for the weights and the number of sampling units"
    methods = (wald, f"{wald}; where all or none give the answer, {exact}", exact)
    assert notes == [
        f"In brackets the 95 % interval, {method} (Korn and Graubard 1998); strata: the countries, sampling units: "
        "`unit`. It holds for a random sample."
        for method in methods
    ]
