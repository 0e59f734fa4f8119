"""How often suggestions were right, and whether seeing them changed what people coded: what reviewers ask.

Both are read off the record of decisions alone, which says what was on screen or withheld, so that nothing depends on
what the suggestions would be today.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from fgcoder.blinding import Draw
from fgcoder.errors import Fault, TableError
from fgcoder.model import Codebook, Decision, Mode
from fgcoder.tables.selection import in_order, pick
from fgcoder.tables.suggestions.hits import code_table, language_table, overall_table
from fgcoder.tables.suggestions.influence import ARMS, influence_by_code, influence_table
from fgcoder.tables.suggestions.notes import hit_notes
from fgcoder.tables.suggestions.visits import Visit, arms, visits
from fgcoder.tabular import Table
from fgcoder.wording import counted

TASK: Final = "There is nothing to report on suggestions."
TABLES: Final = ("overall", "language", "code", "code-unseen", "influence", "influence-code")
"""The names of the tables, in their order; which of them there are depends on the record."""
HOW_TO_DRAW: Final = (
    "Set `blind: {share: 0.1, seed: 1}` in study.yaml, with a number of your own as the seed: one segment in ten is "
    "then coded before its suggestions are shown."
)
NOT_SUBJECT: Final = (
    "A draw is set in study.yaml (`blind: {{share: {share}, seed: {seed}}}`), and nothing decided so far was subject "
    "to it: it was decided before, or imported. Leave the draw as it is, and code more segments."
)


@dataclass(frozen=True)
class SuggestionReport:
    """The tables that the record allows for, and words for those it does not."""

    tables: Mapping[str, Table]
    """By name, a selection of `TABLES` in their order."""
    missing: tuple[str, ...]
    """What cannot be said, why, and what to do about it; each a sentence or two."""


def suggestion_report(
    decisions: Iterable[Decision],
    languages: Mapping[str, str],
    codebook: Codebook,
    *,
    of: Collection[str] | None = None,
    draw: Draw | None = None,
) -> SuggestionReport:
    """Report on the suggestions that decisions were made with.

    Parameters
    ----------
    decisions
        All there are, withdrawn ones too, in any order.
    languages
        The language of each transcript, by id.
    codebook
        For the codes' labels and order; codes it no longer has come last.
    of
        The coders whose decisions count; everybody's by default.
    draw
        The draw for blind coding that the study sets, if any.

    Raises
    ------
    TableError
        When no decision records a list of suggestions, or a coder has made none.
    """
    record = list(decisions)
    if of is not None:
        there = in_order(decision.coder for decision in record)
        wanted = {pick(coder, there, task=TASK, noun="coder with decisions called") for coder in of}
        record = [decision for decision in record if decision.coder in wanted]
    everything = visits(record)
    counted = [visit for visit in everything if visit.is_decided and visit.has_list]
    seen = [visit for visit in counted if visit.mode is Mode.ASSISTED]
    unseen = [visit for visit in counted if visit.mode is Mode.DRAWN]
    if not seen and not unseen:
        raise TableError(TASK, _nothing(everything))
    drawn_seen, drawn_unseen = ([visit for visit in kind if visit.draw] for kind in (seen, unseen))
    codes = _codes(counted, codebook)
    all_seen, all_unseen, random_seen, random_unseen = arms((seen, unseen, drawn_seen, drawn_unseen), codes, languages)
    present = {name: arm for name, arm in zip(ARMS, (all_seen, all_unseen), strict=True) if arm.visits}
    others = [visit for visit in everything if not (visit.is_decided and visit.has_list) or visit.mode is Mode.BLIND]
    tables = {
        "overall": overall_table(present, tuple(hit_notes(seen, unseen, others))),
        "language": language_table(present),
    }
    tables |= {
        table: code_table(present[name], name, codebook)
        for table, name in zip(("code", "code-unseen"), ARMS, strict=True)
        if name in present
    }
    if drawn_seen and drawn_unseen:
        by_choice = [visit for visit in everything if visit.draw and visit.is_decided and visit.mode is Mode.BLIND]
        tables["influence"] = influence_table(random_seen, random_unseen, by_choice)
        tables["influence-code"] = influence_by_code(random_seen, random_unseen, codebook)
        return SuggestionReport(tables, ())
    return SuggestionReport(tables, (_no_comparison(drawn_seen, drawn_unseen, draw),))


def _codes(counted: Sequence[Visit], codebook: Codebook) -> list[str]:
    """Give every code that is in the codebook, listed or applied, in the codebook's order."""
    there = {code for visit in counted for code in (*visit.listed, *visit.codes)}
    return [*codebook.by_id, *in_order(there - set(codebook.by_id))]


def _nothing(everything: Sequence[Visit]) -> Fault:
    todo = "Code with suggestions on screen (`fgcoder code`), then ask again."
    if not everything:
        return Fault("Nobody has decided anything yet.", todo=todo)
    what = f"None of {counted(len(everything), 'visit')} has a record of a list, on screen or withheld by a draw"
    return Fault(f"{what}: they were coded with suggestions hidden, or from a script.", todo=todo)


def _no_comparison(seen: Sequence[Visit], unseen: Sequence[Visit], draw: Draw | None) -> str:
    what = "Whether seeing suggestions changes what people code cannot be said"
    if not seen and not unseen:
        todo = HOW_TO_DRAW if draw is None else NOT_SUBJECT.format(share=draw.share, seed=draw.seed)
        return f"{what}: no segment coded was subject to a random draw. {todo}"
    there, lacking = (seen, "drawn for blind coding") if seen else (unseen, "coded with its suggestions on screen")
    return (
        f"{what} yet: of {counted(len(there), 'visit')} subject to a random draw, none was at a segment {lacking}. "
        "Code more segments, and keep suggestions shown where they are."
    )
