"""What a report holds: its chapters, and the tables and pictures of each.

A table that cannot be made from a study, because no two coders met or no survey was asked, is missed by nobody who is
told why. So every chapter has its tables, or the reason.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import cache, partial
from typing import Any

from fgcoder.errors import Fault, FgcoderError, TableError
from fgcoder.locations import STUDY_FILE
from fgcoder.record.notes import links
from fgcoder.reporting.choosing import Wish, choose
from fgcoder.reporting.evidence import with_quotes
from fgcoder.reporting.facts import LAST, NEVER, facts
from fgcoder.reporting.linking import nearest_first
from fgcoder.reporting.material import Material
from fgcoder.reporting.quote_list import FORMATS as READ
from fgcoder.reporting.quote_list import quote_list
from fgcoder.reporting.quote_table import quote_table
from fgcoder.retrieval.filters import CODER, Filters
from fgcoder.tables.agreement.table import agreement
from fgcoder.tables.axes import GROUP
from fgcoder.tables.coded import STAKEHOLDERS, CodedCorpus
from fgcoder.tables.comparison.table import comparison
from fgcoder.tables.cooccurrence.table import cooccurrence
from fgcoder.tables.framework.table import framework
from fgcoder.tables.frequency.table import frequency
from fgcoder.tables.joint.display import joint_display
from fgcoder.tables.joint.gaps import joint_gaps
from fgcoder.tables.saturation.table import saturation
from fgcoder.tables.selection import in_order
from fgcoder.tabular import Table


@dataclass(frozen=True)
class Piece:
    """A table of the report."""

    table: Table
    picture: str = ""
    """The kind that is drawn of it; empty for none."""
    formats: tuple[str, ...] | None = None
    """Those it is written in, if asked for; None for all."""


@dataclass(frozen=True)
class Chapter:
    """A question, with the tables that answer it."""

    name: str
    """For links."""
    title: str
    says: str
    """What its tables say, and what they do not, in a sentence or two."""
    pieces: tuple[Piece, ...]
    missing: tuple[str, ...] = ()
    """Why tables are not there."""


@dataclass(frozen=True, slots=True)
class _Plan:
    name: str
    title: str
    says: str
    pieces: Callable[[Material, dict[str, Any]], Iterator[Callable[[], Piece]]]
    """Gives what makes each table, so that one which fails leaves the others."""


def chapters(
    material: Material, at_most: int | None, on_chapter: Callable[[int, int, str], None] | None = None
) -> list[Chapter]:
    """Make all tables of a report.

    Parameters
    ----------
    material
        What they are made from.
    at_most
        How many quotes stand behind a cell.
    on_chapter
        Told before each chapter how many are done, of how many, and what it is called.
    """
    part: dict[str, Any] = {"where": material.where or None, "coders": material.coders}
    made = []
    for number, plan in enumerate(PLANS):
        if on_chapter is not None:
            on_chapter(number, len(PLANS), plan.title)
        pieces, missing = [], []
        for make in plan.pieces(material, part):
            try:
                piece = make()
            except FgcoderError as error:
                missing.append(in_a_line(error))
                continue
            pieces.append(replace(piece, table=with_quotes(piece.table, material.quoting, at_most)))
        made.append(Chapter(plan.name, plan.title, plan.says, tuple(pieces), tuple(missing)))
    return made


def in_a_line(error: FgcoderError) -> str:
    """Say why something could not be made."""
    return " ".join([f"{error.title.rstrip('.')}:", *(fault.what for fault in error.faults)])


def _frequencies(material: Material, part: dict[str, Any]) -> Iterator[Callable[[], Piece]]:
    axes, corpus = material.axes[:2], material.corpus
    yield partial(_counted, corpus, by=material.axis, **part)
    yield partial(_counted, corpus, by=material.axis, figures="share", **part)
    yield partial(_counted, corpus, by=material.axis, counting="participants", **part)
    for by in [*axes[1:], *([STAKEHOLDERS] if material.has_stakeholders else [])]:
        yield partial(_counted, corpus, by=by, **part)
    if len(axes) == 2:
        yield partial(_counted, corpus, by=axes, level="themes", **part)


def _counted(corpus: CodedCorpus, **options: Any) -> Piece:
    return Piece(frequency(corpus, **options), "heatmap")


def _comparisons(material: Material, part: dict[str, Any]) -> Iterator[Callable[[], Piece]]:
    for unit in (
        ("segments", "groups") if material.axis != GROUP else ("segments",)
    ):  # a group is not compared in groups
        yield partial(_compared, material.corpus, by=material.axis, unit=unit, **part)


def _compared(corpus: CodedCorpus, **options: Any) -> Piece:
    table = comparison(corpus, **options)
    return Piece(replace(table, name=f"{table.name}-of-{options['unit']}"), "diverging")


def _together(material: Material, part: dict[str, Any]) -> Iterator[Callable[[], Piece]]:
    yield lambda: Piece(cooccurrence(material.corpus, **part), "network")
    yield lambda: Piece(cooccurrence(material.corpus, pairs=True, **part))


def _saturation(material: Material, part: dict[str, Any]) -> Iterator[Callable[[], Piece]]:
    for axis in (None, *material.axes[:1]):
        yield partial(_saturated, material.corpus, by=axis, **part)


def _saturated(corpus: CodedCorpus, by: str | None, **options: Any) -> Piece:
    table = saturation(corpus, by=by, **options)
    title = f"{table.title}, by {by}" if by else table.title
    return Piece(replace(table, title=title), "saturation")


def _framework(material: Material, part: dict[str, Any]) -> Iterator[Callable[[], Piece]]:
    yield lambda: Piece(
        framework(material.corpus, fill="both", memos=material.memos, quoting=material.quoting.one, **part)
    )


def _joint(material: Material, part: dict[str, Any]) -> Iterator[Callable[[], Piece]]:
    findings, tied = material.findings, links(material.in_force)

    def display() -> Piece:
        if not findings:
            what = "no survey file can be read." if material.surveys.problems else "the study names no survey files."
            raise TableError("There is no joint display.", Fault(what, material.study.folder / STUDY_FILE))
        order = nearest_first(material.quoting.finder)
        quoting, notes = material.quoting.one, material.memos
        return Piece(joint_display(material.corpus, findings, tied, notes, quoting=quoting, order=order, **part))

    yield display
    if findings:
        yield lambda: Piece(joint_gaps(material.corpus, findings, tied, **part))


def _agreement(material: Material, part: dict[str, Any]) -> Iterator[Callable[[], Piece]]:
    yield lambda: Piece(replace(agreement(material.corpus, material.decisions, **part), name="agreement"), "dots")


def _quotes(material: Material, part: dict[str, Any]) -> Iterator[Callable[[], Piece]]:
    pairs = [(name, value) for name, values in material.where.items() for value in values]
    wish = Wish(Filters.of([*pairs, *((CODER, coder) for coder in material.coders or ())]))
    book, quoting = material.codebook, material.quoting
    gone = in_order({coding.code for coding in material.corpus.codings} - set(book.by_id))
    codes = [*(root.id for root in book.roots), *gone]
    chosen = cache(lambda: choose(quoting, codes, wish))
    declared = material.study.settings.attributes

    last = material.scope.last_decision or NEVER
    about = [(name, last if name == LAST else value) for name, value in facts(material.store, book)]

    def full() -> Piece:
        table = quote_table(chosen(), quoting, codes, about, declared)
        return Piece(replace(table, title="Quotes, to sort and filter"), formats=FOR_COMPUTERS)

    def to_read() -> Piece:
        return Piece(replace(quote_list(chosen(), quoting, codes, about), title="Quotes, by code"), formats=READ)

    yield to_read
    yield full


FOR_COMPUTERS = ("csv", "tidy", "xlsx", "json", "parquet")

PLANS = (
    _Plan(
        "frequency",
        "How often each theme comes up",
        "Distinct segments with each theme and code. What is often said is not what matters most, and where more is "
        "said there is more of everything: read the base rows first.",
        _frequencies,
    ),
    _Plan(
        "comparison",
        "Where themes differ",
        "Which codes come up more, or less, in one part of the material than in all of it. Participants are no random "
        "sample; the second table takes the group as its unit.",
        _comparisons,
    ),
    _Plan(
        "cooccurrence",
        "What comes up together",
        "Codes on the same segment. That they come together does not say that one leads to the other.",
        _together,
    ),
    _Plan(
        "saturation",
        "Whether more groups would bring more",
        "New codes by group in the order of fieldwork. It speaks of these codes and this kind of group alone.",
        _saturation,
    ),
    _Plan(
        "framework",
        "Who said what on which theme",
        "The framework matrix: read across for a group, down for a theme.",
        _framework,
    ),
    _Plan(
        "joint-display",
        "What the survey found, and what was said to it",
        "Survey findings beside the themes, quotes and links that speak to them. Nothing is computed across the two: "
        "what words do to a figure a researcher has said.",
        _joint,
    ),
    _Plan(
        "agreement",
        "How far coders agree",
        "Of segments that two coders have decided about: kappa and alpha as dots, with 95 % intervals where there is "
        "enough for them.",
        _agreement,
    ),
    _Plan(
        "quotes",
        "In whose words",
        "Every coded passage, verbatim and in its own language, under its codes: to read, and as a table to sort.",
        _quotes,
    ),
)
