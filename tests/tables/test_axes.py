"""By which attributes tables are laid out where nobody says so."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import pytest

from fgcoder.model import Segment, Transcript
from fgcoder.tables.axes import axes, first_axis
from fgcoder.tables.coded import CodedCorpus

MakeGroup = Callable[..., tuple[Transcript, list[Segment]]]
MakeCorpus = Callable[..., CodedCorpus]
DAYS = [{"date": "2020-01-01"}, {"date": "2020-01-01"}, {"date": "2020-01-02"}]


@pytest.mark.parametrize(
    ("given", "declared", "expected"),
    [
        ([{"sector": "a", "country": "x"}, {"sector": "b", "country": "y"}], ["sector", "country"], "country sector"),
        ([{"sector": "a", "country": "x"}, {"sector": "b", "country": "y"}], ["sector"], "country sector"),
        ([{"sector": "a", "country": "x"}, {"sector": "b", "country": "x"}], ["country", "sector"], "sector"),
        ([{"country": "x"}, {"country": "x"}], ["country"], "country"),
        ([{"wave": "1", "sector": "a"}, {"wave": "1", "sector": "b"}], ["wave", "sector"], "sector"),
        ([{"wave": "1"}, {"wave": "1"}, {"wave": "2"}], [], "wave"),
        ([{"place": "1"}, {"place": "2"}, {"place": "3"}], [], ""),
        (DAYS, [], ""),
        ([{}, {}], [], ""),
    ],
)
def test_the_country_then_what_is_declared_then_what_has_few_values(
    make_group: MakeGroup,
    make_corpus: MakeCorpus,
    given: Sequence[Mapping[str, str]],
    declared: Sequence[str],
    expected: str,
) -> None:
    corpus = make_corpus([make_group(f"g{at}", attributes, [("P1", 1)]) for at, attributes in enumerate(given)], [])
    assert " ".join(axes(corpus, declared)) == expected
    assert first_axis(corpus, declared) == ([*expected.split(), "group"])[0]


def test_a_part_of_one_country_is_not_laid_out_by_country(make_group: MakeGroup, make_corpus: MakeCorpus) -> None:
    given = [("x", "a"), ("x", "b"), ("y", "a")]
    groups = [make_group(f"g{at}", {"country": c, "sector": s}, [("P1", 1)]) for at, (c, s) in enumerate(given)]
    corpus = make_corpus(groups, [])
    declared = ["country", "sector"]
    assert first_axis(corpus, declared) == "country"
    assert first_axis(corpus, declared, [transcript for transcript, _ in groups[:2]]) == "sector"
