"""What a screen offers about a table is what the function that makes it takes: no more, no less, and every value."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable
from typing import Any

import pytest

from fgcoder.reporting.table_kinds import KINDS
from fgcoder.reporting.table_options import Among, How, Known, Option
from fgcoder.reporting.table_questions import Question
from fgcoder.tables import choice, incidence
from fgcoder.tables.agreement.table import Order, agreement
from fgcoder.tables.comparison import table as comparison
from fgcoder.tables.cooccurrence import table as cooccurrence
from fgcoder.tables.framework import table as framework
from fgcoder.tables.frequency import options as frequency_options
from fgcoder.tables.frequency.table import frequency
from fgcoder.tables.joint.display import joint_display
from fgcoder.tables.joint.gaps import joint_gaps
from fgcoder.tables.saturation import table as saturation
from fgcoder.tables.saturation.coverage import coverage

FUNCTIONS: dict[str, Callable[..., Any]] = {
    "frequency": frequency,
    "comparison": comparison.comparison,
    "cooccurrence": cooccurrence.cooccurrence,
    "saturation": saturation.saturation,
    "coverage": coverage,
    "framework": framework.framework,
    "agreement": agreement,
    "joint-display": joint_display,
    "gaps": joint_gaps,
}
GIVEN = {"corpus", "decisions", "findings", "links", "memos", "quoting"}
"""What is no option, since it is the study itself."""
VALUES: dict[tuple[str, str], Iterable[str]] = {
    ("frequency", "counting"): frequency_options.Counting,
    ("frequency", "figures"): frequency_options.Figures,
    ("frequency", "level"): choice.Level,
    ("frequency", "order"): choice.Order,
    ("comparison", "unit"): comparison.Unit,
    ("comparison", "among"): comparison.Among,
    ("comparison", "show"): comparison.Show,
    ("comparison", "level"): choice.Level,
    ("comparison", "order"): choice.Order,
    ("coverage", "level"): choice.Level,
    ("coverage", "order"): choice.Order,
    ("cooccurrence", "level"): incidence.Level,
    ("cooccurrence", "measure"): cooccurrence.Measure,
    ("cooccurrence", "order"): choice.Order,
    ("saturation", "level"): incidence.Level,
    ("framework", "level"): incidence.Level,
    ("framework", "fill"): framework.Fill,
    ("agreement", "level"): choice.Level,
    ("agreement", "order"): Order,
}
CHOICES = [(kind.name, option) for kind in KINDS.values() for option in kind.options if option.choices]


def test_every_table_is_offered() -> None:
    assert set(KINDS) == set(FUNCTIONS)


@pytest.mark.parametrize("name", KINDS)
def test_every_option_of_a_table_is_offered(name: str) -> None:
    taken = set(inspect.signature(FUNCTIONS[name]).parameters) - GIVEN
    if name == "joint-display":
        taken.remove("order")  # a function; that of the nearest first
    assert set(Question(KINDS[name]).arguments()) == taken


@pytest.mark.parametrize(("name", "option"), CHOICES, ids=[f"{name}: {option.argument}" for name, option in CHOICES])
def test_every_value_of_an_option_is_offered(name: str, option: Option) -> None:
    if (name, option.argument) == ("cooccurrence", "within"):
        assert {known.value for known in option.choices} > {cooccurrence.SEGMENT, cooccurrence.TURN, "1"}
        return
    assert {known.value for known in option.choices} == {str(one) for one in VALUES[name, option.argument]}


@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)
def test_a_table_has_one_option_a_slot(kind: Any) -> None:
    slots = [option.slot for option in kind.options]
    assert len(slots) == len(set(slots))


def test_defaults_are_those_of_the_functions() -> None:
    """Apart from what the screen leaves out for want of room, and the threshold, which it takes in per cent."""
    for kind in KINDS.values():
        parameters = inspect.signature(FUNCTIONS[kind.name]).parameters
        for option in kind.options:
            default = parameters[option.argument].default
            if (kind.name, option.argument) == ("comparison", "show"):
                assert set(option.default) < {str(one) for one in default}  # type: ignore[arg-type]
            elif option.argument == "threshold":
                assert option.default == 100 * default
            elif option.among is Among.ATTRIBUTES_AND_CODER:
                assert option.default == (default,)
            elif option.among is Among.CODES:
                assert not option.default
                assert default is None
            else:
                assert option.default == default


def test_a_choice_is_kept_for_its_table() -> None:
    unit = KINDS["frequency"].option("unit")
    assert unit is not None
    asked = Question().choosing(unit, "groups")
    assert asked.arguments()["counting"] == "groups"
    there = Question(KINDS["comparison"], asked.chosen)
    assert there.arguments()["unit"] == "segments"
    assert Question(KINDS["frequency"], there.chosen).arguments()["counting"] == "groups"


def test_filters_are_set_and_dropped() -> None:
    asked = Question().keeping("country", ("Denmark",)).keeping("sector", ("public health",))
    assert asked.where == {"country": ("Denmark",), "sector": ("public health",)}
    assert asked.keeping("country", ()).where == {"sector": ("public health",)}


def test_a_study_without_countries_is_laid_out_by_something_else() -> None:
    assert Question(axis="sector").arguments()["by"] == ("sector",)
    assert Question(KINDS["coverage"], axis="sector").arguments()["by"] == "sector"
    assert Question(KINDS["framework"], axis="sector").arguments()["cases"] == "group"


def test_values_are_put_into_words() -> None:
    choices = (Known("a", "first"), Known("b", "second"))
    assert Option("figures", "show", "show", How.SEVERAL, ("a",), choices).shown(("b", "a")) == "second, first"
    assert Option("margins", "margins", "subtotals", How.SWITCH, False).shown(True) == "yes"
    assert Option("by", "by", "by", How.CHOICE, None, none="nothing").shown(None) == "nothing"
